// pkill: sends a signal to processes found by name.
import { parseSignal } from '../machine/signals';
import { type Context, defineCommand, quoteLocale } from './command';
import { commandName } from './system/process-facts';
import { matchingProcesses, matchOptions } from './system/process-match';
import { sendSignal } from './system/send-signal';

export default defineCommand({
  name: 'pkill',
  summary: { en: 'Send signals to processes by name.', es: 'Envía señales a procesos por nombre.' },
  package: 'procps',
  options: {
    ...matchOptions,
    echo: ['-e, --echo', 'say what was killed'],
    signal: ['--signal=SIGNAL', 'the signal to be sent, TERM by default'],
  },
  operands: 'PATTERN',
  usageStatus: 2,
  hint: "Try `pkill --help' for more information.\n",
  rewrite: (args) =>
    args.map((arg) => {
      const isSignal = /^-(SIG)?[A-Z]{2,}\d?$|^-\d+$/.test(arg);
      return isSignal ? `--signal=${arg.slice(1)}` : arg;
    }),
  *run(ctx) {
    const signal = parseSignal(ctx.options.signal ?? 'TERM');
    const text = ctx.options.signal ?? '';
    if (signal === undefined && text !== '0') {
      return yield* ctx.usage(`unknown signal ${quoteLocale(text)}`);
    }
    const found = yield* matchingProcesses(ctx as unknown as Context<typeof matchOptions>);
    if (found === undefined) return 2;
    let count = 0;
    for (const process of found) {
      const problem = sendSignal(ctx.process, process.pid, signal ?? '0');
      if (problem !== undefined) {
        yield* ctx.warn(`killing pid ${process.pid} failed: ${problem}`);
        continue;
      }
      count++;
      if (ctx.options.echo) {
        yield* ctx.out(`${commandName(process)} killed (pid ${process.pid})\n`);
      }
    }
    if (ctx.options.count) yield* ctx.out(`${count}\n`);
    return count > 0 ? 0 : 1;
  },
});
