// Reading lines from descriptors that others read too: never more than the line.
import type { Task } from '../../base/sim';
import { SystemError } from '../../machine/errno';
import type { Process } from '../../machine/types';

export interface LineRead {
  readonly text: string;
  /** False when the end came before the delimiter. */
  readonly isComplete: boolean;
}

/** The next line without its end; undefined at the end. @throws SystemError */
export function* readLine(
  process: Process,
  fd: number,
  delimiter = '\n',
): Task<LineRead | undefined> {
  const file = process.fds.get(fd);
  if (file === undefined) throw new SystemError('EBADF');
  const canUnread = file.unread !== undefined;
  let text = '';
  for (;;) {
    const piece = yield* process.read(fd, canUnread ? 4096 : 1);
    if (piece === '') return text === '' ? undefined : { text, isComplete: false };
    const end = piece.indexOf(delimiter);
    if (end >= 0) {
      if (end + 1 < piece.length) file.unread?.(piece.slice(end + 1));
      return { text: text + piece.slice(0, end), isComplete: true };
    }
    text += piece;
  }
}
