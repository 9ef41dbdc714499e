// What must hold on a cluster that has come to rest. Each check returns what is wrong, in words.
import { deepEqual } from '../base/json';
import { parseYamlDocuments, printYaml } from '../base/yaml';
import type {
  DaemonSet,
  Deployment,
  EndpointSlice,
  Pod,
} from '../kubernetes/kinds/generated/types';
import type { KubeObject } from '../kubernetes/kinds/object';
import type { Change } from '../kubernetes/store/store';
import type { Rig } from './rig';

/** All that is wrong. */
export function violations(rig: Rig): string[] {
  const { store } = rig.server;
  const pods = store.list('pods', 'default/') as unknown as Pod[];
  return [
    ...rig.faultsSeen,
    ...revisions(rig.history(0)),
    ...orphans(rig),
    ...readiness(rig, pods),
    ...overcommitted(pods),
    ...endpoints(rig, pods),
    ...roundTrips(rig),
  ];
}

function revisions(changes: readonly Change[]): string[] {
  let last = 0;
  const wrong: string[] = [];
  for (const { revision, object, key } of changes) {
    if (revision <= last) wrong.push(`${key}: revision ${revision} after ${last}`);
    if (object.metadata.resourceVersion !== String(revision)) wrong.push(`${key}: not ${revision}`);
    last = revision;
  }
  return wrong;
}

function everything(rig: Rig): KubeObject[] {
  return rig.server.store.tables().flatMap((one) => rig.server.store.list(one));
}

function orphans(rig: Rig): string[] {
  const all = everything(rig);
  const uids = new Set(all.map((one) => one.metadata.uid));
  const lost = all.filter((one) => {
    const owners = one.metadata.ownerReferences ?? [];
    return owners.length > 0 && !owners.some((owner) => uids.has(owner.uid));
  });
  const stuck = all.filter((one) => one.metadata.deletionTimestamp !== undefined);
  return [
    ...lost.map((one) => `${one.kind} ${one.metadata.name} outlives its owner`),
    ...stuck.map((one) => `${one.kind} ${one.metadata.name} is being deleted for ever`),
  ];
}

function hasCondition(pod: Pod, type: string, status: string): boolean {
  return pod.status?.conditions?.some((c) => c.type === type && c.status === status) ?? false;
}

function readiness(rig: Rig, pods: readonly Pod[]): string[] {
  const wrong: string[] = [];
  for (const kind of ['deployments', 'statefulsets', 'daemonsets']) {
    for (const one of rig.server.store.list(`${kind}.apps`, 'default/')) {
      const { name } = one.metadata;
      const mine = pods.filter((pod) => pod.metadata.labels?.app === name);
      if (mine.some((pod) => hasCondition(pod, 'PodScheduled', 'False'))) continue;
      const { spec, status } = one as unknown as Deployment & DaemonSet;
      const wanted = kind === 'daemonsets' ? 3 : (spec as Deployment['spec']).replicas;
      const ready = mine.filter((pod) => hasCondition(pod, 'Ready', 'True')).length;
      const said = (kind === 'daemonsets' ? status?.numberReady : status?.readyReplicas) ?? 0;
      if (ready !== wanted || said !== wanted || mine.length !== wanted) {
        wrong.push(`${name}: wanted ${wanted}, ${mine.length} pods, ${ready} ready, says ${said}`);
      }
    }
  }
  return wrong;
}

/** All pods ask in milli-CPUs, nodes have 2,000. */
function overcommitted(pods: readonly Pod[]): string[] {
  const used = new Map<string, number>();
  for (const { spec, status } of pods) {
    if (spec.nodeName === undefined || /Succeeded|Failed/.test(status?.phase ?? '')) continue;
    const cpu = spec.containers[0]?.resources?.requests?.cpu ?? '0';
    used.set(spec.nodeName, (used.get(spec.nodeName) ?? 0) + Number.parseInt(String(cpu), 10));
  }
  return [...used].filter(([, sum]) => sum > 2000).map(([node, sum]) => `${node} has ${sum}m`);
}

function endpoints(rig: Rig, pods: readonly Pod[]): string[] {
  const { store } = rig.server;
  const slices = store.list('endpointslices.discovery.k8s.io') as unknown as EndpointSlice[];
  return store.list('services', 'default/').flatMap((service) => {
    const { name } = service.metadata;
    const selector = (service.spec as { selector?: { app?: string } }).selector;
    if (selector === undefined) return [];
    const selected = pods.filter((pod) => pod.metadata.labels?.app === selector.app);
    const ready = selected.filter((pod) => hasCondition(pod, 'Ready', 'True'));
    const wanted = ready
      .map((pod) => pod.status?.podIP ?? '')
      .sort()
      .join();
    const mine = slices.filter(
      (one) => one.metadata.labels?.['kubernetes.io/service-name'] === name,
    );
    const found = mine
      .flatMap((one) => one.endpoints ?? [])
      .filter((one) => one.conditions?.ready)
      .flatMap((one) => one.addresses);
    const old = store.get('endpoints', `default/${name}`) as unknown as
      | { subsets?: { addresses?: { ip: string }[] }[] }
      | undefined;
    const oldIps = (old?.subsets ?? []).flatMap((one) => (one.addresses ?? []).map((a) => a.ip));
    return [
      ...(found.sort().join() === wanted ? [] : [`${name}: slices ${found}, not ${wanted}`]),
      ...(oldIps.sort().join() === wanted ? [] : [`${name}: endpoints ${oldIps}, not ${wanted}`]),
    ];
  });
}

function roundTrips(rig: Rig): string[] {
  return everything(rig).flatMap((one) => {
    const plain: unknown = JSON.parse(JSON.stringify(one));
    const [document] = parseYamlDocuments(printYaml(plain)).documents;
    const isSame = document !== undefined && deepEqual(document.value, plain);
    return isSame ? [] : [`${one.kind} ${one.metadata.name} is another after printing as YAML`];
  });
}
