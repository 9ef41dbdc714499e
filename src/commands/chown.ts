// chown: changes owner and group of files.
import type { Files } from '../machine/types';
import { defineCommand, quoteAlways, quoteLocale } from './command';
import { failureText } from './framework/failure';
import { findAccount, gidOf, uidOf } from './system/accounts';
import { changeOwner, type NewOwner, ownershipOptions } from './system/ownership';

export default defineCommand({
  name: 'chown',
  summary: {
    en: 'Change the owner and group of files.',
    es: 'Cambia el dueño y el grupo de archivos.',
  },
  options: ownershipOptions,
  operands: '[OWNER][:[GROUP]] FILE...',
  *run(ctx) {
    const { reference } = ctx.options;
    const { files } = ctx.process;
    const [text] = ctx.operands;
    if (text === undefined) return yield* ctx.usage('missing operand');
    let owner: NewOwner | string;
    if (reference !== undefined) {
      try {
        owner = files.stat(reference);
      } catch (error) {
        const why = failureText(error);
        return yield* ctx.fail(`failed to get attributes of ${quoteAlways(reference)}: ${why}`);
      }
    } else {
      if (ctx.operands.length === 1) {
        return yield* ctx.usage(`missing operand after ${quoteLocale(text)}`);
      }
      owner = readOwner(files, text);
    }
    if (typeof owner === 'string') return yield* ctx.fail(owner);
    for (const path of reference === undefined ? ctx.operands.slice(1) : ctx.operands) {
      yield* changeOwner(ctx, path, owner);
    }
    return ctx.status;
  },
});

/** Reads `user`, `user:group`, `user:`, `:group`; a text is a complaint. */
function readOwner(files: Files, text: string): NewOwner | string {
  const colon = text.search(/[:.]/);
  const isOnlyUser = colon < 0 || (text[colon] === '.' && uidOf(files, text) !== undefined);
  const user = isOnlyUser ? text : text.slice(0, colon);
  const group = isOnlyUser ? undefined : text.slice(colon + 1);
  const uid = user === '' ? undefined : uidOf(files, user);
  if (user !== '' && uid === undefined) return `invalid user: ${quoteLocale(text)}`;
  if (group === undefined) return { uid, gid: undefined };
  if (group === '') return { uid, gid: user === '' ? undefined : findAccount(files, user)?.gid };
  const gid = gidOf(files, group);
  return gid === undefined ? `invalid group: ${quoteLocale(text)}` : { uid, gid };
}
