// Time zones: UTC, fixed offsets, and well-known places with the rules that hold since 2007.
import { daysFromCivil, toCivil } from '../../../base/time';

const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** Summer time from the n-th Sunday (-1: the last) of a month to that of another. */
interface Rule {
  readonly from: readonly [month: number, sunday: number];
  readonly to: readonly [month: number, sunday: number];
  /** Local standard hour of the change, or UTC's. */
  readonly hour: number;
  readonly isUtc: boolean;
}

const europe: Rule = { from: [3, -1], to: [10, -1], hour: 1, isUtc: true };
const america: Rule = { from: [3, 2], to: [11, 1], hour: 2, isUtc: false };

const zones: Readonly<Record<string, readonly [hours: number, rule?: Rule]>> = {
  UTC: [0],
  'Etc/UTC': [0],
  'Etc/GMT': [0],
  GMT: [0],
  'Europe/London': [0, europe],
  'Europe/Dublin': [0, europe],
  'Europe/Lisbon': [0, europe],
  'Atlantic/Canary': [0, europe],
  'Europe/Berlin': [1, europe],
  'Europe/Madrid': [1, europe],
  'Europe/Paris': [1, europe],
  'Europe/Rome': [1, europe],
  'Europe/Vienna': [1, europe],
  'Europe/Zurich': [1, europe],
  'Europe/Amsterdam': [1, europe],
  'Europe/Brussels': [1, europe],
  'Europe/Stockholm': [1, europe],
  'Europe/Oslo': [1, europe],
  'Europe/Copenhagen': [1, europe],
  'Europe/Warsaw': [1, europe],
  'Europe/Prague': [1, europe],
  'Europe/Budapest': [1, europe],
  'Europe/Athens': [2, europe],
  'Europe/Helsinki': [2, europe],
  'Europe/Kiev': [2, europe],
  'Europe/Kyiv': [2, europe],
  'Europe/Istanbul': [3],
  'Europe/Moscow': [3],
  'America/New_York': [-5, america],
  'America/Toronto': [-5, america],
  'America/Chicago': [-6, america],
  'America/Denver': [-7, america],
  'America/Phoenix': [-7],
  'America/Los_Angeles': [-8, america],
  'America/Anchorage': [-9, america],
  'Pacific/Honolulu': [-10],
  'America/Mexico_City': [-6],
  'America/Bogota': [-5],
  'America/Lima': [-5],
  'America/Caracas': [-4],
  'America/Sao_Paulo': [-3],
  'America/Buenos_Aires': [-3],
  'America/Argentina/Buenos_Aires': [-3],
  'Africa/Cairo': [2],
  'Africa/Johannesburg': [2],
  'Africa/Lagos': [1],
  'Africa/Nairobi': [3],
  'Asia/Dubai': [4],
  'Asia/Karachi': [5],
  'Asia/Kolkata': [5.5],
  'Asia/Calcutta': [5.5],
  'Asia/Dhaka': [6],
  'Asia/Bangkok': [7],
  'Asia/Jakarta': [7],
  'Asia/Ho_Chi_Minh': [7],
  'Asia/Shanghai': [8],
  'Asia/Hong_Kong': [8],
  'Asia/Singapore': [8],
  'Asia/Taipei': [8],
  'Asia/Manila': [8],
  'Australia/Perth': [8],
  'Asia/Tokyo': [9],
  'Asia/Seoul': [9],
  'Australia/Brisbane': [10],
};

/** How far a zone is ahead of UTC (ms) at a moment; undefined for a zone that isn't known. */
export function offsetOf(zone: string): ((atMs: number) => number) | undefined {
  const fixed = /^Etc\/GMT([+-])(\d{1,2})$/.exec(zone);
  if (fixed) {
    // POSIX: Etc/GMT+5 is five hours behind.
    const offset = Number(fixed[2]) * hourMs * (fixed[1] === '+' ? -1 : 1);
    return () => offset;
  }
  const found = Object.hasOwn(zones, zone) ? zones[zone] : undefined;
  if (found === undefined) return undefined;
  const [hours, rule] = found;
  const standard = hours * hourMs;
  if (rule === undefined) return () => standard;
  return (atMs) => standard + (isSummer(atMs, standard, rule) ? hourMs : 0);
}

function isSummer(atMs: number, standard: number, rule: Rule): boolean {
  const { year } = toCivil(atMs + standard);
  const shift = rule.isUtc ? 0 : standard;
  const change = ([month, sunday]: readonly [number, number], isEnd: boolean) => {
    const local = sundayOf(year, month, sunday) * dayMs + rule.hour * hourMs;
    return local - shift - (isEnd && !rule.isUtc ? hourMs : 0);
  };
  return atMs >= change(rule.from, false) && atMs < change(rule.to, true);
}

/** Day number (since 1970) of the n-th or last Sunday of a month. */
function sundayOf(year: number, month: number, n: number): number {
  const first = n > 0 ? daysFromCivil(year, month, 1) : daysFromCivil(year, month + 1, 1) - 7;
  const weekday = (((first + 4) % 7) + 7) % 7;
  return first + ((7 - weekday) % 7) + (n > 0 ? (n - 1) * 7 : 0);
}
