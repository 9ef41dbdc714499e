// What less and more have in common: reading the files, and the pager or a plain copy.
import type { Task } from '../../base/sim';
import type { Context } from '../command';
import { failureText } from '../framework/failure';
import { Screen } from '../screen/screen';
import { Pager, type PagerOptions } from './pager';

/** Shows files (or standard input); copies them when the output is no terminal. */
export function* showFiles(
  ctx: Context,
  names: readonly string[],
  options: Omit<PagerOptions, 'name'> & { readonly quitsIfShort: boolean; readonly start?: string },
): Task<number> {
  const isTerminal = ctx.process.fds.get(1)?.kind === 'tty';
  const texts: string[] = [];
  for (const name of names) {
    const problem = readProblem(ctx, name);
    if (problem !== undefined) {
      yield* complain(ctx, name, problem, options.endsAtEnd);
      continue;
    }
    const text = yield* ctx.readAll(name);
    if (text === undefined) continue;
    const title = options.endsAtEnd && !isTerminal && name !== '-';
    texts.push(title ? `::::::::::::::\n${name}\n::::::::::::::\n${text}` : text);
  }
  if (texts.length === 0) return 0;
  const text = texts.join('');
  const rows = ctx.process.fds.get(1)?.tty?.rows ?? 24;
  const isShort = text.split('\n').length <= rows;
  if (!isTerminal || (options.quitsIfShort && isShort)) {
    yield* ctx.out(text);
    return ctx.status;
  }
  const screen = yield* Screen.open(ctx.process);
  if (screen === undefined) {
    yield* ctx.out(text);
    return ctx.status;
  }
  try {
    const [first = '-'] = names;
    const name = first === '-' ? '' : first;
    yield* new Pager(screen, text, { ...options, name }).run(options.start);
  } finally {
    yield* screen.close();
  }
  return ctx.status;
}

/** Why a file can't be shown; undefined when it can. */
function readProblem(ctx: Context, name: string): string | undefined {
  if (name === '-') return undefined;
  try {
    if (ctx.process.files.stat(name).kind === 'dir') return 'dir';
    ctx.process.files.open(name, { read: true }).release();
    return undefined;
  } catch (error) {
    return failureText(error);
  }
}

function* complain(ctx: Context, name: string, problem: string, isMore: boolean): Task<void> {
  if (problem === 'dir') {
    yield* ctx.out(isMore ? `\n*** ${name}: directory ***\n\n` : `${name} is a directory\n`);
  } else if (isMore) yield* ctx.warn(`cannot open ${name}: ${problem}`);
  else yield* ctx.out(`${name}: ${problem}\n`);
}
