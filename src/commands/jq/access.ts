// `.key`, `.[from:to]` and `.[]`, as values and as paths.
import type { Ast } from './ast';
import { type Code, type Env, type Path, single, step } from './code';
import type { Compiler, Scope } from './compile';
import { described, index, slice, sliceKey } from './paths';
import { compact } from './print';
import { fail, JqError, type Json, shown } from './values';

/** With a `?` right after it, an access that fails has no result. */
function attempt<T>(optional: boolean, access: () => T): { result: T } | undefined {
  if (!optional) return { result: access() };
  try {
    return { result: access() };
  } catch (error) {
    if (error instanceof JqError) return undefined;
    throw error;
  }
}

export function compileField(
  compiler: Compiler,
  ast: Extract<Ast, { kind: 'field' }>,
  scope: Scope,
): Code {
  const target = compiler.compile(ast.target, scope);
  const optional = ast.optional === true;
  if (ast.key.kind === 'literal' && !optional) {
    const key = ast.key.value;
    return {
      run: (v, env, emit) => target.run(v, env, (x) => emit(index(x, key))),
      paths: (v, path, emit, env) => {
        const take = (x: Json, p: Path): void => {
          const inner = step(p, x, key);
          emit(index(x, key), inner);
        };
        target.paths(v, path, take, env);
      },
    };
  }
  const key = compiler.compile(ast.key, scope);
  return {
    run: (v, env, emit) =>
      target.run(v, env, (x) =>
        key.run(v, env, (k) => {
          const found = attempt(optional, () => index(x, k));
          if (found !== undefined) emit(found.result);
        }),
      ),
    paths: (v, path, emit, env) => {
      const take = (x: Json, p: Path): void =>
        key.run(v, env, (k) => {
          const inner = step(p, x, k);
          const found = attempt(optional, () => index(x, k));
          if (found !== undefined) emit(found.result, inner);
        });
      target.paths(v, path, take, env);
    },
  };
}

export function compileSlice(
  compiler: Compiler,
  ast: Extract<Ast, { kind: 'slice' }>,
  scope: Scope,
): Code {
  const none = single(() => null);
  const target = compiler.compile(ast.target, scope);
  const from = ast.from === undefined ? none : compiler.compile(ast.from, scope);
  const to = ast.to === undefined ? none : compiler.compile(ast.to, scope);
  const optional = ast.optional === true;
  const each = (v: Json, env: Env, use: (a: Json, b: Json) => void): void =>
    to.run(v, env, (b) => from.run(v, env, (a) => use(a, b)));
  return {
    run: (v, env, emit) =>
      target.run(v, env, (x) =>
        each(v, env, (a, b) => {
          const found = attempt(optional, () => slice(x, a, b));
          if (found !== undefined) emit(found.result);
        }),
      ),
    paths: (v, path, emit, env) => {
      const take = (x: Json, p: Path): void =>
        each(v, env, (a, b) => {
          const inner = step(p, x, sliceKey(a, b));
          const found = attempt(optional, () => slice(x, a, b));
          if (found !== undefined) emit(found.result, inner);
        });
      target.paths(v, path, take, env);
    },
  };
}

export function compileIterate(target: Code, optional: boolean): Code {
  const each = (x: Json, use: (item: Json, key: Json) => void): void => {
    if (Array.isArray(x)) x.forEach(use);
    else if (x instanceof Map) for (const [key, item] of x) use(item, key);
    else if (!optional) fail(`Cannot iterate over ${described(x)}`);
  };
  return {
    run: (v, env, emit) => target.run(v, env, (x) => each(x, (item) => emit(item))),
    paths(v, path, emit, env) {
      const take = (x: Json, p: Path): void => {
        if (p === undefined) {
          fail(`Invalid path expression near attempt to iterate through ${shown(x, compact)}`);
        }
        each(x, (item, key) => emit(item, [...p, key]));
      };
      target.paths(v, path, take, env);
    },
  };
}
