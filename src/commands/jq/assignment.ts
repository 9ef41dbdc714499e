// `=`, `|=` and the arithmetic assignments.
import { type Code, type Env, eachPath, values } from './code';
import { OPERATORS } from './operators';
import { deletePaths, getPath, setPath } from './paths';
import { isTrue, type Json } from './values';

export function compileAssignment(op: string, left: Code, right: Code): Code {
  if (op === '|=') {
    return values((v, env, emit) =>
      emit(modify(left, [v, env], (x, use) => right.run(x, env, use))),
    );
  }
  const apply = op === '=' ? (_: Json, b: Json) => b : combine(op.slice(0, -1));
  return values((v, env, emit) =>
    right.run(v, env, (b) => {
      let result = v;
      eachPath(left, [v, env], (path) => {
        result = setPath(result, path, apply(getPath(result, path), b));
      });
      emit(result);
    }),
  );
}

function combine(op: string): (a: Json, b: Json) => Json {
  if (op === '//') return (a, b) => (isTrue(a) ? a : b);
  return OPERATORS[op] ?? ((a) => a);
}

/** Stops a generator after its first result. */
class Enough {}

/** Replaces what is at the paths by the first result of `update`; none deletes it. */
export function modify(
  left: Code,
  [v, env]: readonly [Json, Env],
  update: (x: Json, use: (y: Json) => void) => void,
): Json {
  let result = v;
  eachPath(left, [v, env], (path) => {
    let first: Json | undefined;
    const enough = new Enough();
    try {
      update(getPath(result, path), (y) => {
        first = y;
        throw enough;
      });
    } catch (error) {
      if (error !== enough) throw error;
    }
    result = first === undefined ? deletePaths(result, [[...path]]) : setPath(result, path, first);
  });
  return result;
}
