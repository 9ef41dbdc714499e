// LimitRanger: defaults for containers and limits of what may be asked for in a namespace.
import {
  addQuantity,
  asNumber,
  cmpQuantity,
  formatQuantity,
  parseQuantity,
  type Quantity,
  zeroQuantity,
} from '../../../../base/quantity';
import type {
  Container,
  LimitRange,
  LimitRangeItem,
  PersistentVolumeClaim,
  Pod,
} from '../../../kinds/generated/types';
import type { KubeObject } from '../../../kinds/object';
import { forbiddenError } from '../../errors';
import { type AdmissionRequest, defineAdmission } from '../admission';

type Amounts = Readonly<Record<string, string>>;

const mark = 'kubernetes.io/limit-ranger';

export default defineAdmission({
  name: 'limit-ranger',
  order: 25,
  resources: ['pods', 'persistentvolumeclaims'],
  admit(request) {
    const object = request.object as KubeObject;
    if (request.operation !== 'CREATE' || request.subresource) return object;
    const ranges = rangesOf(request);
    if (ranges.length === 0 || request.resource.storage !== 'pods') return object;
    return ranges.reduce((pod, range) => withDefaults(pod, range), object as Pod);
  },
  validate(request) {
    if (request.operation === 'DELETE') return undefined;
    if (request.subresource && request.subresource !== 'resize') return undefined;
    if (request.operation === 'UPDATE' && !request.subresource) return undefined;
    for (const range of rangesOf(request)) check(request, range);
    return undefined;
  },
});

function rangesOf(request: AdmissionRequest): readonly LimitRange[] {
  const { store } = request.server;
  if (store.count('limitranges') === 0) return [];
  return store.list('limitranges', `${request.namespace}/`) as LimitRange[];
}

function withDefaults(pod: Pod, range: LimitRange): Pod {
  const items = range.spec.limits.filter((item) => item.type === 'Container');
  const limits = Object.assign({}, ...items.map((item) => item.default)) as Amounts;
  const requests = Object.assign({}, ...items.map((item) => item.defaultRequest)) as Amounts;
  const notes: string[] = [];
  const complete = (one: Container, noun: string): Container => {
    const own = one.resources ?? {};
    const lacking = (given: Amounts | undefined, wanted: Amounts) =>
      Object.keys(wanted)
        .sort()
        .filter((name) => given?.[name] === undefined);
    const newLimits = lacking(own.limits, limits);
    const newRequests = lacking(own.requests, requests);
    if (newLimits.length + newRequests.length === 0) return one;
    if (newRequests.length > 0)
      notes.push(`${newRequests.join(', ')} request for ${noun} ${one.name}`);
    if (newLimits.length > 0) notes.push(`${newLimits.join(', ')} limit for ${noun} ${one.name}`);
    const merged = {
      ...own,
      ...(newLimits.length > 0 ? { limits: { ...limits, ...own.limits } } : {}),
      ...(newRequests.length > 0 ? { requests: { ...requests, ...own.requests } } : {}),
    };
    return { ...one, resources: merged };
  };
  const containers = pod.spec.containers.map((one) => complete(one, 'container'));
  const inits = pod.spec.initContainers?.map((one) => complete(one, 'init container'));
  if (notes.length === 0) return pod;
  const text = `LimitRanger plugin set: ${notes.join('; ')}`;
  return {
    ...pod,
    metadata: { ...pod.metadata, annotations: { ...pod.metadata.annotations, [mark]: text } },
    spec: { ...pod.spec, containers, ...(inits ? { initContainers: inits } : {}) },
  };
}

function quantityOf(text: string | undefined): Quantity | undefined {
  return text === undefined ? undefined : (parseQuantity(text) ?? undefined);
}

function check(request: AdmissionRequest, range: LimitRange): void {
  const problems: string[] = [];
  for (const item of range.spec.limits) {
    if (request.resource.storage === 'persistentvolumeclaims') {
      if (item.type !== 'PersistentVolumeClaim') continue;
      const requests = (request.object as PersistentVolumeClaim).spec.resources?.requests ?? {};
      checkBounds(item, requests, {}, problems);
      continue;
    }
    const pod = request.object as Pod;
    const all = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
    if (item.type === 'Container') {
      for (const one of all) {
        checkBounds(item, one.resources?.requests ?? {}, one.resources?.limits ?? {}, problems);
      }
    } else if (item.type === 'Pod') {
      checkBounds(item, sum(pod, 'requests'), sum(pod, 'limits'), problems);
    }
  }
  if (problems.length === 0) return;
  const why = problems.length === 1 ? (problems[0] ?? '') : `[${problems.join(', ')}]`;
  throw forbiddenError(request.resource, request.name, why);
}

function sum(pod: Pod, list: 'requests' | 'limits'): Amounts {
  const total = new Map<string, Quantity>();
  for (const one of pod.spec.containers) {
    for (const [name, text] of Object.entries(one.resources?.[list] ?? {})) {
      const value = parseQuantity(text) ?? zeroQuantity;
      total.set(name, addQuantity(total.get(name) ?? zeroQuantity, value));
    }
  }
  return Object.fromEntries([...total].map(([name, value]) => [name, formatQuantity(value)]));
}

function checkBounds(
  item: LimitRangeItem,
  requests: Amounts,
  limits: Amounts,
  problems: string[],
): void {
  const per = `usage per ${item.type} is`;
  for (const [name, bound] of Object.entries(item.min ?? {}).sort()) {
    const head = `minimum ${name} ${per} ${bound}`;
    const [request, limit, min] = [requests[name], limits[name], quantityOf(bound)];
    if (request === undefined) problems.push(`${head}.  No request is specified`);
    else if (min && below(request, min)) problems.push(`${head}, but request is ${request}`);
    if (limit !== undefined && min && below(limit, min)) {
      problems.push(`${head}, but limit is ${limit}`);
    }
  }
  for (const [name, bound] of Object.entries(item.max ?? {}).sort()) {
    const head = `maximum ${name} ${per} ${bound}`;
    const [request, limit, max] = [requests[name], limits[name], quantityOf(bound)];
    if (item.type === 'PersistentVolumeClaim') {
      if (request !== undefined && max && above(request, max)) {
        problems.push(`${head}, but request is ${request}`);
      }
      continue;
    }
    if (limit === undefined) problems.push(`${head}.  No limit is specified`);
    else if (max && above(limit, max)) problems.push(`${head}, but limit is ${limit}`);
    if (request !== undefined && max && above(request, max)) {
      problems.push(`${head}, but request is ${request}`);
    }
  }
  for (const [name, bound] of Object.entries(item.maxLimitRequestRatio ?? {}).sort()) {
    const [request, limit] = [quantityOf(requests[name]), quantityOf(limits[name])];
    const head = `${name} max limit to request ratio per ${item.type} is ${bound}`;
    if (!request || !limit || request.nano === 0n) {
      problems.push(`${head}, but no request is specified or request is 0`);
      continue;
    }
    const ratio = asNumber(limit) / asNumber(request);
    if (ratio > Number(bound)) problems.push(`${head}, but provided ratio is ${ratio.toFixed(6)}`);
  }
}

function below(text: string, bound: Quantity): boolean {
  return cmpQuantity(parseQuantity(text) ?? zeroQuantity, bound) < 0;
}

function above(text: string, bound: Quantity): boolean {
  return cmpQuantity(parseQuantity(text) ?? zeroQuantity, bound) > 0;
}
