// help: the page of a command.
import { findCommand, rootCommand } from '../commands';
import { helpText } from '../help';
import { defineVerb } from '../verb';

export default defineVerb({
  name: 'help',
  *run(ctx) {
    const found = findCommand(ctx.args);
    yield* ctx.out.print(helpText('error' in found ? rootCommand : found.command));
    return 0;
  },
});
