// Rights of another account, for su and sudo.
import type { Credentials, Files, Process } from '../../machine/types';
import { type Account, accounts, groups } from './accounts';

/** All that an account may do. */
export function credentialsOf(files: Files, account: Account): Credentials {
  const others = groups(files).filter((group) => group.members.includes(account.name));
  const all = [account.gid, ...others.map((group) => group.gid)];
  return { uid: account.uid, gid: account.gid, groups: [...new Set(all)] };
}

/** Who has called a setuid program: the rights of its parent. */
export function callerOf(process: Process): Account | undefined {
  const parent = process.machine.processes.get(process.ppid);
  const uid = parent?.credentials.uid ?? process.credentials.uid;
  return accounts(process.machine.files).find((one) => one.uid === uid);
}

/** Whether /etc/sudoers lets an account become root without a password. */
export function maySudo(files: Files, account: Account): boolean {
  if (account.uid === 0) return true;
  if (!files.exists('/etc/sudoers')) return false;
  const own = groups(files).filter(
    (group) => group.members.includes(account.name) || group.gid === account.gid,
  );
  const lines = files.read('/etc/sudoers').split('\n');
  if (files.isDir('/etc/sudoers.d')) {
    for (const name of files.list('/etc/sudoers.d')) {
      lines.push(...files.read(`/etc/sudoers.d/${name}`).split('\n'));
    }
  }
  return lines.some((line) => {
    const [who = '', rest = ''] = line.trim().split(/\s+(.*)/);
    if (!/NOPASSWD:\s*ALL/.test(rest)) return false;
    return who === account.name || own.some((group) => who === `%${group.name}`);
  });
}
