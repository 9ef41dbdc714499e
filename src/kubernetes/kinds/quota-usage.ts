// What an object counts for in a ResourceQuota, and which quotas look at it.
import {
  addQuantity,
  cmpQuantity,
  formatQuantity,
  parseQuantity,
  type Quantity,
  quantityOf,
  zeroQuantity,
} from '../../base/quantity';
import type {
  PersistentVolumeClaim,
  Pod,
  ResourceQuota,
  ResourceRequirements,
  Service,
} from './generated/types';
import type { KubeObject } from './object';
import { qosClass } from './pod-template/qos';

/** Amounts by resource name. */
export type Usage = ReadonlyMap<string, Quantity>;

const plainCounts = new Set([
  'pods',
  'services',
  'configmaps',
  'secrets',
  'replicationcontrollers',
  'resourcequotas',
  'persistentvolumeclaims',
]);

/** What an object of a table (`pods`, `deployments.apps`) uses. */
export function usageOf(storage: string, object: KubeObject): Usage {
  const usage = new Map<string, Quantity>();
  if (storage === 'pods') {
    const phase = (object as Pod).status?.phase;
    if (phase === 'Succeeded' || phase === 'Failed') return usage;
    podUsage(object as Pod, usage);
  }
  usage.set(`count/${storage}`, quantityOf(1));
  if (plainCounts.has(storage)) usage.set(storage, quantityOf(1));
  if (storage === 'services') serviceUsage(object as Service, usage);
  if (storage === 'persistentvolumeclaims') {
    claimUsage(object as PersistentVolumeClaim, usage);
  }
  return usage;
}

function podUsage(pod: Pod, usage: Map<string, Quantity>): void {
  for (const list of ['requests', 'limits'] as const) {
    for (const [name, quantity] of podTotals(pod, list)) {
      usage.set(`${list}.${name}`, quantity);
      if (list === 'requests') usage.set(name, quantity);
    }
  }
}

/** What a pod asks for altogether: its containers, or the largest of its init containers. */
function podTotals(pod: Pod, list: 'requests' | 'limits'): Map<string, Quantity> {
  const total = new Map<string, Quantity>();
  const amounts = (resources: ResourceRequirements | undefined) =>
    Object.entries(resources?.[list] ?? {}).map(
      ([name, text]) => [name, parseQuantity(text) ?? zeroQuantity] as const,
    );
  for (const one of pod.spec.containers) {
    for (const [name, value] of amounts(one.resources)) {
      total.set(name, addQuantity(total.get(name) ?? zeroQuantity, value));
    }
  }
  for (const one of pod.spec.initContainers ?? []) {
    for (const [name, value] of amounts(one.resources)) {
      const before = total.get(name) ?? zeroQuantity;
      if (one.restartPolicy === 'Always') total.set(name, addQuantity(before, value));
      else if (cmpQuantity(value, before) > 0) total.set(name, value);
    }
  }
  return total;
}

function serviceUsage({ spec }: Service, usage: Map<string, Quantity>): void {
  const ports = (spec.ports ?? []).length;
  if (spec.type === 'NodePort') usage.set('services.nodeports', quantityOf(ports));
  if (spec.type !== 'LoadBalancer') return;
  const withNode = (spec.ports ?? []).filter((port) => port.nodePort).length;
  const count = spec.allocateLoadBalancerNodePorts === false ? withNode : ports;
  usage.set('services.nodeports', quantityOf(count));
  usage.set('services.loadbalancers', quantityOf(1));
}

function claimUsage({ spec }: PersistentVolumeClaim, usage: Map<string, Quantity>): void {
  const storage = parseQuantity(spec.resources?.requests?.storage ?? '0') ?? zeroQuantity;
  usage.set('requests.storage', storage);
  if (!spec.storageClassName) return;
  const prefix = `${spec.storageClassName}.storageclass.storage.k8s.io/`;
  usage.set(`${prefix}persistentvolumeclaims`, quantityOf(1));
  usage.set(`${prefix}requests.storage`, storage);
}

/** Whether a quota's scopes choose the object. Objects that are no pods match no scope. */
export function quotaMatches(quota: ResourceQuota, storage: string, object: KubeObject): boolean {
  const scopes = [
    ...(quota.spec.scopes ?? []).map((scopeName) => ({
      scopeName,
      operator: 'Exists',
      values: undefined as readonly string[] | undefined,
    })),
    ...(quota.spec.scopeSelector?.matchExpressions ?? []),
  ];
  if (scopes.length === 0) return true;
  if (storage !== 'pods') return false;
  const { spec } = object as Pod;
  return scopes.every(({ scopeName, operator, values }) => {
    const isBestEffort = qosClass(spec) === 'BestEffort';
    const isTerminating = (spec.activeDeadlineSeconds ?? -1) >= 0;
    switch (scopeName) {
      case 'BestEffort':
        return isBestEffort;
      case 'NotBestEffort':
        return !isBestEffort;
      case 'Terminating':
        return isTerminating;
      case 'NotTerminating':
        return !isTerminating;
      case 'PriorityClass': {
        const name = spec.priorityClassName ?? '';
        if (operator === 'Exists') return name !== '';
        if (operator === 'DoesNotExist') return name === '';
        const isIn = values?.includes(name) ?? false;
        return operator === 'In' ? isIn : !isIn;
      }
      default:
        return false;
    }
  });
}

/** Amounts as texts. */
export function usageTexts(usage: Usage): Record<string, string> {
  return Object.fromEntries([...usage].map(([name, value]) => [name, formatQuantity(value)]));
}
