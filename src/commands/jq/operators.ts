// Arithmetic and comparison.
import { described } from './paths';
import { compare, equal, fail, type Json, type JsonMap } from './values';

function cannot(a: Json, b: Json, what: string): never {
  fail(`${described(a)} and ${described(b)} cannot be ${what}`);
}

export function add(a: Json, b: Json): Json {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  if (a === null) return b;
  if (b === null) return a;
  if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
  if (a instanceof Map && b instanceof Map) return new Map([...a, ...b]);
  return cannot(a, b, 'added');
}

function subtract(a: Json, b: Json): Json {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (Array.isArray(a) && Array.isArray(b)) return a.filter((x) => !b.some((y) => equal(x, y)));
  return cannot(a, b, 'subtracted');
}

function multiply(a: Json, b: Json): Json {
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  if (typeof a === 'string' && typeof b === 'number') return repeat(a, b);
  if (typeof a === 'number' && typeof b === 'string') return repeat(b, a);
  if (a instanceof Map && b instanceof Map) return merge(a, b);
  return cannot(a, b, 'multiplied');
}

function repeat(text: string, count: number): Json {
  if (!(count > 0)) return null;
  if (text.length * count > 50_000_000) fail('Repeat string result too long');
  return text.repeat(Math.max(1, Math.ceil(count)));
}

function merge(a: JsonMap, b: JsonMap): JsonMap {
  const result = new Map(a);
  for (const [key, value] of b) {
    const before = result.get(key);
    const isDeep = before instanceof Map && value instanceof Map;
    result.set(key, isDeep ? merge(before, value) : value);
  }
  return result;
}

function divide(a: Json, b: Json): Json {
  if (typeof a === 'number' && typeof b === 'number') {
    if (b === 0) cannot(a, b, 'divided because the divisor is zero');
    return a / b;
  }
  if (typeof a === 'string' && typeof b === 'string') return splitText(a, b);
  return cannot(a, b, 'divided');
}

export function splitText(text: string, by: string): Json[] {
  if (text === '') return [];
  return by === '' ? Array.from(text) : text.split(by);
}

function remainder(a: Json, b: Json): Json {
  if (typeof a !== 'number' || typeof b !== 'number') return cannot(a, b, 'divided');
  const divisor = whole(b);
  if (divisor === 0) cannot(a, b, 'divided because the divisor is zero');
  const result = whole(a) % Math.abs(divisor);
  return result === 0 ? 0 : result;
}

function whole(x: number): number {
  return Math.max(-(2 ** 63), Math.min(2 ** 63, Math.trunc(x)));
}

export const OPERATORS: Readonly<Record<string, (a: Json, b: Json) => Json>> = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
  '%': remainder,
  '==': (a, b) => equal(a, b),
  '!=': (a, b) => !equal(a, b),
  '<': (a, b) => compare(a, b) < 0,
  '<=': (a, b) => compare(a, b) <= 0,
  '>': (a, b) => compare(a, b) > 0,
  '>=': (a, b) => compare(a, b) >= 0,
};
