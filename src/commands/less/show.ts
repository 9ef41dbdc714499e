// What less and more have in common: reading the files, and the pager or a plain copy.
import type { Task } from '../../base/sim';
import type { Context } from '../command';
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
    const text = yield* ctx.readAll(name, {
      explain: (path, why, phase) =>
        phase === 'read' ? `${path} is a directory` : `${path}: ${why}`,
    });
    if (text === undefined) continue;
    const title = options.endsAtEnd && !isTerminal && name !== '-';
    texts.push(title ? `::::::::::::::\n${name}\n::::::::::::::\n${text}` : text);
  }
  if (texts.length === 0) return 1;
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
