// How text is laid out on a terminal: columns of characters, control sequences without any.

/** Columns of a character: 0 for combining marks, 2 for wide ones. */
export function charWidth(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x300) return code < 32 || (code >= 127 && code < 160) ? 0 : 1;
  const isMark = code <= 0x36f || code === 0x200d || (code >= 0xfe00 && code <= 0xfe0f);
  if (isMark) return 0;
  const isWide =
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd);
  return isWide ? 2 : 1;
}

/** Columns of a text without control characters. */
export function textWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const char of text) width += charWidth(char);
  return width;
}

/** As a line editor shows a character: control characters as `^X`. */
export function shownChar(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (char === '\n' || char === '\t') return char;
  if (code < 32) return `^${String.fromCharCode(code + 64)}`;
  if (code === 127) return '^?';
  return code >= 0xdc80 && code <= 0xdcff ? '?' : char;
}

/** Where the writing ends. */
export interface Position {
  row: number;
  column: number;
}

/** Moves a position past a character that is written there. */
export function advance(at: Position, char: string, columns: number): void {
  if (char === '\n') {
    at.row++;
    at.column = 0;
    return;
  }
  const width = char === '\t' ? 8 - (at.column % 8) : charWidth(char);
  // A wide character doesn't fit into the last column.
  if (width === 2 && at.column === columns - 1) {
    at.row++;
    at.column = 0;
  }
  at.column += width;
  if (at.column >= columns) {
    at.row++;
    at.column -= columns;
  }
}

/** A prompt's pieces: what is sent, and what of it takes room. */
export function promptPieces(prompt: string): { sent: string; visible: string } {
  const visible = prompt
    .replace(/\x01[^\x02]*\x02?/g, '')
    .replace(/\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07]*\x07/g, '');
  return { sent: prompt.replace(/[\x01\x02]/g, ''), visible };
}
