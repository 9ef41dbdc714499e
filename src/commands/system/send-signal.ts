// Sending signals with the rights of a process.
import { strerror } from '../../machine/errno';
import type { Process, SignalName } from '../../machine/types';

/** Whether a process may send signals to another. */
export function maySignal(from: Process, to: Process): boolean {
  return from.credentials.uid === 0 || from.credentials.uid === to.credentials.uid;
}

/** kill(2): a pid, 0 (our group), -1 (everything) or -group. Returns what went wrong. */
export function sendSignal(
  from: Process,
  pid: number,
  signal: SignalName | '0',
): string | undefined {
  const all = [...from.machine.processes.values()];
  const targets = all.filter((process) => {
    if (pid > 0) return process.pid === pid;
    if (pid === 0) return process.group === from.group;
    return pid === -1 ? process.pid > 1 && process !== from : process.group === -pid;
  });
  if (targets.length === 0) return strerror('ESRCH');
  const allowed = targets.filter((process) => maySignal(from, process));
  if (allowed.length === 0) return strerror('EPERM');
  if (signal !== '0') for (const process of allowed) process.kill(signal);
  return undefined;
}
