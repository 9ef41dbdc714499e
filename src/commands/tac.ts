// tac: the lines of files in reverse order.
import { defineCommand, quoteAlways, quoteIfNeeded } from './command';

export default defineCommand({
  name: 'tac',
  summary: {
    en: 'Print files with their lines in reverse order.',
    es: 'Muestra archivos con sus líneas en orden inverso.',
  },
  options: {
    before: ['-b, --before', 'the separator stands before each record'],
    regex: ['-r, --regex', 'the separator is a regular expression'],
    separator: ['-s, --separator=TEXT', 'records end with TEXT instead of a newline'],
  },
  operands: '[FILE]...',
  *run(ctx) {
    const separator = ctx.options.separator ?? '\n';
    if (separator === '') return yield* ctx.fail('separator cannot be empty');
    for (const name of ctx.files()) {
      const text = yield* ctx.readAll(name, {
        explain: (file, why, phase) =>
          phase === 'read'
            ? `${quoteIfNeeded(file)}: read error: ${why}`
            : `failed to open ${quoteAlways(file)} for reading: ${why}`,
      });
      if (text === undefined || text === '') continue;
      const parts = text.split(separator);
      const last = parts.pop() ?? '';
      let records = parts.map((p) => p + separator);
      if (ctx.options.before) {
        const [first = '', ...rest] = text.split(separator);
        records = [first, ...rest.map((p) => separator + p)];
      } else if (last !== '') records.push(last);
      yield* ctx.out(records.reverse().join(''));
    }
    return ctx.status;
  },
});
