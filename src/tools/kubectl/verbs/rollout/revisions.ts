// The revisions of a workload: ReplicaSets of a Deployment, ControllerRevisions of the others.
import { isObject, type JsonObject } from '../../../../base/json';
import { formatSelector, selectorFromObject } from '../../../../base/labels';
import { applyStrategicMergePatch } from '../../../../base/patch';
import type { Task } from '../../../../base/sim';
import { itemsOf } from '../../builder/builder';
import type { Info } from '../../builder/info';
import { metaText } from '../../builder/info';
import type { Context } from '../../framework/context';
import { fail } from '../../framework/errors';
import { patchSchemaFor } from '../../rest/schemas';

const REVISION = 'deployment.kubernetes.io/revision';
export const CHANGE_CAUSE = 'kubernetes.io/change-cause';

/** One revision. */
export interface Revision {
  readonly number: number;
  /** The ReplicaSet or ControllerRevision itself. */
  readonly object: JsonObject;
  readonly template: JsonObject;
  readonly changeCause: string;
}

/** All revisions by number. @throws PlainError for kinds without a history */
export function* revisionsOf(ctx: Context, info: Info): Task<Revision[]> {
  const { kind, group } = info.resource;
  if (kind === 'Deployment') return yield* replicaSets(ctx, info);
  if (kind === 'DaemonSet' || kind === 'StatefulSet') return yield* controllerRevisions(ctx, info);
  const full = group ? `${kind}.${group}` : kind;
  return fail(`no history viewer has been implemented for ${JSON.stringify(full)}`);
}

function* owned(ctx: Context, info: Info, plural: string): Task<JsonObject[]> {
  const rest = yield* ctx.rest();
  const resource = yield* rest.resourceFor(plural);
  const spec = isObject(info.object.spec) ? info.object.spec : {};
  const selector = selectorFromObject(spec.selector);
  const answer = yield* rest.request({
    verb: 'list',
    apiVersion: resource.apiVersion,
    resource: resource.resource,
    namespace: info.namespace,
    query: selector === null ? {} : { labelSelector: formatSelector(selector) },
  });
  const uid = metaText(info.object, 'uid');
  const all = itemsOf(answer.object as unknown as JsonObject, resource).map((one) => one.object);
  return all.filter((one) => {
    const metadata = isObject(one.metadata) ? one.metadata : {};
    const owners = Array.isArray(metadata.ownerReferences) ? metadata.ownerReferences : [];
    return owners.filter(isObject).some((owner) => owner.controller === true && owner.uid === uid);
  });
}

function annotationsOf(object: JsonObject): JsonObject {
  const metadata = isObject(object.metadata) ? object.metadata : {};
  return isObject(metadata.annotations) ? metadata.annotations : {};
}

function* replicaSets(ctx: Context, info: Info): Task<Revision[]> {
  const sets = yield* owned(ctx, info, 'replicasets');
  const revisions = sets.map((object) => {
    const annotations = annotationsOf(object);
    const spec = isObject(object.spec) ? object.spec : {};
    return {
      number: Number(annotations[REVISION] ?? 0),
      object,
      template: isObject(spec.template) ? spec.template : {},
      changeCause: String(annotations[CHANGE_CAUSE] ?? ''),
    };
  });
  return revisions.filter((one) => one.number > 0).sort((a, b) => a.number - b.number);
}

function* controllerRevisions(ctx: Context, info: Info): Task<Revision[]> {
  const found = yield* owned(ctx, info, 'controllerrevisions');
  const spec = isObject(info.object.spec) ? info.object.spec : {};
  const schema = patchSchemaFor(info.resource.apiVersion, info.resource.kind);
  return found
    .map((object) => {
      const data = isObject(object.data) ? object.data : {};
      const result = applyStrategicMergePatch(info.object, data, schema);
      const whole = result.ok && isObject(result.value) ? result.value : info.object;
      const applied = isObject(whole.spec) ? whole.spec : spec;
      return {
        number: Number(object.revision ?? 0),
        object,
        template: isObject(applied.template) ? applied.template : {},
        changeCause: String(annotationsOf(object)[CHANGE_CAUSE] ?? ''),
      };
    })
    .sort((a, b) => a.number - b.number);
}

/** A Deployment's template without the label that its ReplicaSets add. */
export function withoutHash(template: JsonObject): JsonObject {
  const metadata = isObject(template.metadata) ? template.metadata : {};
  if (!isObject(metadata.labels)) return template;
  const { 'pod-template-hash': _, ...labels } = metadata.labels;
  return { ...template, metadata: { ...metadata, labels } };
}
