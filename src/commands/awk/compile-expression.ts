// Expressions to closures.
import type { AwkArray } from './array';
import type { Expression, Getline, Target } from './ast';
import { compileBuiltin } from './builtins';
import { asTask, type Code, choose, lift1, lift2, liftAll, plain, waiting } from './code';
import { pattern } from './record';
import { AwkRuntimeError, type Runtime } from './runtime';
import type { Scope } from './scope';
import { compare, isTrue, toNumber, type Value } from './values';

/** Where an assignment goes: reads and writes a place whose index has been computed. */
interface Place {
  /** The index or key; evaluated once. */
  readonly key: Code<unknown>;
  get(key: unknown): Value;
  set(key: unknown, value: Value): void;
}

export class ExpressionCompiler {
  readonly runtime: Runtime;
  scope: Scope;

  constructor(runtime: Runtime, scope: Scope) {
    this.runtime = runtime;
    this.scope = scope;
  }

  compile(e: Expression): Code {
    switch (e.kind) {
      case 'number':
      case 'string': {
        const { value } = e;
        return plain(() => value);
      }
      case 'regex': {
        const regex = pattern(e.source);
        const { record } = this.runtime;
        return plain(() => (regex.test(record.text) ? 1 : 0));
      }
      case 'variable':
      case 'element':
      case 'field':
        return this.#read(e);
      case 'group':
        return this.compile(e.inner);
      case 'grouping':
        return liftAll(this.#all(e.list), (list) =>
          list.map((v) => this.runtime.text(v)).join(' '),
        );
      case 'assign':
        return this.#assign(e.op, e.target, this.compile(e.value));
      case 'cond':
        return choose(this.test(e.test), this.compile(e.yes), this.compile(e.no));
      case 'logic': {
        const right = lift1(this.test(e.right), (x) => (x ? 1 : 0));
        const left = this.test(e.left);
        if (e.op === '&&')
          return choose<Value>(
            left,
            right,
            plain(() => 0),
          );
        return choose<Value>(
          left,
          plain(() => 1),
          right,
        );
      }
      case 'binary':
        return this.#binary(e.op, this.compile(e.left), this.compile(e.right));
      case 'unary':
        return this.#unary(e.op, e.operand);
      case 'match':
        return this.#match(e.left, e.right, e.negated);
      case 'in': {
        const array = this.array(e.array);
        return lift1(this.subscript(e.subscripts), (key) => (array().has(key) ? 1 : 0));
      }
      case 'step':
        return this.#step(e.target, e.by, e.prefix);
      case 'call':
        return this.scope.compileCall(this, e.name, e.args);
      case 'builtin':
        return compileBuiltin(this, e.name, e.args);
      case 'getline':
        return this.#getline(e);
    }
  }

  #all(list: readonly Expression[]): Code[] {
    return list.map((e) => this.compile(e));
  }

  /** As a condition. */
  test(e: Expression): Code<boolean> {
    if (e.kind === 'regex') {
      const regex = pattern(e.source);
      const { record } = this.runtime;
      return plain(() => regex.test(record.text));
    }
    return lift1(this.compile(e), isTrue);
  }

  text(e: Expression): Code<string> {
    if (e.kind === 'string') {
      const { value } = e;
      return plain(() => value);
    }
    return lift1(this.compile(e), (v) => this.runtime.text(v));
  }

  number(e: Expression): Code<number> {
    return lift1(this.compile(e), toNumber);
  }

  /** The array of that name, global or local, when it is needed. */
  array(name: string): () => AwkArray {
    return this.scope.array(name);
  }

  /** Subscripts as one key, joined by SUBSEP. Whole numbers are keys as such. */
  subscript(list: readonly Expression[]): Code<string> {
    const [only] = list;
    if (list.length === 1 && only !== undefined) return this.text(only);
    const parts = list.map((e) => this.text(e));
    return liftAll(parts, (texts) => texts.join(this.runtime.subsep));
  }

  #read(target: Target): Code {
    const { record } = this.runtime;
    if (target.kind === 'variable') {
      const variable = this.scope.variable(target.name);
      return plain(() => variable.get());
    }
    if (target.kind === 'element') {
      const array = this.array(target.array);
      return lift1(this.subscript(target.subscripts), (key) => array().get(key));
    }
    if (target.index.kind === 'number') {
      const index = Math.trunc(target.index.value);
      return plain(() => record.get(index));
    }
    return lift1(this.#fieldIndex(target.index), (index) => record.get(index));
  }

  #fieldIndex(e: Expression): Code<number> {
    return lift1(this.number(e), (x) => {
      const index = Math.trunc(x);
      if (index < 0) throw new AwkRuntimeError(`negative field index $${index}`);
      return index;
    });
  }

  place(target: Target): Place {
    const { record } = this.runtime;
    if (target.kind === 'variable') {
      const variable = this.scope.variable(target.name);
      return {
        key: plain(() => undefined),
        get: () => variable.get(),
        set: (_, value) => variable.set(value),
      };
    }
    if (target.kind === 'element') {
      const array = this.array(target.array);
      return {
        key: this.subscript(target.subscripts),
        get: (key) => array().get(key as string),
        set: (key, value) => array().set(key as string, value),
      };
    }
    return {
      key: this.#fieldIndex(target.index),
      get: (key) => record.get(key as number),
      set: (key, value) => record.set(key as number, value),
    };
  }

  #assign(op: string, target: Target, value: Code): Code {
    const place = this.place(target);
    if (op === '=') {
      return lift2(place.key, value, (key, v) => {
        place.set(key, v);
        return v;
      });
    }
    const apply = ARITHMETIC[op[0] ?? ''] ?? ((a: number) => a);
    return lift2(place.key, value, (key, v) => {
      const result = apply(toNumber(place.get(key)), toNumber(v));
      place.set(key, result);
      return result;
    });
  }

  #step(target: Target, by: number, prefix: boolean): Code {
    const place = this.place(target);
    return lift1(place.key, (key) => {
      const before = toNumber(place.get(key));
      place.set(key, before + by);
      return prefix ? before + by : before;
    });
  }

  #binary(op: string, left: Code, right: Code): Code {
    const { runtime } = this;
    const order = (test: (c: number) => boolean): Code =>
      lift2(left, right, (a, b) => (test(compare(a, b, runtime.convfmt)) ? 1 : 0));
    switch (op) {
      case ' ':
        return lift2(left, right, (a, b) => runtime.text(a) + runtime.text(b));
      case '==':
        return order((c) => c === 0);
      case '!=':
        return order((c) => c !== 0);
      case '<':
        return order((c) => c < 0);
      case '<=':
        return order((c) => c <= 0);
      case '>':
        return order((c) => c > 0);
      case '>=':
        return order((c) => c >= 0);
      default: {
        const apply = ARITHMETIC[op] ?? ((a: number) => a);
        return lift2(left, right, (a, b) => apply(toNumber(a), toNumber(b)));
      }
    }
  }

  #unary(op: '!' | '-' | '+', operand: Expression): Code {
    if (op === '!') return lift1(this.test(operand), (x) => (x ? 0 : 1));
    if (op === '-') return lift1(this.number(operand), (x) => (x === 0 ? 0 : -x));
    return this.number(operand);
  }

  #match(left: Expression, right: Expression, negated: boolean): Code {
    const yes = negated ? 0 : 1;
    const no = negated ? 1 : 0;
    if (right.kind === 'regex') {
      const regex = pattern(right.source);
      return lift1(this.text(left), (text) => (regex.test(text) ? yes : no));
    }
    return lift2(this.text(left), this.text(right), (text, re) =>
      pattern(re).test(text) ? yes : no,
    );
  }

  #getline(e: Getline): Code {
    const { runtime } = this;
    const source = e.source && asTask(this.text(e.source));
    const place = e.target && this.place(e.target);
    const key = place && asTask(place.key);
    const store = (record: string, index: unknown): void => {
      if (place === undefined) runtime.record.setText(record);
      else place.set(index, runtime.input(record));
    };
    return waiting(function* () {
      const name = source && (yield* source());
      const index = key && (yield* key());
      if (name === undefined) {
        const record = yield* runtime.mainRecord();
        if (record === undefined) return 0;
        store(record, index);
        return 1;
      }
      const reader = yield* runtime.streams.source(e.from === 'file' ? 'file' : 'command', name);
      if (reader === undefined) return -1;
      const record = yield* runtime.readOr(reader);
      if (record === undefined) return 0;
      if (record === null) return -1;
      if (e.from === 'command') runtime.nr++;
      store(record, index);
      return 1;
    });
  }
}

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '^': (a, b) => a ** b,
};
