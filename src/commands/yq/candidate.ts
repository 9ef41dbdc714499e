// Places in documents: a node with the way to it, so that it can be replaced or deleted.
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  Scalar,
  YAMLMap,
  YAMLSeq,
} from 'yaml';

/** An evaluation that failed; the message follows `Error: `. */
export class YqError extends Error {}

export interface Origin {
  readonly document: Document.Parsed | Document;
  readonly documentIndex: number;
  readonly fileIndex: number;
  readonly filename: string;
  lineOf(node: Node): number;
  columnOf(node: Node): number;
}

/** A node and where it stands. Without `parent` it is a document's root or a new value. */
export class Candidate {
  node: Node;
  readonly origin: Origin | undefined;
  readonly parent: Candidate | undefined;
  readonly key: string | number | undefined;
  /** The node is a key, not a value. */
  readonly isKey: boolean;

  constructor(
    node: Node,
    origin: Origin | undefined,
    where: { parent?: Candidate; key?: string | number; isKey?: boolean } = {},
  ) {
    this.node = node;
    this.origin = origin;
    this.parent = where.parent;
    this.key = where.key;
    this.isKey = where.isKey ?? false;
  }

  get path(): (string | number)[] {
    if (this.parent === undefined || this.key === undefined) return [];
    return [...this.parent.path, this.key];
  }

  /** The root of its document. */
  get isRoot(): boolean {
    return this.parent === undefined && this.origin?.document.contents === this.node;
  }

  /** Puts another node in this place, creating what is missing on the way. */
  replace(node: Node): void {
    const before = this.node;
    this.node = node;
    if (this.parent === undefined || this.key === undefined) {
      if (this.origin !== undefined && this.origin.document.contents === before) {
        this.origin.document.contents = node as never;
      }
      return;
    }
    const container = this.parent.container(typeof this.key === 'number');
    if (isSeq(container) && typeof this.key === 'number') {
      const at = this.key < 0 ? this.key + container.items.length : this.key;
      while (container.items.length < at) container.items.push(new Scalar(null));
      container.items[at] = node;
    } else if (isMap(container)) {
      const pair = findPair(container, String(this.key));
      if (pair !== undefined) pair.value = node;
      else container.set(new Scalar(this.key), node);
    }
  }

  /** This node as something to put children into; a null becomes a map or a sequence. */
  container(isSequence: boolean): Node {
    const node = resolved(this);
    if (isMap(node) || isSeq(node)) return node;
    if (!isScalar(node) || node.value !== null) {
      throw new YqError(`cannot index ${tagOf(node)} with ${isSequence ? 'a number' : 'a key'}`);
    }
    const made = isSequence ? new YAMLSeq() : new YAMLMap();
    if (node.comment) made.comment = node.comment;
    this.replace(made);
    return made;
  }

  remove(): void {
    if (this.parent === undefined || this.key === undefined) return;
    const container = this.parent.node;
    if (isSeq(container)) {
      container.items = container.items.filter((item) => item !== this.node);
    } else if (isMap(container)) {
      container.items = container.items.filter((pair) => keyText(pair) !== String(this.key));
    }
  }
}

export function keyText(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
}

export function findPair(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => keyText(pair) === key);
}

/** The node itself, or what an alias stands for. */
export function resolved(c: Candidate): Node {
  if (!isAlias(c.node) || c.origin === undefined) return c.node;
  return c.node.resolve(c.origin.document as Document) ?? c.node;
}

export function tagOf(node: Node): string {
  if (isMap(node)) return '!!map';
  if (isSeq(node)) return '!!seq';
  if (!isScalar(node)) return '!!alias';
  if (typeof node.tag === 'string') return node.tag.replace('tag:yaml.org,2002:', '!!');
  const { value } = node;
  if (value === null || value === undefined) return '!!null';
  if (typeof value === 'boolean') return '!!bool';
  if (typeof value === 'string') return '!!str';
  const isFloat = !Number.isInteger(value) || /\./.test(node.source ?? '');
  return isFloat ? '!!float' : '!!int';
}

/** A scalar's text as it is printed without quotes. */
export function scalarText(node: Node): string {
  if (!isScalar(node)) return '';
  const { value, source } = node;
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return 'null';
  if (source !== undefined && typeof value === 'number' && Number(source) === value) return source;
  return String(value);
}

/** false, null and nothing are not true. */
export function isTruthy(node: Node): boolean {
  return (
    !isScalar(node) || (node.value !== null && node.value !== false && node.value !== undefined)
  );
}
