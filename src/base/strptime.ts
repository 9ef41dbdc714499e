// strptime(3) in the C locale and UTC.
import { fromCivil } from './time';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const LONG_MONTH = new RegExp(
  '^(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|' +
    'sep(?:tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)',
  'i',
);
const LONG_DAY =
  /^(sun(?:day)?|mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?|sat(?:urday)?)/i;

interface Fields {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  pm: boolean | undefined;
  epochMs: number | undefined;
  offsetMinutes: number;
  yearDay: number | undefined;
}

const COMPOSED: Readonly<Record<string, string>> = {
  F: '%Y-%m-%d',
  T: '%H:%M:%S',
  R: '%H:%M',
  D: '%m/%d/%y',
  c: '%a %b %e %H:%M:%S %Y',
  r: '%I:%M:%S %p',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
};

/** Ms since the epoch of `text` in this format; undefined when it doesn't match it all. */
export function strptime(text: string, format: string): number | undefined {
  const fields: Fields = {
    year: 1900,
    month: 1,
    day: 1,
    hour: 0,
    minute: 0,
    second: 0,
    pm: undefined,
    epochMs: undefined,
    offsetMinutes: 0,
    yearDay: undefined,
  };
  const rest = parse(text, expand(format), fields);
  if (rest !== '') return undefined;
  if (fields.epochMs !== undefined) return fields.epochMs;
  let { hour, month, day } = fields;
  if (fields.pm !== undefined) hour = (hour % 12) + (fields.pm ? 12 : 0);
  if (fields.yearDay !== undefined) {
    month = 1;
    day = fields.yearDay;
  }
  return fromCivil({ year: fields.year, month, day }, { ...fields, hour, ms: 0 });
}

function expand(format: string): string {
  return format.replace(/%([FTRDcrxX])/g, (_, c: string) => COMPOSED[c] ?? '');
}

/** What is left of the text, or undefined when it doesn't match. */
function parse(text: string, format: string, fields: Fields): string | undefined {
  let rest = text;
  for (let i = 0; i < format.length; i++) {
    const c = format[i] ?? '';
    if (/\s/.test(c)) {
      rest = rest.trimStart();
      continue;
    }
    if (c !== '%') {
      if (!rest.startsWith(c)) return undefined;
      rest = rest.slice(1);
      continue;
    }
    i++;
    while (/[-_0EO]/.test(format[i] ?? '')) i++;
    const after = convert(rest, format[i] ?? '', fields);
    if (after === undefined) return undefined;
    rest = after;
  }
  return rest;
}

const DIGITS: Readonly<Record<string, readonly [keyof Fields, number, number, number]>> = {
  Y: ['year', 4, 0, 9999],
  m: ['month', 2, 1, 12],
  d: ['day', 2, 1, 31],
  e: ['day', 2, 1, 31],
  H: ['hour', 2, 0, 23],
  k: ['hour', 2, 0, 23],
  I: ['hour', 2, 1, 12],
  l: ['hour', 2, 1, 12],
  M: ['minute', 2, 0, 59],
  S: ['second', 2, 0, 60],
  j: ['yearDay', 3, 1, 366],
  y: ['year', 2, 0, 99],
};

function convert(text: string, letter: string, fields: Fields): string | undefined {
  const digits = DIGITS[letter];
  if (digits !== undefined) {
    const [field, width, low, high] = digits;
    const match = new RegExp(`^\\s*([+-]?\\d{1,${width}})`).exec(text);
    const n = Number(match?.[1]);
    if (match === null || n < low || n > high) return undefined;
    const value = letter === 'y' ? n + (n < 69 ? 2000 : 1900) : n;
    Object.assign(fields, { [field]: value });
    return text.slice(match[0].length);
  }
  const take = (pattern: RegExp): string | undefined => pattern.exec(text)?.[0];
  let found: string | undefined;
  switch (letter) {
    case 'b':
    case 'B':
    case 'h':
      found = take(LONG_MONTH);
      if (found !== undefined) fields.month = MONTHS.indexOf(found.slice(0, 3).toLowerCase()) + 1;
      break;
    case 'a':
    case 'A':
      found = take(LONG_DAY);
      if (found !== undefined && !DAYS.includes(found.slice(0, 3).toLowerCase())) return undefined;
      break;
    case 'p':
    case 'P':
      found = take(/^[ap]m/i);
      fields.pm = found?.toLowerCase() === 'pm';
      break;
    case 'Z':
      found = take(/^[A-Za-z]+/);
      break;
    case 'z':
      found = take(/^(?:Z|[+-]\d\d:?(?:\d\d)?)/);
      break;
    case 's':
      found = take(/^-?\d+/);
      if (found !== undefined) fields.epochMs = Number(found) * 1000;
      break;
    case 'u':
    case 'w':
    case 'U':
    case 'W':
    case 'V':
      found = take(/^\d{1,2}/);
      break;
    case 'n':
    case 't':
      return text.trimStart();
    case '%':
      found = take(/^%/);
      break;
    default:
      return undefined;
  }
  return found === undefined ? undefined : text.slice(found.length);
}
