// chgrp: changes the group of files.
import { defineCommand, quoteAlways, quoteLocale } from './command';
import { failureText } from './framework/failure';
import { gidOf } from './system/accounts';
import { changeOwner, ownershipOptions } from './system/ownership';

export default defineCommand({
  name: 'chgrp',
  summary: { en: 'Change the group of files.', es: 'Cambia el grupo de archivos.' },
  options: ownershipOptions,
  operands: 'GROUP FILE...',
  *run(ctx) {
    const { reference } = ctx.options;
    const { files } = ctx.process;
    const [text] = ctx.operands;
    if (text === undefined) return yield* ctx.usage('missing operand');
    let gid: number | undefined;
    if (reference !== undefined) {
      try {
        gid = files.stat(reference).gid;
      } catch (error) {
        const why = failureText(error);
        return yield* ctx.fail(`failed to get attributes of ${quoteAlways(reference)}: ${why}`);
      }
    } else {
      if (ctx.operands.length === 1) {
        return yield* ctx.usage(`missing operand after ${quoteLocale(text)}`);
      }
      gid = gidOf(files, text);
      if (gid === undefined) return yield* ctx.fail(`invalid group: ${quoteLocale(text)}`);
    }
    for (const path of reference === undefined ? ctx.operands.slice(1) : ctx.operands) {
      yield* changeOwner(ctx, path, { uid: undefined, gid });
    }
    return ctx.status;
  },
});
