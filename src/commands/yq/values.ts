// From nodes to plain values and back, comparison, arithmetic and merging.

import { isMap, isScalar, isSeq, type Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { compareStrings } from '../../base/json';
import { findPair, keyText, scalarText, tagOf, YqError } from './candidate';

export type Plain = null | boolean | number | string | Plain[] | Map<string, Plain>;

export function toPlain(node: Node): Plain {
  if (isMap(node)) {
    return new Map(node.items.map((pair) => [keyText(pair), toPlain(pair.value as Node)]));
  }
  if (isSeq(node)) return node.items.map((item) => toPlain(item as Node));
  const value = isScalar(node) ? node.value : null;
  return (value ?? null) as Plain;
}

export function toNode(value: Plain): Node {
  if (Array.isArray(value)) {
    const seq = new YAMLSeq();
    seq.items = value.map(toNode);
    return seq;
  }
  if (value instanceof Map) {
    const map = new YAMLMap();
    map.items = [...value].map(([k, v]) => new Pair(new Scalar(k), toNode(v)));
    return map;
  }
  return new Scalar(value);
}

const RANKS = ['!!null', '!!bool', '!!int', '!!float', '!!str', '!!seq', '!!map'];

export function compareNodes(a: Node, b: Node): number {
  if (isScalar(a) && isScalar(b)) {
    if (typeof a.value === 'number' && typeof b.value === 'number') return a.value - b.value;
    if (typeof a.value === typeof b.value) return compareStrings(scalarText(a), scalarText(b));
  }
  return RANKS.indexOf(tagOf(a)) - RANKS.indexOf(tagOf(b));
}

/** `==`: scalars by text, with `*` and `?` in the right one as wildcards. */
export function equalNodes(a: Node, b: Node): boolean {
  if (isScalar(a) && isScalar(b)) {
    if (a.value === null || b.value === null) return a.value === b.value;
    const [left, right] = [scalarText(a), scalarText(b)];
    return left === right || (/[*?]/.test(right) && wildcard(right).test(left));
  }
  return JSON.stringify(a.toJSON()) === JSON.stringify(b.toJSON());
}

function wildcard(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '[\\s\\S]*')
    .replace(/\?/g, '[\\s\\S]');
  return new RegExp(`^${source}$`);
}

export function clone(node: Node): Node {
  return node.clone() as Node;
}

const isNull = (node: Node): boolean => isScalar(node) && node.value === null;

export function addNodes(a: Node, b: Node): Node {
  if (isNull(a)) return clone(b);
  if (isNull(b)) return clone(a);
  if (isSeq(a)) {
    const made = clone(a) as YAMLSeq;
    made.items.push(...(isSeq(b) ? b.items.map((x) => clone(x as Node)) : [clone(b)]));
    return made;
  }
  if (isMap(a) && isMap(b)) {
    const made = clone(a) as YAMLMap;
    for (const pair of b.items) setKey(made, keyText(pair), clone(pair.value as Node));
    return made;
  }
  if (isScalar(a) && isScalar(b)) {
    if (typeof a.value === 'number' && typeof b.value === 'number') {
      return likeScalar(a, a.value + b.value);
    }
    return likeScalar(a, scalarText(a) + scalarText(b));
  }
  throw new YqError(`${tagOf(b)} () cannot be added to a ${tagOf(a)} ()`);
}

/** A scalar with another value and the style of the first. */
export function likeScalar(model: Node, value: string | number | boolean | null): Scalar {
  const made = new Scalar(value);
  if (isScalar(model) && typeof value === 'string' && model.type) made.type = model.type;
  return made;
}

export function setKey(map: YAMLMap, key: string, value: Node): void {
  const pair = findPair(map, key);
  if (pair === undefined) map.items.push(new Pair(new Scalar(key), value));
  else pair.value = value;
}

/** Arithmetic besides `+` and the merging `*`. */
export function calculate(op: string, a: Node, b: Node): Node {
  if (op === '-' && isSeq(a)) {
    const removed = isSeq(b) ? (b.items as Node[]) : [b];
    const made = clone(a) as YAMLSeq;
    made.items = made.items.filter((x) => !removed.some((y) => equalNodes(x as Node, y)));
    return made;
  }
  if (op === '/' && isScalar(a) && typeof a.value === 'string') {
    return toNode(a.value.split(scalarText(b)));
  }
  const x = isScalar(a) ? Number(a.value) : Number.NaN;
  const y = isScalar(b) ? Number(b.value) : Number.NaN;
  if (Number.isNaN(x) || Number.isNaN(y)) {
    const verb = {
      '-': 'subtracted from',
      '*': 'multiplied with',
      '/': 'divided by',
      '%': 'modulo',
    }[op];
    if (op === '*') throw new YqError(`cannot multiply ${tagOf(a)} with ${tagOf(b)}`);
    throw new YqError(`${tagOf(b)} cannot be ${verb} ${tagOf(a)}`);
  }
  const result = { '-': x - y, '*': x * y, '/': x / y, '%': x % y }[op];
  return new Scalar(result ?? null);
}

/** `a * b`: maps merge in depth, sequences are replaced (`+` appends, `d` merges by position). */
export function mergeNodes(a: Node, b: Node, flags: string): Node {
  if (isNull(b)) return clone(a);
  if (isNull(a)) return clone(b);
  if (isMap(a) && isMap(b)) {
    const made = clone(a) as YAMLMap;
    for (const pair of b.items) {
      const key = keyText(pair);
      const before = findPair(made, key);
      if (before === undefined && flags.includes('?')) continue;
      if (before !== undefined && flags.includes('n') && isScalar(before.value)) continue;
      const value = pair.value as Node;
      const isDeep =
        before !== undefined && (isMap(value) || isSeq(value)) && !isNull(before.value as Node);
      const merged = isDeep ? mergeNodes(before.value as Node, value, flags) : clone(value);
      if (before === undefined) {
        const copy = pair.clone() as Pair;
        made.items.push(copy);
      } else before.value = merged;
    }
    return made;
  }
  if (isSeq(a) && isSeq(b)) {
    if (flags.includes('+')) return addNodes(a, b);
    if (!flags.includes('d')) return clone(b);
    const made = clone(a) as YAMLSeq;
    b.items.forEach((item, i) => {
      const before = made.items[i] as Node | undefined;
      made.items[i] =
        before === undefined ? clone(item as Node) : mergeNodes(before, item as Node, flags);
    });
    return made;
  }
  if (isScalar(a) && isScalar(b)) {
    return typeof a.value === 'string' && typeof b.value === 'number'
      ? likeScalar(a, a.value.repeat(Math.max(0, b.value)))
      : calculate('*', a, b);
  }
  return clone(b);
}
