// Dates as `date -d` and `touch -d` read them: ISO, `@seconds`, month names, times with zones,
// and relative parts (`yesterday`, `next friday`, `-2 hours`, `3 weeks ago`).
import { daysFromCivil, daysInMonth, fromCivil, toCivil } from '../../base/time';
import { longMonths, longWeekdays, utc, type Zone } from './strftime';

/** What has been read so far. */
interface Reading {
  date: { year: number; month: number; day: number } | undefined;
  /** ms since midnight. */
  time: number | undefined;
  zoneMinutes: number | undefined;
  weekday: { readonly day: number; readonly ordinal: number } | undefined;
  months: number;
  days: number;
  ms: number;
}

const zones: Readonly<Record<string, number>> = {
  utc: 0,
  gmt: 0,
  z: 0,
  ut: 0,
  wet: 0,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  cet: 60,
  cest: 120,
};

const ordinals: Readonly<Record<string, number>> = {
  last: -1,
  this: 0,
  next: 1,
  first: 1,
  third: 3,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  seventh: 7,
  eighth: 8,
  ninth: 9,
  tenth: 10,
  eleventh: 11,
  twelfth: 12,
};

const unitMs: Readonly<Record<string, number>> = {
  sec: 1000,
  second: 1000,
  min: 60_000,
  minute: 60_000,
  hour: 3_600_000,
};

const unitDays: Readonly<Record<string, number>> = { day: 1, week: 7, fortnight: 14 };
const unitMonths: Readonly<Record<string, number>> = { month: 1, year: 12 };

/** Milliseconds since the epoch (with a fraction for finer parts); undefined when unreadable. */
export function parseDate(text: string, now: number, zone: Zone = utc): number | undefined {
  const trimmed = text
    .replace(/\([^)]*\)/g, ' ')
    .trim()
    .toLowerCase();
  const epoch = /^@([-+]?\d+(?:[.,]\d+)?)$/.exec(trimmed);
  if (epoch !== null) return Number((epoch[1] ?? '').replace(',', '.')) * 1000;
  const reading: Reading = {
    date: undefined,
    time: undefined,
    zoneMinutes: undefined,
    weekday: undefined,
    months: 0,
    days: 0,
    ms: 0,
  };
  if (trimmed === '') reading.time = 0;
  let rest = trimmed;
  while (rest !== '') {
    const used = readPart(rest, reading, now, zone);
    if (used === 0) return undefined;
    rest = rest.slice(used).replace(/^[\s,]+/, '');
  }
  return resolve(reading, now, zone);
}

type PartReader = (match: RegExpExecArray, reading: Reading, now: number) => boolean;

const month = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?';

const unit = '(sec|second|min|minute|hour|day|week|fortnight|month|year)';

const parts: readonly (readonly [RegExp, PartReader])[] = [
  [/^(\d{4,})-(\d\d?)-(\d\d?)(?=t\d|[\s,]|$)t?/, (m, r) => setDate(r, m[1], m[2], m[3])],
  [/^(\d{4})(\d\d)(\d\d)(?=t\d|\s|$)t?/, (m, r) => setDate(r, m[1], m[2], m[3])],
  [/^(\d{4})\/(\d\d?)\/(\d\d?)(?=\s|$)/, (m, r) => setDate(r, m[1], m[2], m[3])],
  [/^(\d\d?)\/(\d\d?)\/(\d{4}|\d\d)(?=\s|$)/, (m, r) => setDate(r, fullYear(m[3]), m[1], m[2])],
  [/^(\d\d?)\/(\d\d?)(?=\s|$)/, (m, r, now) => setDate(r, thisYear(now), m[1], m[2])],
  [
    new RegExp(`^(\\d\\d?)[- ]?${month}(?:[- ,]+(\\d{4}))?(?=[\\s,]|$)`),
    (m, r, now) => setDate(r, m[3] ?? thisYear(now), monthNumber(m[2]), m[1]),
  ],
  [
    new RegExp(`^${month} ?(\\d\\d?)(?:st|nd|rd|th)?(?:,? +(\\d{4})(?!:))?(?=[\\s,]|$)`),
    (m, r, now) => setDate(r, m[3] ?? thisYear(now), monthNumber(m[1]), m[2]),
  ],
  [
    /^(\d\d?):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s*([ap])\.?m\.?(?![a-z])/,
    (m, r) => setTime(r, m, m[5]),
  ],
  [
    /^(\d\d?):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?!\d)(?:\s*([-+])\s*(\d+)(?::(\d\d))?(?!\d))?/,
    (m, r) => setTime(r, m, undefined) && setOffset(r, m),
  ],
  [/^(\d\d?)\s*([ap])\.?m\.?(?![a-z])/, (m, r) => setTime(r, [m[0], m[1] ?? ''], m[2])],
  [/^(utc|gmt)?([-+])(\d\d):?(\d\d)(?=\s|$)/, (m, r) => setZone(r, m)],
  [/^(?:now|today)(?![a-z])/, () => true],
  [/^tomorrow(?![a-z])/, (_m, r) => addUnits(r, 1, 'day')],
  [/^yesterday(?![a-z])/, (_m, r) => addUnits(r, -1, 'day')],
  [/^midnight(?![a-z])/, (_m, r) => setTime(r, ['', '0'], undefined)],
  [/^noon(?![a-z])/, (_m, r) => setTime(r, ['', '12'], undefined)],
  [
    new RegExp(`^(?:([-+]?)\\s*(\\d+)|([a-z]+))\\s*${unit}s?(\\s+ago)?(?![a-z])`),
    (m, r) => {
      const word = m[3] === undefined ? undefined : ordinals[m[3]];
      if (m[3] !== undefined && word === undefined) return false;
      const count = word ?? Number(m[2]) * (m[1] === '-' ? -1 : 1);
      return addUnits(r, m[5] === undefined ? count : -count, m[4] ?? '');
    },
  ],
  [
    new RegExp(`^${unit}s?(\\s+ago)?(?![a-z])`),
    (m, r) => addUnits(r, m[2] === undefined ? 1 : -1, m[1] ?? ''),
  ],
  [
    /^(?:(last|this|next)\s+)?(sun|mon|tue|wed|thu|fri|sat)([a-z]*)\.?(?![a-z])/,
    (m, r) => setWeekday(r, m),
  ],
  [/^(\d{1,4})(?=\s|$)/, (m, r) => setBareTime(r, m[1] ?? '')],
  [/^([a-z]+)(?![a-z])/, (m, r) => setNamedZone(r, m[1] ?? '')],
];

/** Reads one part from the beginning; returns how many characters it took, 0 for none. */
function readPart(text: string, reading: Reading, now: number, _zone: Zone): number {
  for (const [pattern, read] of parts) {
    const match = pattern.exec(text);
    if (match !== null && read(match, reading, now)) return match[0].length;
  }
  return 0;
}

function fullYear(text: string | undefined): string {
  if (text === undefined || text.length > 2) return text ?? '';
  return String(Number(text) + (Number(text) < 69 ? 2000 : 1900));
}

function thisYear(now: number): string {
  return String(toCivil(now).year);
}

function monthNumber(name: string | undefined): string {
  return String(longMonths.findIndex((one) => one.toLowerCase().startsWith(name ?? '?')) + 1);
}

function setDate(
  reading: Reading,
  year: string | undefined,
  monthText: string | undefined,
  day: string | undefined,
): boolean {
  const date = { year: Number(year), month: Number(monthText), day: Number(day) };
  if (reading.date !== undefined || date.month < 1 || date.month > 12) return false;
  if (date.day < 1 || date.day > daysInMonth(date.year, date.month)) return false;
  reading.date = date;
  return true;
}

function setTime(
  reading: Reading,
  match: readonly (string | undefined)[],
  half: string | undefined,
): boolean {
  let hour = Number(match[1]);
  const minute = Number(match[2] ?? 0);
  const second = Number(match[3] ?? 0);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return false;
    hour = (hour % 12) + (half === 'p' ? 12 : 0);
  }
  if (reading.time !== undefined || hour > 24 || minute > 59 || second > 60) return false;
  const fraction = match[4] === undefined ? 0 : Number(`0.${match[4]}`);
  reading.time = ((hour * 60 + minute) * 60 + second + fraction) * 1000;
  return true;
}

/** A signed number right after a time is a zone: hours, or hours and minutes. */
function setOffset(reading: Reading, match: RegExpExecArray): boolean {
  const digits = match[6];
  if (digits === undefined) return true;
  const isLong = digits.length > 2;
  const hours = isLong ? Math.floor(Number(digits) / 100) : Number(digits);
  const minutes = hours * 60 + (isLong ? Number(digits) % 100 : Number(match[7] ?? 0));
  if (minutes > 1440) return false;
  reading.zoneMinutes = match[5] === '-' ? -minutes : minutes;
  return true;
}

/** A lone number after a date: hours, or hours and minutes. */
function setBareTime(reading: Reading, digits: string): boolean {
  const isLong = digits.length > 2;
  const hour = isLong ? digits.slice(0, -2) : digits;
  return setTime(reading, ['', hour, isLong ? digits.slice(-2) : '0'], undefined);
}

function setZone(reading: Reading, match: RegExpExecArray): boolean {
  if (reading.time === undefined && match[1] === undefined && reading.date === undefined) {
    return false;
  }
  const minutes = Number(match[3]) * 60 + Number(match[4]);
  reading.zoneMinutes = match[2] === '-' ? -minutes : minutes;
  return true;
}

function setNamedZone(reading: Reading, name: string): boolean {
  const minutes = Object.hasOwn(zones, name) ? zones[name] : undefined;
  if (minutes === undefined || reading.zoneMinutes !== undefined) return false;
  reading.zoneMinutes = minutes;
  return true;
}

function addUnits(reading: Reading, count: number, unit: string): boolean {
  reading.ms += count * (unitMs[unit] ?? 0);
  reading.days += count * (unitDays[unit] ?? 0);
  reading.months += count * (unitMonths[unit] ?? 0);
  return true;
}

function setWeekday(reading: Reading, match: RegExpExecArray): boolean {
  const name = `${match[2]}${match[3]}`;
  const day = longWeekdays.findIndex((one) => {
    const full = one.toLowerCase();
    return (
      full === name || full.slice(0, 3) === name || (name.length >= 4 && full.startsWith(name))
    );
  });
  if (day < 0) return false;
  reading.weekday = { day, ordinal: match[1] === undefined ? 0 : (ordinals[match[1]] ?? 0) };
  return true;
}

function resolve(reading: Reading, now: number, zone: Zone): number | undefined {
  const zoneMs = (reading.zoneMinutes ?? zone.minutes) * 60_000;
  const local = toCivil(Math.floor(now + zoneMs));
  const hasClock =
    reading.time !== undefined || reading.date !== undefined || reading.weekday !== undefined;
  const sinceMidnight = now + zoneMs - fromCivil(local);
  let time = hasClock ? (reading.time ?? 0) : sinceMidnight;
  let { year, month: monthOf, day } = reading.date ?? local;
  if (reading.weekday !== undefined && reading.date === undefined) {
    const ahead = (reading.weekday.day - local.weekday + 7) % 7;
    const { ordinal } = reading.weekday;
    day += ahead + 7 * (ordinal - (ordinal > 0 && ahead > 0 ? 1 : 0));
  }
  const months = year * 12 + monthOf - 1 + reading.months;
  year = Math.floor(months / 12);
  monthOf = (months % 12) + 1;
  time += (daysFromCivil(year, monthOf, 1) + day - 1 + reading.days) * 86_400_000;
  return time + reading.ms - zoneMs;
}
