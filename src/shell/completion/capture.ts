// Running something in a subshell and taking its standard output.
import type { Task } from '../../base/sim';
import { createPipe } from '../../machine/pipe';
import type { Shell } from '../interpreter/shell';
import { spawnSubshell } from '../interpreter/subshell';

export function* runCaptured(shell: Shell, run: (sub: Shell) => Task<number>): Task<string> {
  const { reader, writer } = createPipe(shell.process.pid * 100 + 51);
  const child = spawnSubshell(shell, run, { fds: new Map([[1, writer]]) });
  writer.release();
  const pieces: string[] = [];
  for (;;) {
    const piece = yield* reader.read();
    if (piece === '') break;
    pieces.push(piece);
  }
  reader.release();
  yield* shell.process.wait(child);
  return pieces.join('');
}
