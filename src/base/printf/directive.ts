// One conversion of a printf format (`%-5.2f`) and how values are laid out by it, as C does.
import { fromBytes, toBytes, utf8Length } from '../bytes';
import { type ExactNumber, exponentDigits, fixedDigits } from '../exact-number';

/** A parsed conversion. `width` and `precision` may be '*': taken from the arguments. */
export interface Directive {
  readonly flags: string;
  readonly width: number | '*' | undefined;
  readonly precision: number | '*' | undefined;
  readonly conversion: string;
}

/** Flags, width and precision with the stars filled in. */
export interface Layout {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
}

const DIRECTIVE = /^([-+ #0']*)(\*|\d+)?(?:\.(\*|-?\d*))?(?:hh|h|ll|l|L|j|z|t)?/;

/** Reads what follows a `%`; `length` is how much of the text it takes. */
export function readDirective(text: string): { directive: Directive; length: number } {
  const m = DIRECTIVE.exec(text);
  const length = m?.[0].length ?? 0;
  const number = (s: string | undefined): number | '*' | undefined =>
    s === undefined ? undefined : s === '*' ? '*' : Number(s || '0');
  const conversion = text[length] ?? '';
  return {
    directive: {
      flags: m?.[1] ?? '',
      width: number(m?.[2]),
      precision: number(m?.[3]),
      conversion,
    },
    length: length + conversion.length,
  };
}

function pad(text: string, layout: Layout): string {
  const missing = layout.width - [...text].length;
  if (missing <= 0) return text;
  return layout.flags.includes('-') ? text + ' '.repeat(missing) : ' '.repeat(missing) + text;
}

/** `%s`, `%c`, `%b`: precision cuts. */
export function layOutText(text: string, layout: Layout): string {
  const cut =
    layout.precision === undefined || layout.precision < 0
      ? text
      : [...text].slice(0, layout.precision).join('');
  return pad(cut, layout);
}

/** As C's printf lays out a string: width and precision count bytes. */
export function layOutBytes(text: string, layout: Layout): string {
  if (/^[\x00-\x7f]*$/.test(text)) return layOutText(text, layout);
  const { precision, width, flags } = layout;
  const isCut = precision !== undefined && precision >= 0;
  const cut = isCut ? fromBytes(toBytes(text).subarray(0, precision)) : text;
  const missing = Math.max(0, width - utf8Length(cut));
  const blanks = ' '.repeat(missing);
  return flags.includes('-') ? cut + blanks : blanks + cut;
}

/** `%d` and its unsigned kin; a negative value is for `d` and `i` only. */
export function layOutInteger(value: bigint, conversion: string, layout: Layout): string {
  const { flags, precision } = layout;
  const isSigned = conversion === 'd' || conversion === 'i';
  const magnitude = value < 0n ? -value : value;
  const radix = conversion === 'o' ? 8 : conversion === 'x' || conversion === 'X' ? 16 : 10;
  let digits = magnitude.toString(radix);
  if (conversion === 'X') digits = digits.toUpperCase();
  if (precision !== undefined) digits = digits.padStart(precision, '0');
  if (precision === 0 && value === 0n) digits = '';
  let prefix = isSigned ? sign(value < 0n, flags) : '';
  if (flags.includes('#')) {
    if (conversion === 'o' && !digits.startsWith('0')) digits = `0${digits}`;
    if (radix === 16 && value !== 0n) prefix = `0${conversion}`;
  }
  return withZeros(prefix, digits, { ...layout, isZeroAllowed: precision === undefined });
}

/** `%f %e %g` and capitals, of an exact value. */
export function layOutFloat(value: ExactNumber, conversion: string, layout: Layout): string {
  const prefix = sign(value.isNegative, layout.flags);
  const isUpper = conversion === conversion.toUpperCase();
  if (value.special !== undefined) {
    const text = isUpper ? value.special.toUpperCase() : value.special;
    return withZeros(prefix, text, { ...layout, isZeroAllowed: false });
  }
  const precision = layout.precision ?? 6;
  const lower = conversion.toLowerCase();
  const isAlternate = layout.flags.includes('#');
  let text: string;
  if (lower === 'f') text = fixedDigits(value, precision);
  else if (lower === 'e') text = exponential(value, precision);
  else text = general(value, precision || 1, isAlternate);
  if (isAlternate && !text.includes('.') && lower !== 'g') text += '.';
  if (isUpper) text = text.toUpperCase();
  return withZeros(prefix, text, { ...layout, isZeroAllowed: true });
}

function sign(isNegative: boolean, flags: string): string {
  if (isNegative) return '-';
  return flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
}

function withZeros(
  prefix: string,
  digits: string,
  layout: Layout & { readonly isZeroAllowed: boolean },
): string {
  const { flags, width, isZeroAllowed } = layout;
  if (isZeroAllowed && flags.includes('0') && !flags.includes('-')) {
    return prefix + digits.padStart(width - prefix.length, '0');
  }
  return pad(prefix + digits, layout);
}

function exponential(value: ExactNumber, precision: number): string {
  const { mantissa, exponent } = exponentDigits(value, precision);
  return mantissa + exponentText(exponent);
}

function exponentText(exponent: number): string {
  return `e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function general(value: ExactNumber, precision: number, keepZeros: boolean): string {
  const { mantissa, exponent } = exponentDigits(value, precision - 1);
  const strip = (text: string) =>
    keepZeros || !text.includes('.') ? text : text.replace(/\.?0+$/, '');
  if (exponent < -4 || exponent >= precision) return strip(mantissa) + exponentText(exponent);
  return strip(fixedDigits(value, precision - 1 - exponent));
}
