// How pgrep, pkill and killall choose processes.
import { compileEre } from '../../base/regex';
import type { Task } from '../../base/sim';
import type { MachineInside } from '../../machine/inside';
import type { Process } from '../../machine/types';
import type { Context } from '../command';
import { uidOf } from './accounts';
import { allProcesses, commandLine, commandName } from './process-facts';

export const matchOptions = {
  count: ['-c, --count', 'print how many match'],
  full: ['-f, --full', 'match the whole command line'],
  group: ['-g, --pgroup=PGRP', 'only of these process groups'],
  ignoreCase: ['-i, --ignore-case', 'ignore case'],
  newest: ['-n, --newest', 'only the one started last'],
  oldest: ['-o, --oldest', 'only the one started first'],
  parent: ['-P, --parent=PPID', 'only children of these'],
  session: ['-s, --session=SID', 'only of these sessions'],
  terminal: ['-t, --terminal=TTY', 'only of these terminals'],
  euid: ['-u, --euid=ID', 'only of these users'],
  uid: ['-U, --uid=ID', 'only of these users'],
  inverse: ['-v, --inverse', 'those that do not match'],
  exact: ['-x, --exact', 'the whole name must match'],
} as const;

/** The processes that match; undefined when the options make no sense (and that was said). */
export function* matchingProcesses(
  ctx: Context<typeof matchOptions>,
): Task<readonly Process[] | undefined> {
  const o = ctx.options;
  const [pattern, extra] = ctx.operands;
  const lists = [o.group, o.parent, o.session, o.terminal, o.euid, o.uid];
  if (extra !== undefined) {
    yield* ctx.usage('only one pattern can be provided', 2);
    return undefined;
  }
  if (pattern === undefined && lists.every((list) => list === undefined)) {
    yield* ctx.usage('no matching criteria specified', 2);
    return undefined;
  }
  const source = o.exact ? `^(${pattern ?? ''})$` : (pattern ?? '');
  const compiled = compileEre(source, { ignoreCase: o.ignoreCase });
  if (compiled.regex === undefined) {
    yield* ctx.fail(compiled.error, 2);
    return undefined;
  }
  const { regex } = compiled;
  const { process } = ctx;
  const inList = (list: string | undefined, value: number): boolean =>
    list === undefined || list.split(',').map(Number).includes(value);
  const byUser = (list: string | undefined, uid: number): boolean =>
    list === undefined || list.split(',').some((name) => uidOf(process.files, name) === uid);
  const found = allProcesses(process.machine as MachineInside).filter((one) => {
    if (one === process) return false;
    const { uid } = one.credentials;
    const tty = one.tty?.name.replace('/dev/', '') ?? '?';
    const isMatch =
      regex.test(o.full ? commandLine(one) : commandName(one)) &&
      inList(o.group, one.group) &&
      inList(o.parent, one.ppid) &&
      inList(o.session, one.session) &&
      (o.terminal === undefined || o.terminal.split(',').includes(tty)) &&
      byUser(o.euid, uid) &&
      byUser(o.uid, uid);
    return isMatch !== o.inverse;
  });
  if (o.newest) return found.slice(-1);
  return o.oldest ? found.slice(0, 1) : found;
}
