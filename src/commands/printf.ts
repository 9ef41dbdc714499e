// printf: formats and prints arguments (the program on disk; bash has its own).
import { formatPrintf } from '../base/printf';
import { defineCommand, quoteAlways, quoteLocale } from './command';

export default defineCommand({
  name: 'printf',
  summary: { en: 'Format and print arguments.', es: 'Da formato a los argumentos y los muestra.' },
  options: {},
  operands: 'FORMAT [ARGUMENT]...',
  mode: 'none',
  standardOptions: 'alone',
  *run(ctx) {
    const [first] = ctx.operands;
    const words = first === '--' ? ctx.operands.slice(1) : ctx.operands;
    const [format, ...args] = words;
    if (format === undefined) return yield* ctx.usage('missing operand');
    const quote = (text: string) => {
      const shown = quoteAlways(text);
      return /^'[\w@%+=:,./-]+'$/.test(shown) ? text : shown;
    };
    const { text, issues, unused } = formatPrintf(format, args, { quote });
    yield* ctx.out(text);
    for (const { kind, text: what, directive } of issues) {
      if (kind === 'number') yield* ctx.fail(`${quoteLocale(what)}: expected a numeric value`);
      else if (kind === 'partial') {
        yield* ctx.fail(`${quoteLocale(what)}: value not completely converted`);
      } else if (kind === 'range') {
        yield* ctx.fail(`${quoteLocale(what)}: Numerical result out of range`);
      } else yield* ctx.fail(`${directive}: invalid conversion specification`);
    }
    const [extra] = unused;
    if (extra !== undefined && issues.length === 0) {
      yield* ctx.warn(`warning: ignoring excess arguments, starting with ${quoteLocale(extra)}`);
    }
    return ctx.status;
  },
});
