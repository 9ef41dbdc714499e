/** Runs JSONPath programs over values, and prints what they find as kubectl does. */

import { formatGoValue, goTypeName } from '../go-format';
import { goJson, isObject, sortedKeys } from '../json';
import type { Bound, JsonPathProgram, PathNode } from './parse';

/** How a program is run. */
export interface JsonPathOptions {
  /** Missing fields give nothing (kubectl's default); otherwise they are errors. */
  readonly allowMissingKeys?: boolean;
  /** Print results as an indented JSON list (`-o jsonpath-as-json`). */
  readonly asJson?: boolean;
}

/** One list of values for each text or action, in order, or client-go's message. */
export type JsonPathResult =
  | { readonly ok: true; readonly results: readonly (readonly unknown[])[] }
  | { readonly ok: false; readonly error: string };

class Mistake extends Error {}

/** Finds the values of each action. */
export function findJsonPath(
  program: JsonPathProgram,
  value: unknown,
  options: JsonPathOptions = {},
): JsonPathResult {
  try {
    const run = new Run(options.allowMissingKeys !== false);
    return { ok: true, results: run.find(program, value) };
  } catch (error) {
    if (error instanceof Mistake) return { ok: false, error: error.message };
    throw error;
  }
}

/** All values a program finds, in one list: what sorting, waiting and columns need. */
export function evaluateJsonPath(
  program: JsonPathProgram,
  value: unknown,
  options: JsonPathOptions = {},
): { readonly ok: true; readonly values: readonly unknown[] } | { ok: false; error: string } {
  const found = findJsonPath(program, value, options);
  return found.ok ? { ok: true, values: found.results.flat() } : found;
}

/** The text `-o jsonpath=...` prints. */
export function printJsonPath(
  program: JsonPathProgram,
  value: unknown,
  options: JsonPathOptions = {},
): { readonly ok: true; readonly text: string } | { ok: false; error: string } {
  const found = findJsonPath(program, value, options);
  if (!found.ok) return found;
  const print = options.asJson ? printAsJson : printPlain;
  return { ok: true, text: found.results.map(print).join('') };
}

function printAsJson(results: readonly unknown[]): string {
  return `${goJson(results, { indent: 4 })}\n`;
}

function printPlain(results: readonly unknown[]): string {
  return results
    .map((one) => (typeof one === 'object' ? goJson(one) : formatGoValue(one)))
    .join(' ');
}

class Run {
  private readonly allowMissingKeys: boolean;
  private began = 0;
  private depth = 0;
  private ended = 0;
  private lastEnd = -1;

  constructor(allowMissingKeys: boolean) {
    this.allowMissingKeys = allowMissingKeys;
  }

  /** Runs the program from a place on; `{range}` runs the rest for each value up to its `{end}`. */
  find(program: JsonPathProgram, value: unknown, from = 0): unknown[][] {
    const all: unknown[][] = [];
    for (let i = from; i < program.length; i++) {
      const results = this.list([value], program[i] ?? []);
      if (this.ended > 0 && this.ended <= this.depth) {
        this.ended--;
        this.lastEnd = i;
        break;
      }
      if (this.began === 0) {
        all.push(results);
        continue;
      }
      this.began--;
      this.depth++;
      for (const one of results) all.push(...this.find(program, one, i + 1));
      // Without results the body still runs once, on nothing, to find its end.
      if (results.length === 0) this.find(program, null, i + 1);
      this.depth--;
      if (this.lastEnd > i) i = this.lastEnd;
    }
    return all;
  }

  private list(input: unknown[], nodes: readonly PathNode[]): unknown[] {
    let current = input;
    for (const node of nodes) current = this.step(current, node);
    return current;
  }

  private step(input: unknown[], node: PathNode): unknown[] {
    switch (node.kind) {
      case 'text':
        return [node.text];
      case 'number':
      case 'bool':
        return input.map(() => node.value);
      case 'field':
        return this.field(input, node.name);
      case 'array':
        return input.flatMap((one) => sliceOf(one, node.bounds));
      case 'filter':
        return input.flatMap((one) => this.filter(one, node));
      case 'wildcard':
        return input.flatMap(children);
      case 'recursive':
        return input.flatMap(descendants);
      case 'union':
        return node.members.flatMap((member) => this.list(input, member));
      case 'identifier':
        return this.identifier(input, node.name);
    }
  }

  private identifier(input: unknown[], name: string): unknown[] {
    if (name === 'range') {
      this.began++;
      return input;
    }
    if (name !== 'end') throw new Mistake(`unrecognized identifier ${name}`);
    if (this.depth === 0) throw new Mistake('not in range, nothing to end');
    this.ended++;
    return [];
  }

  private field(input: unknown[], name: string): unknown[] {
    if (input.length === 0) return input;
    const found: unknown[] = [];
    for (const one of input) {
      if (isObject(one) && Object.hasOwn(one, name) && one[name] !== undefined) {
        found.push(one[name]);
      }
    }
    if (found.length === 0 && !this.allowMissingKeys) throw new Mistake(`${name} is not found`);
    return found;
  }

  private filter(value: unknown, node: PathNode & { kind: 'filter' }): unknown[] {
    if (!Array.isArray(value)) {
      const text = value === null || value === undefined ? '<nil>' : formatGoValue(value);
      throw new Mistake(`${text} is not array or slice and cannot be filtered`);
    }
    return value.filter((item) => this.passes(item, node));
  }

  private passes(item: unknown, node: PathNode & { kind: 'filter' }): boolean {
    if (node.operator === 'exists') return this.exists(item, node.left);
    const left = this.single(item, node.left);
    if (!left) return false;
    const right = this.single(item, node.right);
    return right !== null && compare(left.value, right.value, node.operator);
  }

  private exists(item: unknown, nodes: readonly PathNode[]): boolean {
    try {
      return this.list([item], nodes).length > 0;
    } catch (error) {
      if (error instanceof Mistake) return false;
      throw error;
    }
  }

  private single(item: unknown, nodes: readonly PathNode[]): { value: unknown } | null {
    const found = this.list([item], nodes);
    if (found.length > 1) throw new Mistake('can only compare one element at a time');
    return found.length === 0 ? null : { value: found[0] };
  }
}

function sliceOf(value: unknown, bounds: readonly [Bound, Bound, Bound]): unknown[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw new Mistake(`${goTypeName(value)} is not array or slice`);
  const length = value.length;
  let start = bounds[0].value ?? 0;
  if (start < 0) start += length;
  let end = bounds[1].value ?? length;
  if (end < 0 || (end === 0 && bounds[1].isDerived)) end += length;
  if (start === end) return [];
  const outside = (i: number): string => `array index out of bounds: index ${i}, length ${length}`;
  if (start >= length || start < 0) throw new Mistake(outside(start));
  if (end > length || end < 0) throw new Mistake(outside(end - 1));
  if (start > end) {
    throw new Mistake(`starting index ${start} is greater than ending index ${end}`);
  }
  const step = bounds[2].value ?? 1;
  if (step <= 0) throw new Mistake('step must be > 0');
  const found: unknown[] = [];
  for (let i = start; i < end; i += step) found.push(value[i]);
  return found;
}

function children(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? sortedKeys(value).map((key) => value[key]) : [];
}

/** The value and everything below it that has parts of its own. */
function descendants(value: unknown): unknown[] {
  if (typeof value === 'string' && value !== '') return [value];
  const below = children(value);
  return below.length === 0 ? [] : [value, ...below.flatMap(descendants)];
}

function compare(left: unknown, right: unknown, operator: string): boolean {
  if (!['==', '!=', '<', '<=', '>', '>='].includes(operator)) {
    throw new Mistake(`unrecognized filter operator ${operator}`);
  }
  for (const one of [left, right]) {
    if (typeof one === 'object' || one === undefined) {
      throw new Mistake('invalid type for comparison');
    }
  }
  if (typeof left !== typeof right) throw new Mistake('incompatible types for comparison');
  if (operator === '==') return left === right;
  if (operator === '!=') return left !== right;
  if (typeof left === 'boolean') throw new Mistake('invalid type for comparison');
  const a = left as string;
  const b = right as string;
  if (operator === '<') return a < b;
  if (operator === '<=') return a <= b;
  return operator === '>' ? a > b : a >= b;
}
