// Why a pod fits nowhere, in the scheduler's words.
import type { Attempt, Refusal } from './filters/filter';
import type { NodeInfo } from './node-info';

function counted(reasons: Iterable<string>): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort()
    .join(', ');
}

/** What came of looking for pods to preempt: some found, or why none. */
export type PreemptionOutcome = 'found' | 'helpless' | { readonly notEligible: string };

/** The text of a FailedScheduling event and of the PodScheduled condition. */
export function failureMessage(
  attempt: Attempt,
  refusals: ReadonlyMap<NodeInfo, Refusal>,
  preemption: PreemptionOutcome,
): string {
  const total = attempt.nodes.length;
  if (total === 0) return 'no nodes available to schedule pods';
  const reasons = counted([...refusals.values()].flatMap((one) => one.reasons));
  const head = `0/${total} nodes are available: ${reasons}.`;
  if (preemption === 'found') return head;
  const start = `${head} no new claims to deallocate, preemption:`;
  if (preemption !== 'helpless') return `${start} not eligible due to ${preemption.notEligible}.`;
  const helpful = [...refusals.values()].map((one) =>
    one.isUnresolvable
      ? 'Preemption is not helpful for scheduling'
      : 'No preemption victims found for incoming pod',
  );
  return `${start} 0/${total} nodes are available: ${counted(helpful)}.`;
}

/** The text when something about the pod alone keeps it from being scheduled anywhere. */
export function rejectionMessage(attempt: Attempt, why: string): string {
  if (attempt.nodes.length === 0) return 'no nodes available to schedule pods';
  return `0/${attempt.nodes.length} nodes are available: ${why}. not found`;
}
