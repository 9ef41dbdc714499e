// chown: changes owner and group of files.
import type { Files } from '../machine/types';
import { defineCommand, quoteLocale } from './command';
import { findAccount, gidOf, uidOf } from './system/accounts';
import { changeOwners, type NewOwner, ownershipOptions } from './system/ownership';

export default defineCommand({
  name: 'chown',
  summary: {
    en: 'Change the owner and group of files.',
    es: 'Cambia el dueño y el grupo de archivos.',
  },
  options: ownershipOptions,
  operands: '[OWNER][:[GROUP]] FILE...',
  run: (ctx) =>
    changeOwners(ctx, (given) =>
      'stat' in given ? given.stat : readOwner(ctx.process.files, given.text),
    ),
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
