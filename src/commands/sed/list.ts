// sed's l: a line with everything unusual escaped, folded.
import { toBytes } from '../../base/bytes';

const NAMED: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

/** The line as `l` prints it, with its newline. `length` 0 or 1: no folding. */
export function listLine(text: string, length: number): string {
  const width = length > 1 ? length - 1 : Number.POSITIVE_INFINITY;
  let out = '';
  let column = 0;
  for (const byte of toBytes(text)) {
    const c = String.fromCharCode(byte);
    const shown =
      NAMED[c] ?? (byte >= 32 && byte < 127 ? c : `\\${byte.toString(8).padStart(3, '0')}`);
    if (column + shown.length > width) {
      out += '\\\n';
      column = 0;
    }
    out += shown;
    column += shown.length;
  }
  return `${out}$\n`;
}
