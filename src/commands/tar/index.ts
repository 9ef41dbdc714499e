// tar: makes, lists and extracts archives. Compressed ones through gzip only: as on a machine
// where bzip2, xz and zstd are not installed.
import { fromBytes, toBytes } from '../../base/bytes';
import { gunzip, gzip, InflateError, isGzip } from '../../base/deflate';
import type { Task } from '../../base/sim';
import { type Context, defineCommand, failureText } from '../command';
import { Creator } from './create';
import { differences, Extractor } from './extract';
import { type Archive, type Member, readArchive, Writer } from './format';
import { listLine } from './listing';
import { Accounts, nameTransform, selection } from './names';
import { oldStyle, options } from './options';

type Ctx = Context<typeof options>;

const HINT = "Try 'tar --help' or 'tar --usage' for more information.\n";
const MODES = [
  'concatenate',
  'create',
  'compare',
  'delete',
  'append',
  'list',
  'update',
  'extract',
] as const;
type Mode = (typeof MODES)[number];

export default defineCommand({
  name: 'tar',
  messageName: 'tar',
  summary: {
    en: 'Make, list and extract archives.',
    es: 'Crea, lista y extrae archivos de archivo.',
  },
  package: 'tar',
  options,
  operands: '[FILE]...',
  hint: HINT,
  usageStatus: 64,
  inOrder: true,
  rewrite: oldStyle,
  *run(ctx) {
    const modes = MODES.filter((m) => ctx.options[m]);
    const [mode] = modes;
    if (mode === undefined) {
      return yield* ctx.usage(
        "You must specify one of the '-Acdtrux', '--delete' or '--test-label' options",
        2,
      );
    }
    if (modes.length > 1) {
      return yield* ctx.usage(
        "You may not specify more than one '-Acdtrux', '--delete' or  '--test-label' option",
        2,
      );
    }
    const transform = nameTransform(ctx.options.transform);
    if (typeof transform === 'string') return yield* fatal(ctx, transform);
    return yield* new Tar(ctx, mode, transform).run();
  },
});

function* fatal(ctx: Ctx, message: string): Task<number> {
  yield* ctx.warn(message);
  return yield* ctx.fail('Error is not recoverable: exiting now', 2);
}

class Tar {
  #ctx: Ctx;
  #mode: Mode;
  #transform: (name: string) => string;
  #users: Accounts;
  #groups: Accounts;
  #file: string;
  #home: string;

  constructor(ctx: Ctx, mode: Mode, transform: (name: string) => string) {
    this.#ctx = ctx;
    this.#mode = mode;
    this.#transform = transform;
    this.#users = new Accounts(ctx.process, '/etc/passwd');
    this.#groups = new Accounts(ctx.process, '/etc/group');
    this.#file = ctx.options.file ?? '-';
    this.#home = ctx.process.files.cwd;
  }

  *run(): Task<number> {
    switch (this.#mode) {
      case 'create':
        return yield* this.#create();
      case 'append':
      case 'update':
      case 'concatenate':
        return yield* this.#append();
      case 'delete':
        return yield* this.#delete();
      default:
        return yield* this.#read();
    }
  }

  /** Operands and -C in their order; -T's names too. Returns undefined when that failed. */
  *#targets(): Task<{ folder: string; name: string }[] | undefined> {
    const out: { folder: string; name: string }[] = [];
    let folder = this.#home;
    for (const { key, value = '' } of this.#ctx.given as readonly {
      key: string;
      value?: string;
    }[]) {
      if (key === 'directory') folder = value.startsWith('/') ? value : `${folder}/${value}`;
      else if (key === '') out.push({ folder, name: value });
      else if (key === 'filesFrom') {
        const text = yield* this.#ctx.readAll(value, {
          status: 2,
          explain: (f, why) => `${f}: Cannot open: ${why}`,
        });
        if (text === undefined) return undefined;
        const names = text.split(this.#ctx.options.nullNames ? '\0' : '\n');
        out.push(...names.filter((n) => n !== '').map((name) => ({ folder, name })));
      }
    }
    return out;
  }

  *#excludes(): Task<readonly string[]> {
    const { exclude, excludeFrom } = this.#ctx.options;
    if (excludeFrom === undefined) return exclude;
    const text = (yield* this.#ctx.readAll(excludeFrom)) ?? '';
    return [...exclude, ...text.split('\n').filter((line) => line !== '')];
  }

  *#create(): Task<number> {
    const ctx = this.#ctx;
    const targets = yield* this.#targets();
    if (targets === undefined) return 2;
    if (targets.length === 0 && ctx.options.filesFrom === undefined) {
      return yield* ctx.usage('Cowardly refusing to create an empty archive', 2);
    }
    const program = this.#otherProgram();
    if (program !== undefined) return yield* this.#noProgram(program);
    const writer = new Writer();
    const hasFailed = yield* this.#addAll(writer, targets, () => false);
    const isWritten = yield* this.#store(writer.finish());
    if (!isWritten) return 2;
    return hasFailed ? yield* this.#failed() : 0;
  }

  *#addAll(
    writer: Writer,
    targets: readonly { folder: string; name: string }[],
    isCurrent: (name: string, mtimeSeconds: number) => boolean,
  ): Task<boolean> {
    const ctx = this.#ctx;
    const creator = new Creator(ctx, writer, {
      users: this.#users,
      groups: this.#groups,
      transform: this.#transform,
      excludes: yield* this.#excludes(),
      verbose: (name) => this.#say(name),
      isCurrent,
    });
    for (const { folder, name } of targets) {
      ctx.process.files.cwd = folder;
      yield* creator.add(name);
    }
    ctx.process.files.cwd = this.#home;
    return creator.hasFailed;
  }

  /** -v: to standard error when the archive is standard output. */
  *#say(name: string): Task<void> {
    if (!this.#ctx.options.verbose) return;
    if (this.#file === '-') yield* this.#ctx.err(`${name}\n`);
    else yield* this.#ctx.out(`${name}\n`);
  }

  *#failed(): Task<number> {
    return yield* this.#ctx.fail('Exiting with failure status due to previous errors', 2);
  }

  get #isGzip(): boolean {
    const { gzip: isAsked, autoCompress } = this.#ctx.options;
    return isAsked || (autoCompress && /\.(gz|tgz|taz)$/.test(this.#file));
  }

  #otherProgram(): string | undefined {
    const { bzip2, xz, zstd, autoCompress } = this.#ctx.options;
    const ends = (pattern: RegExp) => autoCompress && pattern.test(this.#file);
    if (bzip2 || ends(/\.(bz2|tbz2?|tz2)$/)) return 'bzip2';
    if (xz || ends(/\.(xz|txz)$/)) return 'xz';
    return zstd || ends(/\.(zst|tzst)$/) ? 'zstd' : undefined;
  }

  *#noProgram(program: string): Task<number> {
    const child = 'tar (child)';
    yield* this.#ctx.err(`${child}: ${program}: Cannot exec: No such file or directory\n`);
    yield* this.#ctx.err(`${child}: Error is not recoverable: exiting now\n`);
    return yield* fatal(this.#ctx, 'Child returned status 2');
  }

  *#store(bytes: Uint8Array): Task<boolean> {
    const text = fromBytes(bytes);
    const content = this.#isGzip ? gzip(text) : text;
    if (this.#file === '-') {
      if (this.#ctx.process.fds.get(1)?.kind === 'tty') {
        yield* fatal(
          this.#ctx,
          'Refusing to write archive contents to terminal (missing -f option?)',
        );
        return false;
      }
      yield* this.#ctx.out(content);
      return true;
    }
    try {
      this.#ctx.process.files.write(this.#file, content);
      return true;
    } catch (error) {
      yield* fatal(this.#ctx, `${this.#file}: Cannot open: ${failureText(error)}`);
      return false;
    }
  }

  /** Reads the archive; undefined when that failed and was said. */
  *#load(): Task<Archive | undefined> {
    const ctx = this.#ctx;
    if (this.#file === '-' && ctx.process.fds.get(0)?.kind === 'tty') {
      yield* fatal(ctx, 'Refusing to read archive contents from terminal (missing -f option?)');
      return undefined;
    }
    if (ctx.options.gzip && this.#file !== '-' && !ctx.process.files.exists(this.#file)) {
      // gzip runs in a child, which is the one that opens the archive.
      const child = 'tar (child)';
      yield* ctx.err(`${child}: ${this.#file}: Cannot open: No such file or directory\n`);
      yield* ctx.err(`${child}: Error is not recoverable: exiting now\n`);
      yield* fatal(ctx, 'Child returned status 2');
      return undefined;
    }
    let text = yield* ctx.readAll(this.#file, {
      status: 2,
      explain: (f, why, phase) =>
        phase === 'read' ? `${f}: Cannot read: ${why}` : `${f}: Cannot open: ${why}`,
    });
    if (text === undefined) {
      yield* ctx.fail('Error is not recoverable: exiting now', 2);
      return undefined;
    }
    const packed = text.startsWith('BZh')
      ? 'bzip2'
      : text.startsWith('\udcfd7zXZ\0')
        ? 'xz'
        : this.#otherProgram();
    if (packed !== undefined) {
      yield* this.#noProgram(packed);
      return undefined;
    }
    if (isGzip(text)) {
      try {
        text = gunzip(text).text;
      } catch (error) {
        if (!(error instanceof InflateError)) throw error;
        yield* ctx.err('\ngzip: stdin: unexpected end of file\n');
        yield* fatal(ctx, 'Child returned status 1');
        return undefined;
      }
    } else if (ctx.options.gzip) {
      yield* ctx.err('\ngzip: stdin: not in gzip format\n');
      yield* fatal(ctx, 'Child returned status 1');
      return undefined;
    }
    return readArchive(toBytes(text));
  }

  /** -t, -x and -d. */
  *#read(): Task<number> {
    const ctx = this.#ctx;
    const o = ctx.options;
    for (const folder of this.#mode === 'list' ? [] : o.directory) {
      if (ctx.process.files.isDir(folder)) continue;
      const why = ctx.process.files.exists(folder)
        ? 'Not a directory'
        : 'No such file or directory';
      return yield* fatal(ctx, `${folder}: Cannot open: ${why}`);
    }
    const archive = yield* this.#load();
    if (archive === undefined) return 2;
    if (!archive.isArchive) {
      yield* ctx.warn('This does not look like a tar archive');
      return yield* this.#failed();
    }
    for (const folder of o.directory) {
      if (this.#mode !== 'list') ctx.process.files.cwd = ctx.process.files.resolve(folder);
    }
    const extractor = new Extractor(ctx, this.#users, this.#groups);
    const { found, isWanted } = selection(ctx.operands, {
      excludes: yield* this.#excludes(),
      wildcards: o.wildcards,
    });
    let differ = false;
    for (const member of archive.members) {
      if (!isWanted(member.name)) continue;
      differ = (yield* this.#visit(member, extractor)) || differ;
    }
    extractor.finish();
    for (const [name, isFound] of found) {
      if (isFound) continue;
      extractor.hasFailed = true;
      yield* ctx.warn(`${name}: Not found in archive`);
    }
    if (archive.isShort) return yield* fatal(ctx, 'Unexpected EOF in archive');
    if (extractor.hasFailed) return yield* this.#failed();
    return differ ? 1 : 0;
  }

  /** Returns whether a comparison found differences. */
  *#visit(member: Member, extractor: Extractor): Task<boolean> {
    const ctx = this.#ctx;
    const o = ctx.options;
    if (this.#mode === 'list') {
      const isLong = o.verbose;
      const name = this.#transform(member.name);
      yield* ctx.out(`${isLong ? listLine({ ...member, name }, o.numericOwner) : name}\n`);
      return false;
    }
    if (this.#mode === 'compare') {
      if (o.verbose) yield* ctx.out(`${member.name}\n`);
      const { lines, failure } = differences(ctx, member);
      if (failure !== undefined) yield* ctx.warn(failure);
      for (const line of lines) yield* ctx.out(`${line}\n`);
      return lines.length > 0 || failure !== undefined;
    }
    let name = this.#transform(member.name);
    const strip = Number(o.strip ?? 0);
    if (strip > 0) {
      name = name.split('/').slice(strip).join('/');
      if (name === '') return false;
    }
    if (o.verbose) {
      if (o.stdout) yield* ctx.err(`${member.name}\n`);
      else yield* ctx.out(`${member.name}\n`);
    }
    yield* extractor.extract(member, name);
    return false;
  }

  *#append(): Task<number> {
    const ctx = this.#ctx;
    const writer = new Writer();
    const times = new Map<string, number>();
    if (ctx.process.files.exists(this.#file)) {
      const archive = yield* this.#load();
      if (archive === undefined) return 2;
      for (const member of archive.members) {
        writer.add(member);
        times.set(member.name, member.mtimeSeconds);
      }
    }
    const targets = yield* this.#targets();
    if (targets === undefined) return 2;
    let hasFailed = false;
    if (this.#mode === 'concatenate') {
      for (const { name } of targets) {
        const text = yield* ctx.readAll(name, {
          status: 2,
          explain: (f, why) => `${f}: Cannot open: ${why}`,
        });
        if (text === undefined) hasFailed = true;
        else for (const member of readArchive(toBytes(text)).members) writer.add(member);
      }
    } else {
      hasFailed = yield* this.#addAll(writer, targets, (name, time) => {
        return this.#mode === 'update' && (times.get(name) ?? -1) >= time;
      });
    }
    if (!(yield* this.#store(writer.finish()))) return 2;
    return hasFailed ? yield* this.#failed() : 0;
  }

  *#delete(): Task<number> {
    const archive = yield* this.#load();
    if (archive === undefined) return 2;
    const writer = new Writer();
    const { found, isWanted } = selection(this.#ctx.operands, {
      excludes: [],
      wildcards: this.#ctx.options.wildcards,
    });
    for (const member of archive.members) if (!isWanted(member.name)) writer.add(member);
    if (!(yield* this.#store(writer.finish()))) return 2;
    const missing = [...found].filter(([, isFound]) => !isFound);
    for (const [name] of missing) yield* this.#ctx.warn(`${name}: Not found in archive`);
    return missing.length > 0 ? yield* this.#failed() : 0;
  }
}
