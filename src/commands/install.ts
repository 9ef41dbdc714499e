// install: copies files and sets their modes; makes folders.
import type { Task } from '../base/sim';
import { type Context, defineCommand, quoteAlways, quoteLocale } from './command';
import { Copier } from './cp/copy';
import { failureText } from './framework/failure';
import { gidOf, uidOf } from './system/accounts';
import { BadWord } from './system/argument-words';
import { backupStyle } from './system/backup';
import { type ModeChange, parseMode } from './system/mode';
import { intoFolder, readTargets } from './system/target';

const options = {
  backup: ['--backup[=CONTROL]', 'make a backup of each existing target'],
  b: ['-b', 'like --backup'],
  ignored: ['-c', 'ignored'],
  compare: ['-C, --compare', 'leave targets that are the same'],
  directory: ['-d, --directory', 'make folders'],
  leading: ['-D', 'make the folders above the target'],
  group: ['-g, --group=GROUP', 'set the group'],
  mode: ['-m, --mode=MODE', 'set the mode, instead of rwxr-xr-x'],
  owner: ['-o, --owner=OWNER', 'set the owner'],
  preserve: ['-p, --preserve-timestamps', 'keep the times of sources'],
  strip: ['-s, --strip', 'ignored'],
  suffix: ['-S, --suffix=SUFFIX', 'suffix of backups'],
  targetDirectory: ['-t, --target-directory=DIRECTORY', 'copy all sources into DIRECTORY'],
  noTargetDirectory: ['-T, --no-target-directory', 'treat the target as a plain name'],
  verbose: ['-v, --verbose', 'say what is done'],
} as const;

type Ctx = Context<typeof options>;

export default defineCommand({
  name: 'install',
  summary: {
    en: 'Copy files and set their attributes.',
    es: 'Copia archivos y fija sus atributos.',
  },
  options,
  operands: 'SOURCE... TARGET',
  *run(ctx) {
    const { mode, owner, group } = ctx.options;
    const { files } = ctx.process;
    const change = parseMode(mode ?? '755');
    if (change === undefined) return yield* ctx.fail(`invalid mode ${quoteLocale(mode ?? '')}`);
    const uid = owner === undefined ? undefined : uidOf(files, owner);
    const gid = group === undefined ? undefined : gidOf(files, group);
    if (owner !== undefined && uid === undefined) {
      return yield* ctx.fail(`invalid user ${quoteLocale(owner)}`);
    }
    if (group !== undefined && gid === undefined) {
      return yield* ctx.fail(`invalid group ${quoteLocale(group)}`);
    }
    const finish = (path: string): void => setAttributes(ctx, path, change, uid, gid);
    return ctx.options.directory ? yield* makeFolders(ctx, finish) : yield* copyAll(ctx, finish);
  },
});

function setAttributes(
  ctx: Ctx,
  path: string,
  change: ModeChange,
  uid: number | undefined,
  gid: number | undefined,
): void {
  const { files } = ctx.process;
  const stat = files.stat(path);
  if (uid !== undefined || gid !== undefined) {
    files.chown(path, uid ?? stat.uid, gid ?? stat.gid);
  }
  files.chmod(path, change(0, stat.kind === 'dir', 0));
}

function* makeFolders(ctx: Ctx, finish: (path: string) => void): Task<number> {
  if (ctx.operands.length === 0) return yield* ctx.usage('missing file operand');
  for (const path of ctx.operands) {
    try {
      if (!ctx.process.files.isDir(path)) {
        ctx.process.files.mkdirAll(path);
        if (ctx.options.verbose) {
          yield* ctx.out(`${ctx.name}: creating directory ${quoteAlways(path)}\n`);
        }
      }
      finish(path);
    } catch (error) {
      yield* ctx.fail(`cannot create directory ${quoteLocale(path)}: ${failureText(error)}`);
    }
  }
  return ctx.status;
}

function* copyAll(ctx: Ctx, finish: (path: string) => void): Task<number> {
  const o = ctx.options;
  const { files } = ctx.process;
  const last = ctx.operands[ctx.operands.length - 1];
  if (o.leading && last !== undefined && ctx.operands.length > 1) {
    const slash = last.lastIndexOf('/');
    if (slash > 0) files.mkdirAll(last.slice(0, slash));
  }
  const targets = yield* readTargets(ctx as unknown as Context, o);
  if (targets === undefined) return 1;
  const backup = backupStyle(o, ctx.process);
  if (backup instanceof BadWord) return yield* ctx.usage(backup.message);
  const copier = new Copier(
    {
      recursive: false,
      follow: 'always',
      preserve: { mode: false, owner: false, times: o.preserve },
      preserveLinks: false,
      overwrite: 'always',
      update: false,
      force: true,
      removeFirst: true,
      backup,
      suffix: o.suffix,
      makes: 'copy',
      verbose: o.verbose,
    },
    {
      name: ctx.name,
      process: ctx.process,
      out: (text) => ctx.out(text),
      fail: (message) => ctx.fail(message.replace(/^-r not specified; /, '')),
      flush: () => ctx.flush(),
    },
  );
  for (const source of targets.sources) {
    const { folder, name } = targets;
    const target = folder === undefined ? name : intoFolder(folder, source);
    if (yield* copier.copy(source, target)) finish(target);
  }
  return ctx.status;
}
