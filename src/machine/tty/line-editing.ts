// How a cooked terminal shows what is typed: echo of characters and how they are erased again.

/** `^C` for control characters, the character itself otherwise. */
export function echoOf(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (char === '\n' || char === '\t') return char;
  if (code < 32) return `^${String.fromCharCode(code + 64)}`;
  return code === 127 ? '^?' : char;
}

/** Columns that the echo of a character takes. */
export function echoWidth(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  if (code < 32 || code === 127) return char === '\t' ? 1 : 2;
  return isWide(code) ? 2 : 1;
}

/** What wipes the last `columns` columns from the screen. */
export function wipe(columns: number): string {
  return '\b \b'.repeat(columns);
}

/** East Asian wide characters and emoji, roughly by block. */
function isWide(code: number): boolean {
  return (
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd)
  );
}

/** The line without its last word and the blanks after it (^W). */
export function withoutLastWord(line: readonly string[]): string[] {
  let end = line.length;
  while (end > 0 && /\s/.test(line[end - 1] ?? '')) end--;
  while (end > 0 && !/\s/.test(line[end - 1] ?? '')) end--;
  return line.slice(0, end);
}
