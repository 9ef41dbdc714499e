// gzip, gunzip and zcat are one program that goes by its options.

import { gunzip, gzip, InflateError, isGzip } from '../../base/deflate';
import type { Task } from '../../base/sim';
import { type Context, failureText } from '../command';
import { byteLength } from '../framework/bytes';

export const options = {
  ascii: ['-a, --ascii', 'accepted'],
  stdout: ['-c, --stdout, --to-stdout', 'write to standard output, keep the files'],
  decompress: ['-d, --decompress, --uncompress', 'decompress'],
  force: ['-f, --force', 'overwrite files, compress links'],
  help: ['-h, --help', 'show this help and exit'],
  keep: ['-k, --keep', 'keep the files'],
  list: ['-l, --list', 'list what compressed files hold'],
  license: ['-L, --license', 'accepted'],
  noName: ['-n, --no-name', 'do not keep the name and time'],
  name: ['-N, --name', 'keep the name and time'],
  quiet: ['-q, --quiet', 'no warnings'],
  recursive: ['-r, --recursive', 'go through folders'],
  suffix: ['-S, --suffix=SUF', 'use SUF instead of .gz'],
  test: ['-t, --test', 'check compressed files'],
  verbose: ['-v, --verbose', 'tell how much was saved'],
  version: ['-V, --version', 'show the version and exit'],
  fast: ['-1, --fast', 'compress faster'],
  best: ['-9, --best', 'compress better'],
  level: ['-2, -3, -4, -5, -6, -7, -8', 'something between'],
  rsyncable: ['--rsyncable', 'accepted'],
} as const;

type Ctx = Context<typeof options>;

export const HINT = "Try `gzip --help' for more information.\n";

/** The run of gzip; `called` presets what gunzip and zcat mean. */
export function* runGzip(
  ctx: Ctx,
  called: { decompress?: boolean; stdout?: boolean } = {},
): Task<number> {
  const o = ctx.options;
  const mode = {
    decompress: o.decompress || called.decompress === true || o.test || o.list,
    stdout: o.stdout || called.stdout === true,
  };
  const run = new Run(ctx, mode);
  if (o.list && !o.quiet) {
    yield* ctx.out('         compressed        uncompressed  ratio uncompressed_name\n');
  }
  for (const name of ctx.files()) {
    if (name === '-') yield* run.stdin();
    else yield* run.path(name);
  }
  return run.status;
}

class Run {
  status = 0;
  #ctx: Ctx;
  #mode: { decompress: boolean; stdout: boolean };
  #suffix: string;

  constructor(ctx: Ctx, mode: { decompress: boolean; stdout: boolean }) {
    this.#ctx = ctx;
    this.#mode = mode;
    this.#suffix = ctx.options.suffix ?? '.gz';
  }

  *#error(message: string): Task<void> {
    this.status = 1;
    yield* this.#ctx.err(message);
  }

  *#warning(message: string): Task<void> {
    if (this.status === 0) this.status = 2;
    if (!this.#ctx.options.quiet) yield* this.#ctx.warn(message);
  }

  *stdin(): Task<void> {
    const ctx = this.#ctx;
    const isTerminal = ctx.process.fds.get(this.#mode.decompress ? 0 : 1)?.kind === 'tty';
    if (isTerminal && !ctx.options.force) {
      const what = this.#mode.decompress ? 'read from' : 'written to';
      const force = this.#mode.decompress ? 'decompression' : 'compression';
      yield* this.#error(
        `gzip: compressed data not ${what} a terminal. Use -f to force ${force}.\n` +
          'For help, type: gzip -h\n',
      );
      return;
    }
    const text = yield* ctx.stdin().all();
    if (!this.#mode.decompress) {
      yield* ctx.out(gzip(text));
      return;
    }
    const got = yield* this.#unpack(text, 'stdin');
    if (got !== undefined) yield* this.#report('stdout', got, byteLength(text));
  }

  /** Lists, checks, or prints what was unpacked. */
  *#report(name: string, text: string, packed: number): Task<boolean> {
    const ctx = this.#ctx;
    if (ctx.options.list) {
      const size = byteLength(text);
      const header = name === 'stdout' ? 18 : 19 + byteLength(name.replace(/.*\//, ''));
      const shown = ratio(size, packed - header);
      yield* ctx.out(
        `${String(packed).padStart(19)} ${String(size).padStart(19)} ${shown} ${name}\n`,
      );
      return true;
    }
    if (ctx.options.test) {
      if (ctx.options.verbose) yield* ctx.err(`${name}:\t OK\n`);
      return true;
    }
    if (!this.#mode.stdout && name !== 'stdout') return false;
    yield* ctx.out(text);
    return true;
  }

  *#unpack(text: string, name: string): Task<string | undefined> {
    if (!isGzip(text)) {
      if (this.#ctx.options.force && this.#mode.stdout) return text;
      yield* this.#error(
        text === ''
          ? `\ngzip: ${name}: unexpected end of file\n`
          : `\ngzip: ${name}: not in gzip format\n`,
      );
      return undefined;
    }
    try {
      return gunzip(text).text;
    } catch (error) {
      if (!(error instanceof InflateError)) throw error;
      const isShort = error.message.startsWith('unexpected end');
      const why = isShort ? 'unexpected end of file' : 'invalid compressed data--format violated';
      yield* this.#error(`\ngzip: ${name}: ${why}\n`);
      return undefined;
    }
  }

  *path(given: string): Task<void> {
    const ctx = this.#ctx;
    const { files } = ctx.process;
    let name = given;
    if (!files.exists(name) && this.#mode.decompress && !name.endsWith(this.#suffix)) {
      name += this.#suffix;
    }
    let isDir = false;
    try {
      isDir = files.stat(name).kind === 'dir';
    } catch (error) {
      yield* this.#error(`gzip: ${name}: ${failureText(error)}\n`);
      return;
    }
    if (isDir) {
      if (!ctx.options.recursive) {
        yield* this.#warning(`${name} is a directory -- ignored`);
        return;
      }
      for (const entry of files.list(name)) yield* this.path(`${name.replace(/\/$/, '')}/${entry}`);
      return;
    }
    let text: string;
    try {
      text = files.read(name);
    } catch (error) {
      yield* this.#error(`gzip: ${name}: ${failureText(error)}\n`);
      return;
    }
    const others = files.stat(name).nlink - 1;
    const { stdout } = this.#mode;
    if (others > 0 && !stdout && !ctx.options.force && !ctx.options.test && !ctx.options.list) {
      const links = others === 1 ? 'link' : 'links';
      yield* this.#warning(`${name} has ${others} other ${links} -- file ignored`);
      return;
    }
    if (this.#mode.decompress) yield* this.#decompress(name, text);
    else yield* this.#compress(name, text);
  }

  #plainName(name: string): string | undefined {
    const { stdout } = this.#mode;
    for (const [suffix, to] of [
      [this.#suffix, ''],
      ['.gz', ''],
      ['-gz', ''],
      ['.tgz', '.tar'],
      ['.taz', '.tar'],
      ['.z', ''],
      ['.Z', ''],
    ] as const) {
      if (name.endsWith(suffix) && name.length > suffix.length) {
        return name.slice(0, -suffix.length) + to;
      }
    }
    return stdout || this.#ctx.options.test || this.#ctx.options.list ? name : undefined;
  }

  *#decompress(name: string, text: string): Task<void> {
    const target = this.#plainName(name);
    if (target === undefined) {
      yield* this.#warning(`${name}: unknown suffix -- ignored`);
      return;
    }
    const plain = yield* this.#unpack(text, name);
    if (plain === undefined) return;
    const isList = this.#ctx.options.list;
    if (yield* this.#report(isList ? target : name, plain, byteLength(text))) return;
    yield* this.#replace(name, target, plain);
    yield* this.#verbose(
      name,
      target,
      ratio(byteLength(plain), byteLength(text) - 18 - target.length - 1),
    );
  }

  *#compress(name: string, text: string): Task<void> {
    const ctx = this.#ctx;
    if (name.endsWith(this.#suffix) && !this.#mode.stdout) {
      yield* ctx.warn(`${name} already has ${this.#suffix} suffix -- unchanged`);
      return;
    }
    const base = name.slice(name.lastIndexOf('/') + 1);
    const { mtimeMs } = ctx.process.files.stat(name);
    const header = ctx.options.noName
      ? {}
      : { name: base, mtimeSeconds: Math.floor(mtimeMs / 1000) };
    const packed = gzip(text, header);
    if (this.#mode.stdout) {
      yield* ctx.out(packed);
      return;
    }
    const target = name + this.#suffix;
    if (!(yield* this.#replace(name, target, packed))) return;
    const size = byteLength(packed) - 18 - (ctx.options.noName ? 0 : byteLength(base) + 1);
    yield* this.#verbose(name, target, ratio(byteLength(text), size));
  }

  *#verbose(name: string, target: string, saved: string): Task<void> {
    if (!this.#ctx.options.verbose) return;
    const what = this.#ctx.options.keep ? 'created' : 'replaced with';
    yield* this.#ctx.err(`${name}:\t${saved} -- ${what} ${target}\n`);
  }

  *#replace(name: string, target: string, text: string): Task<boolean> {
    const { files } = this.#ctx.process;
    if (files.exists(target) && !this.#ctx.options.force) {
      if (this.status === 0) this.status = 2;
      yield* this.#ctx.err(`gzip: ${target} already exists;\tnot overwritten\n`);
      return false;
    }
    try {
      const stat = files.stat(name);
      files.write(target, text);
      files.chmod(target, stat.mode);
      if (files.credentials.uid === 0) files.chown(target, stat.uid, stat.gid);
      files.utimes(target, stat.atimeMs, stat.mtimeMs);
      if (!this.#ctx.options.keep) files.unlink(name);
    } catch (error) {
      yield* this.#error(`gzip: ${target}: ${failureText(error)}\n`);
      return false;
    }
    return true;
  }
}

/** How much was saved, as ` 12.3%` in six columns. */
function ratio(plain: number, packed: number): string {
  const saved = plain === 0 ? 0 : ((plain - packed) / plain) * 100;
  return `${saved.toFixed(1)}%`.padStart(6);
}
