// dd: copies blocks.
import { fromBytes, toBytes } from '../base/bytes';
import type { Task } from '../base/sim';
import type { OpenFile } from '../machine/types';
import { type Context, defineCommand, quoteAlways, quoteLocale } from './command';
import { readCount } from './framework/counts';
import { failureText } from './framework/failure';
import { humanSize } from './system/sizes';

type Ctx = Context<Record<never, never>>;

interface Job {
  readonly input: string | undefined;
  readonly output: string | undefined;
  readonly inputSize: number;
  readonly outputSize: number;
  readonly count: number;
  readonly skip: number;
  readonly seek: number;
  readonly conversions: readonly string[];
  readonly status: string;
  readonly flags: readonly string[];
}

const knownConversions = new Set(
  (
    'ascii ebcdic ibm block unblock lcase ucase sparse swab sync ' +
    'excl nocreat notrunc noerror fdatasync fsync'
  ).split(' '),
);

export default defineCommand({
  name: 'dd',
  summary: { en: 'Copy a file block by block.', es: 'Copia un archivo bloque a bloque.' },
  options: {},
  operands: '[OPERAND]...',
  *run(ctx) {
    const job = readJob(ctx.operands);
    if (typeof job === 'string') {
      return /^(unrecognized|invalid conversion)/.test(job)
        ? yield* ctx.usage(job)
        : yield* ctx.fail(job);
    }
    return yield* copy(ctx as Ctx, job);
  },
});

function readJob(operands: readonly string[]): Job | string {
  const values = new Map<string, string>();
  const names = ['if', 'of', 'bs', 'ibs', 'obs', 'cbs', 'count', 'skip', 'iseek', 'seek', 'oseek'];
  names.push('conv', 'status', 'iflag', 'oflag');
  for (const operand of operands) {
    const equals = operand.indexOf('=');
    const name = operand.slice(0, equals);
    if (equals < 0 || !names.includes(name)) return `unrecognized operand ${quoteLocale(operand)}`;
    values.set(name, operand.slice(equals + 1));
  }
  const numbers = new Map<string, number>();
  for (const name of ['bs', 'ibs', 'obs', 'cbs', 'count', 'skip', 'iseek', 'seek', 'oseek']) {
    const text = values.get(name);
    if (text === undefined) continue;
    const value = readProduct(text);
    const isSize = name.endsWith('bs');
    if (value === undefined || (isSize && value === 0)) {
      return `invalid number: ${quoteLocale(text)}`;
    }
    numbers.set(name, value);
  }
  const conversions = (values.get('conv') ?? '').split(',').filter((one) => one !== '');
  const unknown = conversions.find((one) => !knownConversions.has(one));
  if (unknown !== undefined) return `invalid conversion: ${quoteLocale(unknown)}`;
  const block = numbers.get('bs');
  return {
    input: values.get('if'),
    output: values.get('of'),
    inputSize: block ?? numbers.get('ibs') ?? 512,
    outputSize: block ?? numbers.get('obs') ?? 512,
    count: numbers.get('count') ?? Number.POSITIVE_INFINITY,
    skip: numbers.get('skip') ?? numbers.get('iseek') ?? 0,
    seek: numbers.get('seek') ?? numbers.get('oseek') ?? 0,
    conversions,
    status: values.get('status') ?? '',
    flags: [values.get('iflag') ?? '', values.get('oflag') ?? ''].join(',').split(','),
  };
}

/** `2x512`, `1K`, `4c`. */
function readProduct(text: string): number | undefined {
  let product = 1;
  for (const factor of text.split('x')) {
    const value = readCount(factor.replace(/c$/, '').replace(/(\d)w$/, '$1'));
    if (value === undefined) return undefined;
    product *= /\dw$/.test(factor) ? value * 2 : value;
  }
  return product;
}

function* copy(ctx: Ctx, job: Job): Task<number> {
  const { process } = ctx;
  let input: OpenFile | undefined;
  let output: OpenFile | undefined;
  let failing = job.input ?? '';
  let what = 'failed to open';
  try {
    input = openInput(ctx, job);
    failing = job.output ?? '';
    output = openOutput(ctx, job);
    if (input === undefined || output === undefined) return yield* ctx.fail('bad descriptor');
    failing = job.input ?? 'standard input';
    what = 'error reading';
    const startedAt = process.sim.now;
    const counts = yield* transfer(input, output, job);
    yield* report(ctx, job, counts, process.sim.now - startedAt);
    return 0;
  } catch (error) {
    return yield* ctx.fail(`${what} ${quoteAlways(failing)}: ${failureText(error)}`);
  } finally {
    input?.release();
    output?.release();
  }
}

function openInput(ctx: Ctx, job: Job): OpenFile | undefined {
  if (job.input !== undefined) return ctx.process.files.open(job.input, { read: true });
  const file = ctx.process.fds.get(0);
  file?.retain();
  return file;
}

function openOutput(ctx: Ctx, job: Job): OpenFile | undefined {
  if (job.output === undefined) {
    const file = ctx.process.fds.get(1);
    file?.retain();
    return file;
  }
  const keeps = job.conversions.includes('notrunc') || job.flags.includes('append');
  const file = ctx.process.files.open(job.output, {
    write: true,
    create: !job.conversions.includes('nocreat'),
    exclusive: job.conversions.includes('excl'),
    truncate: !keeps && job.seek === 0,
    append: job.flags.includes('append'),
  });
  if (job.seek > 0) {
    const at = job.seek * job.outputSize;
    if (!keeps) ctx.process.files.truncate(job.output, at);
    file.seek?.(at);
  }
  return file;
}

interface Counts {
  readonly fullIn: number;
  readonly partialIn: number;
  readonly fullOut: number;
  readonly partialOut: number;
  readonly bytes: number;
}

function* transfer(input: OpenFile, output: OpenFile, job: Job): Task<Counts> {
  const counts = { fullIn: 0, partialIn: 0, fullOut: 0, partialOut: 0, bytes: 0 };
  const isFullBlock = job.flags.includes('fullblock') || input.kind !== 'pipe';
  let toSkip = job.skip;
  let rest: Uint8Array = new Uint8Array(0);
  let isAtEnd = false;
  while (counts.fullIn + counts.partialIn < job.count) {
    while (!isAtEnd && rest.length < job.inputSize) {
      if (rest.length > 0 && !isFullBlock) break;
      const piece = yield* input.read(job.inputSize - rest.length);
      if (piece === '') isAtEnd = true;
      else rest = concatenate(rest, toBytes(piece));
    }
    if (rest.length === 0) break;
    const block = rest.subarray(0, job.inputSize);
    rest = rest.slice(job.inputSize);
    if (toSkip > 0) {
      toSkip--;
      continue;
    }
    if (block.length === job.inputSize) counts.fullIn++;
    else counts.partialIn++;
    const converted = convert(block, job);
    counts.bytes += converted.length;
    if (converted.length === job.outputSize) counts.fullOut++;
    else {
      counts.fullOut += Math.floor(converted.length / job.outputSize);
      if (converted.length % job.outputSize > 0) counts.partialOut++;
    }
    yield* output.write(fromBytes(converted));
  }
  return counts;
}

function concatenate(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function convert(block: Uint8Array, job: Job): Uint8Array {
  let bytes = block;
  if (job.conversions.includes('sync') && block.length < job.inputSize) {
    bytes = new Uint8Array(job.inputSize);
    bytes.set(block);
  }
  if (job.conversions.includes('ucase')) {
    bytes = bytes.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte));
  }
  if (job.conversions.includes('lcase')) {
    bytes = bytes.map((byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));
  }
  if (job.conversions.includes('swab')) {
    bytes = bytes.map((byte, i) => bytes[i ^ 1] ?? byte);
  }
  return bytes;
}

function* report(ctx: Ctx, job: Job, counts: Counts, elapsedMs: number): Task<void> {
  if (job.status === 'none') return;
  yield* ctx.err(
    `${counts.fullIn}+${counts.partialIn} records in\n` +
      `${counts.fullOut}+${counts.partialOut} records out\n`,
  );
  if (job.status === 'noxfer') return;
  const { bytes } = counts;
  const seconds = Math.max(elapsedMs / 1000, bytes / 1.2e9, 0.000_05);
  const unit = bytes === 1 ? 'byte' : 'bytes';
  const spaced = (text: string): string => text.replace(/([a-zA-Z])$/, ' $1');
  const decimal = bytes < 1000 ? '' : `${spaced(humanSize(bytes, 1000))}B`;
  const binary = bytes < 1024 ? '' : `, ${spaced(humanSize(bytes))}iB`;
  const sizes = decimal === '' ? '' : ` (${decimal}${binary})`;
  const rate = `${spaced(humanSize(bytes / seconds, 1000))}B/s`;
  yield* ctx.err(`${bytes} ${unit}${sizes} copied, ${Number(seconds.toPrecision(6))} s, ${rate}\n`);
}
