// Compiled pieces of a program: plain functions where nothing can wait, tasks where input, output
// or a command may. Lifting combines pieces and stays plain as long as all parts are.
import type { Task } from '../../base/sim';
import type { Value } from './values';

export interface PlainCode<T> {
  readonly run: () => T;
  readonly task?: undefined;
}

export interface WaitingCode<T> {
  readonly task: () => Task<T>;
}

export type Code<T = Value> = PlainCode<T> | WaitingCode<T>;

export function plain<T>(run: () => T): Code<T> {
  return { run };
}

export function waiting<T>(task: () => Task<T>): Code<T> {
  return { task };
}

export function asTask<T>(code: Code<T>): () => Task<T> {
  if (code.task !== undefined) return code.task;
  const { run } = code;
  return function* () {
    return run();
  };
}

export function lift1<A, R>(a: Code<A>, apply: (a: A) => R): Code<R> {
  if (a.task === undefined) {
    const { run } = a;
    return { run: () => apply(run()) };
  }
  const { task } = a;
  return waiting(function* () {
    return apply(yield* task());
  });
}

export function lift2<A, B, R>(a: Code<A>, b: Code<B>, apply: (a: A, b: B) => R): Code<R> {
  if (a.task === undefined && b.task === undefined) {
    const left = a.run;
    const right = b.run;
    return { run: () => apply(left(), right()) };
  }
  const left = asTask(a);
  const right = asTask(b);
  return waiting(function* () {
    const x = yield* left();
    return apply(x, yield* right());
  });
}

export function liftAll<A, R>(parts: readonly Code<A>[], apply: (values: A[]) => R): Code<R> {
  const [first, second] = parts;
  if (parts.length === 1 && first) return lift1(first, (a) => apply([a]));
  if (parts.length === 2 && first && second) return lift2(first, second, (a, b) => apply([a, b]));
  const runs: (() => A)[] = [];
  for (const part of parts) if (part.task === undefined) runs.push(part.run);
  if (runs.length === parts.length) return { run: () => apply(runs.map((run) => run())) };
  const tasks = parts.map(asTask);
  return waiting(function* () {
    const values: A[] = [];
    for (const task of tasks) values.push(yield* task());
    return apply(values);
  });
}

/** One of two pieces by what the test gives. */
export function choose<T>(test: Code<boolean>, yes: Code<T>, no: Code<T>): Code<T> {
  if (test.task === undefined && yes.task === undefined && no.task === undefined) {
    const condition = test.run;
    const then = yes.run;
    const otherwise = no.run;
    return { run: () => (condition() ? then() : otherwise()) };
  }
  const condition = asTask(test);
  const then = asTask(yes);
  const otherwise = asTask(no);
  return waiting(function* () {
    return (yield* condition()) ? yield* then() : yield* otherwise();
  });
}
