// awk's values and their conversions, as mawk does them: numbers print as whole numbers only when
// they fit 32 bits; strings count in bytes.
import { fromBytes, toBytes, utf8Length } from '../../base/bytes';
import { formatNumber } from './format';

/** A string from input: it compares as a number when it looks like one. */
export class FieldValue {
  readonly text: string;
  #number: number | undefined;
  #looksNumeric: boolean | undefined;

  constructor(text: string) {
    this.text = text;
  }

  get number(): number {
    this.#number ??= parseNumber(this.text);
    return this.#number;
  }

  get looksNumeric(): boolean {
    this.#looksNumeric ??= WHOLE_NUMBER.test(this.text);
    return this.#looksNumeric;
  }
}

/** undefined is the value of what was never assigned: both "" and 0. */
export type Value = number | string | FieldValue | undefined;

const BLANKS = '[ \\t\\n\\r\\f\\v]*';
const DECIMAL = '(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?';
const SIGNED = `[+-]?(?:0[xX][0-9a-fA-F]+|${DECIMAL}|inf(?:inity)?|nan)`;
const NUMBER = new RegExp(`^${BLANKS}(${SIGNED})`, 'i');
const WHOLE_NUMBER = new RegExp(`^${BLANKS}${SIGNED}${BLANKS}$`, 'i');

/** The number that a string begins with, 0 when none. */
export function parseNumber(text: string): number {
  const plain = +text;
  if (!Number.isNaN(plain) && text !== '' && !/[box]/i.test(text)) return plain;
  const match = NUMBER.exec(text)?.[1];
  if (match === undefined) return 0;
  const lower = match.toLowerCase();
  const sign = lower.startsWith('-') ? -1 : 1;
  const digits = lower.replace(/^[+-]/, '');
  if (digits.startsWith('inf')) return sign * Number.POSITIVE_INFINITY;
  return digits === 'nan' ? Number.NaN : sign * Number(digits);
}

export function toNumber(value: Value): number {
  if (typeof value === 'number') return value;
  if (value === undefined) return 0;
  return typeof value === 'string' ? parseNumber(value) : value.number;
}

/** A number as text; `format` is CONVFMT or OFMT. */
export function numberText(x: number, format: string): string {
  if (x === (x | 0) && x !== -2147483648) return String(x | 0);
  return formatNumber(format, x);
}

export function toText(value: Value, format: string): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  return typeof value === 'number' ? numberText(value, format) : value.text;
}

export function isTrue(value: Value): boolean {
  if (typeof value === 'number') return value !== 0;
  if (typeof value === 'string') return value !== '';
  if (value === undefined) return false;
  return value.looksNumeric ? value.number !== 0 : value.text !== '';
}

/** Below, at or above zero, as the left value sorts against the right; NaN compares as mawk's. */
export function compare(left: Value, right: Value, format: string): number {
  if (isNumeric(left) && isNumeric(right)) {
    const a = toNumber(left);
    const b = toNumber(right);
    return a < b ? -1 : a > b ? 1 : a === b ? 0 : Number.NaN;
  }
  const a = toText(left, format);
  const b = toText(right, format);
  return a < b ? -1 : a > b ? 1 : 0;
}

function isNumeric(value: Value): boolean {
  if (value === undefined || typeof value === 'number') return true;
  return typeof value !== 'string' && value.looksNumeric;
}

const NOT_ASCII = /[^\0-\x7f]/;

/** Whether bytes and characters are the same in it. */
export function isAscii(text: string): boolean {
  return !NOT_ASCII.test(text);
}

export function byteLength(text: string): number {
  return isAscii(text) ? text.length : utf8Length(text);
}

/** Part of a text, counted in bytes. */
export function sliceBytes(text: string, from: number, to: number): string {
  if (isAscii(text)) return text.slice(from, to);
  return fromBytes(toBytes(text).slice(from, to));
}
