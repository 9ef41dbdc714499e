// strftime(3) in the C locale and UTC, as date, awk and jq use it.
import { type Civil, toCivil } from './time';

const MONTHS =
  'January February March April May June July August September October November December'.split(
    ' ',
  );
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** Formats ms since the epoch. An unknown conversion stays as it is. */
export function strftime(format: string, ms: number): string {
  return format.replace(/%([-_0^#]*)(\d*)[EO]?([A-Za-z%+])/g, (all, flags, width, letter) => {
    const text = convert(letter as string, ms);
    return text === undefined ? all : adjust(text, flags as string, Number(width));
  });
}

function adjust(text: string, flags: string, width: number): string {
  let out = text;
  if (flags.includes('-')) out = out.replace(/^[0 ]+(?=.)/, '');
  if (flags.includes('_')) out = out.replace(/^0+(?=.)/, (zeros) => ' '.repeat(zeros.length));
  if (flags.includes('0')) out = out.replace(/^ +/, (blanks) => '0'.repeat(blanks.length));
  if (flags.includes('^')) out = out.toUpperCase();
  if (width > 0) out = out.padStart(width, /^\d/.test(out) && !flags.includes('_') ? '0' : ' ');
  return out;
}

const pad = (n: number, width = 2): string => String(n).padStart(width, '0');

function convert(letter: string, ms: number): string | undefined {
  const made = CONVERSIONS[letter];
  if (made !== undefined) return made(toCivil(ms), ms);
  const composed = COMPOSED[letter];
  return composed === undefined ? undefined : strftime(composed, ms);
}

const hour12 = (c: Civil): number => (c.hour % 12 === 0 ? 12 : c.hour % 12);
const monthOf = (c: Civil): string => MONTHS[c.month - 1] ?? '';
const dayOf = (c: Civil): string => DAYS[c.weekday] ?? '';

const CONVERSIONS: Readonly<Record<string, (c: Civil, ms: number) => string>> = {
  Y: (c) => String(c.year),
  C: (c) => pad(Math.floor(c.year / 100)),
  y: (c) => pad(((c.year % 100) + 100) % 100),
  m: (c) => pad(c.month),
  d: (c) => pad(c.day),
  e: (c) => String(c.day).padStart(2),
  H: (c) => pad(c.hour),
  I: (c) => pad(hour12(c)),
  k: (c) => String(c.hour).padStart(2),
  l: (c) => String(hour12(c)).padStart(2),
  M: (c) => pad(c.minute),
  S: (c) => pad(c.second),
  N: (c) => pad(Math.floor(c.ms * 1e6), 9),
  s: (_, ms) => String(Math.floor(ms / 1000)),
  j: (c) => pad(c.yearDay, 3),
  u: (c) => String(c.weekday || 7),
  w: (c) => String(c.weekday),
  a: (c) => dayOf(c).slice(0, 3),
  A: (c) => dayOf(c),
  b: (c) => monthOf(c).slice(0, 3),
  h: (c) => monthOf(c).slice(0, 3),
  B: (c) => monthOf(c),
  p: (c) => (c.hour < 12 ? 'AM' : 'PM'),
  P: (c) => (c.hour < 12 ? 'am' : 'pm'),
  Z: () => 'UTC',
  z: () => '+0000',
  n: () => '\n',
  t: () => '\t',
  '%': () => '%',
  U: (c) => pad(Math.floor((c.yearDay + 6 - c.weekday) / 7)),
  W: (c) => pad(Math.floor((c.yearDay + 6 - ((c.weekday + 6) % 7)) / 7)),
  G: (_, ms) => String(isoWeek(ms).year),
  g: (_, ms) => pad(isoWeek(ms).year % 100),
  V: (_, ms) => pad(isoWeek(ms).week),
  q: (c) => String(Math.floor((c.month + 2) / 3)),
};

const COMPOSED: Readonly<Record<string, string>> = {
  F: '%Y-%m-%d',
  T: '%H:%M:%S',
  R: '%H:%M',
  D: '%m/%d/%y',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
  r: '%I:%M:%S %p',
  c: '%a %b %e %H:%M:%S %Y',
  '+': '%a %b %e %H:%M:%S %Z %Y',
};

/** ISO 8601's week and the year it belongs to. */
function isoWeek(ms: number): { year: number; week: number } {
  const c = toCivil(ms);
  // The week belongs to the year of its Thursday.
  const thursday = toCivil(ms + (3 - ((c.weekday + 6) % 7)) * 86_400_000);
  return { year: thursday.year, week: Math.floor((thursday.yearDay - 1) / 7) + 1 };
}
