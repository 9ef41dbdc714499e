// nice: runs a command. Priorities change nothing here, all processes get what they need.
import { type Context, defineCommand, quoteLocale } from './command';
import { become } from './system/run-other';

export default defineCommand({
  name: 'nice',
  summary: {
    en: 'Run a command with another priority.',
    es: 'Ejecuta una orden con otra prioridad.',
  },
  options: { adjustment: ['-n, --adjustment=N', 'add N to the niceness, 10 by default'] },
  operands: '[COMMAND [ARG]...]',
  mode: 'posix',
  usageStatus: 125,
  rewrite: (args) =>
    /^--?\d+$/.test(args[0] ?? '') ? ['-n', (args[0] ?? '').slice(1), ...args.slice(1)] : args,
  *run(ctx) {
    const { adjustment } = ctx.options;
    if (adjustment !== undefined && !/^[-+]?\d+$/.test(adjustment)) {
      return yield* ctx.usage(`invalid adjustment ${quoteLocale(adjustment)}`);
    }
    if (ctx.operands.length === 0) {
      if (adjustment !== undefined) {
        return yield* ctx.usage('a command must be given with an adjustment');
      }
      yield* ctx.out('0\n');
      return 0;
    }
    return yield* become(ctx as unknown as Context, { argv: ctx.operands });
  },
});
