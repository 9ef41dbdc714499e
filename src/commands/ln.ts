// ln: makes links.
import type { Task } from '../base/sim';
import type { Stat } from '../machine/types';
import { type Context, defineCommand, quoteAlways as q } from './command';
import { failureCode, failureText } from './framework/failure';
import { BadWord } from './system/argument-words';
import { type BackupStyle, backupName, backupStyle } from './system/backup';
import { relativePath } from './system/paths';
import { confirm } from './system/prompt';
import { intoFolder, readTargets } from './system/target';

const options = {
  backup: ['--backup[=CONTROL]', 'make a backup of each existing target'],
  b: ['-b', 'like --backup'],
  directory: ['-d, -F, --directory', 'try to hard link folders'],
  force: ['-f, --force', 'remove existing targets'],
  interactive: ['-i, --interactive', 'ask before removing a target'],
  logical: ['-L, --logical', 'follow sources that are links'],
  noDereference: ['-n, --no-dereference', 'treat a link to a folder as a file'],
  physical: ['-P, --physical', 'make hard links to links themselves'],
  relative: ['-r, --relative', 'with -s, make links relative to their place'],
  symbolic: ['-s, --symbolic', 'make symbolic links'],
  suffix: ['-S, --suffix=SUFFIX', 'suffix of backups'],
  targetDirectory: ['-t, --target-directory=DIRECTORY', 'make the links in DIRECTORY'],
  noTargetDirectory: ['-T, --no-target-directory', 'treat the link name as a plain name'],
  verbose: ['-v, --verbose', 'print the name of each link'],
} as const;

type Ctx = Context<typeof options>;

export default defineCommand({
  name: 'ln',
  summary: { en: 'Make links between files.', es: 'Crea enlaces entre archivos.' },
  options,
  operands: 'TARGET... LINK_NAME',
  *run(ctx) {
    const o = ctx.options;
    const backup = backupStyle(o, ctx.process);
    if (backup instanceof BadWord) return yield* ctx.usage(backup.message);
    const [only] = ctx.operands;
    if (only !== undefined && ctx.operands.length === 1 && o.targetDirectory === undefined) {
      yield* makeLink(ctx, only, intoFolder('.', only), backup);
      return ctx.status;
    }
    const targets = yield* readTargets(ctx as unknown as Context, o, o.noDereference);
    if (targets === undefined) return 1;
    for (const source of targets.sources) {
      const { folder, name } = targets;
      const path = folder === undefined ? name : intoFolder(folder, source);
      yield* makeLink(ctx, source, path, backup);
    }
    return ctx.status;
  },
});

function* makeLink(ctx: Ctx, source: string, path: string, backup: BackupStyle): Task<void> {
  const { files } = ctx.process;
  const o = ctx.options;
  let stat: Stat | undefined;
  if (!o.symbolic) {
    try {
      stat = o.logical ? files.stat(source) : files.lstat(source);
    } catch (error) {
      yield* ctx.fail(`failed to access ${q(source)}: ${failureText(error)}`);
      return;
    }
    if (stat.kind === 'dir') {
      yield* ctx.fail(`${source}: hard link not allowed for directory`);
      return;
    }
  }
  if (!(yield* clearTarget(ctx, source, path, stat, backup))) return;
  const content = o.relative ? relativeTo(ctx, source, path) : source;
  try {
    if (o.symbolic) files.symlink(content, path);
    else files.link(o.logical ? files.realpath(source) : source, path);
  } catch (error) {
    const what = o.symbolic ? 'symbolic link' : 'hard link';
    const code = failureCode(error);
    const arrow = code === 'EEXIST' || path === '' || o.symbolic ? '' : ` => ${q(source)}`;
    yield* ctx.fail(`failed to create ${what} ${q(path)}${arrow}: ${failureText(error)}`);
    return;
  }
  if (o.verbose) yield* ctx.out(`${q(path)} ${o.symbolic ? '->' : '=>'} ${q(content)}\n`);
}

/** Removes what stands at the link's place, where that is wanted. */
function* clearTarget(
  ctx: Ctx,
  source: string,
  path: string,
  stat: Stat | undefined,
  backup: BackupStyle,
): Task<boolean> {
  const { files } = ctx.process;
  const o = ctx.options;
  let existing: Stat;
  try {
    existing = files.lstat(path);
  } catch (error) {
    failureCode(error);
    return true;
  }
  if (backup !== 'none') {
    files.rename(path, backupName(ctx.process, path, backup, o.suffix));
    return true;
  }
  if (o.interactive) {
    yield* ctx.flush();
    if (!(yield* confirm(ctx.process, `${ctx.name}: replace ${q(path)}? `))) return false;
  } else if (!o.force) return true;
  if (existing.kind === 'dir') {
    yield* ctx.fail(`${path}: cannot overwrite directory`);
    return false;
  }
  if (stat !== undefined && stat.ino === existing.ino) {
    if (files.realpath(source) !== files.realpath(path)) {
      files.unlink(path);
      return true;
    }
    yield* ctx.fail(`${q(source)} and ${q(path)} are the same file`);
    return false;
  }
  files.unlink(path);
  return true;
}

/** The source's path as seen from the folder that the link will be in. */
function relativeTo(ctx: Ctx, source: string, path: string): string {
  const { files } = ctx.process;
  const slash = path.lastIndexOf('/');
  const folder = slash < 0 ? '.' : path.slice(0, slash) || '/';
  try {
    return relativePath(files.realpath(folder), canonical(ctx, source));
  } catch (error) {
    failureCode(error);
    return source;
  }
}

function canonical(ctx: Ctx, path: string): string {
  const { files } = ctx.process;
  return files.exists(path) ? files.realpath(path) : files.resolve(path);
}
