// mv: renames files, or moves them into a folder; between file systems by copying.
import type { Task } from '../base/sim';
import { errorText } from '../machine/errno';
import type { Stat } from '../machine/types';
import { type Context, defineCommand, quoteAlways as q } from './command';
import { Copier } from './cp/copy';
import { failureCode, failureText } from './framework/failure';
import { BadWord } from './system/argument-words';
import { type BackupStyle, backupName, backupStyle } from './system/backup';
import { rightsText } from './system/mode';
import { confirm } from './system/prompt';
import { intoFolder, readTargets } from './system/target';

const options = {
  backup: ['--backup[=CONTROL]', 'make a backup of each existing target'],
  b: ['-b', 'like --backup'],
  force: ['-f, --force', 'do not ask before overwriting'],
  interactive: ['-i, --interactive', 'ask before overwriting'],
  noClobber: ['-n, --no-clobber', 'do not overwrite existing files'],
  stripSlashes: ['--strip-trailing-slashes', 'remove slashes at the end of sources'],
  suffix: ['-S, --suffix=SUFFIX', 'suffix of backups'],
  targetDirectory: ['-t, --target-directory=DIRECTORY', 'move all sources into DIRECTORY'],
  noTargetDirectory: ['-T, --no-target-directory', 'treat the target as a plain name'],
  update: ['-u, --update', 'move only what is newer or missing'],
  verbose: ['-v, --verbose', 'say what is done'],
  context: ['-Z, --context', 'ignored'],
} as const;

type Ctx = Context<typeof options>;

export default defineCommand({
  name: 'mv',
  summary: { en: 'Rename or move files.', es: 'Cambia de nombre o mueve archivos.' },
  options,
  operands: 'SOURCE... TARGET',
  *run(ctx) {
    const backup = backupStyle(ctx.options, ctx.process);
    if (backup instanceof BadWord) return yield* ctx.usage(backup.message);
    const targets = yield* readTargets(ctx as unknown as Context, ctx.options);
    if (targets === undefined) return 1;
    for (const given of targets.sources) {
      const source = ctx.options.stripSlashes ? given.replace(/(.)\/+$/, '$1') : given;
      const { folder } = targets;
      const target = folder === undefined ? targets.name : intoFolder(folder, source);
      yield* move(ctx, source, target, backup);
    }
    return ctx.status;
  },
});

function lookAt(ctx: Ctx, path: string): Stat | undefined {
  try {
    return ctx.process.files.lstat(path);
  } catch (error) {
    failureCode(error);
    return undefined;
  }
}

function* move(ctx: Ctx, source: string, target: string, backup: BackupStyle): Task<void> {
  const { files } = ctx.process;
  let stat: Stat;
  try {
    stat = files.lstat(source);
  } catch (error) {
    yield* ctx.fail(`cannot stat ${q(source)}: ${failureText(error)}`);
    return;
  }
  const existing = lookAt(ctx, target);
  let note = '';
  if (existing !== undefined) {
    if (!(yield* mayReplace(ctx, source, target, stat, existing))) return;
    if (backup !== 'none') {
      const name = backupName(ctx.process, target, backup, ctx.options.suffix);
      files.rename(target, name);
      note = ` (backup: ${q(name)})`;
    }
  }
  try {
    files.rename(source, target);
  } catch (error) {
    const code = failureCode(error);
    if (code === 'EXDEV') return yield* moveByCopy(ctx, source, target);
    if (code === 'EINVAL') {
      yield* ctx.fail(`cannot move ${q(source)} to a subdirectory of itself, ${q(target)}`);
      return;
    }
    yield* ctx.fail(`cannot move ${q(source)} to ${q(target)}: ${errorText(error)}`);
    return;
  }
  if (ctx.options.verbose) yield* ctx.out(`renamed ${q(source)} -> ${q(target)}${note}\n`);
}

function* mayReplace(
  ctx: Ctx,
  source: string,
  target: string,
  stat: Stat,
  existing: Stat,
): Task<boolean> {
  const { files } = ctx.process;
  const o = ctx.options;
  const isSame =
    stat.ino === existing.ino && stat.fsType === existing.fsType && stat.kind === existing.kind;
  if (isSame && files.realpath(parent(source)) === files.realpath(parent(target))) {
    if (last(source) === last(target)) {
      yield* ctx.fail(`${q(source)} and ${q(target)} are the same file`);
      return false;
    }
  }
  if (stat.kind === 'dir' && existing.kind !== 'dir') {
    yield* ctx.fail(`cannot overwrite non-directory ${q(target)} with directory ${q(source)}`);
    return false;
  }
  if (stat.kind !== 'dir' && existing.kind === 'dir') {
    yield* ctx.fail(`cannot overwrite directory ${q(target)} with non-directory`);
    return false;
  }
  const chosen = [...ctx.given]
    .reverse()
    .find(({ key }) => key === 'interactive' || key === 'noClobber' || key === 'force')?.key;
  if (chosen === 'noClobber') return false;
  if (o.update && existing.mtimeMs >= stat.mtimeMs) return false;
  const isProtected = existing.kind !== 'symlink' && !files.may(target, 'w');
  const asks = isProtected && ctx.process.fds.get(0)?.kind === 'tty' && chosen !== 'force';
  if (chosen !== 'interactive' && !asks) return true;
  yield* ctx.flush();
  const rights = `${existing.mode.toString(8).padStart(4, '0')} (${rightsText(existing.mode)})`;
  const question = isProtected
    ? `replace ${q(target)}, overriding mode ${rights}? `
    : `overwrite ${q(target)}? `;
  return yield* confirm(ctx.process, `${ctx.name}: ${question}`);
}

function parent(path: string): string {
  return path.replace(/\/+$/, '').replace(/[^/]+$/, '') || '.';
}

function last(path: string): string {
  return path.replace(/\/+$/, '').replace(/.*\//, '');
}

function* moveByCopy(ctx: Ctx, source: string, target: string): Task<void> {
  const { files } = ctx.process;
  if (files.exists(target) && !files.isDir(target)) files.unlink(target);
  const copier = new Copier(
    {
      recursive: true,
      follow: 'never',
      preserve: { mode: true, owner: true, times: true },
      preserveLinks: true,
      overwrite: 'always',
      update: false,
      force: true,
      removeFirst: false,
      backup: 'none',
      suffix: undefined,
      makes: 'copy',
      verbose: false,
    },
    {
      name: ctx.name,
      process: ctx.process,
      out: (text) => ctx.out(text),
      fail: (message) => ctx.fail(message),
      flush: () => ctx.flush(),
    },
  );
  if (!(yield* copier.copy(source, target))) return;
  if (ctx.options.verbose) yield* ctx.out(`copied ${q(source)} -> ${q(target)}\n`);
  try {
    files.removeAll(source);
    if (ctx.options.verbose) yield* ctx.out(`removed ${q(source)}\n`);
  } catch (error) {
    yield* ctx.fail(`cannot remove ${q(source)}: ${failureText(error)}`);
  }
}
