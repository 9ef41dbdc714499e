// What a failed pod means to its Job: the podFailurePolicy's rules, the first that matches.
import type {
  Job,
  Pod,
  PodFailurePolicyOnExitCodesRequirement,
  PodFailurePolicyRule,
} from '../../kinds/generated/types';

/** The action of the first matching rule and why it matches. */
export interface Verdict {
  readonly action: string;
  readonly message: string;
}

/** Undefined when no rule matches: the failure counts. */
export function verdictOn(pod: Pod, job: Job): Verdict | undefined {
  const rules = job.spec.podFailurePolicy?.rules ?? [];
  if (pod.status?.phase !== 'Failed') return undefined;
  for (const [i, rule] of rules.entries()) {
    const why = matches(pod, rule);
    if (why === undefined) continue;
    const message = `${why} matching ${rule.action} rule at index ${i}`;
    return { action: rule.action, message };
  }
  return undefined;
}

function matches(pod: Pod, rule: PodFailurePolicyRule): string | undefined {
  const name = `${pod.metadata.namespace}/${pod.metadata.name}`;
  if (rule.onExitCodes) return matchesExitCode(pod, name, rule.onExitCodes);
  for (const pattern of rule.onPodConditions ?? []) {
    const wanted = pattern.status || 'True';
    const found = pod.status?.conditions?.find(
      (one) => one.type === pattern.type && one.status === wanted,
    );
    if (found) return `Pod ${name} has condition ${pattern.type}`;
  }
  return undefined;
}

function matchesExitCode(
  pod: Pod,
  name: string,
  requirement: PodFailurePolicyOnExitCodesRequirement,
): string | undefined {
  const all = [
    ...(pod.status?.initContainerStatuses ?? []),
    ...(pod.status?.containerStatuses ?? []),
  ];
  for (const { name: container, state } of all) {
    if (requirement.containerName && requirement.containerName !== container) continue;
    const code = state?.terminated?.exitCode;
    if (code === undefined || code === 0) continue;
    const isListed = requirement.values.includes(code);
    if (isListed !== (requirement.operator === 'In')) continue;
    return `Container ${container} for pod ${name} failed with exit code ${code}`;
  }
  return undefined;
}
