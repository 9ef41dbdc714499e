// Server-side apply: merge the configuration, take away what the manager no longer names, refuse
// what others own.
import { deepEqual, goJson } from '../../../base/json';
import { required } from '../../kinds/field-error';
import type { KubeObject } from '../../kinds/object';
import { type Schema, schemaOf } from '../../kinds/schema';
import { ApiError, badRequest, invalidObject } from '../errors';
import type { ApiServer, Applier } from '../server';
import { compareFields, fieldsIn, untrackedFields } from './field-sets';
import {
  difference,
  emptyTree,
  type FieldTree,
  intersection,
  isEmptyTree,
  members,
  pathText,
  union,
} from './field-tree';
import { mergeConfiguration, typeProblems, withoutFields } from './merging';
import { FieldOwnership, type Manager } from './tracker';

type ApplyInput = Parameters<Applier>[1];

/** Carries out an apply. @throws ApiError 400, 409, 422, 500 */
export function applyConfiguration(server: ApiServer, input: ApplyInput): KubeObject {
  const { resource, old, applied, manager, force } = input;
  if (manager === '') {
    const error = required('fieldManager', 'is required for apply patch');
    throw invalidObject({ group: 'meta.k8s.io', kind: 'PatchOptions' }, '', [error]);
  }
  if (applied.metadata.managedFields !== undefined) {
    throw badRequest('metadata.managedFields must be nil');
  }
  const schema = schemaOf(resource);
  checkTypes(input, schema);
  const config = withoutIdentity(applied);
  const tracker = server.ownership;
  if (!(tracker instanceof FieldOwnership)) return config;
  const managers = old === undefined ? [] : tracker.managersOf(old.metadata.uid);
  const isMine = (one: Manager) => one.name === manager && one.operation === 'Apply';
  const mine = managers.find(isMine);
  const others = managers.filter((one) => !isMine(one));
  const fields = difference(fieldsIn(config, schema), untrackedFields);
  const merged = mergeConfiguration(old ?? {}, config, schema);
  const object = pruned(merged, { before: mine?.fields, now: fields, others }, schema);
  const changes = compareFields(old ?? {}, object, schema);
  const touched = union(changes.added, changes.modified);
  const conflicts = others
    .map((one) => ({ one, fields: intersection(one.fields, touched) }))
    .filter((conflict) => !isEmptyTree(conflict.fields));
  if (conflicts.length > 0 && !force) throw conflictError(conflicts);
  const losers = others.map((one) => ({
    ...one,
    fields: difference(difference(one.fields, touched), changes.removed),
  }));
  const own: Manager = {
    name: manager,
    operation: 'Apply',
    subresource: '',
    apiVersion: applied.apiVersion || resource.apiVersion,
    atMs: mine?.atMs,
    fields,
  };
  const next = [...losers, own].filter((one) => !isEmptyTree(one.fields));
  const result = manager === 'kubectl' ? withLastApplied(object, applied) : object;
  const isSame = old !== undefined && deepEqual(old, result);
  if (!isSame) tracker.announce(old?.metadata.uid ?? '', next);
  else if (!input.isDryRun) tracker.assign(old.metadata.uid, next);
  return result as KubeObject;
}

function checkTypes({ resource, applied }: ApplyInput, schema: Schema | undefined): void {
  const problems = typeProblems(applied, schema);
  if (problems.length === 0) return;
  const { namespace, name } = applied.metadata;
  const about = `(${namespace ?? ''}/${name}; ${resource.apiVersion}, Kind=${resource.kind})`;
  const list =
    problems.length === 1 ? problems[0] : `errors:\n${problems.map((p) => `  ${p}`).join('\n')}`;
  throw new ApiError(500, '', `failed to create typed patch object ${about}: ${list}`);
}

/** The configuration without what the server writes itself. */
function withoutIdentity(applied: KubeObject): KubeObject {
  const {
    resourceVersion: _1,
    uid: _2,
    creationTimestamp: _3,
    generation: _4,
    selfLink: _5,
    ...metadata
  } = applied.metadata;
  const { status: _6, ...rest } = applied;
  return { ...rest, metadata } as unknown as KubeObject;
}

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** kubectl's record for its client-side apply is kept up where it is there. */
function withLastApplied(object: unknown, applied: KubeObject): unknown {
  const { metadata } = object as KubeObject;
  if (!metadata?.annotations?.[lastApplied]) return object;
  const { status: _gone, ...config } = applied;
  const annotations = { ...metadata.annotations, [lastApplied]: `${goJson(config)}\n` };
  return { ...(object as KubeObject), metadata: { ...metadata, annotations } };
}

interface Shares {
  readonly before: FieldTree | undefined;
  readonly now: FieldTree;
  readonly others: readonly Manager[];
}

/** Without the fields that only this manager had and that it names no more. */
function pruned(merged: unknown, shares: Shares, schema: Schema | undefined): unknown {
  if (shares.before === undefined) return merged;
  const kept = shares.others.reduce((all, one) => union(all, one.fields), shares.now);
  const gone = difference(shares.before, withPlaces(kept));
  return isEmptyTree(gone) ? merged : (withoutFields(merged, gone, schema) ?? {});
}

/** The set with every place on the way to a member as a member: a list item stays for its parts. */
function withPlaces(tree: FieldTree): FieldTree {
  if (isEmptyTree(tree)) return emptyTree;
  const children = new Map<string, FieldTree>();
  for (const [key, child] of tree.children) children.set(key, withPlaces(child));
  return { isMember: true, children };
}

interface Conflict {
  readonly one: Manager;
  readonly fields: FieldTree;
}

function managerText({ name, operation, subresource, apiVersion }: Manager): string {
  const sub = subresource ? ` with subresource ${JSON.stringify(subresource)}` : '';
  return `${JSON.stringify(name)}${sub}${operation === 'Update' ? ` using ${apiVersion}` : ''}`;
}

function conflictError(conflicts: readonly Conflict[]): ApiError {
  const all = conflicts
    .map(({ one, fields }) => ({
      who: managerText(one),
      paths: [...members(fields)].map(pathText).sort(),
    }))
    .sort((a, b) => (a.who < b.who ? -1 : 1));
  const count = all.reduce((sum, { paths }) => sum + paths.length, 0);
  const [first] = all;
  const text =
    count === 1
      ? `conflict with ${first?.who}: ${first?.paths[0]}`
      : all
          .map(
            ({ who, paths }) => `conflicts with ${who}:\n${paths.map((p) => `- ${p}`).join('\n')}`,
          )
          .join('\n');
  const noun = count === 1 ? 'conflict' : 'conflicts';
  return new ApiError(409, 'Conflict', `Apply failed with ${count} ${noun}: ${text}`, {
    causes: all.flatMap(({ who, paths }) =>
      paths.map((field) => ({
        reason: 'FieldManagerConflict',
        message: `conflict with ${who}`,
        field,
      })),
    ),
  });
}
