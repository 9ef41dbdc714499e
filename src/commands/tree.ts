// tree: shows folders as a tree.
import type { Task } from '../base/sim';
import type { Stat } from '../machine/types';
import { type Context, defineCommand } from './command';
import { failureCode } from './framework/failure';
import { globTest } from './framework/glob';
import { Names } from './system/accounts';
import { modeText } from './system/mode';
import { humanSize } from './system/sizes';
import { strftime } from './system/strftime';

const options = {
  all: ['-a', 'list names that begin with . too'],
  dirsOnly: ['-d', 'list folders only'],
  follow: ['-l', 'follow links to folders'],
  fullPath: ['-f', 'print the full path of each file'],
  noIndent: ['-i', 'do not print the lines of the tree'],
  level: ['-L=LEVEL', 'descend only LEVEL folders'],
  pattern: ['-P=PATTERN...', 'list only files that match'],
  ignore: ['-I=PATTERN...', 'leave out files that match'],
  noReport: ['--noreport', 'no counts at the end'],
  rights: ['-p', 'print the rights of each file'],
  size: ['-s', 'print the size of each file'],
  human: ['-h', 'print sizes like 1.2K'],
  user: ['-u', 'print the owner'],
  group: ['-g', 'print the group'],
  date: ['-D', 'print the date of the last change'],
  classify: ['-F', 'append / * @ | = to names'],
  dirsFirst: ['--dirsfirst', 'list folders before files'],
  filesFirst: ['--filesfirst', 'list files before folders'],
  reverse: ['-r', 'reverse the order'],
  byTime: ['-t', 'sort by the time of the last change'],
  unsorted: ['-U', 'do not sort'],
  color: ['-C', 'always color'],
  noColor: ['-n', 'never color'],
  prune: ['--prune', 'leave out empty folders'],
  charset: ['--charset=CHARSET', 'ascii or utf-8'],
} as const;

type Ctx = Context<typeof options>;

export default defineCommand({
  name: 'tree',
  summary: { en: 'Show folders as a tree.', es: 'Muestra carpetas en forma de árbol.' },
  options,
  operands: '[DIRECTORY]...',
  *run(ctx) {
    const { level, noReport } = ctx.options;
    if (level !== undefined && !(Number(level) > 0)) {
      yield* ctx.err('tree: Invalid level, must be greater than 0.\n');
      return 1;
    }
    const printer = new TreePrinter(ctx);
    for (const path of ctx.operands.length === 0 ? ['.'] : ctx.operands) {
      yield* printer.root(path);
    }
    if (!noReport) yield* ctx.out(printer.report());
    return ctx.status;
  },
});

interface Entry {
  readonly name: string;
  readonly path: string;
  readonly stat: Stat;
  readonly isFolder: boolean;
}

class TreePrinter {
  #ctx: Ctx;
  #folders = 0;
  #files = 0;
  #names: Names;
  #patterns: readonly ((name: string) => boolean)[];
  #ignored: readonly ((name: string) => boolean)[];

  constructor(ctx: Ctx) {
    this.#ctx = ctx;
    this.#names = new Names(ctx.process.files);
    const tests = (patterns: readonly string[]) =>
      patterns.flatMap((text) => text.split('|')).map((pattern) => globTest(pattern));
    this.#patterns = tests(ctx.options.pattern);
    this.#ignored = tests(ctx.options.ignore);
  }

  *root(path: string): Task<void> {
    const ctx = this.#ctx;
    if (!ctx.process.files.isDir(path)) {
      yield* ctx.out(`${path}  [error opening dir]\n`);
      ctx.status = 2;
      return;
    }
    const stat = ctx.process.files.stat(path);
    this.#folders++;
    const isMarked = ctx.options.classify && !path.endsWith('/');
    yield* ctx.out(`${this.#facts(stat)}${path}${isMarked ? '/' : ''}\n`);
    yield* this.#below(path, '', 1);
  }

  report(): string {
    const { dirsOnly } = this.#ctx.options;
    const folders = `${this.#folders} director${this.#folders === 1 ? 'y' : 'ies'}`;
    const files = `, ${this.#files} file${this.#files === 1 ? '' : 's'}`;
    return `\n${folders}${dirsOnly ? '' : files}\n`;
  }

  *#below(path: string, indent: string, depth: number): Task<void> {
    const o = this.#ctx.options;
    if (o.level !== undefined && depth > Number(o.level)) return;
    const entries = this.#entries(path);
    const isAscii = o.charset !== undefined && !/utf-?8/i.test(o.charset);
    const [branch, end, bar] = isAscii
      ? ['|-- ', '`-- ', '|   ']
      : ['├── ', '└── ', '│\u00a0\u00a0 '];
    for (const [i, entry] of entries.entries()) {
      const isLast = i === entries.length - 1;
      if (entry.isFolder) this.#folders++;
      else this.#files++;
      const lines = o.noIndent ? '' : indent + (isLast ? end : branch);
      yield* this.#ctx.out(`${lines}${this.#line(entry)}\n`);
      const isLink = entry.stat.kind === 'symlink';
      if (!entry.isFolder || (isLink && !o.follow)) continue;
      yield* this.#below(entry.path, indent + (isLast ? '    ' : bar), depth + 1);
    }
  }

  #entries(path: string): readonly Entry[] {
    const { files } = this.#ctx.process;
    const o = this.#ctx.options;
    let names: readonly string[] = [];
    try {
      names = files.list(path);
    } catch (error) {
      failureCode(error);
    }
    const base = path.endsWith('/') ? path : `${path}/`;
    const entries: Entry[] = [];
    for (const name of names) {
      if (!o.all && name.startsWith('.')) continue;
      const full = base + name;
      const stat = files.lstat(full);
      const isFolder = stat.kind === 'dir' || (stat.kind === 'symlink' && files.isDir(full));
      if (o.dirsOnly && !isFolder) continue;
      if (this.#ignored.some((test) => test(name))) continue;
      const isPlain = !isFolder && this.#patterns.length > 0;
      if (isPlain && !this.#patterns.some((test) => test(name))) continue;
      entries.push({ name, path: full, stat, isFolder });
    }
    if (o.byTime) entries.sort((a, b) => a.stat.mtimeMs - b.stat.mtimeMs);
    if (o.reverse) entries.reverse();
    if (!o.dirsFirst && !o.filesFirst) return entries;
    const folders = entries.filter((entry) => entry.isFolder);
    const others = entries.filter((entry) => !entry.isFolder);
    return o.dirsFirst ? [...folders, ...others] : [...others, ...folders];
  }

  #line(entry: Entry): string {
    const o = this.#ctx.options;
    const { stat } = entry;
    const name = o.fullPath ? entry.path : entry.name;
    const isLink = stat.kind === 'symlink';
    const arrow = isLink ? ` -> ${this.#ctx.process.files.readlink(entry.path)}` : '';
    return this.#facts(stat) + name + (o.classify ? mark(entry) : '') + arrow;
  }

  #facts(stat: Stat): string {
    const o = this.#ctx.options;
    const facts: string[] = [];
    if (o.rights) facts.push(modeText(stat));
    if (o.user) facts.push(this.#names.user(stat.uid).padEnd(8));
    if (o.group) facts.push(this.#names.group(stat.gid).padEnd(8));
    if (o.human) facts.push(humanSize(stat.size).padStart(4));
    else if (o.size) facts.push(String(stat.size).padStart(11));
    if (o.date) facts.push(strftime('%b %e %H:%M', stat.mtimeMs));
    return facts.length === 0 ? '' : `[${facts.join(' ')}]  `;
  }
}

function mark(entry: Entry): string {
  switch (entry.stat.kind) {
    case 'dir':
      return '/';
    case 'fifo':
      return '|';
    case 'socket':
      return '=';
    case 'file':
      return (entry.stat.mode & 0o111) !== 0 ? '*' : '';
    default:
      return '';
  }
}
