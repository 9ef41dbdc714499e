// Validation of probes and lifecycle hooks.

import { checkNonNegative, checkPort, checkPortNumber } from '../field-checks';
import type { FieldError } from '../field-error';
import { forbidden, invalid, notSupported, required } from '../field-error';
import type { Container, Lifecycle, LifecycleHandler, PodSpec, Probe } from '../generated/types';

/** Findings about a container's three probes. */
export function checkProbes(
  one: Container,
  spec: PodSpec,
  path: string,
  errors: FieldError[],
): void {
  checkProbe(one.livenessProbe, spec, `${path}.livenessProbe`, errors);
  mustBeOne(one.livenessProbe, `${path}.livenessProbe`, errors);
  checkProbe(one.readinessProbe, spec, `${path}.readinessProbe`, errors);
  const grace = one.readinessProbe?.terminationGracePeriodSeconds;
  if (grace !== undefined) {
    const field = `${path}.readinessProbe.terminationGracePeriodSeconds`;
    errors.push(invalid(field, grace, 'must not be set for readinessProbes'));
  }
  checkProbe(one.startupProbe, spec, `${path}.startupProbe`, errors);
  mustBeOne(one.startupProbe, `${path}.startupProbe`, errors);
}

function mustBeOne(probe: Probe | undefined, path: string, errors: FieldError[]): void {
  if (probe && probe.successThreshold !== 1) {
    errors.push(invalid(`${path}.successThreshold`, probe.successThreshold ?? 0, 'must be 1'));
  }
}

const counts = [
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
] as const;

function checkProbe(
  probe: Probe | undefined,
  spec: PodSpec,
  path: string,
  errors: FieldError[],
): void {
  if (!probe) return;
  checkHandler(probe, spec, path, errors);
  for (const field of counts) errors.push(...checkNonNegative(`${path}.${field}`, probe[field]));
  const grace = probe.terminationGracePeriodSeconds;
  if (grace !== undefined && grace <= 0) {
    const field = `${path}.terminationGracePeriodSeconds`;
    errors.push(invalid(field, grace, 'must be greater than 0'));
  }
}

/** Findings about a container's hooks. */
export function checkLifecycle(
  lifecycle: Lifecycle | undefined,
  spec: PodSpec,
  path: string,
  errors: FieldError[],
): void {
  if (!lifecycle) return;
  if (lifecycle.postStart) checkHandler(lifecycle.postStart, spec, `${path}.postStart`, errors);
  if (lifecycle.preStop) checkHandler(lifecycle.preStop, spec, `${path}.preStop`, errors);
}

function checkHandler(
  handler: LifecycleHandler & Probe,
  spec: PodSpec,
  path: string,
  errors: FieldError[],
): void {
  let count = 0;
  const isFirst = (field: string): boolean => {
    count++;
    if (count === 1) return true;
    errors.push(forbidden(`${path}.${field}`, 'may not specify more than 1 handler type'));
    return false;
  };
  if (handler.exec && isFirst('exec') && !handler.exec.command?.length) {
    errors.push(required(`${path}.exec.command`));
  }
  if (handler.httpGet && isFirst('httpGet')) {
    const { path: url, port, scheme, httpHeaders } = handler.httpGet;
    if (!url) errors.push(required(`${path}.httpGet.path`));
    errors.push(...checkPort(`${path}.httpGet.port`, port));
    if (!['HTTP', 'HTTPS'].includes(scheme ?? '')) {
      errors.push(notSupported(`${path}.httpGet.scheme`, scheme ?? '', ['HTTP', 'HTTPS']));
    }
    (httpHeaders ?? []).forEach((header, i) => {
      if (/^[-A-Za-z0-9]+$/.test(header.name)) return;
      const why =
        "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')";
      errors.push(invalid(`${path}.httpGet.httpHeaders[${i}].name`, header.name, why));
    });
  }
  if (handler.tcpSocket && isFirst('tcpSocket')) {
    errors.push(...checkPort(`${path}.tcpSocket.port`, handler.tcpSocket.port));
  }
  if (handler.grpc && isFirst('grpc')) {
    errors.push(...checkPortNumber(`${path}.grpc.port`, handler.grpc.port ?? 0));
  }
  if (handler.sleep && isFirst('sleep')) {
    const { seconds } = handler.sleep;
    const grace = spec.terminationGracePeriodSeconds ?? 30;
    if (seconds < 0 || seconds > grace) {
      const why = `must be non-negative and less than terminationGracePeriodSeconds (${grace})`;
      errors.push(invalid(`${path}.sleep`, seconds, why));
    }
  }
  if (count === 0) errors.push(required(path, 'must specify a handler type'));
}
