// The old checksums: POSIX cksum, BSD sum, System V sum.

let table: Uint32Array | undefined;

/** The CRC table of polynomial 0x04C11DB7; a pure value, made at first use. */
function crcTable(): Uint32Array {
  table ??= Uint32Array.from({ length: 256 }, (_, i) => {
    let c = i << 24;
    for (let k = 0; k < 8; k++) c = c & 0x80000000 ? (c << 1) ^ 0x04c11db7 : c << 1;
    return c >>> 0;
  });
  return table;
}

/** The POSIX checksum: a CRC over the bytes and then their number. */
export function posixSum(bytes: Uint8Array): number {
  const t = crcTable();
  let crc = 0;
  const add = (b: number) => {
    crc = ((crc << 8) ^ (t[((crc >>> 24) ^ b) & 0xff] as number)) >>> 0;
  };
  for (const b of bytes) add(b);
  for (let n = bytes.length; n > 0; n = Math.floor(n / 256)) add(n & 0xff);
  return ~crc >>> 0;
}

/** BSD's: five digits and the number of KiB, as `sum` prints them. */
export function bsdSum(bytes: Uint8Array): string {
  let sum = 0;
  for (const b of bytes) sum = ((sum >> 1) + ((sum & 1) << 15) + b) & 0xffff;
  const blocks = Math.ceil(bytes.length / 1024);
  return `${String(sum).padStart(5, '0')} ${String(blocks).padStart(5)}`;
}

/** System V's: the sum and the number of 512-byte blocks. */
export function sysvSum(bytes: Uint8Array): string {
  let sum = 0;
  for (const b of bytes) sum += b;
  const r = (sum & 0xffff) + (Math.floor(sum / 65536) & 0xffff);
  return `${(r & 0xffff) + (r >> 16)} ${Math.ceil(bytes.length / 512)}`;
}
