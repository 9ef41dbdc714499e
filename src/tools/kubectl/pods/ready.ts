// Conditions of pods.
import type { Pod } from '../../../kubernetes/kinds/generated/types';

/** The Ready condition. */
export function readyCondition(pod: Pod) {
  return pod.status?.conditions?.find((one) => one.type === 'Ready');
}

/** Succeeded or Failed. */
export function isFinished(pod: Pod): boolean {
  const phase = pod.status?.phase;
  return phase === 'Succeeded' || phase === 'Failed';
}
