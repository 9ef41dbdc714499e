// timeout: runs a command and ends it when it takes too long.
import type { Task } from '../base/sim';
import { SystemError } from '../machine/errno';
import { parseSignal, signalNumber } from '../machine/signals';
import type { Process, SignalName } from '../machine/types';
import { type Context, defineCommand, quoteLocale } from './command';
import { parseInterval } from './system/intervals';
import { cannotRun } from './system/run-other';

const options = {
  preserve: ['--preserve-status', 'exit with the status of the command, even when it timed out'],
  foreground: ['--foreground', 'let the command read from the terminal'],
  killAfter: ['-k, --kill-after=DURATION', 'send KILL when it still runs after DURATION'],
  signal: ['-s, --signal=SIGNAL', 'the signal to be sent, TERM by default'],
  verbose: ['-v, --verbose', 'say which signal is sent'],
} as const;

type Ctx = Context<typeof options>;

export default defineCommand({
  name: 'timeout',
  summary: {
    en: 'Run a command and end it if it still runs after some time.',
    es: 'Ejecuta una orden y la termina si tarda demasiado.',
  },
  options,
  operands: 'DURATION COMMAND [ARG]...',
  mode: 'posix',
  usageStatus: 125,
  *run(ctx) {
    const [duration, ...argv] = ctx.operands;
    const o = ctx.options;
    if (duration === undefined || argv.length === 0) {
      yield* ctx.err("Try 'timeout --help' for more information.\n");
      return 125;
    }
    const killAfter = o.killAfter === undefined ? 0 : parseInterval(o.killAfter);
    if (killAfter === undefined) {
      return yield* ctx.usage(`invalid time interval ${quoteLocale(o.killAfter ?? '')}`);
    }
    const signal = parseSignal(o.signal ?? 'TERM');
    if (signal === undefined) {
      return yield* ctx.usage(`${quoteLocale(o.signal ?? '')}: invalid signal`);
    }
    const limit = parseInterval(duration);
    if (limit === undefined) {
      return yield* ctx.usage(`invalid time interval ${quoteLocale(duration)}`);
    }
    return yield* runLimited(ctx, argv, {
      limit: limit || Number.POSITIVE_INFINITY,
      killAfter,
      signal,
    });
  },
});

interface Limits {
  readonly limit: number;
  readonly killAfter: number;
  readonly signal: SignalName;
}

function* runLimited(ctx: Ctx, argv: readonly string[], limits: Limits): Task<number> {
  const { process } = ctx;
  if (!ctx.options.foreground) process.group = process.pid;
  let child: Process;
  try {
    child = process.spawn({ argv });
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    return yield* cannotRun(
      ctx as unknown as Context,
      argv[0] ?? '',
      error,
      'failed to run command ',
    );
  }
  let received: SignalName | undefined;
  for (const name of ['INT', 'TERM', 'HUP', 'QUIT', 'ALRM'] as const) {
    process.onSignal(name, (signal) => {
      if (received === undefined) received = signal;
    });
  }
  let isTimedOut = false;
  let until = process.sim.now + limits.limit;
  let next = limits.signal;
  while (child.status === undefined) {
    yield { on: [child.changed, process.interrupted], ...(until < 1e15 ? { until } : {}) };
    if (child.status !== undefined) break;
    const isDue = process.sim.now >= until;
    if (!isDue && received === undefined) continue;
    const signal = isDue ? next : (received ?? 'TERM');
    isTimedOut ||= isDue;
    if (ctx.options.verbose) {
      yield* ctx.warn(`sending signal ${signal} to command ${quoteLocale(argv[0] ?? '')}`);
    }
    send(process, child, signal);
    received = undefined;
    until = limits.killAfter > 0 ? process.sim.now + limits.killAfter : Number.POSITIVE_INFINITY;
    next = 'KILL';
  }
  const status = child.status ?? { code: 0 };
  if (!isTimedOut || ctx.options.preserve) return status.code;
  return status.signal === 'KILL' ? 128 + signalNumber('KILL') : 124;
}

/** To the command and to all that it has started, but not to ourselves. */
function send(process: Process, child: Process, signal: SignalName): void {
  child.kill(signal);
  if (process.group !== process.pid) return;
  for (const other of [...process.machine.processes.values()]) {
    if (other.group === process.group && other !== process && other !== child) other.kill(signal);
  }
  if (signal !== 'KILL' && signal !== 'CONT') child.kill('CONT');
}
