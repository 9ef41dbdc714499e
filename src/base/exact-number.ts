// Numbers as exact fractions, for printing the digits that C prints: `%f` of a double or of an x87
// long double (64 bits of mantissa), ties to even on the exact value.

/** A sign and an exact fraction, or infinity or not-a-number. */
export interface ExactNumber {
  readonly isNegative: boolean;
  /** At least 0. */
  readonly numerator: bigint;
  /** Greater than 0. */
  readonly denominator: bigint;
  readonly special?: 'inf' | 'nan';
}

const DECIMAL = /^[ \t\n\v\f\r]*([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d+))?/;
const HEX = /^[ \t\n\v\f\r]*([+-]?)0[xX]([0-9a-fA-F]+)(?:\.([0-9a-fA-F]*))?(?:[pP]([+-]?\d+))?/;
const SPECIAL = /^[ \t\n\v\f\r]*([+-]?)(inf(?:inity)?|nan)/i;

/** strtold: the number at the text's beginning and how many characters it takes (0: none),
 *  rounded to `bits` of mantissa (64: long double, 53: double). */
export function readExact(text: string, bits = 64): { value: ExactNumber; length: number } {
  const special = SPECIAL.exec(text);
  if (special !== null) {
    const isNan = special[2]?.toLowerCase() === 'nan';
    const value: ExactNumber = {
      isNegative: special[1] === '-',
      numerator: 0n,
      denominator: 1n,
      special: isNan ? 'nan' : 'inf',
    };
    return { value, length: special[0].length };
  }
  const hex = HEX.exec(text);
  if (hex !== null) {
    const fraction = hex[3] ?? '';
    const exponent = Number(hex[4] ?? 0) - 4 * fraction.length;
    const digits = BigInt(`0x${hex[2]}${fraction}`);
    const value = scaled(digits, 2n, exponent);
    return { value: { ...value, isNegative: hex[1] === '-' }, length: hex[0].length };
  }
  const m = DECIMAL.exec(text);
  if (m === null) return { value: exactOf(0), length: 0 };
  const fraction = m[3] ?? m[4] ?? '';
  const digits = BigInt(`${m[2] ?? ''}${fraction}` || '0');
  const exponent = Math.max(-5000, Math.min(5000, Number(m[5] ?? 0))) - fraction.length;
  const value = rounded(scaled(digits, 10n, exponent), bits);
  return { value: { ...value, isNegative: m[1] === '-' }, length: m[0].length };
}

function scaled(digits: bigint, base: bigint, exponent: number): ExactNumber {
  const power = base ** BigInt(Math.abs(exponent));
  return exponent >= 0
    ? { isNegative: false, numerator: digits * power, denominator: 1n }
    : { isNegative: false, numerator: digits, denominator: power };
}

/** The nearest number with `bits` of mantissa. */
export function rounded(value: ExactNumber, bits: number): ExactNumber {
  const { numerator, denominator } = value;
  if (numerator === 0n) return value;
  const shift = bits - (bitLength(numerator) - bitLength(denominator));
  let num = shift >= 0 ? numerator << BigInt(shift) : numerator;
  let den = shift >= 0 ? denominator : denominator << BigInt(-shift);
  let exponent = -shift;
  // The quotient has `bits` or one more bit.
  if (num / den >= 1n << BigInt(bits)) {
    den <<= 1n;
    exponent++;
  }
  num = divideToEven(num, den);
  return exponent >= 0
    ? { ...value, numerator: num << BigInt(exponent), denominator: 1n }
    : { ...value, numerator: num, denominator: 1n << BigInt(-exponent) };
}

function bitLength(n: bigint): number {
  return n.toString(2).length;
}

/** n / d to the nearest whole number, ties to even. */
export function divideToEven(n: bigint, d: bigint): bigint {
  const quotient = n / d;
  const twice = (n % d) * 2n;
  if (twice > d || (twice === d && quotient % 2n === 1n)) return quotient + 1n;
  return quotient;
}

/** A double's exact value. */
export function exactOf(n: number): ExactNumber {
  const isNegative = n < 0 || Object.is(n, -0);
  if (!Number.isFinite(n)) {
    const special = Number.isNaN(n) ? 'nan' : 'inf';
    return { isNegative, numerator: 0n, denominator: 1n, special };
  }
  let m = Math.abs(n);
  let exponent = 0;
  while (!Number.isInteger(m)) {
    m *= 2;
    exponent++;
  }
  return { isNegative, numerator: BigInt(m), denominator: 1n << BigInt(exponent) };
}

/** The nearest double. */
export function toDouble(value: ExactNumber): number {
  const sign = value.isNegative ? -1 : 1;
  if (value.special !== undefined) {
    return value.special === 'nan' ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  }
  const near = rounded(value, 53);
  return (sign * Number(near.numerator)) / Number(near.denominator);
}

/** Digits of `%.{precision}f`, without sign. */
export function fixedDigits(value: ExactNumber, precision: number): string {
  const scale = 10n ** BigInt(precision);
  const digits = divideToEven(value.numerator * scale, value.denominator).toString();
  if (precision === 0) return digits;
  const padded = digits.padStart(precision + 1, '0');
  return `${padded.slice(0, -precision)}.${padded.slice(-precision)}`;
}

/** Digits and decimal exponent of `%.{precision}e`, without sign: 1.50 and 3 for 1500. */
export function exponentDigits(
  value: ExactNumber,
  precision: number,
): { mantissa: string; exponent: number } {
  const { numerator, denominator } = value;
  if (numerator === 0n) {
    return { mantissa: precision > 0 ? `0.${'0'.repeat(precision)}` : '0', exponent: 0 };
  }
  let exponent = numerator.toString().length - denominator.toString().length;
  if (isBelowPower(value, exponent)) exponent--;
  const shift = precision - exponent;
  const power = 10n ** BigInt(Math.abs(shift));
  let digits = (
    shift >= 0
      ? divideToEven(numerator * power, denominator)
      : divideToEven(numerator, denominator * power)
  ).toString();
  if (digits.length > precision + 1) {
    digits = digits.slice(0, -1);
    exponent++;
  }
  const mantissa = precision > 0 ? `${digits[0]}.${digits.slice(1)}` : digits;
  return { mantissa, exponent };
}

function isBelowPower(value: ExactNumber, exponent: number): boolean {
  const power = 10n ** BigInt(Math.abs(exponent));
  return exponent >= 0
    ? value.numerator < value.denominator * power
    : value.numerator * power < value.denominator;
}
