// xxd -r: bytes from a dump.

/** The bytes of a dump; positions beyond the end are filled with zeros. */
export function undump(text: string, isPlain: boolean): Uint8Array {
  const bytes: number[] = [];
  if (isPlain) {
    const digits = text.replace(/[^0-9a-fA-F]/g, '');
    for (let i = 0; i + 1 < digits.length; i += 2) {
      bytes.push(Number.parseInt(digits.slice(i, i + 2), 16));
    }
    return Uint8Array.from(bytes);
  }
  for (const line of text.split('\n')) {
    const m = /^\s*([0-9a-fA-F]+):?((?: ?[0-9a-fA-F]{2})*)/.exec(line);
    if (m === null) continue;
    let at = Number.parseInt(m[1] ?? '0', 16);
    for (const pair of (m[2] ?? '').match(/[0-9a-fA-F]{2}/g) ?? []) {
      while (bytes.length < at) bytes.push(0);
      bytes[at++] = Number.parseInt(pair, 16);
    }
  }
  return Uint8Array.from(bytes);
}
