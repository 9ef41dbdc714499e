// Who acts, and what that allows besides files' rights.
import type { Credentials } from './types';

/** May do everything. */
export const root: Credentials = { uid: 0, gid: 0, groups: [0] };

/** By number, as in the kernel's masks. */
const names =
  'CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE ' +
  'NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO ' +
  'SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME ' +
  'SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG ' +
  'WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE';

/** Every capability's name. */
export const allCapabilities: readonly string[] = names.split(' ');

/** Whether a capability is held. */
export function may(who: Credentials, capability: string): boolean {
  return who.uid === 0 && (who.capabilities?.has(capability) ?? true);
}

/** The effective set as /proc/PID/status shows it. */
export function capabilityMask(who: Credentials): string {
  let mask = 0n;
  for (const [bit, name] of allCapabilities.entries())
    if (may(who, name)) mask |= 1n << BigInt(bit);
  return mask.toString(16).padStart(16, '0');
}
