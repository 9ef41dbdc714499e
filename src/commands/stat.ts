// stat: what is known about files and file systems.
import type { Task } from '../base/sim';
import type { MachineInside } from '../machine/inside';
import { mountTable } from '../machine/proc/mounts';
import type { Stat } from '../machine/types';
import { type Context, defineCommand, quoteAlways } from './command';
import { failureText } from './framework/failure';
import { Names } from './system/accounts';
import { deviceNumbers } from './system/devices';
import { modeText } from './system/mode';
import { strftime, zoneOf } from './system/strftime';

const options = {
  dereference: ['-L, --dereference', 'follow links'],
  fileSystem: ['-f, --file-system', 'show the file system instead'],
  format: ['-c, --format=FORMAT', 'use FORMAT, a newline after each'],
  printf: ['--printf=FORMAT', 'likewise, with escapes and no newline'],
  terse: ['-t, --terse', 'short form'],
} as const;

type Ctx = Context<typeof options>;

export default defineCommand({
  name: 'stat',
  summary: {
    en: 'Show the status of files or file systems.',
    es: 'Muestra el estado de archivos o sistemas de archivos.',
  },
  options,
  operands: 'FILE...',
  *run(ctx) {
    if (ctx.operands.length === 0) return yield* ctx.usage('missing operand');
    for (const path of ctx.operands) {
      if (ctx.options.fileSystem) yield* showFileSystem(ctx, path);
      else yield* showFile(ctx, path);
    }
    return ctx.status;
  },
});

function* showFile(ctx: Ctx, path: string): Task<void> {
  const { files } = ctx.process;
  let stat: Stat;
  try {
    stat = ctx.options.dereference ? files.stat(path) : files.lstat(path);
  } catch (error) {
    yield* ctx.fail(`cannot statx ${quoteAlways(path)}: ${failureText(error)}`);
    return;
  }
  const { format, printf, terse } = ctx.options;
  const device = new Directives(ctx, path, stat);
  if (printf !== undefined) yield* ctx.out(device.fill(withEscapes(printf)));
  else if (format !== undefined) yield* ctx.out(`${device.fill(format)}\n`);
  else if (terse) yield* ctx.out(`${device.fill(terseFormat)}\n`);
  else yield* ctx.out(`${device.fill(stat.kind === 'device' ? deviceFormat : longFormat)}\n`);
}

const head = '  File: %N\n  Size: %-10s\tBlocks: %-10b IO Block: %-6o %F\n';
const tail =
  'Access: (%04a/%10.10A)  Uid: (%5u/%8U)   Gid: (%5g/%8G)\n' +
  'Access: %x\nModify: %y\nChange: %z\n Birth: %w';
const longFormat = `${head}Device: %Hd,%Ld\tInode: %-11i Links: %h\n${tail}`;
const deviceFormat =
  `${head}Device: %Hd,%Ld\tInode: %-11i Links: %-5h Device type: %Hr,%Lr\n` + `${tail}`;
const terseFormat = '%n %s %b %f %u %g %D %i %h %t %T %X %Y %Z %W %o';

/** The directives of a format, for one file. */
class Directives {
  #ctx: Ctx;
  #path: string;
  #stat: Stat;

  constructor(ctx: Ctx, path: string, stat: Stat) {
    this.#ctx = ctx;
    this.#path = path;
    this.#stat = stat;
  }

  fill(format: string): string {
    const directive = /%([-0#+ ']*)(\d*)(?:\.(\d+))?([HL]?[a-zA-Z%])/g;
    return format.replace(directive, (all, flags: string, width: string, cut, letter: string) => {
      if (letter === '%') return '%';
      const value = this.#value(letter, cut);
      if (value === undefined) return all;
      const columns = Number(width || 0);
      if (flags.includes('-')) return value.padEnd(columns);
      return value.padStart(columns, flags.includes('0') ? '0' : ' ');
    });
  }

  #value(letter: string, cut: string | undefined): string | undefined {
    const stat = this.#stat;
    const { files } = this.#ctx.process;
    const names = new Names(files);
    switch (letter) {
      case 'a':
        return stat.mode.toString(8);
      case 'A':
        return modeText(stat);
      case 'b':
        return String(blocks(stat));
      case 'B':
        return '512';
      case 'C':
        return '?';
      case 'd':
        return '2049';
      case 'D':
        return '801';
      case 'Hd':
        return '8';
      case 'Ld':
        return '1';
      case 'f':
        return (kindBits[stat.kind] | stat.mode).toString(16);
      case 'F':
        return kindText(stat);
      case 'g':
        return String(stat.gid);
      case 'G':
        return names.group(stat.gid);
      case 'h':
        return String(stat.nlink);
      case 'i':
        return String(stat.ino);
      case 'm':
        return mountOf(this.#ctx, this.#path);
      case 'n':
        return this.#path;
      case 'N': {
        const name = this.#path;
        const isLink = stat.kind === 'symlink';
        const isLong = this.#ctx.options.format !== undefined || this.#ctx.options.printf;
        const shown = isLong ? quoteAlways(name) : name;
        if (!isLink) return shown;
        const target = files.readlink(name);
        return `${shown} -> ${isLong ? quoteAlways(target) : target}`;
      }
      case 'o':
        return '4096';
      case 's':
        return String(stat.size);
      case 't':
      case 'Hr':
        return String(stat.kind === 'device' ? deviceNumbers(this.#path)[0] : 0);
      case 'T':
      case 'Lr':
        return String(stat.kind === 'device' ? deviceNumbers(this.#path)[1] : 0);
      case 'r':
        return '0';
      case 'u':
        return String(stat.uid);
      case 'U':
        return names.user(stat.uid);
      default:
        return this.#time(letter, cut);
    }
  }

  #time(letter: string, cut: string | undefined): string | undefined {
    const times: Readonly<Record<string, number>> = {
      x: this.#stat.atimeMs,
      y: this.#stat.mtimeMs,
      z: this.#stat.ctimeMs,
      w: this.#stat.ctimeMs,
    };
    const ms = times[letter.toLowerCase()];
    if (ms === undefined) return undefined;
    if (letter >= 'a') {
      const zone = zoneOf(this.#ctx.process.env.get('TZ'));
      return strftime('%Y-%m-%d %H:%M:%S.%N %z', ms, zone);
    }
    const seconds = Math.floor(ms / 1000);
    if (cut === undefined) return String(seconds);
    return `${seconds}.${strftime('%N', ms).slice(0, Number(cut))}`;
  }
}

const kindBits: Readonly<Record<Stat['kind'], number>> = {
  file: 0o100000,
  dir: 0o040000,
  symlink: 0o120000,
  device: 0o020000,
  fifo: 0o010000,
  socket: 0o140000,
};

function kindText(stat: Stat): string {
  switch (stat.kind) {
    case 'file':
      return stat.size === 0 ? 'regular empty file' : 'regular file';
    case 'dir':
      return 'directory';
    case 'symlink':
      return 'symbolic link';
    case 'device':
      return 'character special file';
    case 'fifo':
      return 'fifo';
    case 'socket':
      return 'socket';
  }
}

function blocks(stat: Stat): number {
  if (stat.kind === 'dir') return stat.size === 4096 ? 8 : 0;
  return stat.kind === 'file' && stat.fsType !== 'proc' ? Math.ceil(stat.size / 4096) * 8 : 0;
}

function mountOf(ctx: Ctx, path: string): string {
  const machine = ctx.process.machine as MachineInside;
  const real = `${ctx.process.files.realpath(path)}/`;
  let best = '/';
  for (const mounted of mountTable(machine.filesystem)) {
    const isAbove = real.startsWith(`${mounted.path.replace(/\/$/, '')}/`);
    if (isAbove && mounted.path.length > best.length) best = mounted.path;
  }
  return best;
}

function withEscapes(text: string): string {
  const named: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\u0007' };
  return text.replace(/\\(?:([0-7]{1,3})|(.))/gs, (_all, digits: string, char: string) =>
    digits === undefined ? (named[char] ?? char) : String.fromCharCode(Number.parseInt(digits, 8)),
  );
}

const magic: Readonly<Record<string, readonly [id: string, name: string]>> = {
  ext4: ['ef53', 'ext2/ext3'],
  overlay: ['794c7630', 'overlayfs'],
  tmpfs: ['1021994', 'tmpfs'],
  proc: ['9fa0', 'proc'],
  sysfs: ['62656572', 'sysfs'],
  devpts: ['1cd1', 'devpts'],
};

function* showFileSystem(ctx: Ctx, path: string): Task<void> {
  let stat: Stat;
  try {
    stat = ctx.process.files.stat(path);
  } catch (error) {
    const text = failureText(error);
    yield* ctx.fail(`cannot read file system information for ${quoteAlways(path)}: ${text}`);
    return;
  }
  const machine = ctx.process.machine as MachineInside;
  const at = mountOf(ctx, path);
  const mounted = mountTable(machine.filesystem).find((one) => one.path === at);
  const total = Math.floor((mounted?.fs.sizeBytes ?? 0) / 4096);
  const used = mounted?.fs.usedBytes() ?? { bytes: 0, inodes: 0 };
  const free = total - Math.ceil(used.bytes / 4096);
  const [id, name] = magic[stat.fsType] ?? ['0', stat.fsType];
  const { format, printf } = ctx.options;
  const values: Readonly<Record<string, string>> = {
    n: path,
    T: name,
    t: id,
    s: '4096',
    S: '4096',
    b: String(total),
    f: String(free),
    a: String(free),
    c: '6553600',
    d: String(6_553_600 - used.inodes),
    i: '0',
    l: '255',
  };
  const given = printf === undefined ? format : withEscapes(printf);
  if (given !== undefined) {
    const text = given.replace(/%([a-zA-Z])/g, (all, letter: string) => values[letter] ?? all);
    yield* ctx.out(printf === undefined ? `${text}\n` : text);
    return;
  }
  yield* ctx.out(
    `  File: ${quoteAlways(path).replace(/^'/, '"').replace(/'$/, '"')}\n` +
      `    ID: 0        Namelen: 255     Type: ${name}\n` +
      'Block size: 4096       Fundamental block size: 4096\n' +
      `Blocks: Total: ${String(total).padEnd(10)} Free: ${String(free).padEnd(10)} ` +
      `Available: ${free}\n` +
      `Inodes: Total: ${'6553600'.padEnd(10)} Free: ${values.d}\n`,
  );
}
