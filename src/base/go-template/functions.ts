/** The functions every Go template has. */

import { formatGoValue, goTypeName } from '../go-format';
import { isObject } from '../json';
import { goSprint, goSprintf } from './format';
import { type FunctionTable, TemplateError, type TemplateFunction } from './types';

const MANY = Number.POSITIVE_INFINITY;

/** Go's truth: nil, false, 0 and whatever is empty are false. */
export function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isObject(value)) return Object.values(value).some((one) => one !== undefined);
  return Boolean(value);
}

const comparisons: Readonly<Record<string, (order: number) => boolean>> = {
  lt: (order) => order < 0,
  le: (order) => order <= 0,
  gt: (order) => order > 0,
  ge: (order) => order >= 0,
};

/**
 * The built-in functions; and, or are listed for their arity: they don't evaluate all arguments.
 */
export const builtinFunctions: FunctionTable = new Map<string, TemplateFunction>([
  ['and', { min: 1, max: MANY, call: (args) => args[args.length - 1] }],
  ['or', { min: 1, max: MANY, call: (args) => args[args.length - 1] }],
  ['not', { min: 1, max: 1, call: ([value]) => !isTrue(value) }],
  ['len', { min: 1, max: 1, call: ([value]) => length(value) }],
  [
    'index',
    { min: 1, max: MANY, call: ([value, ...keys]) => keys.reduce(indexOnce, start(value)) },
  ],
  ['slice', { min: 1, max: MANY, call: ([value, ...bounds]) => slice(value, bounds) }],
  ['print', { min: 0, max: MANY, call: (args) => goSprint(args) }],
  ['println', { min: 0, max: MANY, call: (args) => `${args.map(formatGoValue).join(' ')}\n` }],
  [
    'printf',
    {
      min: 1,
      max: MANY,
      strings: 1,
      call: ([format, ...args]) => goSprintf(String(format), args),
    },
  ],
  ['html', { min: 0, max: MANY, call: (args) => escapeHtml(textOf(args)) }],
  ['js', { min: 0, max: MANY, call: (args) => escapeJs(textOf(args)) }],
  ['urlquery', { min: 0, max: MANY, call: (args) => escapeQuery(textOf(args)) }],
  ['eq', { min: 1, max: MANY, call: ([a, ...rest]) => isEqualToAny(a, rest) }],
  ['ne', { min: 2, max: 2, call: ([a, b]) => !isEqualToAny(a, [b]) }],
  ...Object.entries(comparisons).map(([name, test]): [string, TemplateFunction] => [
    name,
    { min: 2, max: 2, call: ([a, b]) => test(order(a, b)) },
  ]),
  [
    'call',
    {
      min: 1,
      max: MANY,
      call: ([fn]) => {
        const type = fn === null ? 'nil' : `non-function of type ${goTypeName(fn)}`;
        throw new TemplateError(fn === null ? `call of ${type}` : type);
      },
    },
  ],
]);

function length(value: unknown): number {
  if (typeof value === 'string') return new TextLength(value).bytes;
  if (Array.isArray(value)) return value.length;
  if (isObject(value)) return Object.values(value).filter((one) => one !== undefined).length;
  if (value === null) throw new TemplateError('reflect: call of reflect.Value.Type on zero Value');
  throw new TemplateError(`len of type ${goTypeName(value)}`);
}

function start(value: unknown): unknown {
  if (value === null) throw new TemplateError('index of untyped nil');
  return value;
}

function indexOnce(value: unknown, key: unknown): unknown {
  if (value === null) throw new TemplateError('index of nil pointer');
  if (Array.isArray(value) || typeof value === 'string') {
    const size = Array.isArray(value) ? value.length : new TextLength(value).bytes;
    const at = indexNumber(key, size, false);
    return Array.isArray(value) ? value[at] : value.charCodeAt(at);
  }
  if (!isObject(value)) throw new TemplateError(`can't index item of type ${goTypeName(value)}`);
  if (key === null) throw new TemplateError('value is nil; should be of type string');
  if (typeof key !== 'string') {
    throw new TemplateError(`value has type ${literalType(key)}; should be string`);
  }
  return Object.hasOwn(value, key) ? (value[key] ?? null) : null;
}

function literalType(value: unknown): string {
  const type = goTypeName(value);
  return type === 'int64' ? 'int' : type;
}

function indexNumber(key: unknown, size: number, isBound: boolean): number {
  if (key === null) throw new TemplateError('cannot index slice/array with nil');
  if (typeof key !== 'number' || !Number.isInteger(key)) {
    throw new TemplateError(`cannot index slice/array with type ${literalType(key)}`);
  }
  if (key < 0 || key > size || (key === size && !isBound)) {
    throw new TemplateError(`index out of range: ${key}`);
  }
  return key;
}

function slice(value: unknown, bounds: readonly unknown[]): unknown {
  if (value === null) throw new TemplateError('slice of untyped nil');
  if (bounds.length > 3) throw new TemplateError(`too many slice indexes: ${bounds.length}`);
  if (typeof value !== 'string' && !Array.isArray(value)) {
    throw new TemplateError(`can't slice item of type ${goTypeName(value)}`);
  }
  if (typeof value === 'string' && bounds.length === 3) {
    throw new TemplateError('cannot 3-index slice a string');
  }
  const size = value.length;
  const [from = 0, to = size] = bounds.map((one) => indexNumber(one, size, true));
  if (from > to) throw new TemplateError(`invalid slice index: ${from} > ${to}`);
  return value.slice(from, to);
}

/** UTF-8 length, which is what Go counts. */
class TextLength {
  readonly bytes: number;
  constructor(text: string) {
    let bytes = 0;
    for (const char of text) {
      const code = char.codePointAt(0) ?? 0;
      bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    }
    this.bytes = bytes;
  }
}

function kindOf(value: unknown): string {
  return value === null || value === undefined ? 'nil' : typeof value;
}

function isEqualToAny(a: unknown, rest: readonly unknown[]): boolean {
  if (rest.length === 0) throw new TemplateError('missing argument for comparison');
  for (const b of rest) {
    if (kindOf(a) !== kindOf(b)) {
      if (kindOf(a) === 'nil' || kindOf(b) === 'nil') continue;
      throw incompatible(a, b);
    }
    if (kindOf(a) === 'object') {
      const shown = goSprintf('%s', [a]);
      throw new TemplateError(`non-comparable type ${shown}: ${goTypeName(a)}`);
    }
    if (a === b || kindOf(a) === 'nil') return true;
  }
  return false;
}

function incompatible(a: unknown, b: unknown): TemplateError {
  const types = `${goTypeName(a)} and ${goTypeName(b)}`;
  return new TemplateError(`incompatible types for comparison: ${types}`);
}

function order(a: unknown, b: unknown): number {
  for (const one of [a, b]) {
    if (typeof one !== 'string' && typeof one !== 'number' && typeof one !== 'boolean') {
      throw new TemplateError('invalid type for comparison');
    }
  }
  if (typeof a !== typeof b) throw incompatible(a, b);
  if (typeof a === 'boolean') throw new TemplateError('invalid type for comparison');
  const [x, y] = [a as string, b as string];
  return x < y ? -1 : x > y ? 1 : 0;
}

function textOf(args: readonly unknown[]): string {
  return args.length === 1 && typeof args[0] === 'string' ? args[0] : goSprint(args);
}

const HTML: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
  '\0': '\ufffd',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"'\0]/g, (char) => HTML[char] ?? char);
}

function escapeJs(text: string): string {
  return text.replace(/[\\'"<>&=]|[^ -~]/gu, (char) => {
    if (char === '\\' || char === "'" || char === '"') return `\\${char}`;
    const code = char.codePointAt(0) ?? 0;
    if (code > 0x7f && /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(char)) return char;
    return `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
  });
}

function escapeQuery(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}
