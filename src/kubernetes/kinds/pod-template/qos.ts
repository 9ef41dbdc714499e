// Quality of service: how a pod's requests and limits class it.
import { parseQuantity } from '../../../base/quantity';
import { rememberFrozen } from '../complete';
import type { Container, PodSpec, ResourceRequirements } from '../generated/types';

export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort';

/** The QoS class of a pod spec. */
export const qosClass: (spec: PodSpec) => QosClass = rememberFrozen(classOf) as (
  spec: PodSpec,
) => QosClass;

function amount(list: Readonly<Record<string, string>> | undefined, name: string): bigint {
  const text = list?.[name];
  return text === undefined ? 0n : (parseQuantity(text)?.nano ?? 0n);
}

function classOf(spec: PodSpec): QosClass {
  if (spec.resources?.requests || spec.resources?.limits) {
    return ofRequirements([spec.resources]);
  }
  const all: readonly Container[] = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
  return ofRequirements(all.map((one) => one.resources ?? {}));
}

function ofRequirements(all: readonly ResourceRequirements[]): QosClass {
  let hasAny = false;
  let isGuaranteed = true;
  for (const { requests, limits } of all) {
    for (const name of ['cpu', 'memory']) {
      const [asked, most] = [amount(requests, name), amount(limits, name)];
      if (asked > 0n || most > 0n) hasAny = true;
      if (most === 0n || (requests?.[name] !== undefined && asked !== most)) isGuaranteed = false;
    }
  }
  if (!hasAny) return 'BestEffort';
  return isGuaranteed ? 'Guaranteed' : 'Burstable';
}
