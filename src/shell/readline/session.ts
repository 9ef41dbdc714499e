// The interactive loop (see the files beside).
import type { Task } from '../../base/sim';
import { runInput } from '../interpreter/run-input';
import type { Shell } from '../interpreter/shell';

export function* runInteractive(shell: Shell): Task<number> {
  return yield* runInput(shell);
}
