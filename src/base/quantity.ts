/**
 * Kubernetes' resource.Quantity: exact decimal numbers with SI (`m`, `k`, `M`), binary (`Ki`) or
 * exponent (`1e3`) suffixes. A number is value = units * 10^-9; finer input is rounded up, as
 * there.
 */

/** Which family of suffixes a quantity was written with, and is printed with. */
export type QuantityFormat = 'BinarySI' | 'DecimalSI' | 'DecimalExponent';

/** An immutable quantity, in billionths ("nano"). */
export interface Quantity {
  readonly nano: bigint;
  readonly format: QuantityFormat;
  /** The text it was parsed from, where that counts as canonical already. */
  readonly text?: string;
}

const NANO = 1_000_000_000n;
const MILLI = 1_000_000n;
const MAX = ((1n << 63n) - 1n) * NANO;

const DECIMAL: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'] as const;

/** Zero, in decimal notation. */
export const zeroQuantity: Quantity = Object.freeze({ nano: 0n, format: 'DecimalSI' });

const quantityFormatError =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

// Texts repeat endlessly (100m, 128Mi), so parsed ones are remembered: a pure function's memo.
const parsed = new Map<string, Quantity | null>();
const MEMO_LIMIT = 4096;

/** Parses a quantity (a JSON number is accepted too); null when its text is invalid. */
export function parseQuantity(input: string | number): Quantity | null {
  const text = typeof input === 'number' ? String(input) : input;
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const result = parseText(text);
  if (parsed.size >= MEMO_LIMIT) parsed.clear();
  parsed.set(text, result);
  return result;
}

function parseText(text: string): Quantity | null {
  const m = TEXT.exec(text);
  if (!m) return null;
  const [, sign = '', zeros = '', integer = '', decimals = '', letters = '', exponent] = m;
  if (text === '') return null;
  const suffix = readSuffix(letters, exponent);
  if (!suffix) return null;
  const whole = integer === '' ? zeros && '0' : integer;
  const digits = BigInt(whole + decimals || '0');
  let format = suffix.format;
  let nano: bigint;
  if (format === 'BinarySI') {
    nano = ceilDivide(digits * NANO * suffix.factor, 10n ** BigInt(decimals.length));
    if (nano > MAX) nano = MAX;
    if (nano > 0n && nano < NANO) format = 'DecimalSI';
  } else {
    const power = Math.min(suffix.exponent + 9 - decimals.length, 400);
    nano = power >= 0 ? digits * 10n ** BigInt(power) : ceilDivide(digits, 10n ** BigInt(-power));
  }
  const signed = sign === '-' ? -nano : nano;
  const isKept = keepsText(suffix, whole || '0', decimals);
  return Object.freeze(isKept ? { nano: signed, format, text } : { nano: signed, format });
}

const TEXT = /^([+-]?)(0*)(\d*)(?:\.(\d*))?([a-zA-Z]*)(?:([+-]?\d+))?$/;

/** The original reuses texts it takes for canonical, such as `1.500`, `1E3` and `+3`. */
function keepsText(suffix: Suffix, whole: string, decimals: string): boolean {
  const shifted = whole + decimals;
  if (suffix.format === 'BinarySI') {
    const power = suffix.factor.toString(2).length - 1;
    const room = 15 - whole.length - Math.trunc((power * 3) / 10) - 1;
    return decimals === '' && room >= 0 && (BigInt(whole) & 7n) !== 0n;
  }
  const scale = suffix.exponent - decimals.length;
  if (shifted.length > 18 || scale < -9) return false;
  return scale % 3 === 0 && !shifted.endsWith('000') && !shifted.startsWith('0');
}

/** The API's message for a text that {@link parseQuantity} refuses. */
export function quantityError(text: string): string {
  const isSuffixWrong = /^[+-]?\d*(?:\.\d*)?[eEinumkKMGTP]*(?:[-+]?\d*)$/.test(text);
  return text !== '' && isSuffixWrong ? "unable to parse quantity's suffix" : quantityFormatError;
}

interface Suffix {
  readonly format: QuantityFormat;
  readonly exponent: number;
  readonly factor: bigint;
}

function readSuffix(letters: string, exponent: string | undefined): Suffix | null {
  if (exponent !== undefined) {
    if (letters !== 'e' && letters !== 'E') return null;
    return { format: 'DecimalExponent', exponent: Number(exponent), factor: 1n };
  }
  const binary = (BINARY as readonly string[]).indexOf(letters);
  if (binary > 0) return { format: 'BinarySI', exponent: 0, factor: 1n << BigInt(10 * binary) };
  const power = Object.hasOwn(DECIMAL, letters) ? DECIMAL[letters] : undefined;
  return power === undefined ? null : { format: 'DecimalSI', exponent: power, factor: 1n };
}

function ceilDivide(a: bigint, b: bigint): bigint {
  return (a + b - 1n) / b;
}

/** Rounds away from zero, as Quantity's Value and MilliValue do. */
function roundUp(nano: bigint, unit: bigint): bigint {
  if (nano % unit === 0n) return nano / unit;
  return nano / unit + (nano > 0n ? 1n : -1n);
}

/** Thousandths, rounded up; what cpu is counted in. */
export function milliValue(q: Quantity): number {
  return Number(roundUp(q.nano, MILLI));
}

/** Whole units, rounded up; what memory and pods are counted in. */
export function value(q: Quantity): number {
  return Number(roundUp(q.nano, NANO));
}

/** Thousandths of a quantity's text (`100m` is 100); null when it is invalid. For hot paths. */
export function parseMilliValue(input: string | number): number | null {
  const q = parseQuantity(input);
  if (!q) return null;
  let millis = knownMillis.get(q);
  if (millis === undefined) {
    millis = milliValue(q);
    knownMillis.set(q, millis);
  }
  return millis;
}

/** Whole units of a quantity's text (`1Ki` is 1024); null when it is invalid. For hot paths. */
export function parseValue(input: string | number): number | null {
  const q = parseQuantity(input);
  if (!q) return null;
  let units = knownValues.get(q);
  if (units === undefined) {
    units = value(q);
    knownValues.set(q, units);
  }
  return units;
}

const knownMillis = new WeakMap<Quantity, number>();
const knownValues = new WeakMap<Quantity, number>();

/** The number itself, as a float (may lose precision). */
export function asNumber(q: Quantity): number {
  return Number(q.nano) / 1e9;
}

/** A quantity of whole units. */
export function quantityOf(units: number, format: QuantityFormat = 'DecimalSI'): Quantity {
  return { nano: BigInt(Math.round(units)) * NANO, format };
}

/** A quantity of thousandths. */
export function milliQuantity(millis: number, format: QuantityFormat = 'DecimalSI'): Quantity {
  return { nano: BigInt(Math.round(millis)) * MILLI, format };
}

/** a + b; like the original, a zero takes over the other's notation. */
export function addQuantity(a: Quantity, b: Quantity): Quantity {
  return { nano: a.nano + b.nano, format: a.nano === 0n ? b.format : a.format };
}

/** a - b; like the original, a zero takes over the other's notation. */
export function subQuantity(a: Quantity, b: Quantity): Quantity {
  return { nano: a.nano - b.nano, format: a.nano === 0n ? b.format : a.format };
}

/** Negative, zero or positive as a is less than, equal to or greater than b. */
export function cmpQuantity(a: Quantity, b: Quantity): number {
  return a.nano < b.nano ? -1 : a.nano > b.nano ? 1 : 0;
}

/** The canonical text: the largest suffix that needs no fraction. */
export function formatQuantity(q: Quantity): string {
  if (q.text !== undefined) return q.text;
  if (q.nano === 0n) return '0';
  const negative = q.nano < 0n;
  const size = negative ? -q.nano : q.nano;
  const sign = negative ? '-' : '';
  // Below 1024 a binary quantity prints as a decimal one, and fractions have no binary suffix.
  if (q.format === 'BinarySI' && size >= 1024n * NANO && size % NANO === 0n) {
    return sign + formatBinary(size / NANO);
  }
  return sign + formatDecimal(size, q.format);
}

function formatBinary(units: bigint): string {
  let power = 0;
  let rest = units;
  while (rest % 1024n === 0n && power < BINARY.length - 1) {
    rest /= 1024n;
    power++;
  }
  return `${rest}${BINARY[power]}`;
}

function formatDecimal(nano: bigint, format: QuantityFormat): string {
  let exponent = -9;
  let rest = nano;
  while (rest % 1000n === 0n && exponent < 18) {
    rest /= 1000n;
    exponent += 3;
  }
  if (format === 'DecimalExponent') return exponent === 0 ? `${rest}` : `${rest}e${exponent}`;
  return `${rest}${DECIMAL_BY_EXPONENT[exponent] ?? ''}`;
}

const DECIMAL_BY_EXPONENT: Readonly<Record<number, string>> = Object.fromEntries(
  Object.entries(DECIMAL).map(([suffix, exponent]) => [exponent, suffix]),
);

/** Canonical text of a quantity's text; the text itself when it is invalid. */
export function canonicalQuantity(input: string | number): string {
  const q = parseQuantity(input);
  return q ? formatQuantity(q) : String(input);
}
