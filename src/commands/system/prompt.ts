// Questions that commands ask before they destroy something.
import type { Task } from '../../base/sim';
import type { Process } from '../../machine/types';

/** Asks on standard error and reads a line; true when the answer begins with y. */
export function* confirm(process: Process, question: string): Task<boolean> {
  yield* process.error(question);
  const answer = yield* readLine(process);
  return /^[yY]/.test(answer ?? '');
}

/** A line from standard input without its end, not a character more; undefined at the end. */
export function* readLine(process: Process): Task<string | undefined> {
  const file = process.fds.get(0);
  if (file === undefined) return undefined;
  let line = '';
  for (;;) {
    const piece = yield* process.read(0, file.unread === undefined ? 1 : 4096);
    if (piece === '') return line === '' ? undefined : line;
    const end = piece.indexOf('\n');
    if (end < 0) {
      line += piece;
      continue;
    }
    file.unread?.(piece.slice(end + 1));
    return line + piece.slice(0, end);
  }
}
