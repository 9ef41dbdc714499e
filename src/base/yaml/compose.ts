/**
 * Turns a YAML tree into a JSON value as sigs.k8s.io/yaml does: YAML 1.1 scalars, keys made
 * strings,
 * aliases and merge keys resolved, times kept as strings.
 */

import { decodeBase64 } from '../base64';
import { type Json, type JsonObject, sortedKeys } from '../json';
import type { YamlEntry, YamlNode } from './nodes';
import { goFloat } from './number';
import { resolvePlain } from './scalar';
import { YamlMistake } from './scanner';

/** A key that occurs twice in one mapping; lines and columns count from 1. */
export interface YamlDuplicate {
  readonly key: string;
  readonly line: number;
  readonly column: number;
}

/** A value and the keys that were given twice in it (the later one wins). */
export interface Composed {
  readonly value: Json;
  readonly duplicates: readonly YamlDuplicate[];
}

const MAX_ALIASED_NODES = 100_000;

/** Builds the value of a tree. @throws YamlMistake for unknown anchors, odd keys, wrong tags */
export function composeYaml(root: YamlNode): Composed {
  const composer = new Composer();
  return { value: composer.value(root), duplicates: composer.duplicates };
}

type MutableObject = { [key: string]: Json };

class Composer {
  readonly duplicates: YamlDuplicate[] = [];
  private readonly anchors = new Map<string, YamlNode>();
  private readonly open = new Set<YamlNode>();
  private aliasDepth = 0;
  private aliased = 0;

  value(node: YamlNode): Json {
    if (node.anchor !== null) this.anchors.set(node.anchor, node);
    if (this.aliasDepth > 0 && ++this.aliased > MAX_ALIASED_NODES) {
      fail('document contains excessive aliasing', node);
    }
    switch (node.kind) {
      case 'scalar':
        return scalarValue(node);
      case 'alias':
        return this.aliasValue(node, (target) => this.value(target));
      case 'list':
        return this.guarded(node, () => node.items.map((item) => this.value(item)));
      case 'map':
        return this.guarded(node, () => {
          const out: MutableObject = {};
          this.fillMap(node.entries, out);
          return out;
        });
    }
  }

  private guarded<T>(node: YamlNode, build: () => T): T {
    this.open.add(node);
    const built = build();
    this.open.delete(node);
    return built;
  }

  private aliasValue<T>(node: YamlNode & { kind: 'alias' }, use: (target: YamlNode) => T): T {
    const target = this.anchors.get(node.text);
    if (!target) return fail(`unknown anchor '${node.text}' referenced`, node);
    if (this.open.has(target)) fail(`anchor '${node.text}' value contains itself`, node);
    this.aliasDepth++;
    const result = use(target);
    this.aliasDepth--;
    return result;
  }

  private fillMap(entries: readonly YamlEntry[], out: MutableObject): void {
    const seen = new Set<string>();
    for (const { key, value } of entries) {
      if (key.kind === 'scalar' && key.isPlain && key.text === '<<') {
        this.merge(value, out, true);
        continue;
      }
      const name = this.keyText(key, value);
      if (seen.has(name)) {
        const { line, column } = key.start;
        if (this.aliasDepth === 0) {
          this.duplicates.push({ key: name, line: line + 1, column: column + 1 });
        }
      }
      seen.add(name);
      setKey(out, name, this.value(value));
    }
  }

  /** `<<: *base` or `<<: [*a, *b]`; what comes later in the mapping wins, as in Go. */
  private merge(node: YamlNode, out: MutableObject, listAllowed: boolean): void {
    if (node.anchor !== null) this.anchors.set(node.anchor, node);
    if (node.kind === 'map') {
      this.fillMap(node.entries, out);
      return;
    }
    if (node.kind === 'alias') {
      this.aliasValue(node, (target) => this.merge(target, out, false));
      return;
    }
    if (node.kind === 'list' && listAllowed) {
      for (const item of [...node.items].reverse()) this.merge(item, out, false);
      return;
    }
    fail('map merge requires map or sequence of maps as the value', node);
  }

  private keyText(node: YamlNode, of: YamlNode): string {
    const key = this.value(node);
    if (typeof key === 'string') return key;
    if (typeof key === 'number') return keyNumber(key);
    if (typeof key === 'boolean') return String(key);
    if (key === null) {
      const value = this.value(of);
      const shown = `key: <nil>, value: ${value === null ? '<nil>' : goSyntax(value)}`;
      throw new YamlMistake(`unsupported map key of type: %!s(<nil>), ${shown}`, node.start, -1);
    }
    return fail(`invalid map key: ${goSyntax(key)}`, node);
  }
}

function keyNumber(key: number): string {
  if (Number.isInteger(key) && Math.abs(key) < 2 ** 64) return String(key);
  if (Number.isNaN(key)) return '.nan';
  if (!Number.isFinite(key)) return key > 0 ? '.inf' : '-.inf';
  return goFloat(key);
}

function setKey(out: MutableObject, key: string, value: Json): void {
  if (key === '__proto__') {
    const rest = { value, enumerable: true, configurable: true, writable: true };
    Object.defineProperty(out, key, rest);
  } else out[key] = value;
}

const CHECKED_TAGS: readonly string[] = ['!!int', '!!float', '!!bool', '!!null'];

function scalarValue(node: YamlNode & { kind: 'scalar' }): Json {
  const { tag, text } = node;
  // A tag of one's own makes any scalar a string.
  const isTyped = tag === null || CHECKED_TAGS.includes(tag) || tag === '!!binary';
  if (!isTyped && tag !== '!!timestamp') return text;
  if (tag === '!!binary') {
    const decoded = decodeBase64(text.replace(/\s+/g, ''));
    if (decoded === null) fail('!!binary value contains invalid base64 data', node);
    return decoded ?? '';
  }
  if (!node.isPlain && tag === null) return text;
  const resolved = resolvePlain(text);
  if (tag !== null && CHECKED_TAGS.includes(tag)) {
    const isWidened = tag === '!!float' && resolved.tag === 'int';
    if (`!!${resolved.tag}` !== tag && !isWidened) {
      fail(`cannot decode !!${resolved.tag} \`${text}\` as a ${tag}`, node);
    }
  }
  const value = resolved.value;
  if (typeof value === 'number' && !Number.isFinite(value)) {
    const name = Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
    throw new YamlMistake(`json: unsupported value: ${name}`, node.start, -1);
  }
  return value;
}

/** A value in Go's syntax, as messages about keys show it. */
function goSyntax(value: Json): string {
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (typeof value === 'object' && value !== null) {
    const pairs = sortedKeys(value as JsonObject).map(
      (key) => `${JSON.stringify(key)}:${goSyntax((value as JsonObject)[key] ?? null)}`,
    );
    return `map[interface {}]interface {}{${pairs.join(', ')}}`;
  }
  return value === null ? 'interface {}(nil)' : JSON.stringify(value);
}

function fail(message: string, node: YamlNode): never {
  throw new YamlMistake(message, node.start, 0);
}
