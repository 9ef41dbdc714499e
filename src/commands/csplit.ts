// csplit: cuts a file at lines and patterns.
import { compileBre } from '../base/regex';
import { defineCommand, quoteAlways, quoteLocale } from './command';
import { byteLength } from './framework/bytes';

export default defineCommand({
  name: 'csplit',
  summary: { en: 'Cut a file at patterns.', es: 'Corta un archivo por patrones.' },
  options: {
    suffixFormat: ['-b, --suffix-format=FORMAT', 'printf format of the suffixes (%02d)'],
    prefix: ['-f, --prefix=PREFIX', 'names begin with PREFIX (xx)'],
    keep: ['-k, --keep-files', 'keep the files after an error'],
    suppress: ['--suppress-matched', 'leave out the lines that match'],
    digits: ['-n, --digits=DIGITS', 'digits in the names (2)'],
    silent: ['-s, --quiet, --silent', 'do not print sizes'],
    elide: ['-z, --elide-empty-files', 'make no empty files'],
  },
  operands: 'FILE PATTERN...',
  *run(ctx) {
    const o = ctx.options;
    const [name, ...patterns] = ctx.operands;
    if (name === undefined) return yield* ctx.usage('missing operand');
    if (patterns.length === 0) {
      return yield* ctx.usage(`missing operand after ${quoteLocale(name)}`);
    }
    const input = yield* ctx.open(name, {
      explain: (f, why) => `cannot open ${quoteAlways(f)} for reading: ${why}`,
    });
    if (input === undefined) return 1;
    const lines = yield* input.allLines();
    const made: string[] = [];
    let at = 0;
    /** The line that matched is where the next search begins after. */
    let searchFrom = 0;
    const { files } = ctx.process;
    const write = function* (to: number) {
      const piece = lines.slice(at, to);
      at = to;
      const text = piece.map((l) => `${l}\n`).join('');
      if (text === '' && o.elide) return;
      const path = `${o.prefix ?? 'xx'}${String(made.length).padStart(Number(o.digits ?? 2), '0')}`;
      made.push(path);
      files.write(path, text);
      if (!o.silent) yield* ctx.out(`${byteLength(text)}\n`);
    };
    const abandon = function* (message: string) {
      if (o.keep === false) for (const path of made) files.unlink(path);
      return yield* ctx.fail(message);
    };
    for (let i = 0; i < patterns.length; i++) {
      const pattern = patterns[i] ?? '';
      const times = repetitions(patterns[i + 1]);
      if (times !== undefined) i++;
      const m = /^([/%])(.*)\1([+-]?\d+)?$/.exec(pattern);
      if (m === null && !/^\d+$/.test(pattern)) {
        return yield* abandon(`${quoteLocale(pattern)}: invalid pattern`);
      }
      for (let round = 0; round <= (times ?? 0); round++) {
        if (m === null) {
          const line = Number(pattern) * (round + 1);
          if (line - 1 > lines.length) {
            if (times === Number.POSITIVE_INFINITY) break;
            yield* write(lines.length);
            const again = round > 0 ? ` on repetition ${round}` : '';
            return yield* abandon(`${quoteLocale(pattern)}: line number out of range${again}`);
          }
          yield* write(line - 1);
          searchFrom = at + 1;
          continue;
        }
        const { regex, error } = compileBre(m[2] ?? '');
        if (regex === undefined) {
          return yield* abandon(`${quoteLocale(pattern)}: invalid regular expression: ${error}`);
        }
        let found = searchFrom;
        while (found < lines.length && !regex.test(lines[found] ?? '')) found++;
        if (found >= lines.length) {
          if (times === Number.POSITIVE_INFINITY) break;
          if (m[1] === '/') yield* write(lines.length);
          const again = round > 0 ? ` on repetition ${round}` : '';
          return yield* abandon(`${quoteLocale(pattern)}: match not found${again}`);
        }
        const to = Math.max(at, found + Number(m[3] ?? 0));
        if (m[1] === '/') yield* write(to);
        else at = to;
        searchFrom = found + 1;
        if (o.suppress) at++;
      }
    }
    yield* write(lines.length);
    return ctx.status;
  },
});

/** How often `{N}` or `{*}` repeats the pattern before it; undefined: it is something else. */
function repetitions(text: string | undefined): number | undefined {
  const m = /^\{(\d+|\*)\}$/.exec(text ?? '');
  if (m === null) return undefined;
  return m[1] === '*' ? Number.POSITIVE_INFINITY : Number(m[1]);
}
