// What may change in a pod that exists: images, deadlines, additional tolerations, gates going.
import { deepEqual } from '../../../../base/json';
import { type FieldError, forbidden, invalid } from '../../field-error';
import type { Container, Pod, PodSpec, Toleration } from '../../generated/types';
import { goDiff } from './go-diff';
import { internalPodSpec } from './internal-form';

const changeable = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',');

/** Findings about a new version of a pod. */
export function checkPodUpdate(pod: Pod, old: Pod): FieldError[] {
  if (pod.spec === old.spec) return [];
  const [spec, before] = [pod.spec, old.spec];
  const errors: FieldError[] = [];
  if (spec.containers.length !== before.containers.length) {
    const why = 'pod updates may not add or remove containers';
    return [forbidden('spec.containers', why)];
  }
  if ((spec.initContainers?.length ?? 0) !== (before.initContainers?.length ?? 0)) {
    const why = 'pod updates may not add or remove containers';
    return [forbidden('spec.initContainers', why)];
  }
  checkDeadline(spec, before, errors);
  checkGates(spec, before, errors);
  checkTolerations(spec, before, errors);
  if (errors.length > 0) return errors;
  const allowed = withOldParts(spec, before);
  if (!deepEqual(allowed, before)) {
    const diff = goDiff(internalPodSpec(before), internalPodSpec(allowed));
    const why = `pod updates may not change fields other than ${changeable}\n${diff}`;
    errors.push(forbidden('spec', why));
  }
  return errors;
}

function checkDeadline(spec: PodSpec, old: PodSpec, errors: FieldError[]): void {
  const [now, before] = [spec.activeDeadlineSeconds, old.activeDeadlineSeconds];
  if (before === undefined || now === before) return;
  const field = 'spec.activeDeadlineSeconds';
  if (now === undefined) {
    errors.push(invalid(field, null, 'must not update from a positive integer to nil value'));
  } else if (now > before) {
    errors.push(invalid(field, now, 'must be less than or equal to previous value'));
  }
}

function checkGates(spec: PodSpec, old: PodSpec, errors: FieldError[]): void {
  const known = new Set((old.schedulingGates ?? []).map((gate) => gate.name));
  (spec.schedulingGates ?? []).forEach((gate, i) => {
    if (known.has(gate.name)) return;
    const why = `only deletion is allowed, but found new scheduling gate '${gate.name}'`;
    errors.push(forbidden(`spec.schedulingGates[${i}].name`, why));
  });
}

function checkTolerations(spec: PodSpec, old: PodSpec, errors: FieldError[]): void {
  const isSame = (a: Toleration, b: Toleration) => {
    const { tolerationSeconds: _1, ...mine } = a;
    const { tolerationSeconds: _2, ...theirs } = b;
    return deepEqual(mine, theirs);
  };
  const now = spec.tolerations ?? [];
  const isKept = (old.tolerations ?? []).every((one) => now.some((other) => isSame(one, other)));
  if (isKept) return;
  const why = 'existing toleration can not be modified except its tolerationSeconds';
  errors.push(forbidden('spec.tolerations', why));
}

/** The new spec with the old one's parts where a change is allowed: what differs then may not. */
function withOldParts(spec: PodSpec, old: PodSpec): PodSpec {
  const images = (
    now: readonly Container[] | undefined,
    before: readonly Container[] | undefined,
  ) => now?.map((one, i) => ({ ...one, image: before?.[i]?.image }));
  const isGated = Boolean(old.schedulingGates?.length);
  const grace =
    (old.terminationGracePeriodSeconds ?? 0) < 0 && spec.terminationGracePeriodSeconds === 1
      ? old.terminationGracePeriodSeconds
      : spec.terminationGracePeriodSeconds;
  return {
    ...spec,
    containers: images(spec.containers, old.containers) ?? [],
    initContainers: images(spec.initContainers, old.initContainers),
    activeDeadlineSeconds: old.activeDeadlineSeconds,
    tolerations: old.tolerations,
    schedulingGates: old.schedulingGates,
    terminationGracePeriodSeconds: grace,
    nodeSelector: isGated && onlyAdds(spec, old) ? old.nodeSelector : spec.nodeSelector,
    affinity: isGated && old.affinity === undefined ? old.affinity : spec.affinity,
  };
}

function onlyAdds(spec: PodSpec, old: PodSpec): boolean {
  return Object.entries(old.nodeSelector ?? {}).every(
    ([key, value]) => spec.nodeSelector?.[key] === value,
  );
}
