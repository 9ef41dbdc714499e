/** Literals of Go templates: strings, characters and numbers. */
import { goEscapes } from '../go-escapes';

/** The text of a Go string or character literal with its quotes; null when it is malformed. */
export function unquoteGo(literal: string): string | null {
  const inside = literal.slice(1, -1);
  if (literal.startsWith('`')) return inside.replaceAll('\r', '');
  if (!inside.includes('\\')) return inside;
  let isWrong = false;
  const pattern = /\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}|[\s\S]|$)/g;
  const text = inside.replace(pattern, (_whole, code: string) => {
    const plain = Object.hasOwn(goEscapes, code) ? goEscapes[code] : undefined;
    if (plain !== undefined) return plain;
    const isOctal = /^[0-7]{3}$/.test(code);
    const value = Number.parseInt(isOctal ? code : code.slice(1), isOctal ? 8 : 16);
    if ((code.length < 3 && !isOctal) || value > 0x10ffff) {
      isWrong = true;
      return '';
    }
    return String.fromCodePoint(value);
  });
  return isWrong ? null : text;
}

/** The value of a number or character constant; null when it is malformed. */
export function parseNumber(text: string): number | null {
  if (text.startsWith("'")) {
    const char = unquoteGo(text);
    return char !== null && [...char].length === 1 ? (char.codePointAt(0) ?? null) : null;
  }
  const plain = text.replaceAll('_', '');
  const sign = plain.startsWith('-') ? -1 : 1;
  const digits = plain.replace(/^[-+]/, '');
  if (/^0[0-7]+$/.test(digits)) return sign * Number.parseInt(digits, 8);
  const value = Number(digits);
  return digits === '' || Number.isNaN(value) ? null : sign * value;
}
