// `as` with destructuring, reduce and foreach.
import type { Ast, Pattern } from './ast';
import { type Code, type Emit, type Env, values } from './code';
import { type Compiler, Scope } from './compile';
import { described, index } from './paths';
import { fail, JqError, type Json } from './values';

/** Binds the names of one pattern, calling `use` for each way to do so. */
type Binder = (value: Json, frame: Json[], use: () => void, env: Env) => void;

interface Bound {
  readonly scope: Scope;
  readonly binders: readonly Binder[];
  readonly names: readonly string[];
}

function namesOf(pattern: Pattern): string[] {
  if (pattern.kind === 'name') return [pattern.name];
  if (pattern.kind === 'array') return pattern.items.flatMap(namesOf);
  return pattern.entries.flatMap(({ binds, value }) => [
    ...(binds === undefined ? [] : [binds]),
    ...(value === undefined ? [] : namesOf(value)),
  ]);
}

function prepare(compiler: Compiler, patterns: readonly Pattern[], scope: Scope): Bound {
  const names = [...new Set(patterns.flatMap(namesOf))];
  const inner = new Scope(scope, { kind: 'variables', names });
  const binders = patterns.map((p) => compilePattern(compiler, p, { scope: inner, names }));
  return { scope: inner, binders, names };
}

function compilePattern(
  compiler: Compiler,
  pattern: Pattern,
  where: { readonly scope: Scope; readonly names: readonly string[] },
): Binder {
  if (pattern.kind === 'name') {
    const slot = where.names.indexOf(pattern.name);
    return (value, frame, use) => {
      frame[slot] = value;
      use();
    };
  }
  const steps: ((value: Json, frame: Json[], use: () => void, env: Env) => void)[] = [];
  if (pattern.kind === 'array') {
    pattern.items.forEach((item, i) => {
      const bind = compilePattern(compiler, item, where);
      steps.push((value, frame, use, env) => {
        if (value !== null && !Array.isArray(value)) index(value, i);
        bind(index(value, i), frame, use, env);
      });
    });
  } else {
    for (const entry of pattern.entries) {
      const key = compiler.compile(entry.key, where.scope);
      const bind = entry.value && compilePattern(compiler, entry.value, where);
      const slot = entry.binds === undefined ? -1 : where.names.indexOf(entry.binds);
      steps.push((value, frame, use, env) => {
        key.run(value, { up: env, value: [...frame] }, (k) => {
          if (typeof k !== 'string') fail(`Cannot index ${described(value)} with ${described(k)}`);
          const found = index(value, k);
          if (slot >= 0) frame[slot] = found;
          if (bind === undefined) use();
          else bind(found, frame, use, env);
        });
      });
    }
  }
  return (value, frame, use, env) => {
    const next = (i: number): void => {
      const go = steps[i];
      if (go === undefined) use();
      else go(value, frame, () => next(i + 1), env);
    };
    next(0);
  };
}

/** `source as P1 ?// P2 | body`. */
export function bindPatterns(
  compiler: Compiler,
  ast: Extract<Ast, { kind: 'bind' }>,
  scope: Scope,
): Code {
  const source = compiler.compile(ast.source, scope);
  const bound = prepare(compiler, ast.patterns, scope);
  const body = compiler.compile(ast.body, bound.scope);
  const only = ast.patterns.length === 1 ? ast.patterns[0] : undefined;
  if (only?.kind === 'name') {
    return {
      run: (v, env, emit) => source.run(v, env, (x) => body.run(v, { up: env, value: [x] }, emit)),
      paths: (v, path, emit, env) =>
        source.run(v, env, (x) => body.paths(v, path, emit, { up: env, value: [x] })),
    };
  }
  const each = (v: Json, env: Env, use: (inner: Env) => void): void =>
    source.run(v, env, (x) => bindFirst(bound, x, env, use));
  return {
    run: (v, env, emit) => each(v, env, (inner) => body.run(v, inner, emit)),
    paths: (v, path, emit, env) => each(v, env, (inner) => body.paths(v, path, emit, inner)),
  };
}

/** Tries the patterns in turn: an error in one (or in the body) goes on to the next. */
function bindFirst(bound: Bound, value: Json, env: Env, use: (inner: Env) => void): void {
  for (let i = 0; i < bound.binders.length; i++) {
    const frame: Json[] = bound.names.map(() => null);
    try {
      bound.binders[i]?.(value, frame, () => use({ up: env, value: [...frame] }), env);
      return;
    } catch (error) {
      if (!(error instanceof JqError) || i === bound.binders.length - 1) throw error;
    }
  }
}

/** reduce and foreach. */
export function compileFold(
  compiler: Compiler,
  ast: Extract<Ast, { kind: 'reduce' | 'foreach' }>,
  scope: Scope,
): Code {
  const source = compiler.compile(ast.source, scope);
  const bound = prepare(compiler, [ast.pattern], scope);
  const init = compiler.compile(ast.init, scope);
  const update = compiler.compile(ast.update, bound.scope);
  const each = (v: Json, env: Env, use: (inner: Env) => void): void =>
    source.run(v, env, (x) => bindFirst(bound, x, env, use));
  if (ast.kind === 'reduce') {
    return values((v, env, emit) =>
      init.run(v, env, (first) => {
        let state = first;
        each(v, env, (inner) => {
          const before = state;
          state = null;
          update.run(before, inner, (x) => {
            state = x;
          });
        });
        emit(state);
      }),
    );
  }
  const extract = ast.extract && compiler.compile(ast.extract, bound.scope);
  return values((v, env, emit) => foreachAll(v, env, { init, each, update, extract, emit }));
}

interface Foreach {
  readonly init: Code;
  readonly each: (v: Json, env: Env, use: (inner: Env) => void) => void;
  readonly update: Code;
  readonly extract: Code | undefined;
  readonly emit: Emit;
}

function foreachAll(v: Json, env: Env, { init, each, update, extract, emit }: Foreach): void {
  init.run(v, env, (first) => {
    let state = first;
    each(v, env, (inner) => {
      update.run(state, inner, (x) => {
        state = x;
        if (extract === undefined) emit(x);
        else extract.run(x, inner, emit);
      });
    });
  });
}
