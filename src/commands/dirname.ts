// dirname: a path without its last part.
import { defineCommand } from './command';

export default defineCommand({
  name: 'dirname',
  summary: { en: 'Print paths without their last part.', es: 'Muestra rutas sin su última parte.' },
  options: { zero: ['-z, --zero', 'end each line with NUL'] },
  operands: 'NAME...',
  *run(ctx) {
    if (ctx.operands.length === 0) return yield* ctx.usage('missing operand');
    for (const path of ctx.operands) {
      yield* ctx.out(folderPart(path) + (ctx.options.zero ? '\0' : '\n'));
    }
    return 0;
  },
});

function folderPart(path: string): string {
  const bare = path.replace(/\/+$/, '');
  if (bare === '') return path === '' ? '.' : '/';
  const slash = bare.lastIndexOf('/');
  if (slash < 0) return '.';
  return bare.slice(0, slash).replace(/\/+$/, '') || '/';
}
