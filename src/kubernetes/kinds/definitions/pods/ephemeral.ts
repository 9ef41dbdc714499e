// pods/ephemeralcontainers: containers are only ever added.
import { deepEqual } from '../../../../base/json';
import type { SubresourceStrategy } from '../../define-kind';
import { type FieldError, forbidden } from '../../field-error';
import type { EphemeralContainer, Pod } from '../../generated/types';
import { podDefaults } from '../../pod-template/pod-defaults';
import { checkPodSpec } from '../../pod-template/validate-spec';
import { goDiff } from './go-diff';
import { internalContainer } from './internal-form';

export const ephemeralContainers: SubresourceStrategy<Pod> = {
  update(old, body) {
    const { ephemeralContainers: added } = (body as Pod).spec ?? {};
    const spec = podDefaults({ ...old.spec, ephemeralContainers: added });
    return { ...old, spec };
  },
  validate(pod, old) {
    const errors = [...checkPodSpec(pod.spec, 'spec')];
    const now = new Map((pod.spec.ephemeralContainers ?? []).map((one) => [one.name, one]));
    for (const one of old.spec.ephemeralContainers ?? []) {
      const error = checkKept(one, now.get(one.name));
      if (error) errors.push(error);
    }
    return errors;
  },
};

function checkKept(
  old: EphemeralContainer,
  now: EphemeralContainer | undefined,
): FieldError | undefined {
  const what = `existing ephemeral containers ${JSON.stringify(old.name)} may not be`;
  if (now === undefined) return forbidden('spec.ephemeralContainers', `${what} removed\n`);
  if (deepEqual(old, now)) return undefined;
  const diff = goDiff(internalContainer(old, true), internalContainer(now, true));
  return forbidden('spec.ephemeralContainers', `${what} changed\n${diff}`);
}
