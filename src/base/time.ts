/**
 * Civil time without the platform's calendar: everything is milliseconds since the Unix epoch
 * (UTC).
 * Formats are those of Go and Kubernetes. Durations live in duration.ts and are re-exported here.
 */

export { goDuration, humanDuration, parseGoDuration, parseGoDurationNanos } from './duration';

const DAY_MS = 86_400_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** A UTC date and time; month 1–12, weekday 0 (Sunday)–6, yearDay 1–366. */
export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly ms: number;
  readonly weekday: number;
  readonly yearDay: number;
}

/** Days since 1970-01-01 of a (proleptic Gregorian) date; day may lie outside its month. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const shifted = (month + 9) % 12;
  const dayOfYear = Math.floor((153 * shifted + 2) / 5) + day - 1;
  const leap = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * 146_097 + yearOfEra * 365 + leap + dayOfYear - 719_468;
}

/** Splits milliseconds since the epoch into UTC fields. */
export function toCivil(ms: number): Civil {
  const days = Math.floor(ms / DAY_MS);
  const rest = ms - days * DAY_MS;
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const doe = z - era * 146_097;
  const cycles = Math.floor(doe / 1460) - Math.floor(doe / 36_524) + Math.floor(doe / 146_096);
  const yoe = Math.floor((doe - cycles) / 365);
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  const year = yoe + era * 400 + (month <= 2 ? 1 : 0);
  return {
    year,
    month,
    day: doy - Math.floor((153 * mp + 2) / 5) + 1,
    hour: Math.floor(rest / 3_600_000),
    minute: Math.floor(rest / 60_000) % 60,
    second: Math.floor(rest / 1000) % 60,
    ms: rest % 1000,
    weekday: (((days + 4) % 7) + 7) % 7,
    yearDay: days - daysFromCivil(year, 1, 1) + 1,
  };
}

/** Milliseconds since the epoch of UTC fields; hours, minutes, seconds and days may overflow. */
export function fromCivil(
  date: { readonly year: number; readonly month: number; readonly day: number },
  time: { hour?: number; minute?: number; second?: number; ms?: number } = {},
): number {
  const days = daysFromCivil(date.year, date.month, date.day);
  const minutes = (time.hour ?? 0) * 60 + (time.minute ?? 0);
  return days * DAY_MS + minutes * 60_000 + (time.second ?? 0) * 1000 + (time.ms ?? 0);
}

/** Days of a month (1–12). */
export function daysInMonth(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
}

const two = (n: number): string => (n < 10 ? `0${n}` : String(n));

function clockText(c: Civil): string {
  return `${two(c.hour)}:${two(c.minute)}:${two(c.second)}`;
}

function dateText(c: Civil): string {
  return `${String(c.year).padStart(4, '0')}-${two(c.month)}-${two(c.day)}`;
}

/** `2026-01-02T03:04:05Z`, whole seconds. */
export function formatRfc3339(ms: number): string {
  const c = toCivil(ms);
  return `${dateText(c)}T${clockText(c)}Z`;
}

/** `2026-01-02T03:04:05.123000Z`, as MicroTime is serialized. */
export function formatRfc3339Micro(ms: number): string {
  const c = toCivil(ms);
  return `${dateText(c)}T${clockText(c)}.${microDigits(c)}Z`;
}

/** Six digits: finer fractions don't survive in milliseconds since 1970. */
function microDigits(c: Civil): string {
  return String(Math.min(999_999, Math.round(c.ms * 1000))).padStart(6, '0');
}

/** `2026-01-02T03:04:05.123456Z`, trailing zeros of the fraction dropped (Go's RFC3339Nano). */
export function formatRfc3339Nano(ms: number): string {
  const c = toCivil(ms);
  const fraction = microDigits(c).replace(/0+$/, '');
  return `${dateText(c)}T${clockText(c)}${fraction && `.${fraction}`}Z`;
}

/** `Mon, 02 Jan 2006 15:04:05 +0000` (Go's RFC1123Z), as describe prints times. */
export function formatRfc1123(ms: number): string {
  const c = toCivil(ms);
  const date = `${two(c.day)} ${MONTHS[c.month - 1]} ${String(c.year).padStart(4, '0')}`;
  return `${WEEKDAYS[c.weekday]}, ${date} ${clockText(c)} +0000`;
}

/** `2006-01-02 15:04:05 +0000 UTC`, as Go's time.Time prints itself. */
export function formatGoTime(ms: number): string {
  const c = toCivil(ms);
  const fraction = c.ms ? `.${String(Math.floor(c.ms)).padStart(3, '0').replace(/0+$/, '')}` : '';
  return `${dateText(c)} ${clockText(c)}${fraction} +0000 UTC`;
}

/** Short English names, indexed by month - 1 and by weekday. */
export const monthNames: readonly string[] = MONTHS;
export const weekdayNames: readonly string[] = WEEKDAYS;

const RFC3339 =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(?:Z|([+-])(\d\d):(\d\d))$/;

/** Milliseconds (with a fraction for micros) of an RFC 3339 time, or null when it isn't one. */
export function parseRfc3339(s: string): number | null {
  const m = RFC3339.exec(s);
  if (!m) return null;
  const n = (i: number): number => Number(m[i] ?? 0);
  const [year, month, day] = [n(1), n(2), n(3)];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  if (n(4) > 23 || n(5) > 59 || n(6) > 59 || n(9) > 24 || n(10) > 59) return null;
  const offset = (m[8] === '-' ? -1 : 1) * (n(9) * 60 + n(10)) * 60_000;
  const ms = m[7] === undefined ? 0 : Number(`0.${m[7]}`) * 1000;
  return fromCivil({ year, month, day }, { hour: n(4), minute: n(5), second: n(6), ms }) - offset;
}
