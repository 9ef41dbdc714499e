// sleep: waits.
import { Condition } from '../base/sim';
import { defineCommand, quoteLocale } from './command';
import { parseInterval } from './system/intervals';

export default defineCommand({
  name: 'sleep',
  summary: { en: 'Wait for some time.', es: 'Espera un tiempo.' },
  options: {},
  operands: 'NUMBER[SUFFIX]...',
  *run(ctx) {
    if (ctx.operands.length === 0) return yield* ctx.usage('missing operand');
    let total = 0;
    let isWrong = false;
    for (const text of ctx.operands) {
      const ms = parseInterval(text);
      if (ms === undefined) {
        yield* ctx.warn(`invalid time interval ${quoteLocale(text)}`);
        isWrong = true;
      }
      total += ms ?? 0;
    }
    if (isWrong) {
      yield* ctx.err("Try 'sleep --help' for more information.\n");
      return 1;
    }
    if (total === Number.POSITIVE_INFINITY) for (;;) yield { on: new Condition() };
    yield* ctx.process.sleep(total);
    return 0;
  },
});
