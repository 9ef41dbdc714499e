// Who is logged in: one session for each terminal that a process leads.
import type { MachineInside } from '../../machine/inside';
import { accounts } from './accounts';

export interface Login {
  readonly user: string;
  /** `pts/0`. */
  readonly line: string;
  readonly sinceMs: number;
  readonly pid: number;
}

export function logins(machine: MachineInside): readonly Login[] {
  const all = accounts(machine.files);
  const found: Login[] = [];
  for (const process of machine.processes.values()) {
    if (process.pid !== process.session || process.tty === undefined) continue;
    const { uid } = process.credentials;
    const user = all.find((one) => one.uid === uid)?.name ?? String(uid);
    const line = process.tty.name.replace('/dev/', '');
    found.push({ user, line, sinceMs: process.startedAtMs, pid: process.pid });
  }
  return found;
}

/** `up 2 days,  3:04` and the like. */
export function uptimeText(machine: MachineInside): string {
  const minutes = Math.floor((machine.sim.now - machine.bootedAtMs) / 60_000);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor(minutes / 60) % 24;
  const rest = minutes % 60;
  const clock =
    hours > 0 ? `${String(hours).padStart(2)}:${String(rest).padStart(2, '0')}` : `${rest} min`;
  return `up ${days > 0 ? `${days} day${days === 1 ? '' : 's'}, ` : ''}${clock}`;
}
