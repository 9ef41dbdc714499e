// set image: images of containers by name.
import type { JsonObject } from '../../../../base/json';
import { splitPairs } from '../../builder/pairs';
import { readDryRun } from '../../framework/dry-run';
import { fail, PlainError } from '../../framework/errors';
import { defineVerb } from '../../framework/verb';
import { containersOf, mapContainers, updatePodSpec } from '../../pods/pod-template';
import { findForSet, updateAll } from './update';

export const image = defineVerb({
  name: 'image',
  *run(ctx) {
    const dryRun = yield* readDryRun(ctx);
    const { resources, pairs } = splitPairs(ctx.args, 'image');
    const found = yield* findForSet(ctx, resources);
    if (pairs.length === 0) {
      for (const outcome of found.outcomes) if ('error' in outcome) throw outcome.error;
      fail('at least one image update is required');
    }
    if (pairs.filter((pair) => pair.startsWith('*=')).length > 0 && pairs.length > 1) {
      fail(
        'all containers are already specified by *, but saw more than one container_name=container_image pairs',
      );
    }
    const images = new Map(
      pairs.map((pair) => {
        const at = pair.indexOf('=');
        return [pair.slice(0, at), pair.slice(at + 1)] as const;
      }),
    );
    const isLocal = ctx.flags.bool('local');
    return yield* updateAll(ctx, found, {
      dryRun,
      operation: 'image updated',
      failure: 'failed to patch image update to pod template: ',
      change: (info) => updatePodSpec(info, isLocal, (spec) => withImages(spec, images)),
    });
  },
});

function withImages(spec: JsonObject, images: ReadonlyMap<string, string>): JsonObject {
  const names = new Set(containersOf(spec).map((one) => String(one.name)));
  for (const name of images.keys()) {
    if (name !== '*' && !names.has(name)) {
      throw new PlainError(`unable to find container named ${JSON.stringify(name)}`);
    }
  }
  return mapContainers(spec, (container) => {
    const wanted = images.get('*') ?? images.get(String(container.name));
    return wanted === undefined ? container : { ...container, image: wanted };
  });
}
