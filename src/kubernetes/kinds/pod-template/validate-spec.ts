// Validation of pod specs, in pods and templates: the order of findings is the API server's.
// Frozen specs that were found good are remembered.

import {
  checkDnsLabel,
  checkDnsSubdomain,
  checkIp,
  checkLabels,
  checkOneOf,
  checkQualifiedName,
} from '../field-checks';
import type { FieldError } from '../field-error';
import { forbidden, invalid, notSupported, required } from '../field-error';
import type { PodSpec } from '../generated/types';
import { checkAffinity } from './validate-affinity';
import { checkContainers } from './validate-containers';
import { checkSpread, checkTolerations } from './validate-scheduling';
import { checkPodSecurityContext } from './validate-security';
import { checkVolumes } from './validate-volumes';

const good = new WeakSet<object>();

/** Findings about a pod spec at a path (`spec`, `spec.template.spec`). */
export function checkPodSpec(spec: PodSpec, at: string): readonly FieldError[] {
  if (good.has(spec)) return [];
  const errors = specErrors(spec, at);
  if (errors.length === 0 && Object.isFrozen(spec)) good.add(spec);
  return errors;
}

function specErrors(spec: PodSpec, at: string): FieldError[] {
  const errors: FieldError[] = [];
  const volumes = checkVolumes(spec.volumes ?? [], `${at}.volumes`, errors);
  checkContainers(spec, volumes, at, errors);
  checkHostPorts(spec, at, errors);
  errors.push(
    ...checkOneOf(`${at}.restartPolicy`, spec.restartPolicy, ['Always', 'OnFailure', 'Never']),
    ...checkOneOf(`${at}.dnsPolicy`, spec.dnsPolicy, [
      'ClusterFirstWithHostNet',
      'ClusterFirst',
      'Default',
      'None',
    ]),
    ...checkLabels(`${at}.nodeSelector`, spec.nodeSelector),
  );
  checkPodSecurityContext(spec, at, errors);
  (spec.imagePullSecrets ?? []).forEach((one, i) => {
    if (!one.name) errors.push(required(`${at}.imagePullSecrets[${i}].name`));
  });
  checkAffinity(spec.affinity, `${at}.affinity`, errors);
  checkDnsConfig(spec, `${at}.dnsConfig`, errors);
  checkGates(spec, at, errors);
  checkSpread(spec.topologySpreadConstraints ?? [], `${at}.topologySpreadConstraints`, errors);
  checkNames(spec, at, errors);
  checkTolerations(spec.tolerations ?? [], `${at}.tolerations`, errors);
  (spec.hostAliases ?? []).forEach((one, i) => {
    errors.push(...checkIp(`${at}.hostAliases[${i}].ip`, one.ip));
    (one.hostnames ?? []).forEach((name) => {
      errors.push(...checkDnsSubdomain(`${at}.hostAliases[${i}].hostnames`, name));
    });
  });
  if (spec.priorityClassName) {
    errors.push(...checkDnsSubdomain(`${at}.priorityClassName`, spec.priorityClassName));
  }
  if (spec.runtimeClassName) {
    errors.push(...checkDnsSubdomain(`${at}.runtimeClassName`, spec.runtimeClassName));
  }
  const preemption = ['Never', 'PreemptLowerPriority'];
  if (spec.preemptionPolicy && !preemption.includes(spec.preemptionPolicy)) {
    errors.push(
      notSupported(`${at}.preemptionPolicy`, spec.preemptionPolicy, preemption.reverse()),
    );
  }
  return errors;
}

function checkHostPorts(spec: PodSpec, at: string, errors: FieldError[]): void {
  if (spec.hostNetwork !== true) return;
  (spec.containers ?? []).forEach((container, i) => {
    (container.ports ?? []).forEach((port, j) => {
      if (port.hostPort === port.containerPort) return;
      const field = `${at}.containers[${i}].ports[${j}].hostPort`;
      const why = 'must match `containerPort` when `hostNetwork` is true';
      errors.push(invalid(field, port.hostPort ?? 0, why));
    });
  });
}

function checkDnsConfig(spec: PodSpec, at: string, errors: FieldError[]): void {
  const config = spec.dnsConfig;
  if (spec.dnsPolicy === 'None') {
    if (!config) {
      errors.push(required(at, 'must provide `dnsConfig` when `dnsPolicy` is None'));
      return;
    }
    if (!config.nameservers?.length) {
      const why = 'must provide at least one DNS nameserver when `dnsPolicy` is None';
      errors.push(required(`${at}.nameservers`, why));
    }
  }
  const servers = config?.nameservers ?? [];
  if (servers.length > 3) {
    const why = 'must not have more than 3 nameservers';
    errors.push(invalid(`${at}.nameservers`, servers, why));
  }
  servers.forEach((one, i) => {
    errors.push(...checkIp(`${at}.nameservers[${i}]`, one));
  });
  (config?.searches ?? []).forEach((one, i) => {
    const name = one.replace(/\.$/, '').replace(/_/g, '-');
    if (name !== '') errors.push(...checkDnsSubdomain(`${at}.searches[${i}]`, name));
  });
  (config?.options ?? []).forEach((one, i) => {
    if (!one.name) errors.push(required(`${at}.options[${i}]`, 'must not be empty'));
  });
}

function checkGates(spec: PodSpec, at: string, errors: FieldError[]): void {
  (spec.readinessGates ?? []).forEach((gate, i) => {
    const field = `${at}.readinessGates[${i}].conditionType`;
    errors.push(...checkQualifiedName(field, gate.conditionType));
  });
  const seen = new Set<string>();
  (spec.schedulingGates ?? []).forEach((gate, i) => {
    const field = `${at}.schedulingGates[${i}]`;
    errors.push(...checkQualifiedName(field, gate.name));
    if (seen.has(gate.name)) {
      errors.push({ type: 'Duplicate', field, message: `Duplicate value: "${gate.name}"` });
    }
    seen.add(gate.name);
  });
}

function checkNames(spec: PodSpec, at: string, errors: FieldError[]): void {
  if (spec.serviceAccountName) {
    errors.push(...checkDnsSubdomain(`${at}.serviceAccountName`, spec.serviceAccountName));
  }
  if (spec.nodeName) errors.push(...checkDnsSubdomain(`${at}.nodeName`, spec.nodeName));
  const deadline = spec.activeDeadlineSeconds;
  if (deadline !== undefined && (deadline < 1 || deadline > 2147483647)) {
    const why = 'must be between 1 and 2147483647, inclusive';
    errors.push(invalid(`${at}.activeDeadlineSeconds`, deadline, why));
  }
  if (spec.hostname) errors.push(...checkDnsLabel(`${at}.hostname`, spec.hostname));
  if (spec.subdomain) errors.push(...checkDnsLabel(`${at}.subdomain`, spec.subdomain));
}

/** What only pods are checked for: gates and the node don't go together. */
export function checkPodOnly(spec: PodSpec, at: string): FieldError[] {
  if (!spec.nodeName || !spec.schedulingGates?.length) return [];
  const why = 'cannot be set until all schedulingGates have been cleared';
  return [forbidden(`${at}.nodeName`, why)];
}
