// set resources: requests and limits of containers.
import { isObject, type JsonObject } from '../../../../base/json';
import { canonicalQuantity, parseQuantity, quantityError } from '../../../../base/quantity';
import { readDryRun } from '../../framework/dry-run';
import { fail, PlainError } from '../../framework/errors';
import { defineVerb } from '../../framework/verb';
import { containersOf, mapContainers, nameMatches, updatePodSpec } from '../../pods/pod-template';
import { findForSet, updateAll } from './update';

export const resources = defineVerb({
  name: 'resources',
  *run(ctx) {
    const { flags } = ctx;
    const dryRun = yield* readDryRun(ctx);
    const found = yield* findForSet(ctx, ctx.args);
    const limits = amounts(flags.string('limits'));
    const requests = amounts(flags.string('requests'));
    if (limits === undefined && requests === undefined) {
      fail('you must specify an update to requests or limits (in the form of --requests/--limits)');
    }
    const pattern = flags.string('containers');
    const isLocal = flags.bool('local');
    return yield* updateAll(ctx, found, {
      dryRun,
      operation: 'resource requirements updated',
      failure: 'failed to patch resources update to pod template ',
      change: (info) =>
        updatePodSpec(info, isLocal, (spec) => {
          const names = containersOf(spec).map((one) => String(one.name));
          if (!names.some((name) => nameMatches(pattern, name))) {
            throw new PlainError(`unable to find container named ${pattern}`);
          }
          return mapContainers(spec, (container) =>
            nameMatches(pattern, String(container.name))
              ? withAmounts(container, { limits, requests })
              : container,
          );
        }),
    });
  },
});

/** `cpu=1,memory=2Gi`. @throws PlainError */
function amounts(text: string): Record<string, string> | undefined {
  if (text === '') return undefined;
  const out: Record<string, string> = {};
  for (const pair of text.split(',')) {
    const parts = pair.split('=');
    const [name = '', amount = ''] = parts;
    if (parts.length !== 2) fail(`Invalid argument syntax ${pair}, expected <resource>=<value>`);
    if (parseQuantity(amount) === null) fail(quantityError(amount));
    out[name] = canonicalQuantity(amount);
  }
  return out;
}

function withAmounts(
  container: JsonObject,
  change: {
    limits: Record<string, string> | undefined;
    requests: Record<string, string> | undefined;
  },
): JsonObject {
  const old = isObject(container.resources) ? container.resources : {};
  const merge = (field: 'limits' | 'requests') => {
    const before = old[field];
    const added = change[field];
    return added === undefined
      ? {}
      : { [field]: { ...(isObject(before) ? before : {}), ...added } };
  };
  return { ...container, resources: { ...old, ...merge('limits'), ...merge('requests') } };
}
