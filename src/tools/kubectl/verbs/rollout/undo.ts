// rollout undo: back to an earlier revision.
import { deepEqual, isObject, type JsonObject } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import { errorsOf } from '../../builder/builder';
import type { Info } from '../../builder/info';
import { patchInfo } from '../../builder/patch-info';
import { describePodTemplate } from '../../describe/pod-template';
import type { Context } from '../../framework/context';
import { type DryRun, readDryRun } from '../../framework/dry-run';
import { fail, failAll } from '../../framework/errors';
import { defineVerb } from '../../framework/verb';
import { lastApplied, ResultPrinter } from '../../printers/result';
import { annotationOf } from '../apply/client-side';
import { findWorkloads } from './find';
import { type Revision, revisionsOf, withoutHash } from './revisions';

export const undo = defineVerb({
  name: 'undo',
  *run(ctx) {
    const dryRun = yield* readDryRun(ctx);
    const found = yield* findWorkloads(ctx);
    const printer = new ResultPrinter(ctx, dryRun);
    const errors: unknown[] = errorsOf(found);
    for (const outcome of found.outcomes) {
      if ('error' in outcome) continue;
      const { info } = outcome;
      try {
        const result = yield* rollBack(ctx, info, dryRun);
        yield* printer.print(info.object, result);
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        errors.push(error);
      }
    }
    failAll(errors);
    return 0;
  },
});

function* rollBack(ctx: Context, info: Info, dryRun: DryRun): Task<string> {
  const { kind, group } = info.resource;
  if (!['Deployment', 'DaemonSet', 'StatefulSet'].includes(kind)) {
    fail(
      `no rollbacker has been implemented for ${JSON.stringify(group ? `${kind}.${group}` : kind)}`,
    );
  }
  const revisions = yield* revisionsOf(ctx, info);
  const wanted = ctx.flags.int('to-revision');
  const revision = choose(info, revisions, wanted);
  if (dryRun === 'client') return describePodTemplate(revision.template);
  const spec = isObject(info.object.spec) ? info.object.spec : {};
  if (kind === 'Deployment' && spec.paused === true) {
    fail(
      `you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume ` +
        `deployment/${info.name}' and try again`,
    );
  }
  const template = kind === 'Deployment' ? withoutHash(revision.template) : revision.template;
  if (deepEqual(withoutHash(template), withoutHash(isObject(spec.template) ? spec.template : {}))) {
    return `skipped rollback (current template already matches revision ${revision.number})`;
  }
  if (annotationOf(info.object) !== undefined) yield* warnApplied(ctx, info);
  if (kind === 'Deployment') {
    const annotations = rollbackAnnotations(info, revision);
    const body = [
      { op: 'replace', path: '/spec/template', value: template },
      { op: 'replace', path: '/metadata/annotations', value: annotations },
    ];
    yield* patchInfo(ctx, info, { type: 'json', body, dryRun });
  } else {
    const body = isObject(revision.object.data) ? revision.object.data : {};
    yield* patchInfo(ctx, info, { type: 'strategic', body, dryRun });
  }
  return 'rolled back';
}

function choose(info: Info, revisions: readonly Revision[], wanted: number): Revision {
  const isDeployment = info.resource.kind === 'Deployment';
  if (wanted !== 0) {
    const found = revisions.find((one) => one.number === wanted);
    return found ?? fail(`unable to find specified revision ${wanted} in history`);
  }
  const previous = revisions.at(-2);
  if (previous !== undefined) return previous;
  if (isDeployment) fail(`no rollout history found for deployment ${JSON.stringify(info.name)}`);
  return fail('no last revision to roll back to');
}

function* warnApplied(ctx: Context, info: Info): Task<void> {
  yield* ctx.err(
    `Warning: resource ${info.resource.resource}/${info.name} was previously managed with ` +
      `'kubectl apply'. Rolling back will not update the ${lastApplied} annotation, which may ` +
      "cause unexpected behavior on future 'kubectl apply' operations. Consider using 'kubectl " +
      "apply' with your previous configuration file instead.\n",
  );
}

/** Annotations that stay the Deployment's own; all others come from the revision. */
const kept = [
  lastApplied,
  'deployment.kubernetes.io/revision',
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
];

function rollbackAnnotations(info: Info, revision: Revision): JsonObject {
  const read = (object: JsonObject) => {
    const metadata = isObject(object.metadata) ? object.metadata : {};
    return isObject(metadata.annotations) ? metadata.annotations : {};
  };
  const out: Record<string, JsonObject[string]> = {};
  for (const [key, value] of Object.entries(read(info.object)))
    if (kept.includes(key)) out[key] = value;
  for (const [key, value] of Object.entries(read(revision.object))) {
    if (!kept.includes(key)) out[key] = value;
  }
  return out;
}
