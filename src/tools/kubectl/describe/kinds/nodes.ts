// Nodes: conditions, capacity, and what runs on them.
import type { JsonObject } from '../../../../base/json';
import {
  addQuantity,
  asNumber,
  cmpQuantity,
  formatQuantity,
  parseQuantity,
  type Quantity,
  zeroQuantity,
} from '../../../../base/quantity';
import type { Task } from '../../../../base/sim';
import { humanDuration, parseRfc3339 } from '../../../../base/time';
import { defineDescriber, relatedObjects, type Subject } from '../describer';
import { annotationLines, labelLines, multiline } from '../labels';
import { list, longTime, type Page, part, text, texts } from '../page';

export default defineDescriber({
  name: 'nodes',
  group: '',
  *describe(subject) {
    const { page, object } = subject;
    const [metadata, spec, status] = [
      part(object, 'metadata'),
      part(object, 'spec'),
      part(object, 'status'),
    ];
    page.line(0, `Name:\t${text(metadata, 'name')}`);
    page.line(0, `Roles:\t${rolesOf(part(metadata, 'labels')).join(',') || '<none>'}`);
    labelLines(page, 'Labels', part(metadata, 'labels'));
    annotationLines(page, 'Annotations', part(metadata, 'annotations'));
    page.line(0, `CreationTimestamp:\t${longTime(text(metadata, 'creationTimestamp'))}`);
    multiline(page, 'Taints', sortedTaints(spec).map(taintText));
    page.line(0, `Unschedulable:\t${spec.unschedulable === true}`);
    yield* leaseLines(subject);
    conditionLines(page, list(status, 'conditions'));
    page.line(0, 'Addresses:');
    for (const one of list(status, 'addresses')) {
      page.line(1, `${text(one, 'type')}:\t${text(one, 'address')}`);
    }
    amountLines(page, 'Capacity', part(status, 'capacity'));
    amountLines(page, 'Allocatable', part(status, 'allocatable'));
    infoLines(page, part(status, 'nodeInfo'));
    if (text(spec, 'podCIDR')) page.line(0, `PodCIDR:\t${text(spec, 'podCIDR')}`);
    const ranges = texts(spec, 'podCIDRs');
    if (ranges.length > 0) page.line(0, `PodCIDRs:\t${ranges.join(',')}`);
    if (text(spec, 'providerID')) page.line(0, `ProviderID:\t${text(spec, 'providerID')}`);
    yield* podLines(subject, status);
    yield* subject.events();
  },
});

function rolesOf(labels: JsonObject): string[] {
  const roles = new Set<string>();
  for (const [key, value] of Object.entries(labels)) {
    const prefix = 'node-role.kubernetes.io/';
    if (key.startsWith(prefix) && key.length > prefix.length) roles.add(key.slice(prefix.length));
    else if (key === 'kubernetes.io/role' && value !== '') roles.add(String(value));
  }
  return [...roles].sort();
}

function sortedTaints(spec: JsonObject): JsonObject[] {
  const key = (one: JsonObject) => `${text(one, 'effect')},${text(one, 'key')}`;
  return [...list(spec, 'taints')].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function taintText(taint: JsonObject): string {
  const value = text(taint, 'value') ? `=${text(taint, 'value')}` : '';
  return `${text(taint, 'key')}${value}:${text(taint, 'effect')}`;
}

function* leaseLines({ ctx, page, info }: Subject): Task<void> {
  const at = {
    apiVersion: 'coordination.k8s.io/v1',
    resource: 'leases',
    namespace: 'kube-node-lease',
  };
  const [lease] = yield* relatedObjects(ctx, at, { fieldSelector: `metadata.name=${info.name}` });
  const spec = part(lease, 'spec');
  const time = (field: string) => (text(spec, field) ? longTime(text(spec, field)) : '<unset>');
  page.line(0, 'Lease:');
  page.line(1, `HolderIdentity:\t${text(spec, 'holderIdentity') || '<unset>'}`);
  page.line(1, `AcquireTime:\t${time('acquireTime')}`);
  page.line(1, `RenewTime:\t${time('renewTime')}`);
}

function conditionLines(page: Page, conditions: readonly JsonObject[]): void {
  if (conditions.length === 0) return;
  page.line(0, 'Conditions:');
  page.line(1, 'Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage');
  page.line(1, '----\t------\t-----------------\t------------------\t------\t-------');
  for (const one of conditions) {
    const [beat, changed] = [text(one, 'lastHeartbeatTime'), text(one, 'lastTransitionTime')];
    page.line(
      1,
      `${text(one, 'type')} \t${text(one, 'status')} \t${longTime(beat)} \t${longTime(changed)} ` +
        `\t${text(one, 'reason')} \t${text(one, 'message')}`,
    );
  }
}

function amountLines(page: Page, title: string, amounts: JsonObject): void {
  const names = Object.keys(amounts).sort();
  if (names.length === 0) return;
  page.line(0, `${title}:`);
  for (const name of names) page.line(1, `${name}:\t${text(amounts, name)}`);
}

function infoLines(page: Page, info: JsonObject): void {
  page.line(0, 'System Info:');
  const fields = [
    ['Machine ID', 'machineID'],
    ['System UUID', 'systemUUID'],
    ['Boot ID', 'bootID'],
    ['Kernel Version', 'kernelVersion'],
    ['OS Image', 'osImage'],
    ['Operating System', 'operatingSystem'],
    ['Architecture', 'architecture'],
    ['Container Runtime Version', 'containerRuntimeVersion'],
    ['Kubelet Version', 'kubeletVersion'],
    ['Kube-Proxy Version', 'kubeProxyVersion'],
  ] as const;
  for (const [title, field] of fields) page.line(1, `${title}:\t${text(info, field)}`);
}

type Amounts = Map<string, Quantity>;

/** Requests or limits of a pod: the sum of its containers, at least what an init container needs. */
function podAmounts(pod: JsonObject, field: 'requests' | 'limits'): Amounts {
  const spec = part(pod, 'spec');
  const read = (container: JsonObject) => part(part(container, 'resources'), field);
  const total: Amounts = new Map();
  for (const container of list(spec, 'containers')) addAll(total, read(container));
  const sidecars: Amounts = new Map();
  for (const container of list(spec, 'initContainers')) {
    if (container.restartPolicy === 'Always') {
      addAll(total, read(container));
      addAll(sidecars, read(container));
      continue;
    }
    for (const [name, value] of Object.entries(read(container))) {
      const one = addQuantity(quantity(value), sidecars.get(name) ?? zeroQuantity);
      if (cmpQuantity(one, total.get(name) ?? zeroQuantity) > 0) total.set(name, one);
    }
  }
  const overhead = part(spec, 'overhead');
  for (const [name, value] of Object.entries(overhead)) {
    const old = total.get(name);
    if (old !== undefined || field === 'requests') {
      total.set(name, addQuantity(old ?? zeroQuantity, quantity(value)));
    }
  }
  return total;
}

function quantity(value: unknown): Quantity {
  return parseQuantity(String(value)) ?? zeroQuantity;
}

function addAll(total: Amounts, amounts: JsonObject): void {
  for (const [name, value] of Object.entries(amounts)) {
    total.set(name, addQuantity(total.get(name) ?? zeroQuantity, quantity(value)));
  }
}

function* podLines({ ctx, page, info }: Subject, status: JsonObject): Task<void> {
  const all = yield* relatedObjects(
    ctx,
    { apiVersion: 'v1', resource: 'pods' },
    {
      fieldSelector: `spec.nodeName=${info.name},status.phase!=Failed,status.phase!=Succeeded`,
    },
  );
  const allocatable = Object.keys(part(status, 'allocatable')).length
    ? part(status, 'allocatable')
    : part(status, 'capacity');
  page.line(0, `Non-terminated Pods:\t(${all.length} in total)`);
  const heads = [
    'Namespace',
    'Name',
    '',
    'CPU Requests',
    'CPU Limits',
    'Memory Requests',
    'Memory Limits',
    'Age',
  ];
  page.line(1, heads.join('\t'));
  page.line(1, heads.map((head) => '-'.repeat(head.length)).join('\t'));
  const sums = { requests: new Map() as Amounts, limits: new Map() as Amounts };
  for (const pod of all) {
    const own = { requests: podAmounts(pod, 'requests'), limits: podAmounts(pod, 'limits') };
    for (const field of ['requests', 'limits'] as const) {
      for (const [name, value] of own[field]) {
        sums[field].set(name, addQuantity(sums[field].get(name) ?? zeroQuantity, value));
      }
    }
    const metadata = part(pod, 'metadata');
    const created = parseRfc3339(text(metadata, 'creationTimestamp'));
    const cells = [
      text(metadata, 'namespace'),
      text(metadata, 'name'),
      '',
      share(own.requests, 'cpu', allocatable),
      share(own.limits, 'cpu', allocatable),
      share(own.requests, 'memory', allocatable),
      share(own.limits, 'memory', allocatable),
      created === null ? '<unknown>' : humanDuration(ctx.now - created),
    ];
    page.line(1, cells.join('\t'));
  }
  page.line(0, 'Allocated resources:');
  page.line(1, '(Total limits may be over 100 percent, i.e., overcommitted.)');
  page.line(1, 'Resource\tRequests\tLimits');
  page.line(1, '--------\t--------\t------');
  for (const name of ['cpu', 'memory', 'ephemeral-storage']) {
    const cells = [share(sums.requests, name, allocatable), share(sums.limits, name, allocatable)];
    page.line(1, `${name}\t${cells.join('\t')}`);
  }
  otherLines(page, sums, allocatable);
}

function otherLines(
  page: Page,
  sums: { readonly requests: Amounts; readonly limits: Amounts },
  allocatable: JsonObject,
): void {
  const plain = ['cpu', 'memory', 'ephemeral-storage', 'pods'];
  for (const name of Object.keys(allocatable).sort()) {
    if (plain.includes(name)) continue;
    if (name.startsWith('hugepages-')) {
      const cells = [
        share(sums.requests, name, allocatable),
        share(sums.limits, name, allocatable),
      ];
      page.line(1, `${name}\t${cells.join('\t')}`);
      continue;
    }
    const amount = (from: Amounts) => formatQuantity(from.get(name) ?? zeroQuantity);
    page.line(1, `${name}\t${amount(sums.requests)}\t${amount(sums.limits)}`);
  }
}

/** `100m (5%)` of what the node can give. */
function share(amounts: Amounts, name: string, allocatable: JsonObject): string {
  const amount = amounts.get(name) ?? zeroQuantity;
  const whole = asNumber(quantity(allocatable[name] ?? '0'));
  const percent = whole === 0 ? 0 : Math.floor((asNumber(amount) / whole) * 100);
  return `${formatQuantity(amount)} (${percent}%)`;
}
