// touch: sets time stamps; makes files that don't exist.
import type { Task } from '../base/sim';
import { fromCivil, toCivil } from '../base/time';
import { type Context, defineCommand, quoteAlways, quoteLocale } from './command';
import { failureCode, failureText } from './framework/failure';
import { BadWord, chooseWord } from './system/argument-words';
import { parseDate } from './system/date-input';
import { zoneOf } from './system/strftime';

const options = {
  atime: ['-a', 'change only the access time'],
  noCreate: ['-c, --no-create', 'do not make files'],
  date: ['-d, --date=STRING', 'use this time instead of now'],
  ignored: ['-f', 'ignored'],
  noDereference: ['-h, --no-dereference', 'change links themselves'],
  mtime: ['-m', 'change only the modification time'],
  reference: ['-r, --reference=FILE', 'use the times of FILE'],
  stamp: ['-t=STAMP', 'use [[CC]YY]MMDDhhmm[.ss] instead of now'],
  time: ['--time=WORD', 'which time: access, atime, use, modify, mtime'],
} as const;

type Ctx = Context<typeof options>;

export default defineCommand({
  name: 'touch',
  summary: {
    en: 'Set the access and modification times of files; make those that are missing.',
    es: 'Cambia la fecha de archivos; crea los que faltan.',
  },
  options,
  operands: 'FILE...',
  *run(ctx) {
    if (ctx.options.time !== undefined) {
      const word = chooseWord(ctx.options.time, '--time', [
        ['atime', 'access', 'use'],
        ['mtime', 'modify'],
      ]);
      if (word instanceof BadWord) return yield* ctx.usage(word.message);
    }
    const times = yield* readTimes(ctx);
    if (times === undefined) return 1;
    if (ctx.operands.length === 0) return yield* ctx.usage('missing file operand');
    for (const path of ctx.operands) yield* touch(ctx, path, times);
    return ctx.status;
  },
});

interface Times {
  readonly atime: number;
  readonly mtime: number;
}

function* readTimes(ctx: Ctx): Task<Times | undefined> {
  const { date, reference, stamp } = ctx.options;
  const { process } = ctx;
  let base: Times = { atime: process.sim.now, mtime: process.sim.now };
  if (reference !== undefined) {
    try {
      const stat = process.files.stat(reference);
      base = { atime: stat.atimeMs, mtime: stat.mtimeMs };
    } catch (error) {
      const text = failureText(error);
      yield* ctx.fail(`failed to get attributes of ${quoteAlways(reference)}: ${text}`);
      return undefined;
    }
  }
  if (date !== undefined) {
    const zone = zoneOf(process.env.get('TZ'));
    const [atime, mtime] = [base.atime, base.mtime].map((now) => parseDate(date, now, zone));
    if (atime === undefined || mtime === undefined) {
      yield* ctx.fail(`invalid date format ${quoteLocale(date)}`);
      return undefined;
    }
    return { atime, mtime };
  }
  if (stamp !== undefined) {
    const time = readStamp(stamp, process.sim.now);
    if (time === undefined) {
      yield* ctx.fail(`invalid date format ${quoteLocale(stamp)}`);
      return undefined;
    }
    return { atime: time, mtime: time };
  }
  return base;
}

function readStamp(text: string, now: number): number | undefined {
  const match = /^(\d\d)?(\d\d)?(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d\d))?$/.exec(text);
  if (match === null) return undefined;
  const [, century, second, month, day, hour, minute, seconds] = match;
  const short = second ?? century;
  let year = toCivil(now).year;
  if (second !== undefined && century !== undefined) year = Number(century + second);
  else if (short !== undefined) year = Number(short) + (Number(short) < 69 ? 2000 : 1900);
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31) {
    return undefined;
  }
  return fromCivil(
    { year, month: Number(month), day: Number(day) },
    { hour: Number(hour), minute: Number(minute), second: Number(seconds ?? 0) },
  );
}

function* touch(ctx: Ctx, path: string, times: Times): Task<void> {
  const { files } = ctx.process;
  const o = ctx.options;
  const follow = !o.noDereference;
  try {
    const isThere = follow ? files.exists(path) : hasEntry(ctx, path);
    if (!isThere) {
      if (o.noCreate || o.noDereference) {
        if (o.noDereference && !o.noCreate) files.lstat(path);
        return;
      }
      files.open(path, { write: true, create: true }).release();
    }
    const stat = follow ? files.stat(path) : files.lstat(path);
    const word = o.time;
    const isAtimeOnly = o.atime || word === 'atime' || word === 'access' || word === 'use';
    const isMtimeOnly = o.mtime || word === 'mtime' || word === 'modify';
    const atime = isMtimeOnly && !isAtimeOnly ? stat.atimeMs : times.atime;
    const mtime = isAtimeOnly && !isMtimeOnly ? stat.mtimeMs : times.mtime;
    files.utimes(path, atime, mtime, follow);
  } catch (error) {
    const what = failureCode(error) === 'EPERM' ? 'setting times of' : 'cannot touch';
    yield* ctx.fail(`${what} ${quoteAlways(path)}: ${failureText(error)}`);
  }
}

function hasEntry(ctx: Ctx, path: string): boolean {
  try {
    ctx.process.files.lstat(path);
    return true;
  } catch (error) {
    failureCode(error);
    return false;
  }
}
