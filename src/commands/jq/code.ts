// Compiled jq: each expression calls `emit` for every result. As a path expression it also says
// where the result was found; undefined when it is no place in the input.
import { compact } from './print';
import { fail, type Json, shown } from './values';

/** Variables and arguments of functions, innermost first. */
export interface Env {
  readonly up: Env | undefined;
  readonly value: unknown;
}

export type Emit = (v: Json) => void;
export type Path = readonly Json[] | undefined;
export type EmitPath = (v: Json, path: Path) => void;

export interface Code {
  run(v: Json, env: Env, emit: Emit): void;
  paths(v: Json, path: Path, emit: EmitPath, env: Env): void;
}

/** Code whose results are no places. */
export function values(run: (v: Json, env: Env, emit: Emit) => void): Code {
  return { run, paths: (v, _, emit, env) => run(v, env, (x) => emit(x, undefined)) };
}

/** Code that gives exactly one result which is no place. */
export function single(apply: (v: Json, env: Env) => Json): Code {
  return values((v, env, emit) => emit(apply(v, env)));
}

/** The path to what `key` names below. @throws JqError when the value is no place. */
export function step(path: Path, v: Json, key: Json): readonly Json[] {
  if (path !== undefined) return [...path, key];
  const what = `${shown(key, compact)} of ${shown(v, compact)}`;
  return fail(`Invalid path expression near attempt to access element ${what}`);
}

/** Paths of all results; a result that is no place is an error. */
export function eachPath(
  code: Code,
  [v, env]: readonly [Json, Env],
  emit: (path: readonly Json[]) => void,
): void {
  const take: EmitPath = (result, path) => {
    if (path === undefined) {
      fail(`Invalid path expression with result ${shown(result, compact)}`);
    }
    emit(path);
  };
  code.paths(v, [], take, env);
}

/** Every combination of the arguments' results; the last argument varies slowest. */
export function cartesian(
  codes: readonly Code[],
  [v, env]: readonly [Json, Env],
  use: (args: Json[]) => void,
): void {
  const args: Json[] = new Array(codes.length).fill(null);
  const fill = (i: number): void => {
    const code = codes[i];
    if (code === undefined) {
      use(args);
      return;
    }
    code.run(v, env, (x) => {
      args[i] = x;
      fill(i - 1);
    });
  };
  const [only] = codes;
  if (codes.length === 1 && only !== undefined) only.run(v, env, (x) => use([x]));
  else if (codes.length === 0) use(args);
  else fill(codes.length - 1);
}
