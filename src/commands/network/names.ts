// Looking names up for nslookup, host and dig: the resolver of the machine, and who it asks.
import type { Task } from '../../base/sim';
import type { Process } from '../../machine/types';

/** The first nameserver of /etc/resolv.conf. */
export function nameserver(process: Process): string {
  const { files } = process;
  if (!files.isFile('/etc/resolv.conf')) return '127.0.0.1';
  return /^nameserver\s+(\S+)/m.exec(files.read('/etc/resolv.conf'))?.[1] ?? '127.0.0.1';
}

/** The search list of /etc/resolv.conf. */
function searchList(process: Process): string[] {
  const { files } = process;
  if (!files.isFile('/etc/resolv.conf')) return [];
  return /^search\s+(.+)$/m.exec(files.read('/etc/resolv.conf'))?.[1]?.split(/\s+/) ?? [];
}

export interface Found {
  /** The full name that has the addresses. */
  readonly name: string;
  readonly addresses: readonly string[];
  readonly canonicalName?: string | undefined;
}

export const isIp = (text: string): boolean => /^\d+(?:\.\d+){3}$|:/.test(text);

/** Tries the name by the search list, as a stub resolver does; undefined: NXDOMAIN. */
export function* lookUp(
  process: Process,
  name: string,
  isAbsolute = false,
): Task<Found | undefined> {
  const { net } = process.machine;
  const bare = name.replace(/\.$/, '');
  const dots = bare.split('.').length - 1;
  const suffixes =
    name.endsWith('.') || isAbsolute ? [] : searchList(process).map((s) => `${bare}.${s}`);
  const candidates = dots >= 1 ? [bare, ...suffixes] : [...suffixes, bare];
  for (const candidate of candidates) {
    const found = yield* net.resolve(candidate);
    if (found !== undefined && found.addresses.length > 0) {
      return { name: found.canonicalName ?? candidate, ...found };
    }
  }
  return undefined;
}
