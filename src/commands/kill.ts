// kill: sends signals to processes.
import type { Task } from '../base/sim';
import { parseSignal, signalName, signalNumber, signalNumbers } from '../machine/signals';
import { type Context, defineCommand, quoteLocale } from './command';
import { sendSignal } from './system/send-signal';

export default defineCommand({
  name: 'kill',
  summary: { en: 'Send signals to processes.', es: 'Envía señales a procesos.' },
  package: 'procps',
  options: {},
  operands: '[-SIGNAL | -s SIGNAL] PID...',
  mode: 'none',
  standardOptions: 'alone',
  *run(ctx) {
    const words = [...ctx.operands];
    const usage = 'Usage:\n kill [options] <pid> [...]\n';
    let signal = 'TERM';
    const first = words[0] ?? '';
    if (first === '-l' || first === '-L' || first === '--list') return yield* list(ctx, words[1]);
    if (first === '-s' || first === '-n' || first === '--signal') {
      signal = words[1] ?? '';
      words.splice(0, 2);
    } else if (/^-[A-Za-z0-9]+$/.test(first) && words.length > 1) {
      signal = first.slice(1);
      words.shift();
    }
    if (words[0] === '--') words.shift();
    if (words.length === 0) {
      yield* ctx.err(usage);
      return 1;
    }
    const name = signal === '0' ? '0' : parseSignal(signal);
    if (name === undefined) {
      yield* ctx.err(`${ctx.name}: ${quoteLocale(signal)}: invalid signal\n`);
      return 1;
    }
    for (const word of words) {
      if (!/^-?\d+$/.test(word)) {
        yield* ctx.fail(`failed to parse argument: '${word}'`);
        continue;
      }
      const problem = sendSignal(ctx.process, Number(word), name);
      if (problem !== undefined) yield* ctx.fail(`(${word}): ${problem}`);
    }
    return ctx.status;
  },
});

function* list(ctx: Context<Record<never, never>>, word: string | undefined): Task<number> {
  if (word === undefined) {
    yield* ctx.out(`${[...signalNumbers.keys()].join(' ')}\n`);
    return 0;
  }
  const isNumber = /^\d+$/.test(word);
  const found = isNumber ? signalName(Number(word)) : parseSignal(word);
  if (found === undefined) return yield* ctx.fail(`unknown signal name ${word}`);
  yield* ctx.out(`${isNumber ? found : signalNumber(found)}\n`);
  return 0;
}
