// basename: the last part of a path, without an ending.
import { defineCommand, quoteLocale } from './command';

export default defineCommand({
  name: 'basename',
  summary: {
    en: 'Print the last part of a path, without its ending where one is given.',
    es: 'Muestra la última parte de una ruta, sin la terminación indicada.',
  },
  options: {
    multiple: ['-a, --multiple', 'take every argument as a NAME'],
    suffix: ['-s, --suffix=SUFFIX', 'remove SUFFIX; implies -a'],
    zero: ['-z, --zero', 'end each line with NUL'],
  },
  operands: 'NAME [SUFFIX]',
  mode: 'posix',
  *run(ctx) {
    const { operands } = ctx;
    const isMany = ctx.options.multiple || ctx.options.suffix !== undefined;
    const [first] = operands;
    if (first === undefined) return yield* ctx.usage('missing operand');
    const extra = operands[2];
    if (!isMany && extra !== undefined) {
      return yield* ctx.usage(`extra operand ${quoteLocale(extra)}`);
    }
    const suffix = isMany ? (ctx.options.suffix ?? '') : (operands[1] ?? '');
    const end = ctx.options.zero ? '\0' : '\n';
    for (const path of isMany ? operands : [first]) yield* ctx.out(lastPart(path, suffix) + end);
    return 0;
  },
});

function lastPart(path: string, suffix: string): string {
  const bare = path.replace(/\/+$/, '');
  if (bare === '') return path === '' ? '' : '/';
  const name = bare.slice(bare.lastIndexOf('/') + 1);
  return suffix !== '' && name !== suffix && name.endsWith(suffix)
    ? name.slice(0, -suffix.length)
    : name;
}
