// /etc/hosts and literal addresses: what a name means before anybody is asked.
import type { Files } from '../types';

/** Whether the text is an IPv4 or IPv6 address. */
export function isAddress(text: string): boolean {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return text.split('.').every((n) => Number(n) < 256);
  return text.includes(':') && /^[0-9a-fA-F:.]+$/.test(text);
}

/** Addresses that /etc/hosts has for a name; the first name of a line is the canonical one. */
export function lookUpHosts(
  files: Files,
  name: string,
): { readonly addresses: readonly string[]; readonly canonicalName: string } | undefined {
  if (!files.isFile('/etc/hosts')) return undefined;
  const wanted = name.toLowerCase();
  const addresses: string[] = [];
  let canonicalName: string | undefined;
  for (const line of files.read('/etc/hosts').split('\n')) {
    const [address, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (address === undefined || !names.some((one) => one.toLowerCase() === wanted)) continue;
    if (!addresses.includes(address)) addresses.push(address);
    canonicalName ??= names[0];
  }
  if (addresses.length === 0 || canonicalName === undefined) return undefined;
  return { addresses, canonicalName };
}
