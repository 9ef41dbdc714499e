// What yq's operators are made of.
import { isMap, isSeq, type Node, Scalar, YAMLSeq } from 'yaml';
import { type Candidate, resolved } from './candidate';
import { evaluate, fresh, type Scope } from './evaluate';
import type { Ast } from './parser';

export type Operator = (
  args: readonly Ast[],
  input: readonly Candidate[],
  scope: Scope,
) => Candidate[];

/** One result from each place. */
export function one(make: (node: Node, c: Candidate) => Node): Operator {
  return (_, input) => input.map((c) => fresh(make(resolved(c), c), c));
}

export const scalar = (value: string | number | boolean | null): Scalar => new Scalar(value);

/** One result from a place and one argument. */
export function withArg(make: (node: Node, arg: Node, c: Candidate) => Node): Operator {
  return ([arg], input, scope) =>
    input.flatMap((c) => {
      const found = arg === undefined ? [] : evaluate(arg, [c], scope);
      return found.map((a) => fresh(make(resolved(c), resolved(a), c), c));
    });
}

export function itemsOf(node: Node): Node[] {
  if (isSeq(node)) return node.items as Node[];
  if (isMap(node)) return node.items.map((p) => p.value as Node);
  return [];
}

export function seqOf(items: readonly Node[]): YAMLSeq {
  const seq = new YAMLSeq();
  seq.items = [...items];
  return seq;
}
