// The times of a cron schedule, in a time zone.
import { fromCivil, toCivil } from '../../../base/time';
import type { CronSchedule } from '../../kinds/cron';

/** A schedule and how far its zone is ahead of UTC (ms) at a moment. */
export interface Timing {
  readonly schedule: CronSchedule;
  readonly offset: (atMs: number) => number;
}

const minuteMs = 60_000;
/** A schedule without a time for so long (30 February) has none. */
const horizonYears = 5;

/** The first time after `afterMs`; undefined when there is none. */
export function nextTime({ schedule, offset }: Timing, afterMs: number): number | undefined {
  if (schedule.everyMs !== undefined) {
    const start = Math.floor(afterMs / 1000) * 1000;
    return start + schedule.everyMs;
  }
  // Local time as if it were UTC; converted back at the end.
  let local = Math.floor((afterMs + offset(afterMs)) / minuteMs) * minuteMs + minuteMs;
  const last = toCivil(local).year + horizonYears;
  for (;;) {
    const now = toCivil(local);
    if (now.year > last) return undefined;
    if (!schedule.months.has(now.month)) {
      local = fromCivil({ year: now.year, month: now.month + 1, day: 1 });
      if (now.month === 12) local = fromCivil({ year: now.year + 1, month: 1, day: 1 });
    } else if (!isDay(schedule, now.day, now.weekday)) {
      local = fromCivil({ year: now.year, month: now.month, day: now.day + 1 });
    } else if (!schedule.hours.has(now.hour)) {
      local = fromCivil(now, { hour: now.hour + 1 });
    } else if (!schedule.minutes.has(now.minute)) {
      local += minuteMs;
    } else {
      const at = local - offset(local - offset(local));
      if (at > afterMs) return at;
      local += minuteMs;
    }
  }
}

/** With both days restricted one of them is enough, as in cron. */
function isDay(schedule: CronSchedule, day: number, weekday: number): boolean {
  const [byDay, byWeekday] = [schedule.days.has(day), schedule.weekdays.has(weekday)];
  return schedule.anyDay || schedule.anyWeekday ? byDay && byWeekday : byDay || byWeekday;
}

const manyMissed = 100;

/** The latest time after `fromMs` up to now; undefined when none was due. */
export function lastDue(
  timing: Timing,
  fromMs: number,
  nowMs: number,
): { readonly atMs: number; readonly isManyMissed: boolean } | undefined {
  const first = nextTime(timing, fromMs);
  if (first === undefined || first > nowMs) return undefined;
  const second = nextTime(timing, first);
  if (second === undefined || second > nowMs) return { atMs: first, isManyMissed: false };
  const missed = Math.floor((nowMs - first) / (second - first)) + 1;
  // Not one by one from the beginning: only the end matters.
  let at = first;
  let start = Math.max(first, nowMs - 2 * (second - first));
  if (timing.schedule.everyMs !== undefined) start = first;
  for (
    let next = nextTime(timing, start - 1);
    next !== undefined && next <= nowMs;
    next = nextTime(timing, next)
  ) {
    at = next;
  }
  return { atMs: at, isManyMissed: missed > manyMissed };
}
