// Times: broken down as [year, month 0-11, day, hours, minutes, seconds, weekday, yearday].
import { strftime } from '../../base/strftime';
import { strptime } from '../../base/strptime';
import { fromCivil, toCivil } from '../../base/time';
import { fail, type Json } from './values';

/** gmtime: seconds since the epoch to broken down time. */
export function brokenDown(v: Json, what: string): Json[] {
  if (typeof v !== 'number') fail(`${what}() requires a number`);
  const c = toCivil(Math.floor(v) * 1000);
  const second = c.second + (v - Math.floor(v));
  return [c.year, c.month - 1, c.day, c.hour, c.minute, second, c.weekday, c.yearDay - 1];
}

/** mktime. */
export function seconds(v: Json): number {
  if (!Array.isArray(v)) return fail('mktime requires array inputs');
  if (v.length < 6) return fail('mktime requires array of 6 numbers');
  const parts: number[] = [];
  for (const part of v) {
    if (typeof part !== 'number') return fail('mktime requires parsed datetime inputs');
    parts.push(Math.floor(part));
  }
  const [year = 0, month = 0, day = 1, hour = 0, minute = 0, second = 0] = parts;
  return fromCivil({ year, month: month + 1, day }, { hour, minute, second }) / 1000;
}

export function formatTime(v: Json, format: Json, what: string): string {
  const time = typeof v === 'number' ? brokenDown(v, 'gmtime') : v;
  if (!Array.isArray(time)) return fail(`${what} requires parsed datetime inputs`);
  if (typeof format !== 'string') return fail(`${what} requires a string format`);
  return strftime(format, seconds(time) * 1000);
}

export function parseTime(v: Json, format: Json): Json {
  if (typeof v !== 'string') return fail(`strptime/1 requires string inputs and arguments`);
  if (typeof format !== 'string') return fail(`strptime/1 requires string inputs and arguments`);
  const ms = strptime(v, format);
  if (ms === undefined) return fail(`date "${v}" does not match format "${format}"`);
  return brokenDown(ms / 1000, 'gmtime');
}
