// Pieces that only steer: pipes, commas, try, alternatives, and, or.
import { type Code, values } from './code';
import { isTrue, JqError, type Json } from './values';

export const IDENTITY: Code = {
  run: (v, _, emit) => emit(v),
  paths: (v, path, emit) => emit(v, path),
};

export function compilePipe(left: Code, right: Code): Code {
  return {
    run: (v, env, emit) => left.run(v, env, (x) => right.run(x, env, emit)),
    paths: (v, path, emit, env) => left.paths(v, path, (x, p) => right.paths(x, p, emit, env), env),
  };
}

export function compileComma(left: Code, right: Code): Code {
  return {
    run(v, env, emit) {
      left.run(v, env, emit);
      right.run(v, env, emit);
    },
    paths(v, path, emit, env) {
      left.paths(v, path, emit, env);
      right.paths(v, path, emit, env);
    },
  };
}

/** Runs `body`; its own errors (not those of what follows) go to `caught`. */
function guarded(
  run: (wrap: <A extends unknown[]>(f: (...args: A) => void) => (...args: A) => void) => void,
  caught: (error: JqError) => void,
): void {
  let isInside = true;
  try {
    run((f) => (...args) => {
      isInside = false;
      f(...args);
      isInside = true;
    });
  } catch (error) {
    if (!isInside || !(error instanceof JqError)) throw error;
    caught(error);
  }
}

export function compileTry(body: Code, handler: Code | undefined): Code {
  return {
    run(v, env, emit) {
      guarded(
        (wrap) => body.run(v, env, wrap(emit)),
        (error) => handler?.run(error.value, env, emit),
      );
    },
    paths(v, path, emit, env) {
      guarded(
        (wrap) => body.paths(v, path, wrap(emit), env),
        (error) => handler?.paths(error.value, undefined, emit, env),
      );
    },
  };
}

/** `a // b`: the results of a that are true, or else b. */
export function compileAlternative(left: Code, right: Code): Code {
  return {
    run(v, env, emit) {
      let found = false;
      left.run(v, env, (x) => {
        if (!isTrue(x)) return;
        found = true;
        emit(x);
      });
      if (!found) right.run(v, env, emit);
    },
    paths(v, path, emit, env) {
      let found = false;
      const take = (x: Json, p: readonly Json[] | undefined): void => {
        if (!isTrue(x)) return;
        found = true;
        emit(x, p);
      };
      left.paths(v, path, take, env);
      if (!found) right.paths(v, path, emit, env);
    },
  };
}

export function compileLogic(kind: 'and' | 'or', left: Code, right: Code): Code {
  return values((v, env, emit) =>
    left.run(v, env, (a) => {
      if (isTrue(a) === (kind === 'or')) emit(kind === 'or');
      else right.run(v, env, (b) => emit(isTrue(b)));
    }),
  );
}
