// date's output formats: %Y, %-d, %_H, %^a, %10s …, in UTC or at a fixed offset.
import { type Civil, daysFromCivil, monthNames, toCivil, weekdayNames } from '../../base/time';

export const longMonths: readonly string[] = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

export const longWeekdays: readonly string[] = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
];

/** A time zone: minutes east of Greenwich and its short name. */
export interface Zone {
  readonly minutes: number;
  readonly name: string;
}

export const utc: Zone = { minutes: 0, name: 'UTC' };

/** The zone that TZ names. There is no zone database: names other than `EST5`-like mean UTC. */
export function zoneOf(tz: string | undefined): Zone {
  const match = /^([A-Za-z]{3,})([-+]?\d{1,2})(?::?(\d\d))?$/.exec(tz ?? '');
  if (match === null) return utc;
  const hours = Number(match[2]);
  const sign = (match[2] ?? '').startsWith('-') ? -1 : 1;
  return { name: match[1] ?? 'UTC', minutes: -(hours * 60 + sign * Number(match[3] ?? 0)) };
}

/** Formats a time (ms since the epoch, may have a fraction). Unknown directives stay. */
export function strftime(format: string, ms: number, zone: Zone = utc): string {
  const civil = toCivil(Math.floor(ms + zone.minutes * 60_000));
  const whole = /%([-_0^#]*)(\d*)(:{0,3}[a-zA-Z+%])/g;
  return format.replace(whole, (all, flags: string, width: string, letter: string) => {
    const given = directive(letter, { civil, ms, zone });
    if (given === undefined) return all;
    return decorate(given, flags, width === '' ? undefined : Number(width));
  });
}

/** A directive's value: a number with its usual padding, or a text. */
type Value =
  | string
  | {
      readonly number: number;
      readonly width: number;
      readonly pad: string;
      /** Digits after the point: a width cuts them. */
      readonly isFraction?: boolean;
    };

interface Moment {
  readonly civil: Civil;
  readonly ms: number;
  readonly zone: Zone;
}

function decorate(value: Value, flags: string, width: number | undefined): string {
  if (typeof value === 'string') {
    let text = value;
    if (flags.includes('^')) text = text.toUpperCase();
    if (flags.includes('#')) text = /[a-z]/.test(text) ? text.toUpperCase() : text.toLowerCase();
    return text.padStart(width ?? 0, flags.includes('0') ? '0' : ' ');
  }
  if (value.isFraction) {
    const all = String(value.number).padStart(9, '0');
    return flags.includes('-')
      ? all.replace(/0+$/, '')
      : all.slice(0, width ?? 9).padEnd(width ?? 9, '0');
  }
  const last = [...flags].reverse().find((flag) => '-_0'.includes(flag));
  const pad = last === '_' ? ' ' : last === '0' ? '0' : value.pad;
  const digits = String(Math.abs(value.number));
  const sign = value.number < 0 ? '-' : '';
  if (last === '-') return sign + digits;
  return sign + digits.padStart((width ?? value.width) - sign.length, pad);
}

const zero = (number: number, width = 2): Value => ({ number, width, pad: '0' });
const blank = (number: number, width = 2): Value => ({ number, width, pad: ' ' });

function directive(letter: string, moment: Moment): Value | undefined {
  const { civil, ms, zone } = moment;
  const again = (format: string): string => strftime(format, ms, zone);
  switch (letter) {
    case '%':
      return '%';
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'Y':
      return zero(civil.year, 1);
    case 'C':
      return zero(Math.floor(civil.year / 100));
    case 'y':
      return zero(civil.year % 100);
    case 'm':
      return zero(civil.month);
    case 'd':
      return zero(civil.day);
    case 'e':
      return blank(civil.day);
    case 'H':
      return zero(civil.hour);
    case 'I':
      return zero(civil.hour % 12 || 12);
    case 'k':
      return blank(civil.hour);
    case 'l':
      return blank(civil.hour % 12 || 12);
    case 'M':
      return zero(civil.minute);
    case 'S':
      return zero(civil.second);
    case 'N':
      return nanoseconds(ms);
    case 's':
      return zero(Math.floor(ms / 1000), 1);
    case 'j':
      return zero(civil.yearDay, 3);
    case 'q':
      return zero(Math.ceil(civil.month / 3), 1);
    case 'a':
      return weekdayNames[civil.weekday] ?? '';
    case 'A':
      return longWeekdays[civil.weekday] ?? '';
    case 'b':
    case 'h':
      return monthNames[civil.month - 1] ?? '';
    case 'B':
      return longMonths[civil.month - 1] ?? '';
    case 'p':
      return civil.hour < 12 ? 'AM' : 'PM';
    case 'P':
      return civil.hour < 12 ? 'am' : 'pm';
    case 'u':
      return zero(civil.weekday || 7, 1);
    case 'w':
      return zero(civil.weekday, 1);
    case 'F':
      return again('%Y-%m-%d');
    case 'T':
    case 'X':
      return again('%H:%M:%S');
    case 'R':
      return again('%H:%M');
    case 'D':
    case 'x':
      return again('%m/%d/%y');
    case 'r':
      return again('%I:%M:%S %p');
    case 'c':
      return again('%a %b %e %H:%M:%S %Y');
    case '+':
      return again('%a %b %e %H:%M:%S %Z %Y');
    case 'Z':
      return zone.name;
    case 'z':
      return offsetText(zone.minutes, '');
    case ':z':
      return offsetText(zone.minutes, ':');
    case '::z':
      return `${offsetText(zone.minutes, ':')}:00`;
    case ':::z':
      return offsetText(zone.minutes, ':').replace(/:00$/, '');
    case 'U':
      return zero(Math.floor((civil.yearDay + 6 - civil.weekday) / 7));
    case 'W':
      return zero(Math.floor((civil.yearDay + 6 - ((civil.weekday + 6) % 7)) / 7));
    case 'V':
      return zero(isoWeek(civil).week);
    case 'G':
      return zero(isoWeek(civil).year, 1);
    case 'g':
      return zero(isoWeek(civil).year % 100);
    default:
      return undefined;
  }
}

function nanoseconds(ms: number): Value {
  const fraction = ms - Math.floor(ms / 1000) * 1000;
  const digits = String(Math.round(fraction * 1_000_000)).padStart(9, '0');
  return { number: Number(digits), width: 9, pad: '0', isFraction: true };
}

function offsetText(minutes: number, colon: string): string {
  const total = Math.abs(minutes);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(total / 60))}${colon}${two(total % 60)}`;
}

/** ISO 8601's week of a date and the year that it belongs to. */
function isoWeek(civil: Civil): { readonly week: number; readonly year: number } {
  const weekday = (civil.weekday + 6) % 7;
  const thursday = civil.yearDay - weekday + 3;
  if (thursday < 1) {
    const days = daysFromCivil(civil.year, 1, 1) - daysFromCivil(civil.year - 1, 1, 1);
    return { week: Math.ceil((thursday + days) / 7), year: civil.year - 1 };
  }
  const days = daysFromCivil(civil.year + 1, 1, 1) - daysFromCivil(civil.year, 1, 1);
  if (thursday > days) return { week: 1, year: civil.year + 1 };
  return { week: Math.ceil(thursday / 7), year: civil.year };
}
