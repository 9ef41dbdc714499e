/** IP addresses and networks of both families, as numbers; texts as Go writes them. */

/** An address. */
export interface IpAddress {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/** A network: its first address and the length of its prefix. */
export interface Cidr {
  readonly family: 4 | 6;
  readonly network: bigint;
  readonly prefix: number;
}

const V4 = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/;

/** Parses an address; null when it isn't one (leading zeros and zones are refused). */
export function parseIp(text: string): IpAddress | null {
  if (!text.includes(':')) {
    const value = parseV4(text);
    return value === null ? null : { family: 4, value: BigInt(value) };
  }
  return parseV6(text);
}

function parseV4(text: string): number | null {
  const m = V4.exec(text);
  if (!m) return null;
  let value = 0;
  for (const part of m.slice(1)) {
    if (Number(part) > 255) return null;
    value = value * 256 + Number(part);
  }
  return value;
}

function parseV6(text: string): IpAddress | null {
  let source = text;
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (tail) {
    const v4 = parseV4(tail[2] ?? '');
    if (v4 === null) return null;
    source = `${tail[1]}${Math.floor(v4 / 65_536).toString(16)}:${(v4 % 65_536).toString(16)}`;
  }
  const halves = source.split('::');
  if (halves.length > 2) return null;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const [head = [], rest = []] = groups;
  const missing = 8 - head.length - rest.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const all = [...head, ...Array.from({ length: missing }, () => '0'), ...rest];
  let value = 0n;
  for (const group of all) {
    if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return null;
    value = (value << 16n) | BigInt(Number.parseInt(group, 16));
  }
  // Go treats mapped addresses as IPv4.
  if (value >> 32n === 0xffffn) return { family: 4, value: value & 0xffffffffn };
  return { family: 6, value };
}

/** The text of an address; IPv6 with its longest run of zeros left out. */
export function formatIp({ family, value }: IpAddress): string {
  if (family === 4) {
    const n = Number(value);
    return [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255].join('.');
  }
  const groups = Array.from({ length: 8 }, (_unused, i) =>
    ((value >> BigInt(112 - 16 * i)) & 0xffffn).toString(16),
  );
  let [from, length] = [-1, 1];
  for (let i = 0; i < 8; i++) {
    let j = i;
    while (groups[j] === '0') j++;
    if (j - i > length) [from, length] = [i, j - i];
    i = Math.max(i, j);
  }
  if (from < 0) return groups.join(':');
  return `${groups.slice(0, from).join(':')}::${groups.slice(from + length).join(':')}`;
}

const bitsOf = (family: 4 | 6): number => (family === 4 ? 32 : 128);

/** Parses `10.244.0.0/16`; host bits are dropped. Null when it is no network. */
export function parseCidr(text: string): Cidr | null {
  const m = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text);
  const address = m ? parseIp(m[1] ?? '') : null;
  if (!m || !address) return null;
  const prefix = Number(m[2]);
  if (prefix > bitsOf(address.family)) return null;
  const free = BigInt(bitsOf(address.family) - prefix);
  return { family: address.family, network: (address.value >> free) << free, prefix };
}

/** `10.244.0.0/16`. */
export function formatCidr({ family, network, prefix }: Cidr): string {
  return `${formatIp({ family, value: network })}/${prefix}`;
}

/** How many addresses a network has. */
export function cidrSize({ family, prefix }: Cidr): bigint {
  return 1n << BigInt(bitsOf(family) - prefix);
}

/** True when the address (or its text) lies in the network. */
export function cidrContains(cidr: Cidr, address: IpAddress | string): boolean {
  const ip = typeof address === 'string' ? parseIp(address) : address;
  if (!ip || ip.family !== cidr.family) return false;
  return ip.value >= cidr.network && ip.value < cidr.network + cidrSize(cidr);
}

/** The text of the nth address of a network (0 is the network's own); null beyond its end. */
export function nthAddress(cidr: Cidr, n: number | bigint): string | null {
  const offset = BigInt(n);
  if (offset < 0n || offset >= cidrSize(cidr)) return null;
  return formatIp({ family: cidr.family, value: cidr.network + offset });
}

/** The nth network of a longer prefix inside a network, as nodes get their pod networks. */
export function nthSubnet(cidr: Cidr, prefix: number, n: number): Cidr | null {
  const size = 1n << BigInt(bitsOf(cidr.family) - prefix);
  const network = cidr.network + BigInt(n) * size;
  const isInside = prefix >= cidr.prefix && network < cidr.network + cidrSize(cidr);
  return isInside ? { family: cidr.family, network, prefix } : null;
}
