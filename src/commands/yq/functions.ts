// yq's named operators.
import { isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import { ATTRIBUTE_FUNCTIONS } from './attribute-functions';
import { Candidate, isTruthy, keyText, resolved, scalarText, YqError } from './candidate';
import { each, evaluate, fresh, type Scope } from './evaluate';
import { itemsOf, type Operator, one, scalar, seqOf, withArg } from './operator';
import type { Ast } from './parser';
import { TEXT_FUNCTIONS } from './text-functions';
import { addNodes, clone, compareNodes, equalNodes, type Plain, setKey, toNode } from './values';

function length(node: Node): number {
  if (isMap(node) || isSeq(node)) return node.items.length;
  return isScalar(node) && node.value === null ? 0 : Array.from(scalarText(node)).length;
}

function entries(node: Node): Node {
  const pairs: [string | number, Node][] = isMap(node)
    ? node.items.map((p) => [keyText(p), p.value as Node])
    : itemsOf(node).map((x, i) => [i, x]);
  return seqOf(
    pairs.map(([key, value]) => {
      const map = toNode(new Map<string, Plain>([['key', key]])) as YAMLMap;
      setKey(map, 'value', clone(value));
      return map;
    }),
  );
}

function fromEntries(node: Node): Node {
  const map = toNode(new Map()) as YAMLMap;
  for (const item of itemsOf(node)) {
    if (isMap(item))
      setKey(
        map,
        scalarText(item.get('key', true) as Node),
        clone(item.get('value', true) as Node),
      );
  }
  return map;
}

/** A list by the values that an expression gives for its items. */
function byKey(
  node: Node,
  f: Ast | undefined,
  c: Candidate,
  scope: Scope,
): { key: Node; item: Node }[] {
  return itemsOf(node).map((item) => {
    const place = new Candidate(item, c.origin);
    const key = f === undefined ? item : (evaluate(f, [place], scope)[0]?.node ?? scalar(null));
    return { key, item };
  });
}

function sorted(node: Node, f: Ast | undefined, c: Candidate, scope: Scope): Node[] {
  return byKey(node, f, c, scope)
    .sort((a, b) => compareNodes(a.key, b.key))
    .map((x) => x.item);
}

function grouped(node: Node, f: Ast | undefined, c: Candidate, scope: Scope): Node[][] {
  const groups: { key: Node; items: Node[] }[] = [];
  for (const { key, item } of byKey(node, f, c, scope)) {
    const group = groups.find((g) => equalNodes(g.key, key));
    if (group === undefined) groups.push({ key, items: [item] });
    else group.items.push(item);
  }
  return groups.map((g) => g.items);
}

const perNode =
  (make: (node: Node, f: Ast | undefined, c: Candidate, scope: Scope) => Node): Operator =>
  ([f], input, scope) =>
    input.map((c) => fresh(make(resolved(c), f, c, scope), c));

function flatten(node: Node, depth: number): Node[] {
  return itemsOf(node).flatMap((x) => (isSeq(x) && depth > 0 ? flatten(x, depth - 1) : [x]));
}

function contains(a: Node, b: Node): boolean {
  if (isMap(a) && isMap(b)) {
    return b.items.every((p) => {
      const found = a.get(keyText(p), true) as Node | undefined;
      return found !== undefined && contains(found, p.value as Node);
    });
  }
  if (isSeq(a)) {
    const wanted = isSeq(b) ? (b.items as Node[]) : [b];
    return wanted.every((y) => a.items.some((x) => contains(x as Node, y)));
  }
  if (isScalar(a) && isScalar(b) && typeof a.value === 'string')
    return a.value.includes(scalarText(b));
  return equalNodes(a, b);
}

function quantifier(wanted: boolean): Operator {
  return ([f], input, scope) =>
    input.map((c) => {
      const found = each(c).some((x) => {
        const value = f === undefined ? x : evaluate(f, [x], scope)[0];
        return (value !== undefined && isTruthy(value.node)) === wanted;
      });
      return fresh(scalar(found === wanted), c);
    });
}

const remove: Operator = ([f], input, scope) => {
  const doomed = f === undefined ? [] : input.flatMap((c) => evaluate(f, [c], scope));
  for (const c of doomed.reverse()) c.remove();
  return [...input];
};

const with_: Operator = ([path, update], input, scope) => {
  for (const c of input) {
    const places = path === undefined ? [] : evaluate(path, [c], scope);
    for (const place of places) if (update !== undefined) evaluate(update, [place], scope);
  }
  return [...input];
};

const mapValues: Operator = ([f], input, scope) => {
  for (const c of input) {
    for (const x of each(c)) {
      const value = f && evaluate(f, [x], scope)[0];
      if (value !== undefined) x.replace(clone(value.node));
    }
  }
  return [...input];
};

const withEntries: Operator = ([f], input, scope) =>
  input.map((c) => {
    const list = fresh(entries(resolved(c)), c);
    const changed = each(list).flatMap((x) => (f === undefined ? [x] : evaluate(f, [x], scope)));
    return fresh(fromEntries(seqOf(changed.map((x) => x.node))), c);
  });

function keyNode(c: Candidate): Node {
  return c.key === undefined ? scalar(null) : scalar(c.key);
}

function picked(node: Node, arg: Node, keep: boolean): Node {
  const names = itemsOf(arg).map(scalarText);
  const made = clone(node);
  if (isMap(made)) {
    made.items = made.items.filter((p) => names.includes(keyText(p)) === keep);
    if (keep) made.items.sort((a, b) => names.indexOf(keyText(a)) - names.indexOf(keyText(b)));
  } else if (isSeq(made)) {
    made.items = made.items.filter((_, i) => names.includes(String(i)) === keep);
  }
  return made;
}

function sortKeys(node: Node): void {
  if (!isMap(node)) return;
  node.items.sort((a, b) => (keyText(a) < keyText(b) ? -1 : 1));
}

export const FUNCTIONS: Readonly<Record<string, Operator>> = {
  ...TEXT_FUNCTIONS,
  ...ATTRIBUTE_FUNCTIONS,
  select: ([f], input, scope) =>
    input.filter((c) => f !== undefined && evaluate(f, [c], scope).some((x) => isTruthy(x.node))),
  map: ([f], input, scope) =>
    input.map((c) =>
      fresh(
        seqOf(
          each(c)
            .flatMap((x) => (f ? evaluate(f, [x], scope) : [x]))
            .map((x) => clone(x.node)),
        ),
        c,
      ),
    ),
  map_values: mapValues,
  filter: ([f], input, scope) =>
    input.map((c) =>
      fresh(
        seqOf(
          each(c)
            .filter((x) => f && evaluate(f, [x], scope).some((y) => isTruthy(y.node)))
            .map((x) => clone(x.node)),
        ),
        c,
      ),
    ),
  keys: one((node) =>
    seqOf(
      isMap(node)
        ? node.items.map((p) => scalar(keyText(p)))
        : itemsOf(node).map((_, i) => scalar(i)),
    ),
  ),
  key: (_, input) => input.map((c) => fresh(keyNode(c), c)),
  path: (_, input) => input.map((c) => fresh(toNode(c.path), c)),
  parent: (_, input) => input.flatMap((c) => (c.parent === undefined ? [] : [c.parent])),
  length: one((node) => scalar(length(node))),
  has: withArg((node, arg) => {
    if (isMap(node)) return scalar(node.items.some((p) => keyText(p) === scalarText(arg)));
    if (isSeq(node)) return scalar(Number(scalarText(arg)) < node.items.length);
    return scalar(false);
  }),
  to_entries: one(entries),
  from_entries: one(fromEntries),
  with_entries: withEntries,
  del: remove,
  delpaths: remove,
  sort: perNode((node, _, c, scope) => seqOf(sorted(node, undefined, c, scope))),
  sort_by: perNode((node, f, c, scope) => seqOf(sorted(node, f, c, scope))),
  sort_keys: ([f], input, scope) => {
    for (const c of input) for (const x of f ? evaluate(f, [c], scope) : [c]) sortKeys(x.node);
    return [...input];
  },
  reverse: one((node) => seqOf([...itemsOf(node)].reverse())),
  unique: perNode((node, _, c, scope) =>
    seqOf(grouped(node, undefined, c, scope).map((g) => g[0] as Node)),
  ),
  unique_by: perNode((node, f, c, scope) =>
    seqOf(grouped(node, f, c, scope).map((g) => g[0] as Node)),
  ),
  group_by: perNode((node, f, c, scope) => seqOf(grouped(node, f, c, scope).map(seqOf))),
  min: perNode((node, _, c, scope) => sorted(node, undefined, c, scope)[0] ?? scalar(null)),
  max: perNode((node, _, c, scope) => sorted(node, undefined, c, scope).at(-1) ?? scalar(null)),
  add: one((node) => itemsOf(node).reduce((a, b) => addNodes(a, b), scalar(null) as Node)),
  first: ([f], input, scope) =>
    input.flatMap((c) => {
      const found = each(c).find(
        (x) => f === undefined || evaluate(f, [x], scope).some((y) => isTruthy(y.node)),
      );
      return found === undefined ? [] : [found];
    }),
  flatten: ([depth], input, scope) =>
    input.map((c) => {
      const found = depth && evaluate(depth, [c], scope)[0];
      return fresh(
        seqOf(flatten(resolved(c), found === undefined ? 1e9 : Number(scalarText(found.node)))),
        c,
      );
    }),
  any: quantifier(true),
  all: quantifier(false),
  any_c: quantifier(true),
  all_c: quantifier(false),
  contains: withArg((node, arg) => scalar(contains(node, arg))),
  pick: withArg((node, arg) => picked(node, arg, true)),
  omit: withArg((node, arg) => picked(node, arg, false)),
  not: one((node) => scalar(!isTruthy(node))),
  with: with_,
  error: withArg((_, arg) => {
    throw new YqError(scalarText(arg));
  }),
};
