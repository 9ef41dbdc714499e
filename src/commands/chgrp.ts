// chgrp: changes the group of files.
import { defineCommand, quoteLocale } from './command';
import { gidOf } from './system/accounts';
import { changeOwners, ownershipOptions } from './system/ownership';

export default defineCommand({
  name: 'chgrp',
  summary: { en: 'Change the group of files.', es: 'Cambia el grupo de archivos.' },
  options: ownershipOptions,
  operands: 'GROUP FILE...',
  run: (ctx) =>
    changeOwners(ctx, (given) => {
      if ('stat' in given) return { uid: undefined, gid: given.stat.gid };
      const gid = gidOf(ctx.process.files, given.text);
      return gid === undefined
        ? `invalid group: ${quoteLocale(given.text)}`
        : { uid: undefined, gid };
    }),
});
