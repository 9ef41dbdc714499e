// du: how much space files and folders take.
import type { Task } from '../base/sim';
import type { Stat } from '../machine/types';
import { type Context, defineCommand, quoteAlways, quoteLocale } from './command';
import { failureCode, failureText } from './framework/failure';
import { globTest } from './framework/glob';
import { type BlockSize, chosenBlockSize, inBlocks, parseBlockSize } from './system/sizes';
import { strftime } from './system/strftime';

const options = {
  null: ['-0, --null', 'end each line with NUL'],
  all: ['-a, --all', 'write counts for all files, not just folders'],
  apparent: ['--apparent-size', 'sizes of contents rather than disk usage'],
  blockSize: ['-B, --block-size=SIZE', 'scale sizes by SIZE'],
  bytes: ['-b, --bytes', 'same as --apparent-size --block-size=1'],
  total: ['-c, --total', 'print a grand total'],
  followArgs: ['-D, -H, --dereference-args', 'follow links of the command line'],
  maxDepth: ['-d, --max-depth=N', 'print totals only for N levels'],
  human: ['-h, --human-readable', 'print sizes like 1K 234M 2G'],
  inodes: ['--inodes', 'count inodes instead of blocks'],
  k: ['-k', 'like --block-size=1K'],
  dereference: ['-L, --dereference', 'follow all links'],
  countLinks: ['-l, --count-links', 'count hard links as often as they appear'],
  m: ['-m', 'like --block-size=1M'],
  noDereference: ['-P, --no-dereference', 'follow no links (default)'],
  separate: ['-S, --separate-dirs', 'do not include the size of folders below'],
  si: ['--si', 'like -h, with powers of 1000'],
  summarize: ['-s, --summarize', 'print only a total for each argument'],
  threshold: ['-t, --threshold=SIZE', 'leave out what is smaller (or larger, if negative)'],
  time: ['--time[=WORD]', 'show the time of the last change below'],
  exclude: ['--exclude=PATTERN...', 'leave out files that match'],
  oneFileSystem: ['-x, --one-file-system', 'skip other file systems'],
} as const;

type Ctx = Context<typeof options>;

export default defineCommand({
  name: 'du',
  summary: {
    en: 'Estimate the space that files take.',
    es: 'Estima el espacio que ocupan archivos.',
  },
  options,
  operands: '[FILE]...',
  *run(ctx) {
    const size = chosenBlockSize(ctx.given);
    if (typeof size === 'string') return yield* ctx.fail(size);
    const { maxDepth, summarize, all } = ctx.options;
    if (maxDepth !== undefined && !/^\d+$/.test(maxDepth)) {
      return yield* ctx.usage(`invalid maximum depth ${quoteLocale(maxDepth)}`);
    }
    if (summarize && all) {
      return yield* ctx.usage('cannot both summarize and show all entries');
    }
    const usage = new Usage(ctx, size);
    let total = 0;
    for (const path of ctx.operands.length === 0 ? ['.'] : ctx.operands) {
      total += yield* usage.operand(path);
    }
    if (ctx.options.total) yield* usage.print(total, 'total', ctx.process.sim.now);
    return ctx.status;
  },
});

class Usage {
  #ctx: Ctx;
  #size: BlockSize;
  #seen = new Set<string>();
  #excluded: readonly ((name: string) => boolean)[];
  #depth: number;
  #threshold: number;

  constructor(ctx: Ctx, size: BlockSize) {
    this.#ctx = ctx;
    this.#size = size;
    this.#excluded = ctx.options.exclude.map((pattern) => globTest(pattern));
    const { maxDepth, summarize, threshold } = ctx.options;
    this.#depth = summarize ? 0 : Number(maxDepth ?? Number.POSITIVE_INFINITY);
    const match = /^(-?)(.+)$/.exec(threshold ?? '0');
    const bytes = parseBlockSize(match?.[2] ?? '')?.bytes ?? 0;
    this.#threshold = match?.[1] === '-' ? -bytes : bytes;
  }

  *operand(path: string): Task<number> {
    const { files } = this.#ctx.process;
    const { followArgs, dereference } = this.#ctx.options;
    try {
      const stat = followArgs || dereference ? files.stat(path) : files.lstat(path);
      return (yield* this.#count(path, stat, 0)).size;
    } catch (error) {
      yield* this.#ctx.fail(`cannot access ${quoteAlways(path)}: ${failureText(error)}`);
      return 0;
    }
  }

  *print(size: number, path: string, time: number): Task<void> {
    if (this.#threshold > 0 && size < this.#threshold) return;
    if (this.#threshold < 0 && size > -this.#threshold) return;
    const { inodes, null: isNull } = this.#ctx.options;
    const text = inodes ? String(size) : inBlocks(size, this.#size);
    const when = this.#ctx.options.time ? `${strftime('%Y-%m-%d %H:%M', time)}\t` : '';
    yield* this.#ctx.out(`${text}\t${when}${path}${isNull ? '\0' : '\n'}`);
  }

  *#count(path: string, stat: Stat, depth: number): Task<{ size: number; time: number }> {
    const o = this.#ctx.options;
    const key = `${stat.fsType}/${stat.ino}`;
    if (stat.ino !== 0 && !o.countLinks) {
      if (this.#seen.has(key)) return { size: 0, time: 0 };
      if (stat.nlink > 1 || depth === 0) this.#seen.add(key);
    }
    let size = this.#own(stat);
    let time = stat.mtimeMs;
    let shown = size;
    if (stat.kind === 'dir') {
      const below = yield* this.#below(path, depth);
      shown += o.separate ? below.files : below.size;
      size += below.size;
      time = Math.max(time, below.time);
    }
    const isShown = stat.kind === 'dir' ? depth <= this.#depth : depth === 0 || o.all;
    if (isShown && depth <= this.#depth) yield* this.print(shown, path, time);
    return { size, time };
  }

  *#below(path: string, depth: number): Task<{ size: number; files: number; time: number }> {
    const { files } = this.#ctx.process;
    const sum = { size: 0, files: 0, time: 0 };
    let names: readonly string[];
    try {
      names = files.list(path);
    } catch (error) {
      const why = failureText(error);
      yield* this.#ctx.fail(`cannot read directory ${quoteAlways(path)}: ${why}`);
      return sum;
    }
    const base = path.endsWith('/') ? path : `${path}/`;
    for (const name of names) {
      if (this.#excluded.some((test) => test(name) || test(base + name))) continue;
      let stat: Stat;
      try {
        const follow = this.#ctx.options.dereference;
        stat = follow ? files.stat(base + name) : files.lstat(base + name);
      } catch (error) {
        failureCode(error);
        continue;
      }
      const one = yield* this.#count(base + name, stat, depth + 1);
      sum.size += one.size;
      if (stat.kind !== 'dir') sum.files += one.size;
      sum.time = Math.max(sum.time, one.time);
    }
    return sum;
  }

  #own(stat: Stat): number {
    const o = this.#ctx.options;
    if (o.inodes) return 1;
    if (o.apparent || o.bytes) return stat.kind === 'device' ? 0 : stat.size;
    if (stat.fsType === 'proc' || stat.fsType === 'sysfs') return 0;
    if (stat.kind === 'dir') return stat.fsType === 'tmpfs' ? 0 : 4096;
    return stat.kind === 'file' ? Math.ceil(stat.size / 4096) * 4096 : 0;
  }
}
