// Sets of fields as managedFields write them: a tree of path elements (`f:name`, `k:{...}`,
// `v:...`), each a member itself or only on the way to members.

/** A set of fields. */
export interface FieldTree {
  /** Whether the place itself is in the set. */
  readonly isMember: boolean;
  readonly children: ReadonlyMap<string, FieldTree>;
}

const none: ReadonlyMap<string, FieldTree> = new Map();

/** Nothing. */
export const emptyTree: FieldTree = { isMember: false, children: none };

/** Just the place itself. */
export const leaf: FieldTree = { isMember: true, children: none };

export function isEmptyTree(tree: FieldTree): boolean {
  return !tree.isMember && tree.children.size === 0;
}

/** A tree from parts; empty children are left out. */
export function treeOf(
  isMember: boolean,
  parts: Iterable<readonly [string, FieldTree]>,
): FieldTree {
  const children = new Map<string, FieldTree>();
  for (const [key, child] of parts) if (!isEmptyTree(child)) children.set(key, child);
  return isMember || children.size > 0 ? { isMember, children } : emptyTree;
}

export function union(a: FieldTree, b: FieldTree): FieldTree {
  if (isEmptyTree(a)) return b;
  if (isEmptyTree(b)) return a;
  const children = new Map(a.children);
  for (const [key, child] of b.children) {
    const mine = children.get(key);
    children.set(key, mine === undefined ? child : union(mine, child));
  }
  return { isMember: a.isMember || b.isMember, children };
}

export function intersection(a: FieldTree, b: FieldTree): FieldTree {
  const parts: [string, FieldTree][] = [];
  for (const [key, child] of a.children) {
    const other = b.children.get(key);
    if (other !== undefined) parts.push([key, intersection(child, other)]);
  }
  return treeOf(a.isMember && b.isMember, parts);
}

/** What is in a and not in b. */
export function difference(a: FieldTree, b: FieldTree): FieldTree {
  if (isEmptyTree(b)) return a;
  const parts: [string, FieldTree][] = [];
  for (const [key, child] of a.children) {
    const other = b.children.get(key);
    parts.push([key, other === undefined ? child : difference(child, other)]);
  }
  return treeOf(a.isMember && !b.isMember, parts);
}

/** The places in the set, as paths of elements. */
export function* members(
  tree: FieldTree,
  path: readonly string[] = [],
): Generator<readonly string[], void, undefined> {
  if (tree.isMember) yield path;
  for (const [key, child] of tree.children) yield* members(child, [...path, key]);
}

/** The set as `fieldsV1`. */
export function toFieldsV1(tree: FieldTree): Readonly<Record<string, unknown>> {
  const out: Record<string, unknown> = {};
  if (tree.isMember && tree.children.size > 0) out['.'] = {};
  for (const key of [...tree.children.keys()].sort()) {
    out[key] = toFieldsV1(tree.children.get(key) as FieldTree);
  }
  return out;
}

/** A set from its `fieldsV1`. */
export function fromFieldsV1(fields: Readonly<Record<string, unknown>>, isRoot = true): FieldTree {
  const keys = Object.keys(fields);
  const parts: [string, FieldTree][] = [];
  for (const key of keys) {
    if (key === '.') continue;
    const child = fields[key] as Readonly<Record<string, unknown>>;
    parts.push([key, fromFieldsV1(child ?? {}, false)]);
  }
  return treeOf(!isRoot && (keys.length === 0 || keys.includes('.')), parts);
}

/** A path as conflicts name it: `.spec.containers[name="c"].image`. */
export function pathText(path: readonly string[]): string {
  return path
    .map((element) => {
      const rest = element.slice(2);
      if (element.startsWith('f:')) return `.${rest}`;
      if (element.startsWith('v:')) return `[=${rest}]`;
      const keys = JSON.parse(rest) as Readonly<Record<string, unknown>>;
      const pairs = Object.keys(keys)
        .sort()
        .map((key) => `${key}=${JSON.stringify(keys[key])}`);
      return `[${pairs.join(',')}]`;
    })
    .join('');
}
