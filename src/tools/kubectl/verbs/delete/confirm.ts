// delete --interactive: shows what would go and asks.
import type { Task } from '../../../../base/sim';
import { type Info, objectName } from '../../builder/info';
import type { Context } from '../../framework/context';

/** Whether the user agrees. */
export function* confirmDeletion(ctx: Context, infos: readonly Info[]): Task<boolean> {
  yield* ctx.out(`You are about to delete the following ${infos.length} resource(s):\n`);
  for (const info of infos) yield* ctx.out(`${objectName(info)}\n`);
  yield* ctx.out('Do you want to continue? (y/N): ');
  const answer = yield* readAnswer(ctx);
  if (answer.toLowerCase() === 'y') return true;
  yield* ctx.out('deletion is cancelled\n');
  return false;
}

function* readAnswer(ctx: Context): Task<string> {
  let line = '';
  for (;;) {
    const piece = yield* ctx.process.read(0, 1);
    if (piece === '' || piece === '\n') return line.trim();
    line += piece;
  }
}
