// Histories of templates: the ControllerRevisions of DaemonSets and StatefulSets.
import { fnv1a32, safeEncodeString } from '../../base/hash';
import { deepEqual, goJson } from '../../base/json';
import { matchesSelectorObject } from '../../base/labels';
import type { Task } from '../../base/sim';
import { controllerRevisions } from '../api/refs';
import type { ControllerRevision, PodTemplateSpec } from '../kinds/generated/types';
import { controllerOf, type KubeObject } from '../kinds/object';
import { type ControllerContext, informerOf } from './controller';
import { ignoring } from './outcomes';
import { ownerReference } from './pods';

export const revisionHashLabel = 'controller-revision-hash';

/** The owner's revisions, oldest first; orphans that its selector chooses are adopted. */
export function* historyOf(
  owner: KubeObject,
  selector: unknown,
  context: ControllerContext,
): Task<ControllerRevision[]> {
  const informer = informerOf<ControllerRevision>(context, 'controllerrevisions.apps');
  const found = [...informer.byController().get(owner.metadata.uid).values()];
  const orphans = informer.index('orphans', (one) =>
    controllerOf(one) ? [] : [one.metadata.namespace ?? ''],
  );
  for (const one of [...orphans.get(owner.metadata.namespace ?? '').values()]) {
    if (!matchesSelectorObject(selector, one.metadata.labels)) continue;
    const ownerReferences = [...(one.metadata.ownerReferences ?? []), ownerReference(owner)];
    const body = { metadata: { uid: one.metadata.uid, ownerReferences } };
    const patch = { type: 'merge', body } as const;
    const request = context.client.patch(controllerRevisions, one.metadata, patch);
    const adopted = yield* ignoring(['NotFound', 'Conflict', 'Invalid'], request);
    if (adopted) found.push(adopted);
  }
  return found.sort((a, b) => a.revision - b.revision || byName(a, b));
}

function byName(a: KubeObject, b: KubeObject): number {
  return a.metadata.name < b.metadata.name ? -1 : 1;
}

/** What a revision keeps of its owner: a patch that restores the template. */
export function revisionData(template: PodTemplateSpec): ControllerRevision['data'] {
  return { spec: { template: { ...template, $patch: 'replace' } } } as never;
}

/** The template that a revision restores. */
export function templateOf(revision: ControllerRevision): PodTemplateSpec | undefined {
  const data = revision.data as unknown as { spec?: { template?: PodTemplateSpec } } | undefined;
  if (data?.spec?.template === undefined) return undefined;
  const { $patch: _directive, ...template } = data.spec.template as PodTemplateSpec & {
    $patch?: string;
  };
  return template;
}

export function hashOf(data: ControllerRevision['data'], collisions: number | undefined): string {
  return safeEncodeString(String(fnv1a32(goJson(data) + (collisions ?? ''))));
}

/** What a new revision looks like apart from its number. */
export interface RevisionRecipe {
  readonly template: PodTemplateSpec;
  readonly collisions: number | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  /** Labels besides the template's, given the hash. */
  readonly labels: (hash: string) => Readonly<Record<string, string>>;
}

/** All revisions, and the one that is the present template's; made or renumbered where needed. */
export function* ensureRevision(
  owner: KubeObject,
  history: readonly ControllerRevision[],
  recipe: RevisionRecipe,
  context: ControllerContext,
): Task<{ readonly current: ControllerRevision; readonly all: readonly ControllerRevision[] }> {
  const data = revisionData(recipe.template);
  const equal = history.filter((one) => deepEqual(one.data, data));
  const next = (history[history.length - 1]?.revision ?? 0) + 1;
  const kept = equal[equal.length - 1];
  if (kept === undefined) {
    const current = yield* createRevision(owner, data, next, recipe, context);
    return { current, all: [...history, current] };
  }
  if (kept.revision === next - 1) return { current: kept, all: history };
  const renumbered = { ...kept, revision: next };
  const current = yield* context.client.update(controllerRevisions, renumbered);
  const others = history.filter((one) => one.metadata.uid !== kept.metadata.uid);
  return { current, all: [...others, current] };
}

function* createRevision(
  owner: KubeObject,
  data: ControllerRevision['data'],
  revision: number,
  recipe: RevisionRecipe,
  context: ControllerContext,
): Task<ControllerRevision> {
  const { name, namespace } = owner.metadata;
  const hash = hashOf(data, recipe.collisions);
  const made = {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: `${name}-${hash}`,
      uid: '',
      ...(namespace ? { namespace } : {}),
      labels: { ...recipe.template.metadata?.labels, ...recipe.labels(hash) },
      ...(recipe.annotations ? { annotations: recipe.annotations } : {}),
      ownerReferences: [ownerReference(owner)],
    },
    data,
    revision,
  };
  const created = yield* ignoring(
    ['AlreadyExists'],
    context.client.create(controllerRevisions, made as unknown as KubeObject),
  );
  return (
    created ?? (yield* context.client.get(controllerRevisions, namespace ?? '', made.metadata.name))
  );
}

/** Deletes the oldest revisions beyond the limit that nothing uses any more. */
export function* truncateHistory(
  all: readonly ControllerRevision[],
  isUsed: (revision: ControllerRevision) => boolean,
  limit: number,
  context: ControllerContext,
): Task<void> {
  const unused = all.filter((one) => !isUsed(one));
  for (const one of unused.slice(0, Math.max(0, unused.length - limit))) {
    yield* ignoring(['NotFound'], context.client.delete(controllerRevisions, one.metadata));
  }
}
