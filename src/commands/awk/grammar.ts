// Facts of awk's grammar that need no parser state.
import type { Expression, Target } from './ast';

/** Least and most arguments of the built-in functions. */
export const ARGUMENT_COUNTS: Readonly<Record<string, readonly [number, number]>> = {
  length: [0, 1],
  substr: [2, 3],
  index: [2, 2],
  split: [2, 3],
  sub: [2, 3],
  gsub: [2, 3],
  match: [2, 2],
  sprintf: [1, 255],
  sin: [1, 1],
  cos: [1, 1],
  atan2: [2, 2],
  exp: [1, 1],
  log: [1, 1],
  sqrt: [1, 1],
  int: [1, 1],
  rand: [0, 0],
  srand: [0, 1],
  tolower: [1, 1],
  toupper: [1, 1],
  system: [1, 1],
  close: [1, 1],
  fflush: [0, 1],
  strftime: [0, 3],
  systime: [0, 0],
  mktime: [1, 1],
};

export function isTarget(e: Expression): e is Target {
  return e.kind === 'variable' || e.kind === 'element' || e.kind === 'field';
}

/** The assignable rightmost operand (`1 + x = 2` assigns x) and how to put the tree together. */
export function findTarget(
  e: Expression,
): { target: Target; rebuild: (inner: Expression) => Expression } | undefined {
  if (isTarget(e)) return { target: e, rebuild: (inner) => inner };
  if (e.kind === 'unary') {
    const found = findTarget(e.operand);
    return found && { ...found, rebuild: (x) => ({ ...e, operand: found.rebuild(x) }) };
  }
  if (e.kind === 'binary' || e.kind === 'logic' || e.kind === 'match') {
    const found = findTarget(e.right);
    return found && { ...found, rebuild: (x) => ({ ...e, right: found.rebuild(x) }) };
  }
  return undefined;
}
