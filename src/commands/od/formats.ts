// od's formats: how bytes are shown as numbers and characters.
import { exactOf } from '../../base/exact-number';
import { layOutFloat } from '../../base/printf';

/** One format: shows `size` bytes in `width` columns (without the space before). */
export interface Format {
  readonly size: number;
  readonly width: number;
  readonly show: (bytes: Uint8Array) => string;
  /** Ends the line with the printable characters. */
  readonly hasText: boolean;
}

const NAMES = [
  'nul',
  'soh',
  'stx',
  'etx',
  'eot',
  'enq',
  'ack',
  'bel',
  'bs',
  'ht',
  'nl',
  'vt',
  'ff',
  'cr',
  'so',
  'si',
  'dle',
  'dc1',
  'dc2',
  'dc3',
  'dc4',
  'nak',
  'syn',
  'etb',
  'can',
  'em',
  'sub',
  'esc',
  'fs',
  'gs',
  'rs',
  'us',
  'sp',
];

const ESCAPES: Readonly<Record<number, string>> = {
  0: '\\0',
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
};

function character(byte: number): string {
  const named = ESCAPES[byte];
  if (named !== undefined) return named;
  return byte >= 32 && byte < 127 ? String.fromCharCode(byte) : byte.toString(8).padStart(3, '0');
}

function unsigned(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] as number);
  return value;
}

const WIDTHS: Readonly<Record<string, Readonly<Record<number, number>>>> = {
  d: { 1: 4, 2: 6, 4: 11, 8: 20 },
  u: { 1: 3, 2: 5, 4: 10, 8: 20 },
  o: { 1: 3, 2: 6, 4: 11, 8: 22 },
  x: { 1: 2, 2: 4, 4: 8, 8: 16 },
  f: { 4: 15, 8: 24 },
};

const SIZES: Readonly<Record<string, number>> = { C: 1, S: 2, I: 4, L: 8, F: 4, D: 8 };

/** Reads a TYPE string; a string is the complaint. */
export function readFormats(text: string): Format[] | string {
  const formats: Format[] = [];
  for (let at = 0; at < text.length; ) {
    const letter = text[at++] ?? '';
    if (!'acduoxf'.includes(letter)) {
      return `invalid character '${letter}' in type string ‘${text}’`;
    }
    let size = letter === 'f' ? 8 : 4;
    if (letter !== 'a' && letter !== 'c') {
      const m = /^(?:\d+|[CSILFD])/.exec(text.slice(at));
      if (m !== null) {
        size = SIZES[m[0]] ?? Number(m[0]);
        at += m[0].length;
      }
      if (WIDTHS[letter]?.[size] === undefined) {
        const kind = letter === 'f' ? 'floating point' : 'integral';
        const why = `this system doesn't provide a ${size}-byte ${kind} type`;
        return `invalid type string ‘${text}’;\n${why}`;
      }
    }
    const hasText = text[at] === 'z';
    if (hasText) at++;
    formats.push({ ...makeFormat(letter, size), hasText });
  }
  return formats;
}

function makeFormat(letter: string, size: number): Omit<Format, 'hasText'> {
  if (letter === 'c') return { size: 1, width: 3, show: (b) => character(b[0] ?? 0) };
  if (letter === 'a') {
    const show = (b: Uint8Array) => {
      const c = (b[0] ?? 0) & 127;
      return c === 127 ? 'del' : (NAMES[c] ?? String.fromCharCode(c));
    };
    return { size: 1, width: 3, show };
  }
  const width = WIDTHS[letter]?.[size] ?? 0;
  if (letter === 'f') {
    const show = (b: Uint8Array) => {
      const view = new DataView(Uint8Array.from(b).buffer);
      const value = size === 4 ? view.getFloat32(0, true) : view.getFloat64(0, true);
      const precision = size === 4 ? 8 : 17;
      return layOutFloat(exactOf(value), 'g', { flags: '', width: 0, precision });
    };
    return { size, width, show };
  }
  const show = (b: Uint8Array): string => {
    const value = unsigned(b);
    if (letter === 'd') return BigInt.asIntN(size * 8, value).toString();
    if (letter === 'u') return value.toString();
    return value.toString(letter === 'o' ? 8 : 16).padStart(width, '0');
  };
  return { size, width, show };
}
