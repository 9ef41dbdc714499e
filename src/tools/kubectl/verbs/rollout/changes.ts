// rollout restart, pause, resume: small patches of workloads.
import { isObject, type JsonObject } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import { formatRfc3339 } from '../../../../base/time';
import { errorsOf } from '../../builder/builder';
import type { Info } from '../../builder/info';
import { differencePatch, isEmptyPatch, patchInfo } from '../../builder/patch-info';
import type { Context } from '../../framework/context';
import { failAll, PlainError } from '../../framework/errors';
import { defineVerb } from '../../framework/verb';
import { ResultPrinter } from '../../printers/result';
import { groupResourceName } from '../../rest/discovery';
import { findWorkloads } from './find';

interface Change {
  readonly operation: string;
  /** In the message of a failure: `restart`. */
  readonly verb: string;
  /** The changed object. @throws PlainError */
  readonly change: (info: Info, nowMs: number) => JsonObject;
}

function* applyChange(ctx: Context, change: Change): Task<number> {
  const printer = new ResultPrinter(ctx, 'none');
  const found = yield* findWorkloads(ctx);
  if (found.outcomes.length === 0) {
    yield* ctx.err(`No resources found in ${ctx.namespace().name} namespace.\n`);
    return 0;
  }
  const errors: unknown[] = errorsOf(found);
  for (const outcome of found.outcomes) {
    if ('error' in outcome) continue;
    const { info } = outcome;
    try {
      const changed = change.change(info, ctx.now);
      const patch = differencePatch(info, info.object, changed);
      if (isEmptyPatch(patch)) {
        throw new PlainError(
          `failed to create patch for ${info.name}: if restart has already been triggered within ` +
            'the past second, please wait before attempting to trigger another',
        );
      }
      yield* printer.print(yield* patchInfo(ctx, info, patch), change.operation);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      errors.push(error);
    }
  }
  failAll(errors);
  return 0;
}

function specOf(info: Info): JsonObject {
  return isObject(info.object.spec) ? info.object.spec : {};
}

/** `error: services "s" restarting is not supported`: each line says error by itself. */
function refuse(info: Info, what: string): never {
  const name = `${groupResourceName(info.resource)} ${JSON.stringify(info.name)}`;
  throw new PlainError(`error: ${name} ${what}`);
}

const restartable = ['Deployment', 'StatefulSet', 'DaemonSet'];

export const restart = defineVerb({
  name: 'restart',
  run: (ctx) =>
    applyChange(ctx, {
      verb: 'restart',
      operation: 'restarted',
      change(info, nowMs) {
        if (!restartable.includes(info.resource.kind)) refuse(info, 'restarting is not supported');
        const spec = specOf(info);
        if (info.resource.kind === 'Deployment' && spec.paused === true) {
          refuse(info, "can't restart paused deployment (run rollout resume first)");
        }
        const template = isObject(spec.template) ? spec.template : {};
        const metadata = isObject(template.metadata) ? template.metadata : {};
        const old = isObject(metadata.annotations) ? metadata.annotations : {};
        const at = formatRfc3339(nowMs);
        const annotations = { ...old, 'kubectl.kubernetes.io/restartedAt': at };
        const changed = { ...template, metadata: { ...metadata, annotations } };
        return { ...info.object, spec: { ...spec, template: changed } };
      },
    }),
});

export const pause = defineVerb({
  name: 'pause',
  run: (ctx) =>
    applyChange(ctx, {
      verb: 'pause',
      operation: 'paused',
      change(info) {
        if (info.resource.kind !== 'Deployment') refuse(info, 'pausing is not supported');
        if (specOf(info).paused === true) refuse(info, 'is already paused');
        return { ...info.object, spec: { ...specOf(info), paused: true } };
      },
    }),
});

export const resume = defineVerb({
  name: 'resume',
  run: (ctx) =>
    applyChange(ctx, {
      verb: 'resume',
      operation: 'resumed',
      change(info) {
        if (info.resource.kind !== 'Deployment') refuse(info, 'resuming is not supported');
        const { paused, ...spec } = specOf(info);
        if (paused !== true) refuse(info, 'is not paused');
        return { ...info.object, spec };
      },
    }),
});
