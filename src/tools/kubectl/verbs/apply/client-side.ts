// apply as kubectl itself does it: create, or a patch from the last applied, the wanted and the
// live configuration.
import { goJson, isObject, type JsonObject } from '../../../../base/json';
import { parseGoJson } from '../../../../base/json-parse';
import {
  applyMergePatch,
  applyStrategicMergePatch,
  createThreeWayJsonMergePatch,
  createThreeWayMergePatch,
} from '../../../../base/patch';
import type { Task } from '../../../../base/sim';
import { ApiError, isReason } from '../../../../kubernetes/api/errors';
import { type Info, withSource } from '../../builder/info';
import { writeQuery } from '../../framework/dry-run';
import { lastApplied, withLastApplied } from '../../printers/result';
import { patchSchemaFor } from '../../rest/schemas';
import { deleteAndWait } from '../delete/remove';
import type { ApplyRun } from './index';

/** The object afterwards and what is said of it. */
export interface Applied {
  readonly object: JsonObject;
  readonly operation: string;
}

/** Applies one object. @throws the server's errors, naming the file */
export function* applyOnClient(run: ApplyRun, info: Info): Task<Applied> {
  const modified = withLastApplied(info.object);
  const live = yield* fetchLive(run, info);
  if (live === undefined) return yield* create(run, info, modified);
  if (annotationOf(live) === undefined) yield* warnMissing(run, info);
  const patch = createPatch(info, modified, live);
  if (run.dryRun === 'client') {
    return { object: patched(info, live, patch.body), operation: 'configured' };
  }
  if (Object.keys(patch.body).length === 0) return { object: live, operation: 'unchanged' };
  const object = yield* send(run, { info, modified, live }, patch);
  const metadata = (object.metadata ?? {}) as JsonObject;
  if (metadata.deletionTimestamp !== undefined) {
    const text = 'Detected changes to resource';
    yield* run.ctx.err(`Warning: ${text} ${info.name} which is currently being deleted.\n`);
  }
  return { object, operation: 'configured' };
}

function* fetchLive(run: ApplyRun, info: Info): Task<JsonObject | undefined> {
  const rest = yield* run.ctx.rest();
  try {
    const answer = yield* rest.request({
      verb: 'get',
      apiVersion: info.resource.apiVersion,
      resource: info.resource.resource,
      ...(info.namespace ? { namespace: info.namespace } : {}),
      name: info.name,
      withManagedFields: true,
    });
    return answer.object as unknown as JsonObject;
  } catch (error) {
    if (isReason(error, 'NotFound')) return undefined;
    const what = `retrieving current configuration of:\n${describeInfo(info)}\nfrom server for:`;
    throw withSource(error, what, info.source);
  }
}

/** How error texts show an object that was being worked on. */
export function describeInfo(info: Info): string {
  const { group, version, resource, kind } = info.resource;
  return (
    `Resource: "${group}/${version}, Resource=${resource}", ` +
    `GroupVersionKind: "${group}/${version}, Kind=${kind}"\n` +
    `Name: ${JSON.stringify(info.name)}, Namespace: ${JSON.stringify(info.namespace)}`
  );
}

function* create(run: ApplyRun, info: Info, body: JsonObject): Task<Applied> {
  if (run.dryRun === 'client') return { object: body, operation: 'created' };
  const rest = yield* run.ctx.rest();
  try {
    const answer = yield* rest.request({
      verb: 'create',
      apiVersion: info.resource.apiVersion,
      resource: info.resource.resource,
      ...(info.namespace ? { namespace: info.namespace } : {}),
      query: { ...writeQuery(run.ctx, run.dryRun), fieldValidation: run.validation },
      body,
    });
    return { object: answer.object as unknown as JsonObject, operation: 'created' };
  } catch (error) {
    throw withSource(error, 'creating', info.source);
  }
}

/** The text of the annotation, undefined when there is none. */
export function annotationOf(object: JsonObject): string | undefined {
  const metadata = (object.metadata ?? {}) as JsonObject;
  const annotations = (metadata.annotations ?? {}) as JsonObject;
  const text = annotations[lastApplied];
  return typeof text === 'string' ? text : undefined;
}

function* warnMissing(run: ApplyRun, info: Info): Task<void> {
  yield* run.ctx.err(
    `Warning: resource ${info.resource.resource}/${info.name} is missing the ${lastApplied} ` +
      'annotation which is required by kubectl apply. kubectl apply should only be used on ' +
      'resources created declaratively by either kubectl create --save-config or kubectl apply. ' +
      'The missing annotation will be patched automatically.\n',
  );
}

/** A patch with its kind. */
export interface ApplyPatch {
  readonly type: 'strategic' | 'merge';
  readonly body: JsonObject;
}

/** The patch from the last applied configuration to the wanted one, against the live object. */
export function createPatch(info: Info, modified: JsonObject, live: JsonObject): ApplyPatch {
  const text = annotationOf(live);
  const parsed = text === undefined ? undefined : parseGoJson(text);
  const original = parsed?.ok && isObject(parsed.value) ? parsed.value : null;
  const schema = patchSchemaFor(info.resource.apiVersion, info.resource.kind);
  if (schema === undefined) {
    return { type: 'merge', body: createThreeWayJsonMergePatch(original, modified, live) };
  }
  const body = createThreeWayMergePatch(original, modified, live, schema);
  return { type: 'strategic', body };
}

/** The live object after the patch, worked out on this side. */
export function patched(info: Info, live: JsonObject, patch: JsonObject): JsonObject {
  const schema = patchSchemaFor(info.resource.apiVersion, info.resource.kind);
  if (schema === undefined) return applyMergePatch(live, patch) as JsonObject;
  const result = applyStrategicMergePatch(live, patch, schema);
  return result.ok ? (result.value as JsonObject) : live;
}

interface Versions {
  readonly info: Info;
  readonly modified: JsonObject;
  readonly live: JsonObject;
}

function* send(run: ApplyRun, versions: Versions, patch: ApplyPatch): Task<JsonObject> {
  const { info } = versions;
  const rest = yield* run.ctx.rest();
  const { flags } = run.ctx;
  const subresource = flags.knows('subresource') ? flags.string('subresource') : '';
  try {
    const answer = yield* rest.request({
      verb: 'patch',
      apiVersion: info.resource.apiVersion,
      resource: info.resource.resource,
      ...(info.namespace ? { namespace: info.namespace } : {}),
      name: info.name,
      ...(subresource ? { subresource } : {}),
      patchType: patch.type,
      body: patch.body,
      query: { ...writeQuery(run.ctx, run.dryRun), fieldValidation: run.validation },
    });
    return answer.object as unknown as JsonObject;
  } catch (error) {
    const isHard = isReason(error, 'Invalid') || isReason(error, 'Conflict');
    if (flags.bool('force') && isHard) return yield* replace(run, versions);
    throw explain(error, versions, patch);
  }
}

/** --force: away with it, and made anew. */
function* replace(run: ApplyRun, { info, modified }: Versions): Task<JsonObject> {
  yield* deleteAndWait(run.ctx, info);
  const made = yield* create(run, info, modified);
  return made.object;
}

/** Errors of a patch show the patch and the object; invalid objects keep their own form. */
function explain(error: unknown, { info }: Versions, patch: ApplyPatch): unknown {
  if (!(error instanceof ApiError)) return error;
  if (error.reason === 'Invalid') return error;
  const what = `applying patch:\n${goJson(patch.body)}\nto:\n${describeInfo(info)}\nfor:`;
  return withSource(error, what, info.source);
}
