// Ingress.
import { wildcardSubdomainErrors } from '../../../base/labels';
import { ageCell } from '../cells';
import { defineKind } from '../define-kind';
import { checkDns1035Label, checkDnsSubdomain, checkName } from '../field-checks';
import { type FieldError, forbidden, invalid, notSupported, required } from '../field-error';
import type { HTTPIngressPath, Ingress, IngressBackend, IngressSpec } from '../generated/types';

const pathTypes = ['Exact', 'ImplementationSpecific', 'Prefix'];
const shownHosts = 3;

export default defineKind<Ingress>({
  name: 'ingresses',
  group: 'networking.k8s.io',
  kind: 'Ingress',
  hasGeneration: true,

  prepareForCreate: (object) => ({ ...object, status: { loadBalancer: {} } }),

  validate: (object) => checkSpec(object.spec ?? {}),

  warnings(object) {
    return object.metadata.annotations?.['kubernetes.io/ingress.class']
      ? [
          'annotation "kubernetes.io/ingress.class" is deprecated, please use \'spec.ingressClassName\' instead',
        ]
      : [];
  },

  cells(object, { nowMs }) {
    const { spec, status } = object;
    const addresses = (status?.loadBalancer?.ingress ?? []).map((one) => one.ip || one.hostname);
    return [
      object.metadata.name,
      spec.ingressClassName ?? '<none>',
      hostsCell(spec),
      addresses.join(','),
      spec.tls?.length ? '80, 443' : '80',
      ageCell(object, nowMs),
    ];
  },
});

function hostsCell(spec: IngressSpec): string {
  const hosts = (spec.rules ?? []).map((rule) => rule.host).filter((host) => host);
  if (hosts.length === 0) return '*';
  const text = hosts.slice(0, shownHosts).join(',');
  return hosts.length > shownHosts ? `${text} + ${hosts.length - shownHosts} more...` : text;
}

function checkSpec(spec: IngressSpec): FieldError[] {
  const errors: FieldError[] = [];
  const rules = spec.rules ?? [];
  if (rules.length === 0 && !spec.defaultBackend) {
    const why = 'either `defaultBackend` or `rules` must be specified';
    errors.push(invalid('spec', rules, why));
  }
  if (spec.defaultBackend) checkBackend(spec.defaultBackend, 'spec.defaultBackend', errors);
  rules.forEach((rule, i) => {
    const at = `spec.rules[${i}]`;
    if (rule.host) errors.push(...checkHost(`${at}.host`, rule.host));
    if (rule.http === undefined) return;
    const paths = rule.http.paths ?? [];
    if (paths.length === 0) errors.push(required(`${at}.http.paths`));
    paths.forEach((path, j) => {
      checkPath(path, `${at}.http.paths[${j}]`, errors);
    });
  });
  (spec.tls ?? []).forEach((tls, i) => {
    (tls.hosts ?? []).forEach((host, j) => {
      errors.push(...checkHost(`spec.tls[${i}].hosts[${j}]`, host));
    });
  });
  if (spec.ingressClassName) {
    errors.push(...checkDnsSubdomain('spec.ingressClassName', spec.ingressClassName));
  }
  return errors;
}

function checkHost(field: string, host: string): FieldError[] {
  if (!host.includes('*')) return checkDnsSubdomain(field, host);
  return checkName(field, host, wildcardSubdomainErrors);
}

function checkPath(path: HTTPIngressPath, at: string, errors: FieldError[]): void {
  const { pathType, path: url = '' } = path;
  if (!pathType) {
    errors.push(required(`${at}.pathType`, 'pathType must be specified'));
    return;
  }
  if (!pathTypes.includes(pathType)) {
    errors.push(notSupported(`${at}.pathType`, pathType, pathTypes));
  } else if (pathType === 'ImplementationSpecific') {
    if (url && !url.startsWith('/')) {
      errors.push(invalid(`${at}.path`, url, 'must be an absolute path'));
    }
  } else {
    if (!url.startsWith('/')) errors.push(invalid(`${at}.path`, url, 'must be an absolute path'));
    for (const part of ['//', '/./', '/../', '%2f', '%2F']) {
      if (url.includes(part)) {
        errors.push(invalid(`${at}.path`, url, `must not contain '${part}'`));
      }
    }
  }
  checkBackend(path.backend ?? {}, `${at}.backend`, errors);
}

function checkBackend(backend: IngressBackend, at: string, errors: FieldError[]): void {
  const { service, resource } = backend;
  if (resource && service) {
    errors.push(invalid(at, '', 'cannot set both resource and service backends'));
    return;
  }
  if (resource) return;
  if (!service) {
    errors.push(required(`${at}.service.name`));
    return;
  }
  if (!service.name) errors.push(required(`${at}.service.name`));
  else errors.push(...checkDns1035Label(`${at}.service.name`, service.name));
  const { name, number } = service.port ?? {};
  if (name && number) {
    errors.push(forbidden(`${at}`, 'cannot set both port name & port number'));
  } else if (!name && !number) {
    errors.push(required(at, 'port name or number is required'));
  }
}
