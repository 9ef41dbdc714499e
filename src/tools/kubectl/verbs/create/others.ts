// create namespace, serviceaccount, quota, priorityclass, poddisruptionbudget, token.
import type { JsonObject } from '../../../../base/json';
import { parseLabelSelector } from '../../../../base/labels';
import { canonicalQuantity, parseQuantity, quantityError } from '../../../../base/quantity';
import { ApiError } from '../../../../kubernetes/api/errors';
import { selectorObject } from '../../builder/selector-object';
import { ConnectionError, fail, PlainError } from '../../framework/errors';
import { defineVerb } from '../../framework/verb';
import { objectPrinter, outputFormat } from '../../printers/printer';
import { createGenerated, namespaceField, oneName } from './generate';

export const namespace = defineVerb({
  name: 'namespace',
  *run(ctx) {
    const name = oneName(ctx);
    const object = {
      kind: 'Namespace',
      apiVersion: 'v1',
      metadata: { name },
      spec: {},
      status: {},
    };
    return yield* createGenerated(ctx, object, {
      apiVersion: 'v1',
      resource: 'namespaces',
      isClusterWide: true,
    });
  },
});

export const serviceaccount = defineVerb({
  name: 'serviceaccount',
  *run(ctx) {
    const name = oneName(ctx);
    const metadata = { name, ...namespaceField(ctx) };
    const object = { kind: 'ServiceAccount', apiVersion: 'v1', metadata };
    return yield* createGenerated(ctx, object, {
      apiVersion: 'v1',
      resource: 'serviceaccounts',
      failure: 'failed to create serviceaccount: ',
    });
  },
});

export const quota = defineVerb({
  name: 'quota',
  *run(ctx) {
    const name = oneName(ctx);
    const hard = readQuantities(ctx.flags.string('hard'));
    const scopes = ctx.flags
      .string('scopes')
      .split(',')
      .filter((one) => one !== '');
    const object: JsonObject = {
      kind: 'ResourceQuota',
      apiVersion: 'v1',
      metadata: { name, ...namespaceField(ctx) },
      spec: {
        ...(Object.keys(hard).length > 0 ? { hard } : {}),
        ...(scopes.length > 0 ? { scopes } : {}),
      },
      status: {},
    };
    return yield* createGenerated(ctx, object, {
      apiVersion: 'v1',
      resource: 'resourcequotas',
      failure: 'failed to create quota: ',
    });
  },
});

/** `cpu=1,pods=2` as quantities. @throws PlainError */
export function readQuantities(text: string): Record<string, string> {
  const out: Record<string, string> = {};
  for (const pair of text === '' ? [] : text.split(',')) {
    const parts = pair.split('=');
    const [resource = '', amount = ''] = parts;
    if (parts.length !== 2) {
      fail(`Invalid argument syntax ${pair}, expected <resource>=<value>`);
    }
    if (parseQuantity(amount) === null) fail(quantityError(amount));
    out[resource] = canonicalQuantity(amount);
  }
  return out;
}

export const priorityclass = defineVerb({
  name: 'priorityclass',
  *run(ctx) {
    const name = oneName(ctx);
    const { flags } = ctx;
    const description = flags.string('description');
    const object: JsonObject = {
      kind: 'PriorityClass',
      apiVersion: 'scheduling.k8s.io/v1',
      metadata: { name },
      value: flags.int('value'),
      ...(flags.bool('global-default') ? { globalDefault: true } : {}),
      ...(description ? { description } : {}),
      preemptionPolicy: flags.string('preemption-policy'),
    };
    return yield* createGenerated(ctx, object, {
      apiVersion: 'scheduling.k8s.io/v1',
      resource: 'priorityclasses',
      isClusterWide: true,
      failure: 'failed to create priorityclass: ',
    });
  },
});

export const poddisruptionbudget = defineVerb({
  name: 'poddisruptionbudget',
  *run(ctx) {
    const name = oneName(ctx);
    const { flags } = ctx;
    const [least, most] = [flags.string('min-available'), flags.string('max-unavailable')];
    if (flags.string('selector') === '') fail('a selector must be specified');
    if (most === '' && least === '') {
      fail('one of min-available or max-unavailable must be specified');
    }
    if (most !== '' && least !== '') {
      fail('min-available and max-unavailable cannot be both specified');
    }
    const amount = countOrPercent(least || most, least ? 'min-available' : 'max-unavailable');
    const parsed = parseLabelSelector(flags.string('selector'));
    if (!parsed.ok) fail(parsed.error);
    const object: JsonObject = {
      kind: 'PodDisruptionBudget',
      apiVersion: 'policy/v1',
      metadata: { name, ...namespaceField(ctx) },
      spec: {
        ...(least ? { minAvailable: amount } : {}),
        selector: parsed.ok ? selectorObject(parsed.selector) : {},
        ...(most ? { maxUnavailable: amount } : {}),
      },
      status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
    };
    return yield* createGenerated(ctx, object, {
      apiVersion: 'policy/v1',
      resource: 'poddisruptionbudgets',
      failure: 'failed to create poddisruptionbudgets: ',
    });
  },
});

function countOrPercent(text: string, flag: string): string | number {
  if (/^\d+%$/.test(text)) return text;
  if (/^\d+$/.test(text)) return Number(text);
  return fail(`invalid format specified for ${flag}`);
}

export const token = defineVerb({
  name: 'token',
  *run(ctx) {
    const name = oneName(ctx);
    const { flags } = ctx;
    const durationMs = flags.duration('duration');
    const kind = flags.string('bound-object-kind');
    const boundName = flags.string('bound-object-name');
    if (durationMs < 0) fail('--duration must be greater than or equal to 0');
    if (durationMs % 1000 !== 0) fail('--duration cannot be expressed in units less than seconds');
    if (kind !== '' && !['Pod', 'Secret', 'Node'].includes(kind)) {
      fail(`supported --bound-object-kind values are Node, Pod, Secret`);
    }
    if (kind !== '' && boundName === '')
      fail('--bound-object-name is required if --bound-object-kind is provided');
    const uid = flags.string('bound-object-uid');
    const audiences = flags.list('audience');
    const body: JsonObject = {
      kind: 'TokenRequest',
      apiVersion: 'authentication.k8s.io/v1',
      metadata: {},
      spec: {
        audiences: audiences.length > 0 ? audiences : null,
        ...(durationMs > 0 ? { expirationSeconds: durationMs / 1000 } : {}),
        ...(kind
          ? {
              boundObjectRef: {
                kind,
                apiVersion: 'v1',
                name: boundName,
                ...(uid ? { uid } : {}),
              },
            }
          : {}),
      },
      status: {},
    };
    const rest = yield* ctx.rest();
    try {
      const answer = yield* rest.request({
        verb: 'create',
        apiVersion: 'v1',
        resource: 'serviceaccounts',
        namespace: ctx.namespace().name,
        name,
        subresource: 'token',
        body,
      });
      const object = answer.object as unknown as JsonObject;
      const status = (object.status ?? {}) as JsonObject;
      const format = outputFormat(ctx);
      if (format === '') yield* ctx.out(`${String(status.token ?? '')}\n`);
      else {
        const printed = objectPrinter(ctx, format).print(object);
        yield* ctx.out(printed.text);
        if (printed.error) throw printed.error;
      }
      return 0;
    } catch (error) {
      if (!(error instanceof ApiError || error instanceof ConnectionError)) throw error;
      throw new PlainError(`failed to create token: ${error.message}`);
    }
  },
});
