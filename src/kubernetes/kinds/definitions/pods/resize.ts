// pods/resize: other requests and limits for containers that run.
import type { SubresourceStrategy } from '../../define-kind';
import { type FieldError, forbidden, invalid } from '../../field-error';
import type { Container, Pod } from '../../generated/types';
import { requestsFromLimits } from '../../pod-template/pod-defaults';
import { qosClass } from '../../pod-template/qos';
import { checkPodSpec } from '../../pod-template/validate-spec';

export const resize: SubresourceStrategy<Pod> = {
  update(old, body) {
    const { spec } = body as Pod;
    const containers = withResources(old.spec.containers, spec?.containers) ?? [];
    const initContainers = withResources(old.spec.initContainers, spec?.initContainers);
    const next = { ...old.spec, containers, ...(initContainers ? { initContainers } : {}) };
    return { ...old, spec: next };
  },
  validate(pod, old) {
    const errors = [...checkPodSpec(pod.spec, 'spec')];
    const qos = old.status?.qosClass;
    if (qos !== undefined && qosClass(pod.spec) !== qos) {
      errors.push(invalid('spec', qos, 'Pod QOS Class may not change as a result of resizing'));
    }
    pod.spec.containers.forEach((one, i) => {
      checkRemoval(one, old.spec.containers[i], `spec.containers[${i}].resources`, errors);
    });
    return errors;
  },
};

function withResources(
  old: readonly Container[] | undefined,
  now: readonly Container[] | undefined,
): readonly Container[] | undefined {
  return old?.map((one) => {
    const other = now?.find((candidate) => candidate.name === one.name);
    if (other === undefined || other.resources === one.resources) return one;
    return requestsFromLimits({ ...one, resources: other.resources ?? {} });
  });
}

function checkRemoval(
  now: Container,
  old: Container | undefined,
  path: string,
  errors: FieldError[],
): void {
  for (const list of ['requests', 'limits'] as const) {
    const before = Object.keys(old?.resources?.[list] ?? {});
    const isGone = before.some((name) => now.resources?.[list]?.[name] === undefined);
    if (isGone) errors.push(forbidden(`${path}.${list}`, `resource ${list} cannot be removed`));
  }
}
