// cp: copies files and folders.
import type { Task } from '../../base/sim';
import type { Context, OptionValues } from '../command';
import { defineCommand, quoteAlways } from '../command';
import { BadWord } from '../system/argument-words';
import { backupStyle } from '../system/backup';
import { intoFolder, readTargets, type Targets } from '../system/target';
import { Copier, type CopyRules } from './copy';

const options = {
  archive: ['-a, --archive', 'same as -dR --preserve=all'],
  attributesOnly: ['--attributes-only', 'copy only attributes, not content'],
  backup: ['--backup[=CONTROL]', 'make a backup of each existing target'],
  b: ['-b', 'like --backup'],
  copyContents: ['--copy-contents', 'copy the content of special files'],
  noDereferenceLinks: ['-d', 'same as --no-dereference --preserve=links'],
  force: ['-f, --force', 'remove a target that cannot be opened, and try again'],
  interactive: ['-i, --interactive', 'ask before overwriting'],
  followOperands: ['-H', 'follow links of the command line'],
  link: ['-l, --link', 'make hard links instead of copying'],
  dereference: ['-L, --dereference', 'always follow links'],
  noClobber: ['-n, --no-clobber', 'do not overwrite existing files'],
  noDereference: ['-P, --no-dereference', 'never follow links'],
  p: ['-p', 'same as --preserve=mode,ownership,timestamps'],
  preserve: ['--preserve[=LIST]', 'keep attributes: mode, ownership, timestamps, links, all'],
  noPreserve: ['--no-preserve=LIST', 'do not keep these'],
  parents: ['--parents', 'use the full source path under the folder'],
  recursive: ['-R, -r, --recursive', 'copy folders with all that is in them'],
  reflink: ['--reflink[=WHEN]', 'ignored'],
  removeDestination: ['--remove-destination', 'remove each target first'],
  sparse: ['--sparse=WHEN', 'ignored'],
  stripSlashes: ['--strip-trailing-slashes', 'remove slashes at the end of sources'],
  symbolicLink: ['-s, --symbolic-link', 'make symbolic links instead of copying'],
  suffix: ['-S, --suffix=SUFFIX', 'suffix of backups'],
  targetDirectory: ['-t, --target-directory=DIRECTORY', 'copy all sources into DIRECTORY'],
  noTargetDirectory: ['-T, --no-target-directory', 'treat the target as a plain name'],
  update: ['-u, --update', 'copy only what is newer or missing'],
  verbose: ['-v, --verbose', 'say what is done'],
  oneFileSystem: ['-x, --one-file-system', 'stay on this file system'],
  context: ['-Z, --context[=CTX]', 'ignored'],
} as const;

type Options = OptionValues<typeof options>;
type Ctx = Context<typeof options>;

export default defineCommand({
  name: 'cp',
  summary: { en: 'Copy files and folders.', es: 'Copia archivos y carpetas.' },
  options,
  operands: 'SOURCE... TARGET',
  *run(ctx) {
    const rules = rulesOf(ctx);
    if (typeof rules === 'string') return yield* ctx.usage(rules);
    const targets = yield* readTargets(ctx as unknown as Context, ctx.options);
    if (targets === undefined) return 1;
    const copier = new Copier(rules, {
      name: ctx.name,
      process: ctx.process,
      out: (text) => ctx.out(text),
      fail: (message) => ctx.fail(message),
      flush: () => ctx.flush(),
    });
    if (ctx.options.parents && targets.folder === undefined) {
      return yield* ctx.usage('with --parents, the destination must be a directory');
    }
    const made = new Map<string, string>();
    for (const given of targets.sources) {
      const source = ctx.options.stripSlashes ? given.replace(/(.)\/+$/, '$1') : given;
      const target = yield* targetOf(ctx, targets, source);
      const before = made.get(target);
      if (before === source) {
        yield* ctx.warn(`warning: source file ${quoteAlways(source)} specified more than once`);
        continue;
      }
      if (before !== undefined && targets.folder !== target) {
        const [to, from] = [quoteAlways(target), quoteAlways(source)];
        yield* ctx.fail(`will not overwrite just-created ${to} with ${from}`);
        continue;
      }
      made.set(target, source);
      yield* copier.copy(source, target);
    }
    return ctx.status;
  },
});

function rulesOf(ctx: Ctx): CopyRules | string {
  const o = ctx.options;
  const backup = backupStyle(o, ctx.process);
  if (backup instanceof BadWord) return backup.message;
  if (o.link && o.symbolicLink) return 'cannot make both hard and symbolic links';
  const recursive = o.recursive || o.archive;
  const last = [...ctx.given]
    .reverse()
    .find(({ key }) => ['interactive', 'noClobber', 'force'].includes(key))?.key;
  const preserve = preserved(o, ctx.given);
  return {
    recursive,
    follow: followOf(ctx.given, recursive),
    preserve,
    preserveLinks: preserve.links,
    overwrite: last === 'interactive' ? 'ask' : last === 'noClobber' ? 'never' : 'always',
    update: o.update,
    force: o.force,
    removeFirst: o.removeDestination,
    backup,
    suffix: o.suffix,
    makes: o.symbolicLink
      ? 'symlink'
      : o.link
        ? 'hardlink'
        : o.attributesOnly
          ? 'attributes'
          : 'copy',
    verbose: o.verbose,
  };
}

function followOf(given: Ctx['given'], recursive: boolean): CopyRules['follow'] {
  let follow: CopyRules['follow'] | undefined;
  for (const { key } of given) {
    if (key === 'archive' || key === 'noDereferenceLinks' || key === 'noDereference') {
      follow = 'never';
    } else if (key === 'followOperands') follow = 'operands';
    else if (key === 'dereference') follow = 'always';
  }
  return follow ?? (recursive ? 'never' : 'always');
}

function preserved(o: Options, given: Ctx['given']) {
  const keep = { mode: false, owner: false, times: false, links: false };
  const set = (list: string, isKept: boolean): void => {
    for (const word of list.split(',')) {
      if (word === 'mode' || word === 'all') keep.mode = isKept;
      if (word === 'ownership' || word === 'all') keep.owner = isKept;
      if (word === 'timestamps' || word === 'all') keep.times = isKept;
      if (word === 'links' || word === 'all') keep.links = isKept;
    }
  };
  if (o.archive) set('all', true);
  if (o.noDereferenceLinks) set('links', true);
  if (o.p) set('mode,ownership,timestamps', true);
  for (const { key, value } of given) {
    if (key === 'preserve') set(value ?? 'mode,ownership,timestamps', true);
    if (key === 'noPreserve') set(value ?? '', false);
  }
  return keep;
}

function* targetOf(ctx: Ctx, targets: Targets, source: string): Task<string> {
  const { folder } = targets;
  if (folder === undefined) return targets.name;
  if (!ctx.options.parents) {
    // `cp -r d/. g` copies what is in d into g itself.
    return /(^|\/)\.\.?$/.test(source) ? folder : intoFolder(folder, source);
  }
  const names = source.replace(/^\/+|\/+$/g, '').split('/');
  let [from, to] = [source.startsWith('/') ? '/' : '', folder];
  for (const name of names.slice(0, -1)) {
    from += from === '' || from === '/' ? name : `/${name}`;
    to += `/${name}`;
    if (ctx.process.files.exists(to)) continue;
    ctx.process.files.mkdir(to);
    if (ctx.options.verbose) yield* ctx.out(`${from} -> ${to}\n`);
  }
  if (names.length === 0) yield* ctx.fail(`cannot copy ${quoteAlways(source)}`);
  return `${to}/${names[names.length - 1] ?? ''}`;
}
