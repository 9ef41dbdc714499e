// realpath: prints canonical paths.
import { type Context, defineCommand } from './command';
import { failureText } from './framework/failure';
import { canonicalPath, type Existence, relativePath } from './system/paths';

const options = {
  existing: ['-e, --canonicalize-existing', 'all parts of the path must exist'],
  missing: ['-m, --canonicalize-missing', 'no part of the path must exist'],
  logical: ['-L, --logical', 'resolve .. before links'],
  physical: ['-P, --physical', 'resolve links as they come (default)'],
  quiet: ['-q, --quiet', 'no messages about errors'],
  relativeTo: ['--relative-to=DIR', 'print the path as seen from DIR'],
  relativeBase: ['--relative-base=DIR', 'print paths below DIR as seen from there'],
  strip: ['-s, --strip, --no-symlinks', 'do not resolve links'],
  zero: ['-z, --zero', 'end each line with NUL'],
} as const;

type Ctx = Context<typeof options>;

export default defineCommand({
  name: 'realpath',
  summary: { en: 'Print the resolved path of files.', es: 'Muestra la ruta resuelta de archivos.' },
  options,
  operands: 'FILE...',
  *run(ctx) {
    const o = ctx.options;
    if (ctx.operands.length === 0) return yield* ctx.usage('missing operand');
    let base: string | undefined;
    let to: string | undefined;
    try {
      base = o.relativeBase === undefined ? undefined : resolve(ctx, o.relativeBase);
      to = o.relativeTo === undefined ? base : resolve(ctx, o.relativeTo);
    } catch (error) {
      return yield* ctx.fail(`${o.relativeTo ?? o.relativeBase}: ${failureText(error)}`);
    }
    for (const path of ctx.operands) {
      try {
        yield* ctx.out(shown(resolve(ctx, path), to, base) + (o.zero ? '\0' : '\n'));
      } catch (error) {
        const text = failureText(error);
        if (o.quiet) ctx.status = 1;
        else yield* ctx.fail(`${path === '' ? "''" : path}: ${text}`);
      }
    }
    return ctx.status;
  },
});

function resolve(ctx: Ctx, path: string): string {
  const { files } = ctx.process;
  const o = ctx.options;
  const existence: Existence = o.missing ? 'none' : o.existing ? 'all' : 'parents';
  if (!o.strip) return canonicalPath(files, o.logical ? files.resolve(path) : path, existence);
  const plain = files.resolve(path);
  if (existence !== 'none') canonicalPath(files, plain, existence);
  return plain;
}

function shown(path: string, to: string | undefined, base: string | undefined): string {
  if (to === undefined) return path;
  const isBelow = (folder: string): boolean => `${path}/`.startsWith(folder.replace(/\/?$/, '/'));
  if (base !== undefined && !isBelow(base)) return path;
  return relativePath(to, path);
}
