// What names mean: globals, parameters and locals of functions, and how functions are called.
import { AwkArray } from './array';
import type { AwkFunction, Expression, Program } from './ast';
import { asTask, type Code, liftAll, plain, waiting } from './code';
import type { ExpressionCompiler } from './compile-expression';
import { AwkSyntaxError } from './lexer';
import { AwkRuntimeError, type Runtime, type Variable } from './runtime';
import type { Value } from './values';

/** What a function's body returns from run(): see signals in compile-statement.ts. */
export interface CompiledFunction {
  readonly definition: AwkFunction;
  body: Code<number>;
  /** Whether a call may wait (loops, input, commands, calls of such functions). */
  readonly mayWait: boolean;
  /** Which parameters are used as arrays. */
  readonly arrays: ReadonlySet<number>;
}

/** A `next` or `exit` that leaves functions on its way. */
export class Leave {
  readonly signal: number;
  constructor(signal: number) {
    this.signal = signal;
  }
}

const RETURN = 5;
const MAX_DEPTH = 1500;

export class Scope {
  readonly #runtime: Runtime;
  readonly #functions: ReadonlyMap<string, CompiledFunction>;
  readonly #globals: ReadonlySet<string>;
  readonly #params: readonly string[];
  readonly #arrayParams: ReadonlySet<number>;
  #depth = 0;

  /** @param inside the function whose body is compiled; none for rules. */
  constructor(
    runtime: Runtime,
    names: {
      readonly functions: ReadonlyMap<string, CompiledFunction>;
      readonly globals: ReadonlySet<string>;
    },
    inside?: CompiledFunction,
  ) {
    this.#runtime = runtime;
    this.#functions = names.functions;
    this.#globals = names.globals;
    this.#params = inside?.definition.params ?? [];
    this.#arrayParams = inside?.arrays ?? new Set();
  }

  variable(name: string): Variable {
    const index = this.#params.indexOf(name);
    if (index < 0) return this.#runtime.variable(name);
    const runtime = this.#runtime;
    return {
      get() {
        const value = runtime.frame[index];
        if (value instanceof AwkArray) throw new AwkRuntimeError(`${name} is an array`);
        return value;
      },
      set(value) {
        runtime.frame[index] = value;
      },
    };
  }

  /** Whether a name is an array here, as far as can be seen. */
  isArray(name: string): boolean {
    const index = this.#params.indexOf(name);
    return index < 0 ? this.#globals.has(name) : this.#arrayParams.has(index);
  }

  array(name: string): () => AwkArray {
    const index = this.#params.indexOf(name);
    if (index < 0) {
      const global = this.#runtime.array(name);
      return () => global;
    }
    const runtime = this.#runtime;
    return () => {
      const value = runtime.frame[index];
      if (value instanceof AwkArray) return value;
      const made = new AwkArray();
      runtime.frame[index] = made;
      return made;
    };
  }

  compileCall(compiler: ExpressionCompiler, name: string, args: readonly Expression[]): Code {
    const callee = this.#functions.get(name);
    if (callee === undefined) throw new AwkSyntaxError(`function ${name} never defined`);
    const runtime = this.#runtime;
    const codes = args.map((arg, i): Code<Value | AwkArray> => {
      if (!callee.arrays.has(i)) return compiler.compile(arg);
      if (arg.kind !== 'variable') {
        throw new AwkSyntaxError(`line 1: type error in arg(${i + 1}) in call to ${name}`);
      }
      return plain(this.array(arg.name));
    });
    const all = liftAll(codes, (values) => values);
    const begin = (values: (Value | AwkArray)[]): (Value | AwkArray)[] => {
      if (++this.#depth > MAX_DEPTH) throw new AwkRuntimeError('function call nesting too deep');
      const before = runtime.frame;
      runtime.frame = values;
      return before;
    };
    const end = (before: (Value | AwkArray)[]): void => {
      this.#depth--;
      runtime.frame = before;
    };
    const result = (signal: number): Value => {
      if (signal === RETURN) {
        const value = runtime.returned;
        runtime.returned = undefined;
        return value;
      }
      if (signal !== 0) throw new Leave(signal);
      return undefined;
    };
    if (all.task === undefined && !callee.mayWait) {
      return plain(() => {
        const before = begin(all.run());
        try {
          return result(callee.body.task === undefined ? callee.body.run() : 0);
        } finally {
          end(before);
        }
      });
    }
    const evaluate = asTask(all);
    return waiting(function* () {
      const before = begin(yield* evaluate());
      try {
        return result(yield* asTask(callee.body)());
      } finally {
        end(before);
      }
    });
  }
}

/** Functions with what calls must know, before any body is compiled. */
export function declareFunctions(program: Program): Map<string, CompiledFunction> {
  const waitingNames = new Set<string>();
  const arrays = new Map<string, Set<number>>();
  for (const name of program.functions.keys()) arrays.set(name, new Set());
  for (let changed = true; changed; ) {
    changed = false;
    for (const made of program.functions.values()) {
      const known = arrays.get(made.name) ?? new Set();
      const before = known.size;
      const wasWaiting = waitingNames.has(made.name);
      visit(made.body, (node) => {
        if (mayWait(node, waitingNames)) waitingNames.add(made.name);
        for (const name of arrayNames(node, arrays)) {
          const index = made.params.indexOf(name);
          if (index >= 0) known.add(index);
        }
      });
      if (known.size !== before || wasWaiting !== waitingNames.has(made.name)) changed = true;
    }
  }
  const functions = new Map<string, CompiledFunction>();
  for (const definition of program.functions.values()) {
    functions.set(definition.name, {
      definition,
      body: plain(() => 0),
      mayWait: waitingNames.has(definition.name),
      arrays: arrays.get(definition.name) ?? new Set(),
    });
  }
  return functions;
}

interface Node {
  readonly kind?: unknown;
  readonly name?: unknown;
  readonly array?: unknown;
  readonly args?: readonly Node[];
}

function visit(node: unknown, look: (node: Node) => void): void {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) look(node);
  for (const child of Object.values(node)) visit(child, look);
}

function mayWait(node: Node, waitingNames: ReadonlySet<string>): boolean {
  if (['while', 'do', 'for', 'getline'].includes(String(node.kind))) return true;
  const name = String(node.name);
  if (node.kind === 'builtin') return ['system', 'close', 'fflush'].includes(name);
  return node.kind === 'call' && waitingNames.has(name);
}

/** Names that a node uses as arrays. */
function arrayNames(node: Node, known: ReadonlyMap<string, ReadonlySet<number>>): string[] {
  const names = typeof node.array === 'string' ? [node.array] : [];
  if (node.kind === 'builtin' && node.name === 'split') {
    const second = node.args?.[1];
    if (second?.kind === 'variable') names.push(String(second.name));
  }
  if (node.kind === 'call') {
    for (const index of known.get(String(node.name)) ?? []) {
      const arg = node.args?.[index];
      if (arg?.kind === 'variable') names.push(String(arg.name));
    }
  }
  return names;
}
