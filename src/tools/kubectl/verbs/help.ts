// help: the page of a command.
import { findCommand } from '../framework/find-command';
import { helpText } from '../framework/help';
import { defineVerb } from '../framework/verb';

export default defineVerb({
  name: 'help',
  *run(ctx) {
    const found = findCommand(ctx.args);
    if ('error' in found) {
      const topics = ctx.args.map((word) => `\`${word}\``).join(' ');
      yield* ctx.err(`Unknown help topic [${topics}]\n`);
      const root = findCommand([]);
      if (!('error' in root)) yield* ctx.err(`\n${helpText(root.command)}`);
      return 1;
    }
    yield* ctx.out(helpText(found.command));
    return 0;
  },
});
