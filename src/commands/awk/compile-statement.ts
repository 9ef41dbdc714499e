// Statements to closures. Each returns a signal: how control goes on.
import type { Redirection, Statement } from './ast';
import { type Code, choose, lift1, lift2, liftAll, plain, waiting } from './code';
import type { ExpressionCompiler } from './compile-expression';
import { sprintf } from './printf';
import { toNumber, type Value } from './values';

export const NORMAL = 0;
const BREAK = 1;
const CONTINUE = 2;
const NEXT = 3;
export const EXIT = 4;
const RETURN = 5;
export const NEXT_FILE = 6;

/** Loop turns that take one virtual millisecond, so that endless loops can be interrupted. */
const TURNS_PER_MS = 20_000;

export function compileStatement(c: ExpressionCompiler, s: Statement): Code<number> {
  switch (s.kind) {
    case 'expression':
      return lift1(c.compile(s.expression), () => NORMAL);
    case 'print':
      return compilePrint(c, s);
    case 'printf':
      return compilePrintf(c, s);
    case 'block':
      return sequence(s.body.map((inner) => compileStatement(c, inner)));
    case 'if': {
      const no = s.no === undefined ? plain(() => NORMAL) : compileStatement(c, s.no);
      return choose(c.test(s.test), compileStatement(c, s.yes), no);
    }
    case 'while':
      return loop(c, { test: c.test(s.test), body: compileStatement(c, s.body) });
    case 'do':
      return loop(c, { test: c.test(s.test), body: compileStatement(c, s.body), isLate: true });
    case 'for': {
      const init = s.init === undefined ? plain(() => NORMAL) : compileStatement(c, s.init);
      const test = s.test === undefined ? plain(() => true) : c.test(s.test);
      const step = s.step && compileStatement(c, s.step);
      return sequence([init, loop(c, { test, step, body: compileStatement(c, s.body) })]);
    }
    case 'for-in':
      return compileForIn(c, s);
    case 'delete': {
      const array = c.array(s.array);
      if (s.subscripts === undefined)
        return plain(() => {
          array().clear();
          return NORMAL;
        });
      return lift1(c.subscript(s.subscripts), (key) => {
        array().delete(key);
        return NORMAL;
      });
    }
    case 'next':
      return plain(() => NEXT);
    case 'nextfile':
      return plain(() => NEXT_FILE);
    case 'break':
      return plain(() => BREAK);
    case 'continue':
      return plain(() => CONTINUE);
    case 'exit':
      if (s.value === undefined) return plain(() => EXIT);
      return lift1(c.compile(s.value), (value) => {
        c.runtime.exitCode = Math.trunc(toNumber(value)) & 255;
        return EXIT;
      });
    case 'return':
      return lift1(
        s.value === undefined ? plain<Value>(() => undefined) : c.compile(s.value),
        (v) => {
          c.runtime.returned = v;
          return RETURN;
        },
      );
  }
}

function sequence(codes: readonly Code<number>[]): Code<number> {
  const [only] = codes;
  if (codes.length === 1 && only !== undefined) return only;
  const runs: (() => number)[] = [];
  for (const code of codes) if (code.task === undefined) runs.push(code.run);
  if (runs.length === codes.length) {
    return plain(() => {
      for (const run of runs) {
        const signal = run();
        if (signal !== NORMAL) return signal;
      }
      return NORMAL;
    });
  }
  return waiting(function* () {
    for (const code of codes) {
      const signal = code.task === undefined ? code.run() : yield* code.task();
      if (signal !== NORMAL) return signal;
    }
    return NORMAL;
  });
}

interface Loop {
  readonly test: Code<boolean>;
  readonly body: Code<number>;
  readonly step?: Code<number> | undefined;
  /** The test comes after the body. */
  readonly isLate?: boolean;
}

function loop(c: ExpressionCompiler, { test, body, step, isLate = false }: Loop): Code<number> {
  const { runtime } = c;
  return waiting(function* () {
    let skipTest = isLate;
    for (;;) {
      if (!skipTest && !(test.task === undefined ? test.run() : yield* test.task())) return NORMAL;
      skipTest = false;
      const signal = body.task === undefined ? body.run() : yield* body.task();
      if (signal === BREAK) return NORMAL;
      if (signal !== NORMAL && signal !== CONTINUE) return signal;
      if (step !== undefined) {
        if (step.task === undefined) step.run();
        else yield* step.task();
      }
      if (++runtime.turns % TURNS_PER_MS === 0) yield* runtime.pause();
      if (runtime.streams.isFull) yield* runtime.streams.flush();
    }
  });
}

function compileForIn(
  c: ExpressionCompiler,
  s: { readonly variable: string; readonly array: string; readonly body: Statement },
): Code<number> {
  const array = c.array(s.array);
  const variable = c.scope.variable(s.variable);
  const body = compileStatement(c, s.body);
  if (body.task === undefined) {
    const { run } = body;
    return plain(() => {
      for (const key of array().keys()) {
        variable.set(key);
        const signal = run();
        if (signal === BREAK) break;
        if (signal !== NORMAL && signal !== CONTINUE) return signal;
      }
      return NORMAL;
    });
  }
  const { task } = body;
  return waiting(function* () {
    for (const key of array().keys()) {
      variable.set(key);
      const signal = yield* task();
      if (signal === BREAK) break;
      if (signal !== NORMAL && signal !== CONTINUE) return signal;
    }
    return NORMAL;
  });
}

/** Sends a text where a print statement says. */
function output(
  c: ExpressionCompiler,
  text: Code<string>,
  to: Redirection | undefined,
): Code<number> {
  const { streams } = c.runtime;
  if (to === undefined)
    return lift1(text, (t) => {
      streams.print(t);
      return NORMAL;
    });
  return lift2(text, c.text(to.to), (t, name) => {
    streams.printTo(to.kind, name, t);
    return NORMAL;
  });
}

function compilePrint(
  c: ExpressionCompiler,
  s: Extract<Statement, { kind: 'print' }>,
): Code<number> {
  const { runtime } = c;
  if (s.args.length === 0) {
    return output(
      c,
      plain(() => runtime.record.text + runtime.ors),
      s.to,
    );
  }
  const codes = s.args.map((arg) => c.compile(arg));
  const text = liftAll(codes, (values) => {
    let line = runtime.shown(values[0]);
    for (let i = 1; i < values.length; i++) line += runtime.ofs + runtime.shown(values[i]);
    return line + runtime.ors;
  });
  return output(c, text, s.to);
}

function compilePrintf(
  c: ExpressionCompiler,
  s: Extract<Statement, { kind: 'printf' }>,
): Code<number> {
  const { runtime } = c;
  const codes = s.args.map((arg) => c.compile(arg));
  const partial = s.to === undefined ? (text: string) => runtime.streams.print(text) : undefined;
  const text = liftAll(codes, (values) => sprintf(runtime, values, 'printf', partial));
  return output(c, text, s.to);
}
