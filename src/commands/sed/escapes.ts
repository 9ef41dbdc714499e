// Backslash escapes in sed scripts.

/** The letters that stand for control characters. */
export const ESCAPED: Readonly<Record<string, string>> = {
  a: '\u0007',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** `\d065`, `\o101`, `\x41` in a pattern become the character, taken literally. */
export function numericEscapes(pattern: string): string {
  return pattern.replace(
    /\\(?:d(\d{1,3})|o([0-7]{1,3})|x([0-9a-fA-F]{1,2})|([\s\S]))/g,
    (all, dec?: string, oct?: string, hex?: string, other?: string) => {
      if (other !== undefined) return all;
      const code = dec ? Number(dec) : Number.parseInt(oct ?? hex ?? '0', oct ? 8 : 16);
      const char = String.fromCharCode(code);
      return /[.*[\]^$\\+?(){}|/]/.test(char) ? `\\${char}` : char;
    },
  );
}

/** The characters of a y command, escapes carried out. */
export function characters(text: string): string[] {
  const out: string[] = [];
  for (const m of text.matchAll(/\\([\s\S])|[\s\S]/gu)) {
    const next = m[1];
    if (next === undefined) out.push(m[0]);
    else if (next === '\\') out.push('\\');
    else if (ESCAPED[next] !== undefined) out.push(ESCAPED[next] ?? '');
    else out.push('\\', next);
  }
  return out;
}

/** The text with the characters of a y command changed. */
export function mapped(text: string, map: ReadonlyMap<string, string>): string {
  let out = '';
  for (const c of text) out += map.get(c) ?? c;
  return out;
}
