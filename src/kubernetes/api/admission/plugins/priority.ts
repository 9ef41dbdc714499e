// Priority: resolves a pod's class to its number; there is one default class at most.
import { deepFreeze } from '../../../../base/json';
import type { Pod, PodSpec, PriorityClass } from '../../../kinds/generated/types';
import { forbiddenError } from '../../errors';
import type { ApiServer } from '../../server';
import { type AdmissionRequest, defineAdmission } from '../admission';

const table = 'priorityclasses.scheduling.k8s.io';
const lower = 'PreemptLowerPriority';

const done = new WeakMap<PodSpec, { found: PriorityClass | undefined; spec: PodSpec }>();

export default defineAdmission({
  name: 'priority',
  order: 50,
  resources: ['pods', table],
  admit(request) {
    const object = request.object as Pod;
    if (request.resource.storage !== 'pods') return object;
    if (request.operation !== 'CREATE' || request.subresource) return object;
    return withPriority(object, request);
  },
  validate(request) {
    const object = request.object as PriorityClass | undefined;
    if (request.resource.storage !== table || !object?.globalDefault) return undefined;
    const other = defaultClass(request.server);
    if (other === undefined || other.metadata.name === object.metadata.name) return undefined;
    const why = `PriorityClass ${other.metadata.name} is already marked as default. Only one default can exist`;
    throw forbiddenError(request.resource, request.name, why);
  },
});

function defaultClass(server: ApiServer): PriorityClass | undefined {
  for (const one of server.store.values(table)) {
    if ((one as PriorityClass).globalDefault) return one as PriorityClass;
  }
  return undefined;
}

function withPriority(pod: Pod, request: AdmissionRequest): Pod {
  const { spec } = pod;
  const name = spec.priorityClassName;
  const found = name
    ? (request.server.store.get(table, name) as PriorityClass | undefined)
    : defaultClass(request.server);
  if (name && found === undefined) {
    const why = `no PriorityClass with name ${name} was found`;
    throw forbiddenError(request.resource, pod.metadata.name, why);
  }
  const known = done.get(spec);
  if (known !== undefined && known.found === found) return { ...pod, spec: known.spec };
  const priority = found?.value ?? 0;
  if (spec.priority !== undefined && spec.priority !== priority) {
    const why = `the integer value of priority (${spec.priority}) must not be provided in pod spec; priority admission controller computed ${priority} from the given PriorityClass name`;
    throw forbiddenError(request.resource, pod.metadata.name, why);
  }
  const next: PodSpec = {
    ...spec,
    priority,
    preemptionPolicy: found?.preemptionPolicy ?? lower,
    ...(found ? { priorityClassName: found.metadata.name } : {}),
  };
  if (Object.isFrozen(spec)) done.set(spec, { found, spec: deepFreeze(next) });
  return { ...pod, spec: next };
}
