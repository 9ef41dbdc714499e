// PodSecurity: namespaces' labels say which standard pods must keep.

import { invalid } from '../../../kinds/field-error';
import type { Namespace, Pod, PodSpec } from '../../../kinds/generated/types';
import type { KubeObject } from '../../../kinds/object';
import { controllerOf } from '../../../kinds/object';
import { forbiddenError, invalidObject } from '../../errors';
import { type AdmissionRequest, defineAdmission } from '../admission';
import {
  describeViolations,
  type LevelVersion,
  labelProblems,
  levelOf,
  strictness,
  violations,
} from '../pod-security/levels';

interface WithTemplate {
  readonly spec?: {
    readonly template?: { readonly spec?: PodSpec };
    readonly jobTemplate?: { readonly spec?: { readonly template?: { readonly spec?: PodSpec } } };
  };
  readonly template?: { readonly spec?: PodSpec };
}

export default defineAdmission({
  name: 'pod-security',
  order: 45,
  resources: [
    'pods',
    'namespaces',
    'podtemplates',
    'replicationcontrollers',
    'replicasets.apps',
    'deployments.apps',
    'statefulsets.apps',
    'daemonsets.apps',
    'jobs.batch',
    'cronjobs.batch',
  ],
  validate(request) {
    if (request.object === undefined) return undefined;
    if (request.resource.storage === 'namespaces') checkNamespace(request);
    else if (request.resource.storage === 'pods') checkPod(request);
    else if (!request.subresource) checkTemplate(request);
    return undefined;
  },
});

function labelsOf(request: AdmissionRequest) {
  return request.server.store.get('namespaces', request.namespace)?.metadata.labels;
}

function checkPod(request: AdmissionRequest): void {
  const isNew = request.operation === 'CREATE' && !request.subresource;
  if (!isNew && request.subresource !== 'ephemeralcontainers' && !changesImages(request)) return;
  const labels = labelsOf(request);
  const enforced = levelOf(labels, 'enforce');
  const wanted = levelOf(labels, 'warn');
  if (enforced.level === 'privileged' && wanted.level === 'privileged') return;
  const { spec } = request.object as Pod;
  const found = violations(spec, enforced.level);
  if (found.length > 0) {
    const why = `violates ${describeViolations(enforced, found)}`;
    throw forbiddenError(request.resource, request.name, why);
  }
  warn(request, spec, wanted);
}

function changesImages({ subresource, object, old }: AdmissionRequest): boolean {
  if (subresource || object?.spec === old?.spec) return false;
  const images = (pod: KubeObject | undefined) =>
    (pod as Pod | undefined)?.spec.containers.map((one) => one.image).join();
  return images(object) !== images(old);
}

function warn(request: AdmissionRequest, spec: PodSpec, wanted: LevelVersion): void {
  const found = violations(spec, wanted.level);
  if (found.length === 0) return;
  request.context.warn(`would violate ${describeViolations(wanted, found)}`);
}

function checkTemplate(request: AdmissionRequest): void {
  const wanted = levelOf(labelsOf(request), 'warn');
  if (wanted.level === 'privileged') return;
  const { spec, template } = request.object as unknown as WithTemplate;
  const own = spec?.template ?? spec?.jobTemplate?.spec?.template ?? template;
  if (own?.spec) warn(request, own.spec, wanted);
}

function checkNamespace(request: AdmissionRequest): void {
  const namespace = request.object as Namespace;
  if (request.subresource || request.operation === 'DELETE') return;
  const problems = labelProblems(namespace.metadata.labels);
  if (problems.length > 0) {
    const errors = problems.map(([key, value, why]) =>
      invalid(`metadata.labels[${key}]`, value, why),
    );
    throw invalidObject(request.resource, request.name, errors);
  }
  if (request.operation !== 'UPDATE') return;
  const now = levelOf(namespace.metadata.labels, 'enforce');
  const before = levelOf(request.old?.metadata.labels, 'enforce');
  const isStricter = strictness(now.level) > strictness(before.level);
  const isOtherVersion = now.level === before.level && now.version !== before.version;
  if (isStricter || isOtherVersion) warnOfPods(request, now);
}

function warnOfPods(request: AdmissionRequest, wanted: LevelVersion): void {
  const pods = request.server.store.list('pods', `${request.name}/`) as Pod[];
  const groups = new Map<string, { first: string; others: number; text: string }>();
  for (const pod of pods) {
    const found = violations(pod.spec, wanted.level);
    if (found.length === 0) continue;
    const text = found.map((one) => one.reason).join(', ');
    const key = `${controllerOf(pod)?.uid ?? pod.metadata.uid}/${text}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: pod.metadata.name, others: 0, text });
    else group.others++;
  }
  if (groups.size === 0) return;
  const level = `${wanted.level}:${wanted.version}`;
  request.context.warn(
    `existing pods in namespace ${JSON.stringify(request.name)} violate the new PodSecurity enforce level ${JSON.stringify(level)}`,
  );
  for (const { first, others, text } of groups.values()) {
    const more = others === 0 ? '' : ` (and ${others} other pod${others === 1 ? '' : 's'})`;
    request.context.warn(`${first}${more}: ${text}`);
  }
}
