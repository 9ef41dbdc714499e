// chmod: changes file modes.
import type { Task } from '../base/sim';
import type { Stat } from '../machine/types';
import { type Context, defineCommand, quoteAlways, quoteLocale } from './command';
import { failureCode, failureText } from './framework/failure';
import { type ModeChange, octal, parseMode, rightsText } from './system/mode';

const options = {
  changes: ['-c, --changes', 'like verbose, but only for changes'],
  silent: ['-f, --silent, --quiet', 'no messages about errors'],
  verbose: ['-v, --verbose', 'say what is done'],
  reference: ['--reference=FILE', 'use the mode of FILE'],
  recursive: ['-R, --recursive', 'change files and folders below too'],
  preserveRoot: ['--preserve-root', 'refuse to work recursively on /'],
  noPreserveRoot: ['--no-preserve-root', 'do not treat / specially (default)'],
} as const;

type Ctx = Context<typeof options>;

export default defineCommand({
  name: 'chmod',
  summary: { en: 'Change the mode of files.', es: 'Cambia los permisos de archivos.' },
  options,
  operands: 'MODE[,MODE]... FILE...',
  // A mode like -x or -rw looks like options.
  rewrite: (args) => {
    const at = args.findIndex(
      (arg) => /^-[rwxXstugo,+=-]*$/.test(arg) && arg !== '--' && arg !== '-',
    );
    const first = args.findIndex((arg) => !arg.startsWith('-'));
    if (at < 0 || (first >= 0 && first < at) || args[at] === '-') return args;
    return [...args.slice(0, at), ...args.slice(at + 1, at + 1), '--', ...args.slice(at)];
  },
  *run(ctx) {
    const { reference } = ctx.options;
    const [text] = ctx.operands;
    if (reference === undefined && text === undefined) return yield* ctx.usage('missing operand');
    let change: ModeChange | undefined;
    if (reference !== undefined) {
      try {
        const { mode } = ctx.process.files.stat(reference);
        change = () => mode;
      } catch (error) {
        const why = failureText(error);
        return yield* ctx.fail(`failed to get attributes of ${quoteAlways(reference)}: ${why}`);
      }
    } else {
      if (ctx.operands.length === 1) {
        return yield* ctx.usage(`missing operand after ${quoteLocale(text ?? '')}`);
      }
      change = parseMode(text ?? '');
      if (change === undefined) {
        return yield* ctx.usage(`invalid mode: ${quoteLocale(text ?? '')}`);
      }
    }
    const paths = reference === undefined ? ctx.operands.slice(1) : ctx.operands;
    for (const path of paths) yield* apply(ctx, path, change, true);
    return ctx.status;
  },
});

function* apply(ctx: Ctx, path: string, change: ModeChange, isOperand: boolean): Task<void> {
  const { files } = ctx.process;
  let stat: Stat;
  try {
    stat = files.lstat(path);
    if (stat.kind === 'symlink') {
      if (!isOperand) return;
      stat = files.stat(path);
    }
  } catch (error) {
    const isBroken = failureCode(error) === 'ENOENT' && isLink(ctx, path);
    const message = isBroken
      ? `cannot operate on dangling symlink ${quoteAlways(path)}`
      : `cannot access ${quoteAlways(path)}: ${failureText(error)}`;
    yield* fail(ctx, message);
    return;
  }
  const mode = change(stat.mode, stat.kind === 'dir', files.umask) & 0o7777;
  try {
    files.chmod(path, mode);
  } catch (error) {
    yield* fail(ctx, `changing permissions of ${quoteAlways(path)}: ${failureText(error)}`);
    return;
  }
  yield* report(ctx, path, stat.mode, mode);
  if (!ctx.options.recursive || stat.kind !== 'dir') return;
  const base = path.endsWith('/') ? path : `${path}/`;
  for (const name of files.list(path)) yield* apply(ctx, base + name, change, false);
}

function isLink(ctx: Ctx, path: string): boolean {
  try {
    return ctx.process.files.lstat(path).kind === 'symlink';
  } catch (error) {
    failureCode(error);
    return false;
  }
}

function* fail(ctx: Ctx, message: string): Task<void> {
  if (ctx.options.silent) ctx.status = 1;
  else yield* ctx.fail(message);
}

function* report(ctx: Ctx, path: string, before: number, after: number): Task<void> {
  const show = (mode: number): string => `${octal(mode)} (${rightsText(mode)})`;
  if (before !== after) {
    if (!ctx.options.verbose && !ctx.options.changes) return;
    const change = `from ${show(before)} to ${show(after)}`;
    yield* ctx.out(`mode of ${quoteAlways(path)} changed ${change}\n`);
  } else if (ctx.options.verbose) {
    yield* ctx.out(`mode of ${quoteAlways(path)} retained as ${show(after)}\n`);
  }
}
