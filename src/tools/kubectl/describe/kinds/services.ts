// Services, Endpoints, EndpointSlices, Ingresses and IngressClasses.
import { isObject, type JsonObject } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import { defineDescriber, relatedObjects, type Subject } from '../describer';
import { annotationLines, headLines, labelLines } from '../labels';
import { list, num, type Page, part, text, texts } from '../page';

const services = defineDescriber({
  name: 'services',
  group: '',
  *describe(subject) {
    const { page, object } = subject;
    const spec = part(object, 'spec');
    headLines(page, object);
    const selector = part(spec, 'selector');
    const pairs = Object.keys(selector)
      .sort()
      .map((key) => `${key}=${text(selector, key)}`);
    page.line(0, `Selector:\t${pairs.join(',') || '<none>'}`);
    page.line(0, `Type:\t${text(spec, 'type')}`);
    const policy = text(spec, 'ipFamilyPolicy');
    if (policy) page.line(0, `IP Family Policy:\t${policy}`);
    page.line(0, `IP Families:\t${texts(spec, 'ipFamilies').join(',') || '<none>'}`);
    page.line(0, `IP:\t${text(spec, 'clusterIP')}`);
    page.line(0, `IPs:\t${texts(spec, 'clusterIPs').join(',') || '<none>'}`);
    addressLines(page, spec, part(object, 'status'));
    yield* portLines(subject, spec);
    page.line(0, `Session Affinity:\t${text(spec, 'sessionAffinity')}`);
    for (const [field, title] of [
      ['externalTrafficPolicy', 'External Traffic Policy'],
      ['internalTrafficPolicy', 'Internal Traffic Policy'],
      ['trafficDistribution', 'Traffic Distribution'],
    ] as const) {
      if (text(spec, field)) page.line(0, `${title}:\t${text(spec, field)}`);
    }
    if (num(spec, 'healthCheckNodePort')) {
      page.line(0, `HealthCheck NodePort:\t${num(spec, 'healthCheckNodePort')}`);
    }
    const ranges = texts(spec, 'loadBalancerSourceRanges');
    if (ranges.length > 0) page.line(0, `LoadBalancer Source Ranges:\t${ranges.join(',')}`);
    yield* subject.events();
  },
});

function addressLines(page: Page, spec: JsonObject, status: JsonObject): void {
  const external = texts(spec, 'externalIPs');
  if (external.length > 0) page.line(0, `External IPs:\t${external.join(',')}`);
  const wanted = text(spec, 'loadBalancerIP');
  if (wanted) page.line(0, `Desired LoadBalancer IP:\t${wanted}`);
  const name = text(spec, 'externalName');
  if (name) page.line(0, `External Name:\t${name}`);
  const ingress = list(part(status, 'loadBalancer'), 'ingress').map((one) => {
    const mode = text(one, 'ipMode') ? ` (${text(one, 'ipMode')})` : '';
    return text(one, 'ip') ? `${text(one, 'ip')}${mode}` : text(one, 'hostname');
  });
  if (ingress.length > 0) page.line(0, `LoadBalancer Ingress:\t${ingress.join(', ')}`);
}

function* portLines({ ctx, page, info }: Subject, spec: JsonObject): Task<void> {
  const at = {
    apiVersion: 'discovery.k8s.io/v1',
    resource: 'endpointslices',
    namespace: info.namespace,
  };
  const slices = yield* relatedObjects(ctx, at, {
    labelSelector: `kubernetes.io/service-name=${info.name}`,
  });
  for (const port of list(spec, 'ports')) {
    const name = text(port, 'name') || '<unset>';
    const protocol = text(port, 'protocol');
    page.line(0, `Port:\t${name}\t${num(port, 'port')}/${protocol}`);
    page.line(0, `TargetPort:\t${text(port, 'targetPort')}/${protocol}`);
    if (num(port, 'nodePort') > 0) {
      page.line(0, `NodePort:\t${name}\t${num(port, 'nodePort')}/${protocol}`);
    }
    page.line(0, `Endpoints:\t${endpointText(slices, text(port, 'name'))}`);
  }
}

/** Ready addresses with the port of that name; three at most are written out. */
export function endpointText(slices: readonly JsonObject[], portName: string): string {
  if (slices.length === 0) return '<none>';
  const found: string[] = [];
  for (const slice of slices) {
    const ports = list(slice, 'ports');
    for (const port of ports.filter((one) => text(one, 'name') === portName)) {
      for (const endpoint of list(slice, 'endpoints')) {
        if (part(endpoint, 'conditions').ready === false) continue;
        for (const address of texts(endpoint, 'addresses')) {
          found.push(`${address}:${num(port, 'port')}`);
        }
      }
    }
  }
  const more = found.length > 3 ? ` + ${found.length - 3} more...` : '';
  return found.slice(0, 3).join(',') + more;
}

const endpoints = defineDescriber({
  name: 'endpoints',
  group: '',
  *describe({ page, object, events }) {
    headLines(page, object);
    page.line(0, 'Subsets:');
    for (const subset of list(object, 'subsets')) {
      const addresses = (field: string) =>
        list(subset, field)
          .map((one) => text(one, 'ip'))
          .join(',') || '<none>';
      page.line(1, `Addresses:\t${addresses('addresses')}`);
      page.line(1, `NotReadyAddresses:\t${addresses('notReadyAddresses')}`);
      const ports = list(subset, 'ports');
      if (ports.length > 0) {
        page.line(1, 'Ports:');
        page.line(2, 'Name\tPort\tProtocol');
        page.line(2, '----\t----\t--------');
        for (const port of ports) {
          const name = text(port, 'name') || '<unset>';
          page.line(2, `${name}\t${num(port, 'port')}\t${text(port, 'protocol')}`);
        }
      }
      page.line(0, '');
    }
    yield* events();
  },
});

const endpointslices = defineDescriber({
  name: 'endpointslices',
  group: 'discovery.k8s.io',
  *describe({ page, object, events }) {
    headLines(page, object);
    page.line(0, `AddressType:\t${text(object, 'addressType')}`);
    const ports = list(object, 'ports');
    page.line(0, ports.length === 0 ? 'Ports: <unset>' : 'Ports:');
    if (ports.length > 0) {
      page.line(1, 'Name\tPort\tProtocol');
      page.line(1, '----\t----\t--------');
      for (const port of ports) {
        const name = text(port, 'name') || '<unset>';
        page.line(1, `${name}\t${text(port, 'port') || '<unset>'}\t${text(port, 'protocol')}`);
      }
    }
    const all = list(object, 'endpoints');
    page.line(0, all.length === 0 ? 'Endpoints: <none>' : 'Endpoints:');
    for (const one of all) endpointLines(page, one);
    yield* events();
  },
});

function endpointLines(page: Page, one: JsonObject): void {
  page.line(1, `- Addresses:\t${texts(one, 'addresses').join(', ')}`);
  page.line(2, 'Conditions:');
  const { ready } = part(one, 'conditions');
  page.line(3, `Ready:\t${ready === undefined ? '<unset>' : String(ready)}`);
  page.line(2, `Hostname:\t${text(one, 'hostname') || '<unset>'}`);
  const target = part(one, 'targetRef');
  if (target.kind !== undefined) {
    page.line(2, `TargetRef:\t${text(target, 'kind')}/${text(target, 'name')}`);
  }
  page.line(2, `NodeName:\t${text(one, 'nodeName') || '<unset>'}`);
  page.line(2, `Zone:\t${text(one, 'zone') || '<unset>'}`);
}

const ingresses = defineDescriber({
  name: 'ingresses',
  group: 'networking.k8s.io',
  *describe(subject) {
    const { page, object } = subject;
    const [metadata, spec] = [part(object, 'metadata'), part(object, 'spec')];
    page.line(0, `Name:\t${text(metadata, 'name')}`);
    labelLines(page, 'Labels', part(metadata, 'labels'));
    page.line(0, `Namespace:\t${text(metadata, 'namespace')}`);
    const addresses = list(part(part(object, 'status'), 'loadBalancer'), 'ingress').map(
      (one) => text(one, 'ip') || text(one, 'hostname'),
    );
    page.line(0, `Address:\t${addresses.join(',')}`);
    page.line(0, `Ingress Class:\t${text(spec, 'ingressClassName') || '<none>'}`);
    const backend = part(spec, 'defaultBackend');
    page.line(0, `Default backend:\t${yield* backendText(subject, backend)}`);
    tlsLines(page, list(spec, 'tls'));
    yield* ruleLines(subject, spec);
    annotationLines(page, 'Annotations', part(metadata, 'annotations'));
    yield* subject.events();
  },
});

function tlsLines(page: Page, tls: readonly JsonObject[]): void {
  if (tls.length === 0) return;
  page.line(0, 'TLS:');
  for (const one of tls) {
    const secret = text(one, 'secretName');
    const hosts = texts(one, 'hosts').join(',');
    page.line(1, secret ? `${secret} terminates ${hosts}` : `SNI routes ${hosts}`);
  }
}

function* ruleLines(subject: Subject, spec: JsonObject): Task<void> {
  const { page } = subject;
  page.line(0, 'Rules:');
  page.line(1, 'Host\tPath\tBackends');
  page.line(1, '----\t----\t--------');
  let count = 0;
  for (const rule of list(spec, 'rules')) {
    if (!isObject(rule.http)) continue;
    count++;
    page.line(1, `${text(rule, 'host') || '*'}\t`);
    for (const path of list(rule.http, 'paths')) {
      const backend = yield* backendText(subject, part(path, 'backend'));
      page.line(2, `\t${text(path, 'path')} \t${backend}`);
    }
  }
  if (count === 0) {
    const backend = yield* backendText(subject, part(spec, 'defaultBackend'));
    page.line(1, `*\t*\t${backend}`);
  }
}

function* backendText({ ctx, info }: Subject, backend: JsonObject): Task<string> {
  if (isObject(backend.resource)) {
    const { resource } = backend;
    const kind = [text(resource, 'apiGroup'), text(resource, 'kind')].filter(Boolean).join('/');
    return `APIGroup: ${kind}, Name: ${text(resource, 'name')}`;
  }
  const service = part(backend, 'service');
  const name = text(service, 'name');
  if (name === '') return '<default>';
  const port = text(part(service, 'port'), 'name') || text(part(service, 'port'), 'number');
  const namespace = info.namespace;
  const at = { apiVersion: 'discovery.k8s.io/v1', resource: 'endpointslices', namespace };
  const found = yield* relatedObjects(
    ctx,
    { apiVersion: 'v1', resource: 'services', namespace },
    { fieldSelector: `metadata.name=${name}` },
  );
  const [target] = found;
  if (target === undefined) {
    return `${name}:${port} (<error: services ${JSON.stringify(name)} not found>)`;
  }
  const slices = yield* relatedObjects(ctx, at, {
    labelSelector: `kubernetes.io/service-name=${name}`,
  });
  const ports = list(part(target, 'spec'), 'ports');
  const wanted = ports.find((one) => text(one, 'name') === port || text(one, 'port') === port);
  const shown = wanted === undefined ? '' : endpointText(slices, text(wanted, 'name'));
  return `${name}:${port} (${shown === '<none>' ? '' : shown})`;
}

const ingressclasses = defineDescriber({
  name: 'ingressclasses',
  group: 'networking.k8s.io',
  *describe({ page, object, events }) {
    const spec = part(object, 'spec');
    headLines(page, object, false);
    page.line(0, `Controller:\t${text(spec, 'controller')}`);
    const parameters = part(spec, 'parameters');
    if (parameters.kind !== undefined) {
      page.line(0, 'Parameters:');
      const group = text(parameters, 'apiGroup');
      if (group) page.line(1, `APIGroup:\t${group}`);
      page.line(1, `Kind:\t${text(parameters, 'kind')}`);
      page.line(1, `Name:\t${text(parameters, 'name')}`);
    }
    yield* events();
  },
});

export default [services, endpoints, endpointslices, ingresses, ingressclasses];
