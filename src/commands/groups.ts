// groups: names of the groups that users are in.
import { defineCommand, quoteLocale } from './command';
import { findAccount, groups, Names } from './system/accounts';

export default defineCommand({
  name: 'groups',
  summary: { en: 'Print the groups of users.', es: 'Muestra los grupos de usuarios.' },
  options: {},
  operands: '[USERNAME]...',
  *run(ctx) {
    const { files, credentials } = ctx.process;
    const names = new Names(files);
    if (ctx.operands.length === 0) {
      const { gid, groups: others } = credentials;
      const all = [...new Set([gid, ...others])].map((one) => names.group(one));
      yield* ctx.out(`${all.join(' ')}\n`);
    }
    for (const name of ctx.operands) {
      const account = findAccount(files, name);
      if (account === undefined) {
        yield* ctx.fail(`${quoteLocale(name)}: no such user`);
        continue;
      }
      const others = groups(files).filter((group) => group.members.includes(name));
      const all = [names.group(account.gid), ...others.map((group) => group.name)];
      yield* ctx.out(`${name} : ${[...new Set(all)].join(' ')}\n`);
    }
    return ctx.status;
  },
});
