// CEL's functions and methods that policies and rules use.
import { isObject } from '../../../base/json';
import { cmpQuantity, parseQuantity, zeroQuantity } from '../../../base/quantity';
import { CelProblem } from './lexer';

type Value = unknown;

function sizeOf(value: Value): number {
  if (typeof value === 'string') return [...value].length;
  if (Array.isArray(value)) return value.length;
  if (isObject(value)) return Object.keys(value).length;
  throw new CelProblem('no such overload');
}

function textOf(value: Value): string {
  if (typeof value === 'string') return value;
  throw new CelProblem('no such overload');
}

function toInt(value: Value): number {
  const n = typeof value === 'string' && !/^[-+]?\d+$/.test(value) ? Number.NaN : Number(value);
  if (Number.isNaN(n)) throw new CelProblem(`type conversion error from string to int`);
  return Math.trunc(n);
}

function quantity(value: Value) {
  const parsed = parseQuantity(textOf(value));
  if (parsed === null) throw new CelProblem('quantities must match the regular expression');
  return { quantity: textOf(value) };
}

function quantityIn(value: Value) {
  const text = isObject(value) ? value.quantity : undefined;
  return parseQuantity(typeof text === 'string' ? text : '0') ?? zeroQuantity;
}

/** Global functions, by name. */
export const functions: Readonly<Record<string, (args: readonly Value[]) => Value>> = {
  size: ([value]) => sizeOf(value),
  string: ([value]) => (typeof value === 'string' ? value : JSON.stringify(value)),
  int: ([value]) => toInt(value),
  uint: ([value]) => toInt(value),
  double: ([value]) => Number(value),
  bool: ([value]) => value === true || value === 'true',
  dyn: ([value]) => value,
  quantity: ([value]) => quantity(value),
  isQuantity: ([value]) => parseQuantity(textOf(value)) !== null,
  type: ([value]) => (Array.isArray(value) ? 'list' : isObject(value) ? 'map' : typeof value),
};

/** Methods, by name. */
export const methods: Readonly<Record<string, (on: Value, args: readonly Value[]) => Value>> = {
  size: (on) => sizeOf(on),
  startsWith: (on, [part]) => textOf(on).startsWith(textOf(part)),
  endsWith: (on, [part]) => textOf(on).endsWith(textOf(part)),
  contains: (on, [part]) => textOf(on).includes(textOf(part)),
  matches: (on, [pattern]) => new RegExp(textOf(pattern), 'u').test(textOf(on)),
  split: (on, [by]) => textOf(on).split(textOf(by)),
  join: (on, [by]) => (on as readonly string[]).join(by === undefined ? '' : textOf(by)),
  lowerAscii: (on) => textOf(on).toLowerCase(),
  upperAscii: (on) => textOf(on).toUpperCase(),
  trim: (on) => textOf(on).trim(),
  replace: (on, [from, to]) => textOf(on).split(textOf(from)).join(textOf(to)),
  indexOf: (on, [part]) => textOf(on).indexOf(textOf(part)),
  lastIndexOf: (on, [part]) => textOf(on).lastIndexOf(textOf(part)),
  substring: (on, [from, to]) =>
    textOf(on).substring(Number(from), to === undefined ? undefined : Number(to)),
  charAt: (on, [at]) => textOf(on).charAt(Number(at)),
  isSorted: (on) =>
    (on as readonly (string | number)[]).every((x, i, all) => i === 0 || (all[i - 1] ?? x) <= x),
  sum: (on) => (on as readonly number[]).reduce((total, one) => total + one, 0),
  min: (on) => Math.min(...(on as readonly number[])),
  max: (on) => Math.max(...(on as readonly number[])),
  isGreaterThan: (on, [other]) => cmpQuantity(quantityIn(on), quantityIn(other)) > 0,
  isLessThan: (on, [other]) => cmpQuantity(quantityIn(on), quantityIn(other)) < 0,
  compareTo: (on, [other]) => Math.sign(cmpQuantity(quantityIn(on), quantityIn(other))),
  orValue: (on, [other]) => on ?? other,
};
