// rm: removes files and, with -r, folders.
import type { Task } from '../base/sim';
import type { Stat } from '../machine/types';
import { type Context, defineCommand, quoteAlways as q } from './command';
import { failureCode, failureText } from './framework/failure';
import { BadWord, chooseWord } from './system/argument-words';
import { confirm } from './system/prompt';

const options = {
  force: ['-f, --force', 'ignore missing files, never ask'],
  i: ['-i', 'ask before every removal'],
  I: ['-I', 'ask once before removing more than three files or with -r'],
  interactive: ['--interactive[=WHEN]', 'ask never, once (-I) or always (-i)'],
  oneFileSystem: ['--one-file-system', 'leave out folders on other file systems'],
  noPreserveRoot: ['--no-preserve-root', 'do not treat / specially'],
  preserveRoot: ['--preserve-root[=all]', 'do not remove / (default)'],
  recursive: ['-r, -R, --recursive', 'remove folders with all that is in them'],
  dir: ['-d, --dir', 'remove empty folders'],
  verbose: ['-v, --verbose', 'say what is done'],
} as const;

type Ctx = Context<typeof options>;
type Asking = 'never' | 'once' | 'always' | 'protected';

export default defineCommand({
  name: 'rm',
  summary: { en: 'Remove files or folders.', es: 'Borra archivos o carpetas.' },
  options,
  operands: '[FILE]...',
  *run(ctx) {
    const { operands } = ctx;
    const when = ctx.options.interactive;
    if (typeof when === 'string') {
      const word = chooseWord(when, '--interactive', [
        ['never', 'no', 'none'],
        ['once'],
        ['always', 'yes'],
      ]);
      if (word instanceof BadWord) return yield* ctx.usage(word.message);
    }
    const asking = askingOf(ctx.given);
    if (operands.length === 0) {
      return ctx.options.force ? 0 : yield* ctx.usage('missing operand');
    }
    if (asking === 'once' && (operands.length > 3 || ctx.options.recursive)) {
      const count = `${operands.length} argument${operands.length === 1 ? '' : 's'}`;
      const how = ctx.options.recursive ? ' recursively' : '';
      if (!(yield* confirm(ctx.process, `${ctx.name}: remove ${count}${how}? `))) return 0;
    }
    const remover = new Remover(ctx, asking === 'once' ? 'never' : asking);
    for (const path of operands) yield* remover.operand(path);
    return ctx.status;
  },
});

function askingOf(given: Ctx['given']): Asking {
  let asking: Asking = 'protected';
  for (const { key, value } of given) {
    if (key === 'force') asking = 'never';
    else if (key === 'i') asking = 'always';
    else if (key === 'I') asking = 'once';
    else if (key === 'interactive') {
      const isOff = value === 'never' || value === 'no' || value === 'none';
      asking = isOff ? 'never' : value === 'once' ? 'once' : 'always';
    }
  }
  return asking;
}

class Remover {
  #ctx: Ctx;
  #asking: Asking;

  constructor(ctx: Ctx, asking: Asking) {
    this.#ctx = ctx;
    this.#asking = asking;
  }

  *operand(path: string): Task<void> {
    const ctx = this.#ctx;
    const { files } = ctx.process;
    let stat: Stat;
    try {
      stat = files.lstat(path);
    } catch (error) {
      const code = failureCode(error);
      if (ctx.options.force && (code === 'ENOENT' || code === 'ENOTDIR')) return;
      yield* ctx.fail(`cannot remove ${q(path)}: ${failureText(error)}`);
      return;
    }
    if (stat.kind === 'dir' && ctx.options.recursive) {
      if (/(^|\/)\.\.?\/*$/.test(path)) {
        yield* ctx.fail(`refusing to remove '.' or '..' directory: skipping ${q(path)}`);
        return;
      }
      if (!ctx.options.noPreserveRoot && files.realpath(path) === '/') {
        const same = path === '/' ? '' : ` (same as '/')`;
        yield* ctx.warn(`it is dangerous to operate recursively on ${q(path)}${same}`);
        yield* ctx.fail('use --no-preserve-root to override this failsafe');
        return;
      }
    }
    yield* this.#remove(path, stat);
  }

  /** False when it, or something in it, is still there. */
  *#remove(path: string, stat: Stat): Task<boolean> {
    const ctx = this.#ctx;
    if (stat.kind !== 'dir') {
      if (!(yield* this.#asks(path, stat, 'remove'))) return false;
      return yield* this.#take(path, (files) => files.unlink(path), 'removed ');
    }
    if (!ctx.options.recursive) {
      if (!ctx.options.dir) {
        yield* ctx.fail(`cannot remove ${q(path)}: Is a directory`);
        return false;
      }
      return yield* this.#folder(path, stat);
    }
    return yield* this.#tree(path, stat);
  }

  *#tree(path: string, stat: Stat): Task<boolean> {
    const ctx = this.#ctx;
    const { files } = ctx.process;
    let names: readonly string[];
    try {
      names = files.list(path);
    } catch (error) {
      yield* ctx.fail(`cannot remove ${q(path)}: ${failureText(error)}`);
      return false;
    }
    if (names.length > 0) {
      if (!(yield* this.#asks(path, stat, 'descend into'))) return false;
    }
    let isEmpty = true;
    const base = path.endsWith('/') ? path : `${path}/`;
    for (const name of names) {
      const below = base + name;
      let entry: Stat;
      try {
        entry = files.lstat(below);
      } catch (error) {
        failureCode(error);
        continue;
      }
      if (!(yield* this.#remove(below, entry))) isEmpty = false;
    }
    return isEmpty ? yield* this.#folder(path, stat) : false;
  }

  *#folder(path: string, stat: Stat): Task<boolean> {
    if (!(yield* this.#asks(path, stat, 'remove'))) return false;
    const isLink = path.endsWith('/') && this.#isLink(path.replace(/\/+$/, ''));
    if (isLink) {
      yield* this.#ctx.fail(`cannot remove ${q(path)}: Not a directory`);
      return false;
    }
    return yield* this.#take(path, (files) => files.rmdir(path), 'removed directory ');
  }

  #isLink(path: string): boolean {
    try {
      return this.#ctx.process.files.lstat(path).kind === 'symlink';
    } catch (error) {
      failureCode(error);
      return false;
    }
  }

  *#take(
    path: string,
    remove: (files: Ctx['process']['files']) => void,
    done: string,
  ): Task<boolean> {
    const ctx = this.#ctx;
    try {
      remove(ctx.process.files);
    } catch (error) {
      if (ctx.options.force && failureCode(error) === 'ENOENT') return true;
      yield* ctx.fail(`cannot remove ${q(path)}: ${failureText(error)}`);
      return false;
    }
    if (ctx.options.verbose) yield* ctx.out(`${done}${q(path)}\n`);
    return true;
  }

  /** Whether it may be done: asked for with -i, and for protected files on a terminal. */
  *#asks(path: string, stat: Stat, what: string): Task<boolean> {
    const { process, name } = this.#ctx;
    if (this.#asking === 'never') return true;
    const isProtected = stat.kind !== 'symlink' && !process.files.may(path, 'w');
    if (this.#asking === 'protected') {
      if (!isProtected || process.fds.get(0)?.kind !== 'tty') return true;
    }
    yield* this.#ctx.flush();
    const kind = isProtected ? `write-protected ${kindText(stat)}` : kindText(stat);
    return yield* confirm(process, `${name}: ${what} ${kind} ${q(path)}? `);
  }
}

function kindText(stat: Stat): string {
  switch (stat.kind) {
    case 'dir':
      return 'directory';
    case 'symlink':
      return 'symbolic link';
    case 'fifo':
      return 'fifo';
    case 'socket':
      return 'socket';
    case 'device':
      return 'character special file';
    case 'file':
      return stat.size === 0 ? 'regular empty file' : 'regular file';
  }
}
