// Variables with attributes in dynamic scopes: the globals, one scope per function call, and one
// for assignments in front of a builtin or function.
import { AssociativeArray, IndexedArray } from './arrays';
import type { Options } from './options';

export type Value = string | IndexedArray | AssociativeArray | undefined;

export interface Attributes {
  exported?: boolean;
  readonly?: boolean;
  integer?: boolean;
  lower?: boolean;
  upper?: boolean;
  capital?: boolean;
  nameref?: boolean;
  trace?: boolean;
  /** An array that was declared but has no value yet. */
  unassigned?: boolean;
}

/** Computed variables (RANDOM, SECONDS): read at each use; assignment may mean something. */
export interface Dynamic {
  read(): Value;
  assign?(text: string): void;
}

export class Variable {
  value: Value;
  attributes: Attributes;
  dynamic: Dynamic | undefined;

  constructor(value: Value, attributes: Attributes = {}) {
    this.value = value;
    this.attributes = attributes;
  }

  /** The value as a scalar: element 0 of an array. */
  get text(): string | undefined {
    const value = this.current;
    if (typeof value === 'string' || value === undefined) return value;
    return value instanceof IndexedArray ? value.get(0) : value.get('0');
  }

  get current(): Value {
    return this.dynamic === undefined ? this.value : this.dynamic.read();
  }

  get isSet(): boolean {
    return this.current !== undefined;
  }

  copy(): Variable {
    const { value } = this;
    const isArray = value instanceof IndexedArray || value instanceof AssociativeArray;
    const other = new Variable(isArray ? value.copy() : value, { ...this.attributes });
    other.dynamic = this.dynamic;
    return other;
  }
}

export interface Scope {
  readonly kind: 'global' | 'function' | 'temporary';
  readonly names: Map<string, Variable>;
  /** The shell's options as they were at `local -`. */
  options?: Options;
}

export class Variables {
  #scopes: Scope[] = [{ kind: 'global', names: new Map() }];

  get globals(): Map<string, Variable> {
    return (this.#scopes[0] as Scope).names;
  }

  get scopes(): readonly Scope[] {
    return this.#scopes;
  }

  find(name: string): Variable | undefined {
    for (let i = this.#scopes.length - 1; i >= 0; i--) {
      const variable = (this.#scopes[i] as Scope).names.get(name);
      if (variable !== undefined) return variable;
    }
    return undefined;
  }

  /** The variable of the innermost function (or global) scope itself. */
  findLocal(name: string): Variable | undefined {
    return this.innermost.names.get(name);
  }

  /** The scope that `local` and, inside functions, `declare` create in. */
  get innermost(): Scope {
    for (let i = this.#scopes.length - 1; i > 0; i--) {
      const scope = this.#scopes[i] as Scope;
      if (scope.kind === 'function') return scope;
    }
    return this.#scopes[0] as Scope;
  }

  /** Finds the variable or creates it globally. */
  ensure(name: string): Variable {
    const found = this.find(name);
    if (found !== undefined) return found;
    const variable = new Variable(undefined);
    this.globals.set(name, variable);
    return variable;
  }

  push(kind: 'function' | 'temporary'): Scope {
    const scope: Scope = { kind, names: new Map() };
    this.#scopes.push(scope);
    return scope;
  }

  pop(): void {
    if (this.#scopes.length > 1) this.#scopes.pop();
  }

  /** Removes the nearest one, so that an outer one shows again; a function's own stays unset. */
  unset(name: string): void {
    for (let i = this.#scopes.length - 1; i >= 0; i--) {
      const scope = this.#scopes[i] as Scope;
      if (!scope.names.has(name)) continue;
      if (scope.kind === 'function' && scope === this.innermost) {
        scope.names.set(name, new Variable(undefined));
      } else scope.names.delete(name);
      return;
    }
  }

  /** Visible names, sorted by code point, with their variables. */
  visible(): [string, Variable][] {
    const seen = new Map<string, Variable>();
    for (const scope of this.#scopes) for (const [n, v] of scope.names) seen.set(n, v);
    return [...seen].sort((a, b) => (a[0] < b[0] ? -1 : 1));
  }

  /** What children get. */
  exported(): Map<string, string> {
    const env = new Map<string, string>();
    for (const scope of this.#scopes) {
      for (const [name, variable] of scope.names) {
        const { text } = variable;
        if (variable.attributes.exported && typeof variable.current === 'string') {
          env.set(name, text ?? '');
        } else env.delete(name);
      }
    }
    return env;
  }

  /** A copy for a forked shell. */
  copy(): Variables {
    const other = new Variables();
    other.#scopes = this.#scopes.map(({ kind, names }) => {
      const copied = new Map<string, Variable>();
      for (const [name, variable] of names) copied.set(name, variable.copy());
      return { kind, names: copied };
    });
    return other;
  }
}
