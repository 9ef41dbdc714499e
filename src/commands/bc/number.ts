// bc's numbers: decimals of any length with a scale (digits after the point), as POSIX bc has them.

/** value = digits / 10^scale. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

export const ZERO: Decimal = { digits: 0n, scale: 0 };
export const ONE: Decimal = { digits: 1n, scale: 0 };

export function fromInteger(n: number): Decimal {
  return { digits: BigInt(Math.trunc(n)), scale: 0 };
}

/** Reads digits in a base (A–F count too); the scale is the number of digits after the point. */
export function readNumber(text: string, base: number): Decimal {
  const [whole = '', fraction = ''] = text.split('.');
  if (base === 10 && !/[A-Z]/.test(text)) {
    return { digits: BigInt(whole + fraction || '0'), scale: fraction.length };
  }
  const isSingle = whole.length + fraction.length === 1;
  const value = (c: string) => {
    const v = Number.parseInt(c, 16);
    return BigInt(isSingle ? v : Math.min(v, base - 1));
  };
  let digits = 0n;
  for (const c of whole) digits = digits * BigInt(base) + value(c);
  const scale = fraction.length;
  let numerator = 0n;
  for (const c of fraction) numerator = numerator * BigInt(base) + value(c);
  const power = 10n ** BigInt(scale);
  return { digits: digits * power + (numerator * power) / BigInt(base) ** BigInt(scale), scale };
}

/** Digits after the point cut off or filled up. */
export function rescale(a: Decimal, scale: number): Decimal {
  if (scale === a.scale) return a;
  const power = 10n ** BigInt(Math.abs(scale - a.scale));
  return { digits: scale > a.scale ? a.digits * power : a.digits / power, scale };
}

export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { digits: rescale(a, scale).digits + rescale(b, scale).digits, scale };
}

export function negate(a: Decimal): Decimal {
  return { digits: -a.digits, scale: a.scale };
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  return add(a, negate(b));
}

export function compare(a: Decimal, b: Decimal): number {
  const d = subtract(a, b).digits;
  return d < 0n ? -1 : d > 0n ? 1 : 0;
}

export function multiply(a: Decimal, b: Decimal, scale: number): Decimal {
  const full = { digits: a.digits * b.digits, scale: a.scale + b.scale };
  return rescale(full, Math.min(full.scale, Math.max(scale, a.scale, b.scale)));
}

/** Undefined: division by zero. */
export function divide(a: Decimal, b: Decimal, scale: number): Decimal | undefined {
  if (b.digits === 0n) return undefined;
  const shift = scale + b.scale - a.scale;
  const power = 10n ** BigInt(Math.abs(shift));
  const digits = shift >= 0 ? (a.digits * power) / b.digits : a.digits / (b.digits * power);
  return { digits, scale };
}

export function remainder(a: Decimal, b: Decimal, scale: number): Decimal | undefined {
  const quotient = divide(a, b, scale);
  if (quotient === undefined) return undefined;
  const resultScale = Math.max(scale + b.scale, a.scale);
  const product = { digits: quotient.digits * b.digits, scale: quotient.scale + b.scale };
  return rescale(subtract(a, product), resultScale);
}

/** a to a whole power; undefined: zero to a negative one. */
export function power(a: Decimal, exponent: bigint, scale: number): Decimal | undefined {
  if (exponent === 0n) return ONE;
  const n = exponent < 0n ? -exponent : exponent;
  const full = { digits: a.digits ** n, scale: a.scale * Number(n) };
  if (exponent < 0n) return divide(ONE, full, scale);
  return rescale(full, Math.min(full.scale, Math.max(scale, a.scale)));
}

/** Undefined for a negative number. */
export function squareRoot(a: Decimal, scale: number): Decimal | undefined {
  if (a.digits < 0n) return undefined;
  const resultScale = Math.max(scale, a.scale);
  const n = rescale(a, 2 * resultScale).digits;
  let x = n;
  for (let y = (x + 1n) / 2n; y < x; ) {
    x = y;
    y = (x + n / x) / 2n;
  }
  return { digits: x, scale: resultScale };
}

/** As bc prints it: no zero before the point, long numbers broken at 69 digits. */
export function show(a: Decimal, base: number): string {
  const sign = a.digits < 0n ? '-' : '';
  const magnitude = a.digits < 0n ? -a.digits : a.digits;
  const scalePower = 10n ** BigInt(a.scale);
  const whole = magnitude / scalePower;
  let fraction = magnitude % scalePower;
  let text: string;
  if (base <= 16) {
    text = whole === 0n ? '' : whole.toString(base).toUpperCase();
    if (a.scale > 0) {
      if (base === 10) text += `.${fraction.toString().padStart(a.scale, '0')}`;
      else {
        text += '.';
        for (let p = 1n; p < scalePower; p *= BigInt(base)) {
          fraction *= BigInt(base);
          text += (fraction / scalePower).toString(base).toUpperCase();
          fraction %= scalePower;
        }
      }
    }
    if (magnitude === 0n) text = '0';
  } else {
    const groups: string[] = [];
    const width = String(base - 1).length;
    for (let n = whole; n > 0n; n /= BigInt(base)) {
      groups.unshift(` ${(n % BigInt(base)).toString().padStart(width, '0')}`);
    }
    text = groups.join('') || ` ${'0'.padStart(width, '0')}`;
  }
  return sign + text;
}

/** Breaks what is longer than a line, with a backslash. */
export function wrapLine(text: string, lineLength: number): string {
  if (lineLength === 0 || text.length < lineLength) return text;
  const width = lineLength - 2;
  const parts: string[] = [];
  for (let at = 0; at < text.length; at += width + 0) parts.push(text.slice(at, at + width));
  return parts.join('\\\n');
}
