// Evaluates CEL expressions over JSON values.
import { compareStrings, deepEqual, isObject } from '../../../base/json';
import { functions, methods } from './functions';
import { CelProblem } from './lexer';
import type { Node } from './parser';

/** Names and their values; functions make them when they are first used. */
export type CelScope = ReadonlyMap<string, unknown>;

/** A variable that is worked out when it is used. */
export class LazyValue {
  readonly compute: () => unknown;
  constructor(compute: () => unknown) {
    this.compute = compute;
  }
}

/** The value of an expression. @throws CelProblem */
export function evaluateCel(node: Node, scope: CelScope): unknown {
  switch (node.kind) {
    case 'literal':
      return node.value;
    case 'name': {
      if (!scope.has(node.name)) throw new CelProblem(`no such attribute(s): ${node.name}`);
      const value = scope.get(node.name);
      return value instanceof LazyValue ? value.compute() : value;
    }
    case 'select':
      return select(evaluateCel(node.of, scope), node.field);
    case 'index':
      return select(evaluateCel(node.of, scope), evaluateCel(node.key, scope));
    case 'list':
      return node.items.map((item) => evaluateCel(item, scope));
    case 'map':
      return Object.fromEntries(
        node.entries.map(([key, value]) => [
          String(evaluateCel(key, scope)),
          evaluateCel(value, scope),
        ]),
      );
    case 'unary': {
      const value = evaluateCel(node.of, scope);
      return node.op === '!' ? !truth(value) : -Number(value);
    }
    case 'binary':
      return binary(node, scope);
    case 'choice':
      return evaluateCel(truth(evaluateCel(node.test, scope)) ? node.yes : node.no, scope);
    case 'call':
      return call(node, scope);
  }
}

function truth(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw new CelProblem('no such overload');
}

function select(value: unknown, key: unknown): unknown {
  if (Array.isArray(value)) {
    const item = value[Number(key)];
    if (item === undefined) throw new CelProblem(`index out of bounds: ${String(key)}`);
    return item;
  }
  if (!isObject(value)) throw new CelProblem('no such overload');
  const found = Object.hasOwn(value, String(key)) ? value[String(key)] : undefined;
  if (found === undefined) throw new CelProblem(`no such key: ${String(key)}`);
  return found instanceof LazyValue ? found.compute() : found;
}

function binary(node: Node & { readonly kind: 'binary' }, scope: CelScope): unknown {
  const { op, left, right } = node;
  if (op === '&&' || op === '||') return logic(op === '&&', left, right, scope);
  const [a, b] = [evaluateCel(left, scope), evaluateCel(right, scope)];
  switch (op) {
    case '==':
      return deepEqual(a, b);
    case '!=':
      return !deepEqual(a, b);
    case 'in':
      if (Array.isArray(b)) return b.some((one) => deepEqual(one, a));
      return isObject(b) && Object.hasOwn(b, String(a));
    case '<':
      return order(a, b) < 0;
    case '<=':
      return order(a, b) <= 0;
    case '>':
      return order(a, b) > 0;
    case '>=':
      return order(a, b) >= 0;
    default:
      return arithmetic(op, a, b);
  }
}

/** An error on one side doesn't matter when the other decides. */
function logic(isAnd: boolean, left: Node, right: Node, scope: CelScope): boolean {
  let problem: unknown;
  for (const side of [left, right]) {
    try {
      if (truth(evaluateCel(side, scope)) !== isAnd) return !isAnd;
    } catch (error) {
      if (!(error instanceof CelProblem)) throw error;
      problem = error;
    }
  }
  if (problem !== undefined) throw problem;
  return isAnd;
}

function order(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  throw new CelProblem('no such overload');
}

function arithmetic(op: string, a: unknown, b: unknown): unknown {
  if (op === '+' && typeof a === 'string' && typeof b === 'string') return a + b;
  if (op === '+' && Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
  if (typeof a !== 'number' || typeof b !== 'number') throw new CelProblem('no such overload');
  if ((op === '/' || op === '%') && b === 0) throw new CelProblem('division by zero');
  const isWhole = Number.isInteger(a) && Number.isInteger(b);
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return isWhole ? Math.trunc(a / b) : a / b;
    default:
      return a % b;
  }
}

type Call = Node & { readonly kind: 'call' };

const macros = new Set(['all', 'exists', 'exists_one', 'filter', 'map']);

function call(node: Call, scope: CelScope): unknown {
  const { name, on, args } = node;
  if (name === 'has' && on === undefined) return hasField(args[0], scope);
  if (on !== undefined && macros.has(name) && args[0]?.kind === 'name') {
    return macro(node, args[0].name, scope);
  }
  const values = args.map((arg) => evaluateCel(arg, scope));
  if (on === undefined) {
    const found = functions[name];
    if (found === undefined) throw new CelProblem(`undeclared reference to '${name}'`);
    return found(values);
  }
  const found = methods[name];
  if (found === undefined) throw new CelProblem(`undeclared reference to '${name}'`);
  return found(evaluateCel(on, scope), values);
}

function hasField(node: Node | undefined, scope: CelScope): boolean {
  if (node?.kind !== 'select') throw new CelProblem('invalid argument to has() macro');
  const holder = evaluateCel(node.of, scope);
  return isObject(holder) && holder[node.field] !== undefined && holder[node.field] !== null;
}

function macro(node: Call, variable: string, scope: CelScope): unknown {
  const of = evaluateCel(node.on as Node, scope);
  const items: readonly unknown[] = Array.isArray(of) ? of : isObject(of) ? Object.keys(of) : [];
  const [, body, last] = node.args;
  const value = (item: unknown, expression: Node | undefined) =>
    evaluateCel(expression as Node, new Map(scope).set(variable, item));
  const holds = (item: unknown) => truth(value(item, body));
  switch (node.name) {
    case 'all':
      return items.every(holds);
    case 'exists':
      return items.some(holds);
    case 'exists_one':
      return items.filter(holds).length === 1;
    case 'filter':
      return items.filter(holds);
    default:
      return last === undefined
        ? items.map((item) => value(item, body))
        : items.filter(holds).map((item) => value(item, last));
  }
}
