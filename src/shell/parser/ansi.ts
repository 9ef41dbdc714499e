// Backslash escapes of $'...', of `echo -e` and of `printf %b`.
import { fromBytes } from '../../base/bytes';

const simple: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** Where escapes are read: each place knows a few others. */
export type EscapeStyle = 'ansi' | 'echo' | 'printf-b' | 'printf';

/** The text with its escapes replaced; `isStopped` when `\c` ended it. */
export function readEscapes(
  text: string,
  style: EscapeStyle,
): { text: string; isStopped: boolean } {
  if (!text.includes('\\')) return { text, isStopped: false };
  const out: string[] = [];
  let bytes: number[] = [];
  const flush = (): void => {
    if (bytes.length > 0) out.push(fromBytes(Uint8Array.from(bytes)));
    bytes = [];
  };
  for (let i = 0; i < text.length; ) {
    const c = text.charAt(i);
    if (c !== '\\' || i + 1 >= text.length) {
      flush();
      out.push(c);
      i++;
      continue;
    }
    const step = readEscape(text, i + 1, style);
    if (step.byte !== undefined) bytes.push(step.byte);
    else {
      flush();
      if (step.isStop) return { text: out.join(''), isStopped: true };
      out.push(step.text ?? '');
    }
    i = step.next;
  }
  flush();
  return { text: out.join(''), isStopped: false };
}

/** `$'...'`. A NUL ends the text, as C strings do. */
export function ansiText(text: string): string {
  const value = readEscapes(text, 'ansi').text;
  const end = value.indexOf('\0');
  return end < 0 ? value : value.slice(0, end);
}

interface Escape {
  readonly next: number;
  readonly text?: string;
  readonly byte?: number;
  readonly isStop?: boolean;
}

function readEscape(text: string, at: number, style: EscapeStyle): Escape {
  const c = text.charAt(at);
  const known = simple[c];
  if (known !== undefined) return { next: at + 1, text: known };
  if (c === 'c') {
    if (style === 'ansi') return control(text, at);
    if (style !== 'printf') return { next: at + 1, isStop: true };
  }
  if (c === '"' || c === "'" || c === '?') {
    if (style !== 'echo') return { next: at + 1, text: c };
  }
  if (c >= '0' && c <= '7') return octal(text, at, style);
  if (c === 'x') return hexadecimal(text, at, 2);
  if (c === 'u') return hexadecimal(text, at, 4);
  if (c === 'U') return hexadecimal(text, at, 8);
  return { next: at + 1, text: `\\${c}` };
}

function control(text: string, at: number): Escape {
  const c = text.charAt(at + 1);
  const code = c === '?' ? 127 : c.toUpperCase().charCodeAt(0) & 31;
  return { next: at + 2, text: c === '' ? '\\c' : String.fromCharCode(code) };
}

/** `echo` wants `\0nnn`; the others take `\nnn`, `%b` both. */
function octal(text: string, at: number, style: EscapeStyle): Escape {
  const hasZero = text.charAt(at) === '0' && style !== 'ansi' && style !== 'printf';
  if (style === 'echo' && !hasZero) return { next: at + 1, text: `\\${text.charAt(at)}` };
  const from = hasZero ? at + 1 : at;
  const digits = /^[0-7]{0,3}/.exec(text.slice(from, from + 3))?.[0] ?? '';
  return { next: from + digits.length, byte: Number.parseInt(digits || '0', 8) & 255 };
}

function hexadecimal(text: string, at: number, max: number): Escape {
  const digits = /^[0-9a-fA-F]*/.exec(text.slice(at + 1, at + 1 + max))?.[0] ?? '';
  if (digits === '') return { next: at + 1, text: `\\${text.charAt(at)}` };
  const next = at + 1 + digits.length;
  const code = Number.parseInt(digits, 16);
  if (max === 2) return { next, byte: code };
  return { next, text: code <= 0x10ffff ? String.fromCodePoint(code) : '' };
}
