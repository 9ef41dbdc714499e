// Cron schedules of five fields, with the error texts of the API server's parser.

/** A parsed schedule: the allowed values of each field. */
export interface CronSchedule {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly weekdays: ReadonlySet<number>;
  /** Whether the field was `*`: days and weekdays then combine by "and", else by "or". */
  readonly anyDay: boolean;
  readonly anyWeekday: boolean;
  /** For `@every`: ms between runs. */
  readonly everyMs?: number;
}

export type CronResult =
  | { readonly ok: true; readonly schedule: CronSchedule }
  | { readonly ok: false; readonly error: string };

class CronProblem extends Error {}

const monthNames = [
  'jan',
  'feb',
  'mar',
  'apr',
  'may',
  'jun',
  'jul',
  'aug',
  'sep',
  'oct',
  'nov',
  'dec',
];
const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly names: readonly string[];
  readonly firstName: number;
}

const bounds: readonly Bounds[] = [
  { min: 0, max: 59, names: [], firstName: 0 },
  { min: 0, max: 23, names: [], firstName: 0 },
  { min: 1, max: 31, names: [], firstName: 0 },
  { min: 1, max: 12, names: monthNames, firstName: 1 },
  { min: 0, max: 6, names: dayNames, firstName: 0 },
];

const descriptors: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** Parses a schedule such as `0 3 * * 1-5` or `@daily`. */
export function parseCron(text: string): CronResult {
  try {
    if (text === '') throw new CronProblem('empty spec string');
    const spec = text.startsWith('@') ? descriptor(text) : text;
    const fields = spec.split(/\s+/).filter((part) => part !== '');
    if (fields.length !== 5) {
      const found = `found ${fields.length}: [${fields.join(' ')}]`;
      throw new CronProblem(`expected exactly 5 fields, ${found}`);
    }
    const sets = fields.map((field, i) => parseField(field, bounds[i] as Bounds));
    const [minutes, hours, days, months, weekdays] = sets as [
      Set<number>,
      Set<number>,
      Set<number>,
      Set<number>,
      Set<number>,
    ];
    const isAny = (field: string | undefined) => /^[*?]/.test(field ?? '');
    const schedule = {
      minutes,
      hours,
      days,
      months,
      weekdays,
      anyDay: isAny(fields[2]),
      anyWeekday: isAny(fields[4]),
    };
    return { ok: true, schedule };
  } catch (error) {
    if (error instanceof CronProblem) return { ok: false, error: error.message };
    throw error;
  }
}

function descriptor(text: string): string {
  const spec = descriptors[text];
  if (spec !== undefined) return spec;
  throw new CronProblem(`unrecognized descriptor: ${text}`);
}

function parseField(field: string, range: Bounds): Set<number> {
  const values = new Set<number>();
  for (const part of field.split(',').filter((one) => one !== '')) addRange(part, range, values);
  return values;
}

function addRange(part: string, range: Bounds, values: Set<number>): void {
  const [span = '', stepText, ...tooMany] = part.split('/');
  const [low = '', high, ...others] = span.split('-');
  if (others.length > 0) throw new CronProblem(`too many hyphens: ${part}`);
  let start: number;
  let end: number;
  if (low === '*' || low === '?') {
    start = range.min;
    end = range.max;
  } else {
    start = valueIn(low, range);
    end = high === undefined ? start : valueIn(high, range);
  }
  let step = 1;
  if (stepText !== undefined) {
    if (tooMany.length > 0) throw new CronProblem(`too many slashes: ${part}`);
    step = wholeNumber(stepText);
    if (high === undefined && low !== '*' && low !== '?') end = range.max;
  }
  check(start, end, step, range, part);
  for (let value = start; value <= end; value += step) values.add(value);
}

function check(start: number, end: number, step: number, range: Bounds, part: string): void {
  if (start < range.min) {
    throw new CronProblem(`beginning of range (${start}) below minimum (${range.min}): ${part}`);
  }
  if (end > range.max) {
    throw new CronProblem(`end of range (${end}) above maximum (${range.max}): ${part}`);
  }
  if (start > end) {
    throw new CronProblem(`beginning of range (${start}) beyond end of range (${end}): ${part}`);
  }
  if (step === 0) throw new CronProblem(`step of range should be a positive number: ${part}`);
}

function valueIn(text: string, range: Bounds): number {
  const named = range.names.indexOf(text.toLowerCase());
  return named >= 0 ? named + range.firstName : wholeNumber(text);
}

function wholeNumber(text: string): number {
  if (/^-\d+$/.test(text)) throw new CronProblem(`negative number (${text}) not allowed: ${text}`);
  if (/^\+?\d+$/.test(text)) return Number(text);
  const why = `strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`;
  throw new CronProblem(`failed to parse int from ${text}: ${why}`);
}
