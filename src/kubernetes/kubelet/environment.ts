// A container's environment: services, env and envFrom with all their sources, $(VAR) expansion.

import { decodeBase64 } from '../../base/base64';
import { milliValue, parseQuantity } from '../../base/quantity';
import type { Informers } from '../api/informer';
import type { ConfigMap, Container, EnvVar, Pod, Secret, Service } from '../kinds/generated/types';

/** A container that can't be started for want of configuration. */
export class ConfigError extends Error {}

export interface EnvironmentInput {
  readonly pod: Pod;
  readonly container: Container;
  readonly podIp: string;
  readonly hostIp: string;
  readonly informers: Informers;
  readonly allocatable: { readonly cpu: string; readonly memory: string };
}

/** The variables, in the order in which they are set. @throws ConfigError */
export function buildEnvironment(input: EnvironmentInput): Map<string, string> {
  const env = new Map<string, string>();
  const { pod, container, informers } = input;
  const namespace = pod.metadata.namespace ?? '';
  for (const source of container.envFrom ?? []) {
    const reference = source.configMapRef ?? source.secretRef;
    if (reference === undefined) continue;
    const isSecret = source.secretRef !== undefined;
    const found = dataOf(informers, isSecret, namespace, reference.name ?? '');
    if (found === undefined) {
      if (reference.optional) continue;
      throw new ConfigError(`${isSecret ? 'secret' : 'configmap'} "${reference.name}" not found`);
    }
    for (const key of Object.keys(found).sort()) {
      env.set(`${source.prefix ?? ''}${key}`, found[key] ?? '');
    }
  }
  const services = serviceVariables(informers, namespace, pod.spec.enableServiceLinks ?? true);
  for (const variable of container.env ?? []) {
    const value = variableValue(variable, input, (name) => env.get(name) ?? services.get(name));
    if (value !== undefined) env.set(variable.name, value);
  }
  for (const [name, value] of services) if (!env.has(name)) env.set(name, value);
  return env;
}

function variableValue(
  variable: EnvVar,
  input: EnvironmentInput,
  lookup: (name: string) => string | undefined,
): string | undefined {
  const from = variable.valueFrom;
  if (from === undefined) return expandVariables(variable.value ?? '', lookup);
  if (from.fieldRef) return fieldValue(from.fieldRef.fieldPath, input);
  if (from.resourceFieldRef) return resourceValue(from.resourceFieldRef, input);
  const selector = from.configMapKeyRef ?? from.secretKeyRef;
  if (selector === undefined) return '';
  const isSecret = from.secretKeyRef !== undefined;
  const namespace = input.pod.metadata.namespace ?? '';
  const name = selector.name ?? '';
  const found = dataOf(input.informers, isSecret, namespace, name);
  const value = found?.[selector.key];
  if (value !== undefined) return value;
  if (selector.optional) return undefined;
  if (found === undefined)
    throw new ConfigError(`${isSecret ? 'secret' : 'configmap'} "${name}" not found`);
  const what = isSecret ? 'Secret' : 'ConfigMap';
  throw new ConfigError(`couldn't find key ${selector.key} in ${what} ${namespace}/${name}`);
}

/** Data of a ConfigMap or (decoded) Secret; undefined when there is none. */
export function dataOf(
  informers: Informers,
  isSecret: boolean,
  namespace: string,
  name: string,
): Readonly<Record<string, string>> | undefined {
  if (!isSecret) {
    const map = informers.get<ConfigMap>('configmaps').get(namespace, name);
    if (map === undefined) return undefined;
    const binary = decoded(map.binaryData);
    return { ...map.data, ...binary };
  }
  const secret = informers.get<Secret>('secrets').get(namespace, name);
  return secret === undefined ? undefined : decoded(secret.data);
}

function decoded(data: Readonly<Record<string, string>> | undefined): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [key, value] of Object.entries(data ?? {})) {
    out[key] = decodeBase64(value) ?? '';
  }
  return out;
}

/** `$(NAME)` by known names; unknown ones stay, `$$` is one dollar. */
export function expandVariables(
  text: string,
  lookup: (name: string) => string | undefined,
): string {
  return text.replace(/\$(\$|\(([^)]*)\))/g, (whole, inner: string, name: string | undefined) => {
    if (inner === '$') return '$';
    return lookup(name ?? '') ?? whole;
  });
}

/** A field by its downward-API path; undefined for an unknown one. */
export function fieldValue(path: string, input: EnvironmentInput): string {
  const { pod } = input;
  const { metadata, spec } = pod;
  const sub = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path);
  if (sub) return metadata[sub[1] as 'labels' | 'annotations']?.[sub[2] ?? ''] ?? '';
  switch (path) {
    case 'metadata.name':
      return metadata.name;
    case 'metadata.namespace':
      return metadata.namespace ?? '';
    case 'metadata.uid':
      return metadata.uid;
    case 'metadata.labels':
      return pairs(metadata.labels);
    case 'metadata.annotations':
      return pairs({
        ...metadata.annotations,
        'kubernetes.io/config.seen': metadata.creationTimestamp ?? '',
        'kubernetes.io/config.source': 'api',
      });
    case 'spec.nodeName':
      return spec.nodeName ?? '';
    case 'spec.serviceAccountName':
      return spec.serviceAccountName ?? '';
    case 'status.podIP':
    case 'status.podIPs':
      return input.podIp;
    case 'status.hostIP':
    case 'status.hostIPs':
      return input.hostIp;
    default:
      return '';
  }
}

function pairs(map: Readonly<Record<string, string>> | undefined): string {
  return Object.keys(map ?? {})
    .sort()
    .map((key) => `${key}=${JSON.stringify(map?.[key] ?? '')}`)
    .join('\n');
}

/** A resource of a container in units of its divisor, rounded up. */
export function resourceValue(
  reference: {
    readonly containerName?: string | undefined;
    readonly resource: string;
    readonly divisor?: string | undefined;
  },
  input: EnvironmentInput,
): string {
  const container = reference.containerName
    ? [...input.pod.spec.containers, ...(input.pod.spec.initContainers ?? [])].find(
        (one) => one.name === reference.containerName,
      )
    : input.container;
  const [set = '', resource = ''] = reference.resource.split('.');
  const listed = container?.resources?.[set as 'limits' | 'requests']?.[resource];
  const fallback = set === 'limits' ? input.allocatable[resource as 'cpu' | 'memory'] : '0';
  const amount = parseQuantity(listed ?? fallback ?? '0');
  const divisor = parseQuantity(
    reference.divisor && reference.divisor !== '0' ? reference.divisor : '1',
  );
  if (amount === null || divisor === null) return '0';
  return String(Math.ceil(milliValue(amount) / Math.max(milliValue(divisor), 1)));
}

function serviceVariables(
  informers: Informers,
  namespace: string,
  withLinks: boolean,
): Map<string, string> {
  const env = new Map<string, string>();
  const services = informers.get<Service>('services');
  const own = withLinks ? [...services.byNamespace().get(namespace).values()] : [];
  const kubernetes = services.get('default', 'kubernetes');
  const all = kubernetes && !own.includes(kubernetes) ? [kubernetes, ...own] : own;
  for (const service of all) {
    const { clusterIP, ports } = service.spec;
    const first = ports?.[0];
    if (!clusterIP || clusterIP === 'None' || first === undefined) continue;
    const prefix = service.metadata.name.toUpperCase().replace(/-/g, '_');
    env.set(`${prefix}_SERVICE_HOST`, clusterIP);
    env.set(`${prefix}_SERVICE_PORT`, String(first.port));
    for (const port of ports ?? []) {
      if (port.name) {
        const name = port.name.toUpperCase().replace(/-/g, '_');
        env.set(`${prefix}_SERVICE_PORT_${name}`, String(port.port));
      }
    }
    for (const [i, port] of (ports ?? []).entries()) {
      const protocol = (port.protocol ?? 'TCP').toUpperCase();
      const url = `${protocol.toLowerCase()}://${clusterIP}:${port.port}`;
      if (i === 0) env.set(`${prefix}_PORT`, url);
      const base = `${prefix}_PORT_${port.port}_${protocol}`;
      env.set(base, url);
      env.set(`${base}_PROTO`, protocol.toLowerCase());
      env.set(`${base}_PORT`, String(port.port));
      env.set(`${base}_ADDR`, clusterIP);
    }
  }
  return env;
}
