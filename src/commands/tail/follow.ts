// tail -f and -F: looks at the files again and again, as the real one does without inotify but
// four times a second.
import type { Task } from '../../base/sim';
import { type Context, failureText, type Input, quoteAlways, quoteIfNeeded } from '../command';
import type { options } from './index';

/** A file that is followed; no input while it is not there. */
export interface Followed {
  readonly name: string;
  input: Input | undefined;
}

type Ctx = Context<typeof options>;

const LOOK_MS = 250;

/** Prints what is added to the files until there are none left (or for ever). */
export function* follow(ctx: Ctx, files: readonly Followed[], hasHeaders: boolean): Task<number> {
  const o = ctx.options;
  const isByName = o.F || (typeof o.follow === 'string' && 'name'.startsWith(o.follow));
  const isRetrying = o.F || o.retry;
  let shown = files.filter((f) => f.input !== undefined).pop();
  if (shown === undefined && !isRetrying) {
    return yield* ctx.fail('no files remaining');
  }
  if (files.every((f) => f.input?.file.kind === 'pipe' || f.name === '-')) {
    for (const f of files) yield* copyRest(ctx, f);
    return ctx.status;
  }
  const interval = Number(o.sleep ?? '0') * 1000 || LOOK_MS;
  for (;;) {
    for (const f of files) {
      const text = yield* news(ctx, f, isByName);
      if (text === '') continue;
      if (hasHeaders && shown !== f) yield* ctx.out(`\n==> ${f.name} <==\n`);
      shown = f;
      yield* ctx.out(text);
    }
    yield* ctx.flush();
    if (!isRetrying && files.every((f) => f.input === undefined)) {
      return yield* ctx.fail('no files remaining');
    }
    if (o.pid !== undefined && !ctx.process.machine.processes.has(Number(o.pid))) return 0;
    yield* ctx.process.sleep(interval);
  }
}

function* copyRest(ctx: Ctx, f: Followed): Task<void> {
  for (;;) {
    const piece = (yield* f.input?.piece() ?? none()) ?? '';
    if (piece === '') return;
    yield* ctx.out(piece);
    yield* ctx.flush();
  }
}

function* none(): Task<string> {
  return '';
}

/** What has come to a file since the last look; says when it was replaced or truncated. */
function* news(ctx: Ctx, f: Followed, isByName: boolean): Task<string> {
  if (isByName && f.name !== '-') yield* lookByName(ctx, f);
  const { input } = f;
  if (input === undefined) return '';
  const size = sizeOf(ctx, f);
  const seen = seenSizes.get(input) ?? 0;
  if (size !== undefined && size < seen) {
    yield* ctx.warn(`${quoteIfNeeded(f.name)}: file truncated`);
    input.file.seek?.(0);
  }
  if (size !== undefined) seenSizes.set(input, size);
  input.again();
  return yield* input.all();
}

/** Sizes at the last look. Weak: gone with the input. */
const seenSizes = new WeakMap<Input, number>();
const inodes = new WeakMap<Input, number>();

function sizeOf(ctx: Ctx, f: Followed): number | undefined {
  try {
    return ctx.process.files.stat(f.name).size;
  } catch {
    return undefined;
  }
}

function* lookByName(ctx: Ctx, f: Followed): Task<void> {
  const { files } = ctx.process;
  let ino: number;
  try {
    ino = files.stat(f.name).ino;
  } catch (error) {
    if (f.input !== undefined) {
      yield* ctx.warn(`${quoteAlways(f.name)} has become inaccessible: ${failureText(error)}`);
      ctx.close(f.input);
      f.input = undefined;
    }
    return;
  }
  if (f.input !== undefined) {
    const known = inodes.get(f.input) ?? ino;
    inodes.set(f.input, ino);
    if (known === ino) return;
    ctx.close(f.input);
    yield* ctx.warn(`${quoteAlways(f.name)} has been replaced;  following new file`);
  } else yield* ctx.warn(`${quoteAlways(f.name)} has appeared;  following new file`);
  f.input = yield* ctx.open(f.name);
  if (f.input !== undefined) inodes.set(f.input, ino);
}
