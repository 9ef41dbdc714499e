// A pod, told at length.
import type { JsonObject } from '../../../../base/json';
import { humanDuration, parseRfc3339 } from '../../../../base/time';
import { containerLines, type EnvResolver, resourceLines } from '../containers';
import { defineDescriber } from '../describer';
import { annotationLines, labelLines, spreadLines, tolerationLines } from '../labels';
import { list, longTime, num, type Page, part, text } from '../page';
import { volumeLines } from '../volumes';

export default defineDescriber({
  name: 'pods',
  group: '',
  *describe({ ctx, page, object, events }) {
    const [metadata, spec, status] = ['metadata', 'spec', 'status'].map((field) =>
      part(object, field),
    );
    headLinesOf(page, metadata ?? {}, spec ?? {}, status ?? {});
    stateLines(page, { metadata: metadata ?? {}, status: status ?? {}, nowMs: ctx.now });
    addressLines(page, metadata ?? {}, spec ?? {}, status ?? {});
    bodyLines(page, object, spec ?? {}, status ?? {});
    yield* events();
  },
});

function headLinesOf(page: Page, metadata: JsonObject, spec: JsonObject, status: JsonObject): void {
  page.line(0, `Name:\t${text(metadata, 'name')}`);
  page.line(0, `Namespace:\t${text(metadata, 'namespace')}`);
  if (spec.priority !== undefined) page.line(0, `Priority:\t${num(spec, 'priority')}`);
  const priorityClass = text(spec, 'priorityClassName');
  if (priorityClass) page.line(0, `Priority Class Name:\t${priorityClass}`);
  const runtime = text(spec, 'runtimeClassName');
  if (runtime) page.line(0, `Runtime Class Name:\t${runtime}`);
  const account = text(spec, 'serviceAccountName');
  if (account) page.line(0, `Service Account:\t${account}`);
  const node = text(spec, 'nodeName');
  page.line(0, node ? `Node:\t${node}/${text(status, 'hostIP')}` : 'Node:\t<none>');
  if (status.startTime !== undefined) {
    page.line(0, `Start Time:\t${longTime(text(status, 'startTime'))}`);
  }
  labelLines(page, 'Labels', part(metadata, 'labels'));
  annotationLines(page, 'Annotations', part(metadata, 'annotations'));
}

function stateLines(
  page: Page,
  { metadata, status, nowMs }: { metadata: JsonObject; status: JsonObject; nowMs: number },
): void {
  const deleted = text(metadata, 'deletionTimestamp');
  if (deleted && text(status, 'reason') !== 'NodeLost') {
    const ms = parseRfc3339(deleted) ?? nowMs;
    page.line(0, `Status:\tTerminating (lasts ${humanDuration(nowMs - ms)})`);
    const grace = num(metadata, 'deletionGracePeriodSeconds');
    page.line(0, `Termination Grace Period:\t${grace}s`);
  } else page.line(0, `Status:\t${text(status, 'phase')}`);
  if (text(status, 'reason')) page.line(0, `Reason:\t${text(status, 'reason')}`);
  if (text(status, 'message')) page.line(0, `Message:\t${text(status, 'message')}`);
}

function addressLines(
  page: Page,
  metadata: JsonObject,
  spec: JsonObject,
  status: JsonObject,
): void {
  const profile = part(part(spec, 'securityContext'), 'seccompProfile');
  if (profile.type !== undefined) {
    page.line(0, `SeccompProfile:\t${text(profile, 'type')}`);
    const local = text(profile, 'localhostProfile');
    if (local) page.line(0, `LocalhostProfile:\t${local}`);
  }
  page.line(0, `IP:\t${text(status, 'podIP')}`);
  const addresses = list(status, 'podIPs');
  page.line(0, addresses.length === 0 ? 'IPs:\t<none>' : 'IPs:');
  for (const one of addresses) page.line(1, `IP:\t${text(one, 'ip')}`);
  const owner = list(metadata, 'ownerReferences').find((one) => one.controller === true);
  if (owner) page.line(0, `Controlled By:\t${text(owner, 'kind')}/${text(owner, 'name')}`);
  const nominated = text(status, 'nominatedNodeName');
  if (nominated) page.line(0, `NominatedNodeName:\t${nominated}`);
  if (spec.resources !== undefined) {
    page.line(0, 'Resources:');
    resourceLines(page, spec.resources, 1);
  }
}

function bodyLines(page: Page, pod: JsonObject, spec: JsonObject, status: JsonObject): void {
  const resolve: EnvResolver = (source) => resolveEnv(pod, source);
  const show = (title: string, field: string, statuses: string) => {
    const options = { indent: '', statuses: list(status, statuses), resolve };
    containerLines(page, title, list(spec, field), options);
  };
  if (list(spec, 'initContainers').length > 0) {
    show('Init Containers', 'initContainers', 'initContainerStatuses');
  }
  show('Containers', 'containers', 'containerStatuses');
  if (list(spec, 'ephemeralContainers').length > 0) {
    show('Ephemeral Containers', 'ephemeralContainers', 'ephemeralContainerStatuses');
  }
  gateLines(page, spec, status);
  const conditions = list(status, 'conditions');
  if (conditions.length > 0) {
    page.line(0, 'Conditions:');
    page.line(1, 'Type\tStatus');
    for (const one of conditions) page.line(1, `${text(one, 'type')} \t${text(one, 'status')} `);
  }
  volumeLines(page, list(spec, 'volumes'), '');
  page.line(0, `QoS Class:\t${text(status, 'qosClass')}`);
  labelLines(page, 'Node-Selectors', part(spec, 'nodeSelector'));
  tolerationLines(page, 'Tolerations', list(spec, 'tolerations'));
  spreadLines(page, list(spec, 'topologySpreadConstraints'), '');
}

function gateLines(page: Page, spec: JsonObject, status: JsonObject): void {
  const gates = list(spec, 'readinessGates');
  if (gates.length === 0) return;
  page.line(0, 'Readiness Gates:');
  page.line(1, 'Type\tStatus');
  for (const gate of gates) {
    const type = text(gate, 'conditionType');
    const condition = list(status, 'conditions').find((one) => one.type === type);
    page.line(1, `${type} \t${condition ? text(condition, 'status') : '<none>'} `);
  }
}

/** What the downward API gives, as far as the pod itself tells. */
function resolveEnv(pod: JsonObject, source: JsonObject): string {
  const field = text(part(source, 'fieldRef'), 'fieldPath');
  const [metadata, spec, status] = [part(pod, 'metadata'), part(pod, 'spec'), part(pod, 'status')];
  const simple: Readonly<Record<string, string>> = {
    'metadata.name': text(metadata, 'name'),
    'metadata.namespace': text(metadata, 'namespace'),
    'metadata.uid': text(metadata, 'uid'),
    'spec.nodeName': text(spec, 'nodeName'),
    'spec.serviceAccountName': text(spec, 'serviceAccountName'),
    'status.podIP': text(status, 'podIP'),
    'status.hostIP': text(status, 'hostIP'),
  };
  const known = simple[field];
  if (known !== undefined) return field.startsWith('metadata') ? known : '';
  const inMap = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(field);
  if (inMap !== null) return text(part(metadata, inMap[1] ?? ''), inMap[2] ?? '');
  const resource = part(source, 'resourceFieldRef');
  if (resource.resource === undefined) return '';
  const container = list(spec, 'containers').find(
    (one) => !resource.containerName || one.name === resource.containerName,
  );
  const [kind = '', name = ''] = text(resource, 'resource').split('.');
  return text(part(part(container, 'resources'), kind), name) || 'node allocatable';
}
