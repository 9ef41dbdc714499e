// Rules of admission webhooks' configurations.
import { changeField, complete, mapSame } from './complete';
import { checkDnsSubdomain, checkLabelSelector } from './field-checks';
import { type FieldError, invalid, notSupported, required } from './field-error';
import type { ValidatingWebhook } from './generated/types';

/** A webhook with its defaults. */
export function webhookDefaults<T extends ValidatingWebhook>(given: T): T {
  let hook = complete<ValidatingWebhook>(given, {
    failurePolicy: 'Fail',
    matchPolicy: 'Equivalent',
    namespaceSelector: {},
    objectSelector: {},
    timeoutSeconds: 10,
  });
  hook = changeField(hook, 'rules', (rules) =>
    mapSame(rules, (rule) => complete(rule, { scope: '*' })),
  );
  return changeField(hook, 'clientConfig', (config) =>
    changeField(config, 'service', (service) => complete(service, { port: 443 })),
  ) as T;
}

const operations = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];

/** Findings about the webhooks of a configuration. */
export function checkWebhooks(hooks: readonly ValidatingWebhook[]): FieldError[] {
  const errors: FieldError[] = [];
  const names = new Set<string>();
  hooks.forEach((hook, i) => {
    const at = `webhooks[${i}]`;
    checkOne(hook, at, errors);
    if (names.has(hook.name)) {
      const message = `Duplicate value: ${JSON.stringify(hook.name)}`;
      errors.push({ type: 'Duplicate', field: `${at}.name`, message });
    }
    names.add(hook.name);
  });
  return errors;
}

function checkOne(hook: ValidatingWebhook, at: string, errors: FieldError[]): void {
  if (!hook.name) errors.push(required(`${at}.name`));
  else {
    const wrong = checkDnsSubdomain(`${at}.name`, hook.name);
    errors.push(...wrong);
    if (wrong.length === 0 && hook.name.split('.').length < 3) {
      const why = 'should be a domain with at least three segments separated by dots';
      errors.push(invalid(`${at}.name`, hook.name, why));
    }
  }
  (hook.rules ?? []).forEach((rule, i) => {
    (rule.operations ?? []).forEach((one, j) => {
      if (operations.includes(one)) return;
      errors.push(notSupported(`${at}.rules[${i}].operations[${j}]`, one, operations));
    });
    for (const field of ['operations', 'apiGroups', 'apiVersions', 'resources'] as const) {
      if (!rule[field]?.length) errors.push(required(`${at}.rules[${i}].${field}`));
    }
  });
  const policies = ['Fail', 'Ignore'];
  if (hook.failurePolicy && !policies.includes(hook.failurePolicy)) {
    errors.push(notSupported(`${at}.failurePolicy`, hook.failurePolicy, policies));
  }
  const effects = ['None', 'NoneOnDryRun'];
  if (!hook.sideEffects) {
    errors.push(required(`${at}.sideEffects`, 'must specify one of None, NoneOnDryRun'));
  } else if (!effects.includes(hook.sideEffects)) {
    errors.push(notSupported(`${at}.sideEffects`, hook.sideEffects, effects));
  }
  const seconds = hook.timeoutSeconds ?? 10;
  if (seconds < 1 || seconds > 30) {
    const why = 'the timeout value must be between 1 and 30 seconds';
    errors.push(invalid(`${at}.timeoutSeconds`, seconds, why));
  }
  if (!hook.admissionReviewVersions?.length) {
    const field = `${at}.admissionReviewVersions`;
    errors.push(required(field, 'must specify one of v1, v1beta1'));
  }
  errors.push(...checkLabelSelector(`${at}.namespaceSelector`, hook.namespaceSelector));
  errors.push(...checkLabelSelector(`${at}.objectSelector`, hook.objectSelector));
  checkClient(hook.clientConfig, `${at}.clientConfig`, errors);
}

function checkClient(
  config: ValidatingWebhook['clientConfig'] | undefined,
  at: string,
  errors: FieldError[],
): void {
  const { url, service } = config ?? {};
  if (Boolean(url) === Boolean(service)) {
    errors.push(required(at, 'exactly one of url or service is required'));
    return;
  }
  if (url !== undefined) {
    const scheme = /^([a-z]+):/.exec(url)?.[1] ?? '';
    if (scheme !== 'https') {
      const why = "'https' is the only allowed URL scheme; desired format: https://host[/path]";
      errors.push(invalid(`${at}.url`, scheme, why));
    }
  }
  if (!service) return;
  if (!service.name) errors.push(required(`${at}.service.name`));
  // The server names the wrong field here.
  if (!service.namespace) errors.push(required(`${at}.service.name`));
}
