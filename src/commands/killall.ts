// killall: sends a signal to all processes of a name.
import type { MachineInside } from '../machine/inside';
import { parseSignal, signalNumbers } from '../machine/signals';
import { defineCommand } from './command';
import { allProcesses, commandName } from './system/process-facts';
import { sendSignal } from './system/send-signal';

export default defineCommand({
  name: 'killall',
  summary: { en: 'Kill processes by name.', es: 'Termina procesos por su nombre.' },
  package: 'procps',
  options: {
    exact: ['-e, --exact', 'exact match of long names'],
    ignoreCase: ['-I, --ignore-case', 'ignore case'],
    list: ['-l, --list', 'list the names of signals'],
    quiet: ['-q, --quiet', 'do not complain about missing processes'],
    signal: ['-s, --signal=SIGNAL', 'the signal to be sent, TERM by default'],
    verbose: ['-v, --verbose', 'say what was signaled'],
  },
  operands: 'NAME...',
  rewrite: (args) =>
    args.map((arg) => {
      const isSignal = /^-(SIG)?[A-Z]{2,}\d?$|^-\d+$/.test(arg);
      return isSignal ? `--signal=${arg.slice(1)}` : arg;
    }),
  *run(ctx) {
    const o = ctx.options;
    if (o.list) {
      yield* ctx.out(`${[...signalNumbers.keys()].join(' ')}\n`);
      return 0;
    }
    if (ctx.operands.length === 0) {
      yield* ctx.err('Usage: killall [OPTION]... [--] NAME...\n');
      return 1;
    }
    const signal = parseSignal(o.signal ?? 'TERM');
    if (signal === undefined && o.signal !== '0') {
      yield* ctx.err(`${o.signal}: unknown signal; killall -l lists signals.\n`);
      return 1;
    }
    const fold = (text: string): string => (o.ignoreCase ? text.toLowerCase() : text);
    for (const name of ctx.operands) {
      const found = allProcesses(ctx.process.machine as MachineInside).filter(
        (one) => one !== ctx.process && fold(commandName(one)) === fold(name.slice(0, 15)),
      );
      if (found.length === 0) {
        if (!o.quiet) yield* ctx.err(`${name}: no process found\n`);
        ctx.status = 1;
      }
      for (const process of found) {
        const problem = sendSignal(ctx.process, process.pid, signal ?? '0');
        const what = `${name}(${process.pid})`;
        if (problem !== undefined) {
          yield* ctx.err(`${what}: ${problem}\n`);
          ctx.status = 1;
        } else if (o.verbose) {
          yield* ctx.err(`Killed ${what} with signal ${o.signal ?? 15}\n`);
        }
      }
    }
    return ctx.status;
  },
});
