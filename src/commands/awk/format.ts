// printf's conversions, rounding as the C library does (ties to even).
import { fromBytes, toBytes, utf8Length } from '../../base/bytes';

/** One conversion of a format. */
export interface Conversion {
  readonly flags: string;
  readonly width: number | '*' | undefined;
  readonly precision: number | '*' | undefined;
  readonly letter: string;
}

/** Takes a format apart: literal text and conversions. An unknown letter stays a conversion. */
export function parseFormat(format: string): (string | Conversion)[] {
  const parts: (string | Conversion)[] = [];
  const pattern = /%([-+ #0]*)(\*|\d+)?(?:\.(\*|\d*))?(?:hh|h|ll|l|L|q|j|z|t)?([\s\S]?)/g;
  let from = 0;
  for (let m = pattern.exec(format); m !== null; m = pattern.exec(format)) {
    if (m.index > from) parts.push(format.slice(from, m.index));
    from = pattern.lastIndex;
    const [, flags = '', width, precision, letter = ''] = m;
    if (letter === '%') parts.push('%');
    else if (letter === '') parts.push(m[0]);
    else {
      parts.push({ flags, letter, width: count(width), precision: count(precision) });
    }
  }
  if (from < format.length) parts.push(format.slice(from));
  return parts;
}

function count(text: string | undefined): number | '*' | undefined {
  if (text === undefined || text === '*') return text;
  return text === '' ? 0 : Number(text);
}

/** A number through a format with one conversion (CONVFMT, OFMT). */
export function formatNumber(format: string, x: number): string {
  if (format === '%.6g') return general(x, 6, false);
  return parseFormat(format)
    .map((part) => (typeof part === 'string' ? part : convertNumber(part, x)))
    .join('');
}

/** Conversion of a number: d i o x X u e E f F g G. Widths must be numbers by now. */
export function convertNumber(spec: Conversion, x: number): string {
  const precision = typeof spec.precision === 'number' ? spec.precision : undefined;
  const { letter } = spec;
  if ('diouxX'.includes(letter)) return integer(spec, x, precision);
  const size = Math.abs(x);
  let digits: string;
  if (!Number.isFinite(x)) digits = Number.isNaN(x) ? '-nan' : 'inf';
  else if (letter === 'f' || letter === 'F') digits = fixed(size, precision ?? 6);
  else if (letter === 'e' || letter === 'E') digits = exponential(size, precision ?? 6);
  else digits = general(size, precision ?? 6, spec.flags.includes('#'));
  if (letter < 'a') digits = digits.toUpperCase();
  const isNegative = x < 0 || Object.is(x, -0);
  return pad(signOf(spec, isNegative), digits, spec, Number.isFinite(x));
}

function signOf(spec: Conversion, isNegative: boolean): string {
  if (isNegative) return '-';
  return spec.flags.includes('+') ? '+' : spec.flags.includes(' ') ? ' ' : '';
}

function integer(spec: Conversion, value: number, precision: number | undefined): string {
  const { letter } = spec;
  const isSigned = letter === 'd' || letter === 'i';
  const limit = 2147483647;
  let x = Number.isNaN(value) ? -limit - 1 : Math.trunc(value);
  if (isSigned) x = Math.max(-limit, Math.min(limit, x));
  else x = Math.max(0, Math.min(4294967295, x));
  const base = letter === 'o' ? 8 : letter === 'x' || letter === 'X' ? 16 : 10;
  let digits = BigInt(Math.abs(x)).toString(base);
  if (precision !== undefined) digits = digits.padStart(precision, '0');
  if (letter === 'X') digits = digits.toUpperCase();
  let sign = isSigned ? signOf(spec, x < 0) : '';
  if (spec.flags.includes('#')) {
    if (base === 8 && digits[0] !== '0') digits = `0${digits}`;
    if (base === 16 && x !== 0) sign = letter === 'X' ? '0X' : '0x';
  }
  return pad(sign, digits, spec, precision === undefined);
}

function pad(sign: string, digits: string, spec: Conversion, mayZero: boolean): string {
  const width = typeof spec.width === 'number' ? spec.width : 0;
  if (spec.flags.includes('-')) return (sign + digits).padEnd(width);
  if (spec.flags.includes('0') && mayZero) return sign + digits.padStart(width - sign.length, '0');
  return (sign + digits).padStart(width);
}

/** A string by %s or %c; widths and precision count bytes. */
export function convertText(spec: Conversion, text: string): string {
  let shown = text;
  if (typeof spec.precision === 'number' && utf8Length(shown) > spec.precision) {
    shown = fromBytes(toBytes(shown).subarray(0, spec.precision));
  }
  const width = typeof spec.width === 'number' ? spec.width : 0;
  const blanks = ' '.repeat(Math.max(0, width - utf8Length(shown)));
  return spec.flags.includes('-') ? shown + blanks : blanks + shown;
}

const EXTRA = 30;

/** Rounds half to even where `exact` (digits beyond the wanted ones) is exactly a half. */
function isEvenTie(exact: string, extra: number): boolean {
  const mantissa = exact.replace(/e.*$/, '');
  const tail = mantissa.slice(-extra);
  if (tail[0] !== '5' || /[1-9]/.test(tail.slice(1))) return false;
  const kept = mantissa.slice(0, -extra).replace('.', '');
  return Number(kept[kept.length - 1]) % 2 === 0;
}

function fixed(x: number, precision: number): string {
  const p = Math.min(precision, 100);
  if (x >= 1e21) return BigInt(x).toString() + (p > 0 ? `.${'0'.repeat(p)}` : '');
  const extra = Math.min(EXTRA, 100 - p);
  if (extra > 0) {
    const exact = x.toFixed(p + extra);
    if (isEvenTie(exact, extra)) return exact.slice(0, -extra).replace(/\.$/, '');
  }
  return x.toFixed(p);
}

function exponential(x: number, precision: number): string {
  const p = Math.min(precision, 100);
  const extra = Math.min(EXTRA, 100 - p);
  let text = x.toExponential(p);
  if (extra > 0) {
    const exact = x.toExponential(p + extra);
    if (isEvenTie(exact, extra)) {
      const [mantissa = '', exponent = ''] = exact.split('e');
      text = `${mantissa.slice(0, -extra).replace(/\.$/, '')}e${exponent}`;
    }
  }
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

/** %g: the shorter of %e and %f, without trailing zeros unless `keepZeros`. */
function general(value: number, precision: number, keepZeros: boolean): string {
  const x = Math.abs(value);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (!Number.isFinite(x)) return Number.isNaN(x) ? '-nan' : `${sign}inf`;
  const p = precision === 0 ? 1 : precision;
  const scientific = exponential(x, p - 1);
  const exponent = x === 0 ? 0 : Number(scientific.slice(scientific.indexOf('e') + 1));
  if (exponent < -4 || exponent >= p) {
    if (keepZeros) return sign + scientific;
    const [mantissa = '', rest = ''] = scientific.split('e');
    return `${sign}${trimZeros(mantissa)}e${rest}`;
  }
  const text = fixed(x, p - 1 - exponent);
  return sign + (keepZeros ? text : trimZeros(text));
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
