// readlink: prints where a link leads, or canonical paths.
import { defineCommand, quoteLocale } from './command';
import { failureText } from './framework/failure';
import { canonicalPath, type Existence } from './system/paths';

export default defineCommand({
  name: 'readlink',
  summary: {
    en: 'Print where symbolic links lead, or canonical file names.',
    es: 'Muestra a dónde llevan los enlaces simbólicos, o nombres canónicos.',
  },
  options: {
    canonicalize: ['-f, --canonicalize', 'follow every link; all but the last part must exist'],
    existing: ['-e, --canonicalize-existing', 'likewise; all parts must exist'],
    missing: ['-m, --canonicalize-missing', 'likewise; nothing must exist'],
    noNewline: ['-n, --no-newline', 'do not end with a newline'],
    quiet: ['-q, -s, --quiet, --silent', 'no messages about errors (default)'],
    verbose: ['-v, --verbose', 'print messages about errors'],
    zero: ['-z, --zero', 'end each line with NUL'],
  },
  operands: 'FILE...',
  *run(ctx) {
    const o = ctx.options;
    if (ctx.operands.length === 0) return yield* ctx.usage('missing operand');
    if (o.noNewline && ctx.operands.length > 1) {
      yield* ctx.warn('ignoring --no-newline with multiple arguments');
    }
    const end = o.zero ? '\0' : o.noNewline && ctx.operands.length === 1 ? '' : '\n';
    const existence: Existence | undefined = o.missing
      ? 'none'
      : o.existing
        ? 'all'
        : o.canonicalize
          ? 'parents'
          : undefined;
    for (const path of ctx.operands) {
      try {
        const { files } = ctx.process;
        const found =
          existence === undefined ? files.readlink(path) : canonicalPath(files, path, existence);
        yield* ctx.out(found + end);
      } catch (error) {
        const text = failureText(error);
        ctx.status = 1;
        if (o.verbose) yield* ctx.fail(`${path === '' ? quoteLocale(path) : path}: ${text}`);
      }
    }
    return ctx.status;
  },
});
