// diff: how two files or folders differ.
import { splitLines } from '../../base/diff';
import type { Task } from '../../base/sim';
import type { Stat } from '../../machine/types';
import { type Context, defineCommand, failureText } from '../command';
import { globTest } from '../framework/glob';
import { sideBySide } from './columns';
import { LineRules, type Side } from './compare';
import { contextual, edScript, normal, type Paint, rcs, unified } from './formats';
import { options } from './options';

type Ctx = Context<typeof options>;

export default defineCommand({
  name: 'diff',
  summary: {
    en: 'Print how two files differ.',
    es: 'Muestra en qué se diferencian dos archivos.',
  },
  package: 'diffutils',
  options,
  operands: 'FILE1 FILE2',
  hint: "diff: Try 'diff --help' for more information.\n",
  usageStatus: 2,
  digits: 'lines',
  *run(ctx) {
    const [first, second, extra] = ctx.operands;
    if (second === undefined || first === undefined) {
      const last = ctx.process.argv[ctx.process.argv.length - 1] ?? 'diff';
      return yield* ctx.usage(`missing operand after '${last}'`);
    }
    if (extra !== undefined) return yield* ctx.usage(`extra operand '${extra}'`);
    for (const text of [ctx.options.context, ctx.options.unified]) {
      if (typeof text === 'string' && !/^\d+$/.test(text)) {
        return yield* ctx.usage(`invalid context length '${text}'`);
      }
    }
    return yield* new Differ(ctx).operands(first, second);
  },
});

/** What there is at a path; undefined: nothing. */
interface Place {
  readonly name: string;
  readonly stat: Stat | undefined;
}

class Differ {
  #ctx: Ctx;
  #rules: LineRules;
  #excludes: readonly ((name: string) => boolean)[];
  #isInFolder = false;

  constructor(ctx: Ctx) {
    this.#ctx = ctx;
    this.#rules = new LineRules(ctx.options);
    this.#excludes = ctx.options.exclude.map((p) => globTest(p));
  }

  /** Returns the exit status. */
  *operands(first: string, second: string): Task<number> {
    const { files } = this.#ctx.process;
    let a = first;
    let b = second;
    const isDir1 = a !== '-' && files.isDir(a);
    const isDir2 = b !== '-' && files.isDir(b);
    if (isDir1 && isDir2) return yield* this.#folders(a, b);
    const base = (path: string) => path.replace(/\/+$/, '').replace(/.*\//, '');
    if (isDir1) a = `${a.replace(/\/$/, '')}/${base(b)}`;
    if (isDir2) b = `${b.replace(/\/$/, '')}/${base(a)}`;
    const left = yield* this.#look(a);
    const right = yield* this.#look(b);
    if (left === undefined || right === undefined) return 2;
    return yield* this.#files(left, right);
  }

  /** With -N a missing file is an empty one; otherwise that is said. */
  *#look(name: string): Task<Place | undefined> {
    if (name === '-') return { name, stat: undefined };
    try {
      return { name, stat: this.#ctx.process.files.stat(name) };
    } catch (error) {
      if (this.#ctx.options.newFile) return { name, stat: undefined };
      yield* this.#ctx.warn(`${name}: ${failureText(error)}`);
      return undefined;
    }
  }

  *#read(place: Place, index: number): Task<{ text: string; side: Side } | undefined> {
    const { process, options: o } = this.#ctx;
    let text = '';
    if (place.name === '-') text = yield* this.#ctx.stdin().all();
    else if (place.stat !== undefined) {
      const got = yield* this.#ctx.readAll(place.name, {
        status: 2,
        dash: false,
        explain: (f, why) => `${f}: ${why}`,
      });
      if (got === undefined) return undefined;
      text = got;
    }
    const mtimeMs = place.stat?.mtimeMs ?? (place.name === '-' ? process.sim.now : 0);
    const { lines, isUnterminated } = splitLines(text);
    const side = {
      name: place.name,
      lines,
      isOpen: isUnterminated,
      label: o.label[index],
      mtimeMs,
    };
    return { text, side };
  }

  *#files(a: Place, b: Place): Task<number> {
    const ctx = this.#ctx;
    const o = ctx.options;
    const left = yield* this.#read(a, 0);
    const right = yield* this.#read(b, 1);
    if (left === undefined || right === undefined) return 2;
    const isBinary = !o.text && (left.text.includes('\0') || right.text.includes('\0'));
    const isSame = left.text === right.text;
    if (isBinary && !isSame && !o.brief) {
      yield* ctx.out(`Binary files ${a.name} and ${b.name} differ\n`);
      return 1;
    }
    const changes = isSame
      ? []
      : isBinary
        ? undefined
        : this.#rules.changes(left.side, right.side, this.#contextLines());
    if (changes?.length === 0) {
      if (o.identical) yield* ctx.out(`Files ${a.name} and ${b.name} are identical\n`);
      else if (o.sideBySide && !o.brief) yield* this.#print(left.side, right.side, []);
      return 0;
    }
    if (o.brief || changes === undefined) {
      yield* ctx.out(`Files ${a.name} and ${b.name} differ\n`);
      return 1;
    }
    if (this.#isInFolder)
      yield* ctx.out(`diff ${this.#optionWords()}${word(a.name)} ${word(b.name)}\n`);
    yield* this.#print(left.side, right.side, changes);
    return 1;
  }

  #contextLines(): number {
    const { c, context, u, unified: lines, lines: digits } = this.#ctx.options;
    if (!c && !u && context === undefined && lines === undefined) return 0;
    const given =
      typeof lines === 'string' ? lines : typeof context === 'string' ? context : digits;
    return Number(given ?? 3);
  }

  /** The options as they were given: the line before each file of a folder shows them. */
  #optionWords(): string {
    const { argv } = this.#ctx.process;
    const operands = [...this.#ctx.operands];
    const words: string[] = [];
    for (const arg of argv.slice(1)) {
      if (arg === operands[0]) operands.shift();
      else words.push(word(arg));
    }
    return words.length === 0 ? '' : `${words.join(' ')} `;
  }

  *#print(a: Side, b: Side, changes: ReturnType<LineRules['changes']>): Task<void> {
    const ctx = this.#ctx;
    const o = ctx.options;
    const paint = painter(ctx);
    const context = this.#contextLines();
    if (o.u || o.unified !== undefined) {
      yield* ctx.out(unified(a, b, { changes, context, paint }));
    } else if (o.c || o.context !== undefined) {
      yield* ctx.out(contextual(a, b, { changes, context, paint }));
    } else if (o.ed) yield* ctx.out(edScript(b, changes));
    else if (o.rcs) yield* ctx.out(rcs(b, changes));
    else if (o.sideBySide) {
      const { expandTabs, leftColumn, suppressCommon } = o;
      const rules = { width: Number(o.width ?? 130), expandTabs, leftColumn, suppressCommon };
      yield* ctx.out(sideBySide(a, b, { changes, rules }));
    } else yield* ctx.out(normal(a, b, changes, paint));
  }

  *#folders(a: string, b: string): Task<number> {
    const ctx = this.#ctx;
    const { files } = ctx.process;
    const o = ctx.options;
    let names: [readonly string[], readonly string[]];
    try {
      names = [files.list(a), files.list(b)];
    } catch (error) {
      return yield* ctx.fail(failureText(error), 2);
    }
    this.#isInFolder = true;
    const all = [...new Set([...names[0], ...names[1]])].sort((x, y) => (x < y ? -1 : 1));
    let status = 0;
    for (const name of all) {
      if (this.#excludes.some((test) => test(name))) continue;
      const inA = names[0].includes(name);
      const inB = names[1].includes(name);
      const pathA = join(a, name);
      const pathB = join(b, name);
      if (
        (inA && inB) ||
        (o.newFile && !this.#isFolder(inA ? pathA : pathB)) ||
        (o.newFile && o.recursive)
      ) {
        status = Math.max(status, yield* this.#pair(pathA, pathB));
      } else {
        yield* ctx.out(`Only in ${inA ? a : b}: ${name}\n`);
        status = Math.max(status, 1);
      }
    }
    return status;
  }

  #isFolder(path: string): boolean {
    return this.#ctx.process.files.isDir(path);
  }

  *#pair(a: string, b: string): Task<number> {
    const ctx = this.#ctx;
    const isDirA = this.#isFolder(a);
    const isDirB = this.#isFolder(b);
    if (isDirA && isDirB) {
      if (ctx.options.recursive) return yield* this.#folders(a, b);
      yield* ctx.out(`Common subdirectories: ${a} and ${b}\n`);
      return 0;
    }
    const left = yield* this.#look(a);
    const right = yield* this.#look(b);
    if (left === undefined || right === undefined) return 2;
    if (left.stat && right.stat && isDirA !== isDirB) {
      yield* ctx.out(
        `File ${a} is a ${kindName(left.stat)} while file ${b} is a ${kindName(right.stat)}\n`,
      );
      return 1;
    }
    return yield* this.#files(left, right);
  }
}

function join(folder: string, name: string): string {
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}

function kindName(stat: Stat): string {
  if (stat.kind === 'dir') return 'directory';
  if (stat.kind === 'file') return stat.size === 0 ? 'regular empty file' : 'regular file';
  return stat.kind === 'symlink' ? 'symbolic link' : stat.kind;
}

function word(text: string): string {
  return text !== '' && /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

const COLORS = { header: '1', hunk: '36', old: '31', new: '32' } as const;

function painter(ctx: Ctx): Paint {
  const color = ctx.options.color === true ? 'auto' : (ctx.options.color ?? 'never');
  const isTerminal = ctx.process.fds.get(1)?.kind === 'tty';
  if (color !== 'always' && !(color === 'auto' && isTerminal)) return (text) => text;
  return (text, kind) => `\u001b[${COLORS[kind]}m${text.replace(/\n$/, '')}\u001b[0m\n`;
}
