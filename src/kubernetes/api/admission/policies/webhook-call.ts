// Calls of admission webhooks: where they go, and what is said when nobody answers there. Nothing
// in the simulation serves TLS for webhooks, so a port that is open answers as plain HTTP does.

import { compileCel } from '../../../kinds/cel/compile';
import type { Service, ValidatingWebhook } from '../../../kinds/generated/types';
import { internalError } from '../../errors';
import type { AdmissionRequest } from '../admission';
import { type Match, matches } from './matching';
import { policyNames, policyScope } from './scope';

/** Calls the webhooks that a request is for. @throws ApiError 500 where one must answer */
export function callWebhooks(hooks: readonly ValidatingWebhook[], request: AdmissionRequest): void {
  for (const hook of hooks) {
    if (!isFor(hook, request)) continue;
    const why = failureOf(hook, request);
    if (hook.failurePolicy === 'Ignore') continue;
    const name = JSON.stringify(hook.name);
    throw internalError(`failed calling webhook ${name}: failed to call webhook: ${why}`);
  }
}

function isFor(hook: ValidatingWebhook, request: AdmissionRequest): boolean {
  const { rules, namespaceSelector, objectSelector } = hook;
  const match = { resourceRules: rules, namespaceSelector, objectSelector } as Match;
  if (!matches(match, request)) return false;
  return (hook.matchConditions ?? []).every(({ expression }) => {
    const compiled = compileCel(expression, policyNames);
    return compiled.ok && compiled.evaluate(policyScope(request, undefined, [])) === true;
  });
}

function failureOf(hook: ValidatingWebhook, request: AdmissionRequest): string {
  const { service, url } = hook.clientConfig;
  const suffix = `?timeout=${hook.timeoutSeconds ?? 10}s`;
  if (service === undefined) {
    const target = new URLParts(url ?? '');
    const problem = dialProblem(request, target.host, target.port);
    return `Post "${url}${suffix}": ${problem}`;
  }
  const port = service.port ?? 443;
  const path = service.path ?? '/';
  const text = `https://${service.name}.${service.namespace}.svc:${port}${path}${suffix}`;
  const found = request.server.store.get('services', `${service.namespace}/${service.name}`) as
    | Service
    | undefined;
  if (found === undefined) {
    return `Post "${text}": service ${JSON.stringify(service.name)} not found`;
  }
  return `Post "${text}": ${dialProblem(request, found.spec.clusterIP ?? '', port)}`;
}

class URLParts {
  readonly host: string;
  readonly port: number;
  constructor(url: string) {
    const [, host = '', port = '443'] = /^https:\/\/([^/:]+)(?::(\d+))?/.exec(url) ?? [];
    this.host = host;
    this.port = Number(port);
  }
}

function dialProblem(request: AdmissionRequest, host: string, port: number): string {
  if (!/^[\d.]+$/.test(host)) return `dial tcp: lookup ${host}: no such host`;
  if (request.server.network?.find(host, port) === undefined) {
    return `dial tcp ${host}:${port}: connect: connection refused`;
  }
  return 'http: server gave HTTP response to HTTPS client';
}
