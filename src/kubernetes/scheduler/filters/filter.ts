// What a filter is: may a pod go to a node, and if not, why.

import type { Informers } from '../../api/informer';
import type { Pod } from '../../kinds/generated/types';
import type { NodeInfo } from '../node-info';

/** One attempt to place a pod. */
export interface Attempt {
  readonly pod: Pod;
  readonly nodes: readonly NodeInfo[];
  readonly informers: Informers;
  /** What filters remember during the attempt (counts over all nodes). */
  readonly memory: Map<string, unknown>;
}

/** Why not. Unresolvable: no preemption on that node would help. */
export interface Refusal {
  readonly reasons: readonly string[];
  readonly isUnresolvable: boolean;
  /** Name of the filter that said no. */
  readonly filter?: string;
}

/** A filter; they run in the order of the list. */
export interface Filter {
  readonly name: string;
  /** Something about the pod alone that keeps it from being scheduled anywhere. */
  reject?(attempt: Attempt): string | undefined;
  /** Whether there is anything to ask for this pod; undefined: always. */
  applies?(attempt: Attempt): boolean;
  /** Undefined: the pod may go there. */
  filter(attempt: Attempt, node: NodeInfo): Refusal | undefined;
}

export function unresolvable(reason: string): Refusal {
  return { reasons: [reason], isUnresolvable: true };
}

export function resolvable(...reasons: string[]): Refusal {
  return { reasons, isUnresolvable: false };
}
