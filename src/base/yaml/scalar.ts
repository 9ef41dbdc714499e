/**
 * What an unquoted YAML 1.1 scalar means to Go's yaml package: used to read scalars, and to decide
 * which strings must be quoted when printing.
 */

/** The meaning of an unquoted scalar. */
export type Resolved =
  | { readonly tag: 'str'; readonly value: string }
  | { readonly tag: 'null'; readonly value: null }
  | { readonly tag: 'bool'; readonly value: boolean }
  | { readonly tag: 'int' | 'float'; readonly value: number }
  | { readonly tag: 'timestamp' | 'merge'; readonly value: string };

const WORDS = new Map<string, Resolved>();
function addWords(resolved: Resolved, ...words: string[]): void {
  for (const word of words) WORDS.set(word, resolved);
}
addWords({ tag: 'null', value: null }, '', '~', 'null', 'Null', 'NULL');
addWords({ tag: 'bool', value: true }, 'y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON');
addWords({ tag: 'bool', value: true }, 'true', 'True', 'TRUE');
addWords({ tag: 'bool', value: false }, 'n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF');
addWords({ tag: 'bool', value: false }, 'false', 'False', 'FALSE');
addWords({ tag: 'float', value: Number.NaN }, '.nan', '.NaN', '.NAN');
addWords({ tag: 'float', value: Number.POSITIVE_INFINITY }, '.inf', '.Inf', '.INF');
addWords({ tag: 'float', value: Number.POSITIVE_INFINITY }, '+.inf', '+.Inf', '+.INF');
addWords({ tag: 'float', value: Number.NEGATIVE_INFINITY }, '-.inf', '-.Inf', '-.INF');
addWords({ tag: 'merge', value: '<<' }, '<<');

const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const DOT_FLOAT = /^\.[0-9]+([eE][-+]?[0-9]+)?$/;
const INTEGER =
  /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]([0-7]+)|(0[0-7]*)|([1-9][0-9]*))$/;
const CLOCK = '(\\d\\d?):(\\d\\d?):(\\d\\d?)(?:\\.\\d*)?';
const TIMESTAMP = new RegExp(
  `^\\d{4}-(\\d\\d?)-(\\d\\d?)(?:[Tt]${CLOCK}(?:Z|[-+]\\d\\d:\\d\\d)| +${CLOCK})?$`,
);
const BASE_60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;

/** Resolves an unquoted scalar by the rules of YAML 1.1 as Go's yaml package applies them. */
export function resolvePlain(text: string): Resolved {
  const first = text.charCodeAt(0);
  const isDigit = first >= 0x30 && first <= 0x39;
  const isSigned = first === 0x2b || first === 0x2d;
  if (text.length <= 5 || isSigned) {
    const word = WORDS.get(text);
    if (word) return word;
  }
  if (first === 0x2e) {
    return DOT_FLOAT.test(text)
      ? { tag: 'float', value: Number(text) }
      : { tag: 'str', value: text };
  }
  if (isDigit || isSigned) return resolveNumber(text) ?? { tag: 'str', value: text };
  return { tag: 'str', value: text };
}

function resolveNumber(text: string): Resolved | null {
  if (isTimestamp(text)) return { tag: 'timestamp', value: text };
  const plain = text.includes('_') ? text.replaceAll('_', '') : text;
  const m = INTEGER.exec(plain);
  if (m) {
    const integer = parseInteger(m);
    if (integer !== null) return { tag: 'int', value: integer };
  }
  if (FLOAT.test(plain) && Number.isFinite(Number(plain))) {
    return { tag: 'float', value: Number(plain) };
  }
  return null;
}

/** Null when it does not fit into 64 bits. */
function parseInteger(m: RegExpExecArray): number | null {
  const negative = m[1] === '-';
  const [digits, radix] = m[2]
    ? [m[2], 16]
    : m[3]
      ? [m[3], 2]
      : m[4] || m[5]
        ? [m[4] ?? m[5] ?? '', 8]
        : [m[6] ?? '', 10];
  const size = Number.parseInt(digits, radix);
  if (size > (negative ? 2 ** 63 : 2 ** 64)) return null;
  return negative && size !== 0 ? -size : size;
}

/** True for texts that YAML 1.1 takes for a time. */
export function isTimestamp(text: string): boolean {
  if (text.charCodeAt(4) !== 0x2d) return false;
  const m = TIMESTAMP.exec(text);
  if (!m) return false;
  const n = (i: number): number => Number(m[i] ?? 0);
  const isDate = n(1) >= 1 && n(1) <= 12 && n(2) >= 1 && n(2) <= 31;
  return isDate && n(3) + n(6) < 24 && n(4) + n(7) < 60 && n(5) + n(8) < 60;
}

/** True for texts like `12:30`, which YAML 1.1 takes for a number in base 60. */
export function isBase60(text: string): boolean {
  return text.includes(':') && BASE_60.test(text);
}
