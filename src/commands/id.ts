// id: user and group ids.
import type { Task } from '../base/sim';
import type { Credentials } from '../machine/types';
import { type Context, defineCommand, quoteLocale } from './command';
import { findAccount, groups, Names } from './system/accounts';

const options = {
  ignored: ['-a', 'ignored'],
  context: ['-Z, --context', 'print the security context'],
  group: ['-g, --group', 'print only the group id'],
  groups: ['-G, --groups', 'print all group ids'],
  name: ['-n, --name', 'print names instead of numbers'],
  real: ['-r, --real', 'print the real id'],
  user: ['-u, --user', 'print only the user id'],
  zero: ['-z, --zero', 'separate by NUL'],
} as const;

type Ctx = Context<typeof options>;

export default defineCommand({
  name: 'id',
  summary: {
    en: 'Print user and group ids.',
    es: 'Muestra los identificadores de usuario y grupos.',
  },
  options,
  operands: '[USER]...',
  *run(ctx) {
    const o = ctx.options;
    const { files, credentials } = ctx.process;
    const chosen = [o.user, o.group, o.groups].filter(Boolean).length;
    if (chosen > 1) return yield* ctx.fail('cannot print "only" of more than one choice');
    if (o.name && chosen === 0) {
      return yield* ctx.fail('cannot print only names or real IDs in default format');
    }
    if (ctx.operands.length === 0) yield* show(ctx, credentials);
    for (const name of ctx.operands) {
      const account = findAccount(files, name);
      if (account === undefined) {
        yield* ctx.fail(`${quoteLocale(name)}: no such user`);
        continue;
      }
      const others = groups(files).filter((group) => group.members.includes(account.name));
      const all = [account.gid, ...others.map((group) => group.gid)];
      yield* show(ctx, { uid: account.uid, gid: account.gid, groups: [...new Set(all)] });
    }
    return ctx.status;
  },
});

function* show(ctx: Ctx, who: Credentials): Task<void> {
  const o = ctx.options;
  const names = new Names(ctx.process.files);
  const all = who.groups.includes(who.gid) ? who.groups : [who.gid, ...who.groups];
  const end = o.zero ? '\0' : '\n';
  if (o.user) yield* ctx.out(`${o.name ? names.user(who.uid) : who.uid}${end}`);
  else if (o.group) yield* ctx.out(`${o.name ? names.group(who.gid) : who.gid}${end}`);
  else if (o.groups) {
    const list = all.map((gid) => (o.name ? names.group(gid) : String(gid)));
    yield* ctx.out(list.join(o.zero ? '\0' : ' ') + end);
  } else {
    const named = (id: number, name: string): string =>
      name === String(id) ? String(id) : `${id}(${name})`;
    const list = all.map((gid) => named(gid, names.group(gid))).join(',');
    const user = named(who.uid, names.user(who.uid));
    yield* ctx.out(`uid=${user} gid=${named(who.gid, names.group(who.gid))} groups=${list}${end}`);
  }
}
