// Evaluates expressions over lists of places.
import { isMap, isScalar, isSeq, type Node, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { Candidate, findPair, isTruthy, keyText, resolved, scalarText, YqError } from './candidate';
import { FUNCTIONS } from './functions';
import type { Ast } from './parser';
import { addNodes, calculate, clone, compareNodes, equalNodes, mergeNodes, setKey } from './values';

export interface Scope {
  readonly env: ReadonlyMap<string, string>;
  readonly variables: ReadonlyMap<string, readonly Candidate[]>;
}

/** A new value that stands nowhere, of the same document as `like`. */
export function fresh(node: Node, like: Candidate | undefined): Candidate {
  return new Candidate(node, like?.origin);
}

export function evaluate(ast: Ast, input: readonly Candidate[], scope: Scope): Candidate[] {
  switch (ast.kind) {
    case 'self':
      return [...input];
    case 'empty':
      return [];
    case 'value': {
      const make = (c?: Candidate): Candidate => fresh(new Scalar(ast.value), c);
      return input.length === 0 ? [make()] : input.map(make);
    }
    case 'text':
      return input.map((c) => fresh(new Scalar(interpolate(ast.parts, c, scope)), c));
    case 'key':
      return evaluate(ast.target, input, scope).flatMap((c) =>
        keysOf(ast, c, scope).map((k) => child(c, k)),
      );
    case 'each':
      return evaluate(ast.target, input, scope).flatMap((c) => each(c, ast.quiet));
    case 'slice':
      return evaluate(ast.target, input, scope).map((c) => slice(ast, c, scope));
    case 'recurse':
    case 'recurse-keys':
      return input.flatMap((c) => recurse(c, ast.kind === 'recurse-keys'));
    case 'array':
      return array(ast.body, input, scope);
    case 'map':
      return input.flatMap((c) => mapOf(ast.entries, c, scope));
    case 'binary':
      return binary(ast, input, scope);
    case 'call': {
      const f = FUNCTIONS[ast.name];
      if (f === undefined) throw new YqError(`1:1: invalid input text "${ast.name}"`);
      return f(ast.args, input, scope);
    }
    case 'variable':
      return [...(scope.variables.get(ast.name) ?? [])];
    case 'bind': {
      const found = evaluate(ast.source, input, scope);
      return found.flatMap((c) => {
        const variables = new Map(scope.variables).set(ast.name, [c]);
        return evaluate(ast.body, input, { ...scope, variables });
      });
    }
    case 'reduce': {
      let state = evaluate(ast.init, input.slice(0, 1), scope);
      for (const c of evaluate(ast.source, input, scope)) {
        const variables = new Map(scope.variables).set(ast.name, [c]);
        state = evaluate(ast.update, state, { ...scope, variables });
      }
      return state;
    }
  }
}

function interpolate(parts: readonly (string | Ast)[], c: Candidate, scope: Scope): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part;
      return evaluate(part, [c], scope)
        .map((x) => (isScalar(x.node) ? scalarText(x.node) : String(x.node)))
        .join('');
    })
    .join('');
}

function keysOf(
  ast: Extract<Ast, { kind: 'key' }>,
  c: Candidate,
  scope: Scope,
): (string | number)[] {
  const found =
    ast.key.kind === 'value'
      ? [fresh(new Scalar(ast.key.value), c)]
      : evaluate(ast.key, [c], scope);
  return found.map((k) => {
    const value = isScalar(k.node) ? k.node.value : null;
    return typeof value === 'number' && !isMap(resolved(c)) ? value : String(value);
  });
}

/** What a key leads to; a missing one is a null that knows its place. */
export function child(c: Candidate, key: string | number): Candidate {
  const node = resolved(c);
  const missing = (): Candidate => new Candidate(new Scalar(null), c.origin, { parent: c, key });
  if (isMap(node)) {
    const pair = findPair(node, String(key)) ?? merged(node, String(key), c);
    if (pair === undefined) return missing();
    return new Candidate((pair.value as Node) ?? new Scalar(null), c.origin, { parent: c, key });
  }
  if (isSeq(node)) {
    if (typeof key !== 'number') {
      if (/^-?\d+$/.test(key)) return child(c, Number(key));
      throw new YqError(
        `cannot index array with '${key}' (strconv.ParseInt: parsing "${key}": invalid syntax)`,
      );
    }
    const found = node.items[key < 0 ? key + node.items.length : key];
    return found === undefined
      ? missing()
      : new Candidate(found as Node, c.origin, { parent: c, key });
  }
  return missing();
}

/** A pair that comes in by `<<`. */
function merged(map: YAMLMap, key: string, c: Candidate) {
  const merge = findPair(map, '<<');
  if (merge === undefined) return undefined;
  const target = resolved(new Candidate(merge.value as Node, c.origin));
  const list = isSeq(target) ? (target.items as Node[]) : [target];
  for (const item of list) {
    const node = resolved(new Candidate(item, c.origin));
    const pair = isMap(node) ? findPair(node, key) : undefined;
    if (pair !== undefined) return pair;
  }
  return undefined;
}

export function each(c: Candidate, quiet = false): Candidate[] {
  const node = resolved(c);
  if (isMap(node)) {
    return node.items.map(
      (pair) =>
        new Candidate((pair.value as Node) ?? new Scalar(null), c.origin, {
          parent: c,
          key: keyText(pair),
        }),
    );
  }
  if (isSeq(node)) {
    return node.items.map(
      (item, i) => new Candidate(item as Node, c.origin, { parent: c, key: i }),
    );
  }
  void quiet;
  return [];
}

function recurse(c: Candidate, withKeys: boolean): Candidate[] {
  const node = c.node;
  const keys =
    withKeys && isMap(node)
      ? node.items.map((p) => new Candidate(p.key as Node, c.origin, { parent: c, isKey: true }))
      : [];
  return [c, ...keys, ...each(c).flatMap((x) => recurse(x, withKeys))];
}

function slice(ast: Extract<Ast, { kind: 'slice' }>, c: Candidate, scope: Scope): Candidate {
  const bound = (e: Ast | undefined): number | undefined => {
    const found = e && evaluate(e, [c], scope)[0];
    return found === undefined ? undefined : Number(scalarText(found.node));
  };
  const node = resolved(c);
  const [from, to] = [bound(ast.from), bound(ast.to)];
  if (isSeq(node)) {
    const made = new YAMLSeq();
    made.items = node.items.slice(from, to);
    return fresh(made, c);
  }
  return fresh(new Scalar(scalarText(node).slice(from, to)), c);
}

function array(body: Ast | undefined, input: readonly Candidate[], scope: Scope): Candidate[] {
  const make = (found: readonly Candidate[], like: Candidate | undefined): Candidate => {
    const seq = new YAMLSeq();
    seq.items = found.map((x) => clone(x.node));
    return fresh(seq, like);
  };
  if (body === undefined)
    return input.length === 0 ? [make([], undefined)] : input.map((c) => make([], c));
  return [make(evaluate(body, input, scope), input[0])];
}

function mapOf(entries: readonly (readonly [Ast, Ast])[], c: Candidate, scope: Scope): Candidate[] {
  let made: YAMLMap[] = [new YAMLMap()];
  for (const [keyAst, valueAst] of entries) {
    const keys = evaluate(keyAst, [c], scope);
    const found = evaluate(valueAst, [c], scope);
    made = made.flatMap((map) =>
      keys.flatMap((k) =>
        found.map((v) => {
          const copy = clone(map) as YAMLMap;
          setKey(copy, scalarText(k.node), clone(v.node));
          return copy;
        }),
      ),
    );
  }
  return made.map((map) => fresh(map, c));
}

function binary(
  ast: Extract<Ast, { kind: 'binary' }>,
  input: readonly Candidate[],
  scope: Scope,
): Candidate[] {
  const { op, left, right } = ast;
  if (op === '|') return evaluate(right, evaluate(left, input, scope), scope);
  if (op === ',') return [...evaluate(left, input, scope), ...evaluate(right, input, scope)];
  if (op === '=' || op === '|=' || (op.endsWith('=') && !/^[=!<>]/.test(op))) {
    assign(ast, input, scope);
    return [...input];
  }
  const apply = operation(op);
  const run = (context: readonly Candidate[]): Candidate[] => {
    const a = evaluate(left, context, scope);
    const b = evaluate(right, context, scope);
    const like = a[0] ?? b[0] ?? context[0];
    if (op === '//') return alternative(a, b);
    if (a.length === 0 && b.length === 0) return [];
    const none = fresh(new Scalar(null), like);
    const lefts = a.length === 0 ? [none] : a;
    const rights = b.length === 0 ? [none] : b;
    return rights.flatMap((y) =>
      lefts.map((x) => fresh(apply(resolved(x), resolved(y)), x.origin ? x : y)),
    );
  };
  // With several documents at once (ea), both sides look at all of them.
  if (input.length === 0) return run([]);
  const files = new Set(input.map((c) => c.origin?.fileIndex));
  return files.size > 1 && isWhole(input) ? run(input) : input.flatMap((c) => run([c]));
}

function isWhole(input: readonly Candidate[]): boolean {
  return input.every((c) => c.isRoot);
}

function alternative(a: readonly Candidate[], b: readonly Candidate[]): Candidate[] {
  const good = a.filter((x) => isTruthy(x.node));
  return good.length > 0 ? good : [...b];
}

function operation(op: string): (a: Node, b: Node) => Node {
  const bool = (test: (a: Node, b: Node) => boolean) => (a: Node, b: Node) =>
    new Scalar(test(a, b));
  switch (op) {
    case '==':
      return bool(equalNodes);
    case '!=':
      return bool((a, b) => !equalNodes(a, b));
    case '<':
      return bool((a, b) => compareNodes(a, b) < 0);
    case '<=':
      return bool((a, b) => compareNodes(a, b) <= 0);
    case '>':
      return bool((a, b) => compareNodes(a, b) > 0);
    case '>=':
      return bool((a, b) => compareNodes(a, b) >= 0);
    case 'and':
      return bool((a, b) => isTruthy(a) && isTruthy(b));
    case 'or':
      return bool((a, b) => isTruthy(a) || isTruthy(b));
    case '+':
      return addNodes;
    default:
      if (op.startsWith('*')) return (a, b) => mergeNodes(a, b, op.slice(1));
      return (a, b) => calculate(op, a, b);
  }
}

function assign(
  { op, left, right }: Extract<Ast, { kind: 'binary' }>,
  input: readonly Candidate[],
  scope: Scope,
): void {
  if (left.kind === 'call' && SETTERS[left.name] !== undefined) {
    setAttribute(left.name, left.args[0], { input, right, scope });
    return;
  }
  if (
    left.kind === 'binary' &&
    left.op === '|' &&
    left.right.kind === 'call' &&
    SETTERS[left.right.name]
  ) {
    setAttribute(left.right.name, left.left, { input, right, scope });
    return;
  }
  for (const context of input) {
    const targets = evaluate(left, [context], scope);
    const given = op === '|=' ? undefined : evaluate(right, [context], scope)[0];
    for (const target of targets) {
      const value = given ?? evaluate(right, [target], scope)[0];
      if (value === undefined) continue;
      if (op === '=' || op === '|=') put(target, clone(value.node));
      else if (op === '//=') {
        if (!isTruthy(target.node)) put(target, clone(value.node));
      } else put(target, operation(op.slice(0, -1))(resolved(target), resolved(value)));
    }
  }
}

/** Replaces what is there, keeping its comments and (for strings) its quotes. */
function put(target: Candidate, node: Node): void {
  const before = target.node;
  if (before.comment && !node.comment) node.comment = before.comment;
  if (before.commentBefore && !node.commentBefore) node.commentBefore = before.commentBefore;
  if (
    isScalar(before) &&
    isScalar(node) &&
    before.value !== null &&
    typeof node.value === 'string'
  ) {
    const isPlain = node.type === undefined || node.type === 'PLAIN';
    if (isPlain && before.type && typeof before.value === 'string') node.type = before.type;
  }
  target.replace(node);
}

const SETTERS: Readonly<Record<string, (c: Candidate, text: string) => void>> = {
  style: (c, text) => setStyle(c.node, text),
  tag: (c, text) => {
    c.node.tag = text.replace(/^!!/, 'tag:yaml.org,2002:');
  },
  lineComment: (c, text) => comment(c.node, text),
  line_comment: (c, text) => comment(c.node, text),
  headComment: (c, text) => {
    c.node.commentBefore = text === '' ? null : ` ${text}`;
    if (c.isRoot && c.origin !== undefined) c.origin.document.commentBefore = null;
  },
  head_comment: (c, text) => {
    c.node.commentBefore = text === '' ? null : ` ${text}`;
  },
  footComment: (c, text) => {
    if (c.isRoot && c.origin !== undefined)
      c.origin.document.comment = text === '' ? null : ` ${text}`;
  },
  comments: (c, text) => {
    comment(c.node, text);
    c.node.commentBefore = null;
    if (c.isRoot && c.origin !== undefined) {
      c.origin.document.commentBefore = null;
      c.origin.document.comment = null;
    }
  },
};

function comment(node: Node, text: string): void {
  node.comment = text === '' ? null : ` ${text}`;
}

function setStyle(node: Node, text: string): void {
  if (isMap(node) || isSeq(node)) {
    if (text === '' || text === 'flow') node.flow = text === 'flow';
    return;
  }
  if (!isScalar(node)) return;
  const types = {
    double: 'QUOTE_DOUBLE',
    single: 'QUOTE_SINGLE',
    literal: 'BLOCK_LITERAL',
    folded: 'BLOCK_FOLDED',
  } as const;
  node.type = types[text as keyof typeof types] ?? 'PLAIN';
}

function setAttribute(
  name: string,
  target: Ast | undefined,
  from: { input: readonly Candidate[]; right: Ast; scope: Scope },
): void {
  for (const context of from.input) {
    const value = evaluate(from.right, [context], from.scope)[0];
    const text = value === undefined ? '' : scalarText(value.node);
    const targets = target === undefined ? [context] : evaluate(target, [context], from.scope);
    for (const c of targets) SETTERS[name]?.(c, text);
  }
}
