// date: shows times in any format. Setting the clock is not possible: it is the simulation's.
import type { Task } from '../base/sim';
import { type Context, defineCommand, quoteAlways, quoteLocale } from './command';
import { failureText } from './framework/failure';
import { BadWord, chooseWord } from './system/argument-words';
import { parseDate } from './system/date-input';
import { strftime, utc, type Zone, zoneOf } from './system/strftime';

const options = {
  date: ['-d, --date=STRING', 'show the time described by STRING'],
  debug: ['--debug', 'ignored'],
  file: ['-f, --file=DATEFILE', 'like --date, for each line of DATEFILE'],
  iso: ['-I[=FMT], --iso-8601[=FMT]', 'ISO 8601: date, hours, minutes, seconds or ns'],
  rfcEmail: ['-R, --rfc-email, --rfc-822, --rfc-2822', 'RFC 5322'],
  rfc3339: ['--rfc-3339=FMT', 'RFC 3339: date, seconds or ns'],
  reference: ['-r, --reference=FILE', 'show when FILE was changed last'],
  resolution: ['--resolution', 'show the resolution of time stamps'],
  set: ['-s, --set=STRING', 'set the clock'],
  utc: ['-u, --utc, --universal, --uct', 'in UTC'],
} as const;

type Ctx = Context<typeof options>;

export default defineCommand({
  name: 'date',
  summary: { en: 'Show the date and time.', es: 'Muestra la fecha y la hora.' },
  options,
  operands: '[+FORMAT]',
  *run(ctx) {
    const { process } = ctx;
    const o = ctx.options;
    const zone = o.utc ? utc : zoneOf(process.env.get('TZ'));
    const [operand, extra] = ctx.operands;
    if (extra !== undefined) return yield* ctx.usage(`extra operand ${quoteLocale(extra)}`);
    const format = formatOf(ctx, operand);
    if (format instanceof BadWord) return yield* ctx.usage(format.message);
    if (operand !== undefined && !operand.startsWith('+')) {
      if (o.date !== undefined) {
        yield* ctx.err(
          `date: the argument ${quoteLocale(operand)} lacks a leading '+';\n` +
            `when using an option to specify date(s), any non-option\n` +
            `argument must be a format string beginning with '+'\n` +
            `Try 'date --help' for more information.\n`,
        );
        return 1;
      }
      if (!/^\d{8}(\d\d|\d{4})?(\.\d\d)?$/.test(operand)) {
        return yield* ctx.fail(`invalid date ${quoteLocale(operand)}`);
      }
      return yield* ctx.fail('cannot set date: Operation not permitted');
    }
    if (o.set !== undefined) {
      if (parseDate(o.set, process.sim.now, zone) === undefined) {
        return yield* ctx.fail(`invalid date ${quoteLocale(o.set)}`);
      }
      return yield* ctx.fail('cannot set date: Operation not permitted');
    }
    if (o.file !== undefined) return yield* fromFile(ctx, o.file, format, zone);
    const ms = yield* timeOf(ctx, zone);
    if (ms === undefined) return 1;
    yield* ctx.out(`${strftime(format, ms, zone)}\n`);
    return 0;
  },
});

function* timeOf(ctx: Ctx, zone: Zone): Task<number | undefined> {
  const { date, reference } = ctx.options;
  const { sim, files } = ctx.process;
  if (reference !== undefined) {
    try {
      return files.stat(reference).mtimeMs;
    } catch (error) {
      yield* ctx.fail(`${reference}: ${failureText(error)}`);
      return undefined;
    }
  }
  if (date === undefined) return sim.now;
  const ms = parseDate(date, sim.now, zone);
  if (ms === undefined) yield* ctx.fail(`invalid date ${quoteLocale(date)}`);
  return ms;
}

function* fromFile(ctx: Ctx, path: string, format: string, zone: Zone): Task<number> {
  const text = yield* ctx.readAll(path, { explain: (name, why) => `${quoteAlways(name)}: ${why}` });
  if (text === undefined) return 1;
  for (const line of text.split('\n').slice(0, text.endsWith('\n') ? -1 : undefined)) {
    const ms = parseDate(line, ctx.process.sim.now, zone);
    if (ms === undefined) yield* ctx.fail(`invalid date ${quoteLocale(line)}`);
    else yield* ctx.out(`${strftime(format, ms, zone)}\n`);
  }
  return ctx.status;
}

const isoFormats: Readonly<Record<string, string>> = {
  hours: '%Y-%m-%dT%H%:z',
  minutes: '%Y-%m-%dT%H:%M%:z',
  date: '%Y-%m-%d',
  seconds: '%Y-%m-%dT%H:%M:%S%:z',
  ns: '%Y-%m-%dT%H:%M:%S,%N%:z',
};

const rfcFormats: Readonly<Record<string, string>> = {
  date: '%Y-%m-%d',
  seconds: '%Y-%m-%d %H:%M:%S%:z',
  ns: '%Y-%m-%d %H:%M:%S.%N%:z',
};

function formatOf(ctx: Ctx, operand: string | undefined): string | BadWord {
  const o = ctx.options;
  if (operand?.startsWith('+')) return operand.slice(1);
  if (o.iso !== undefined) return pick(isoFormats, '--iso-8601', o.iso === true ? 'date' : o.iso);
  if (o.rfc3339 !== undefined) return pick(rfcFormats, '--rfc-3339', o.rfc3339);
  if (o.rfcEmail) return '%a, %d %b %Y %H:%M:%S %z';
  return '%a %b %e %H:%M:%S %Z %Y';
}

/** A format by its name or the beginning of it. */
function pick(
  formats: Readonly<Record<string, string>>,
  option: string,
  given: string,
): string | BadWord {
  const names = Object.keys(formats).map((name) => [name]);
  const word = chooseWord(given, option, names);
  return word instanceof BadWord ? word : (formats[word] ?? '');
}
