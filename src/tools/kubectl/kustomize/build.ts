// Builds what a kustomization describes: for -k and for the kustomize command.
import { isObject, type JsonObject } from '../../../base/json';
import type { Task } from '../../../base/sim';
import type { Process } from '../../../machine/types';
import { contentHash } from '../verbs/create/name-hash';
import { accumulate, type Build } from './accumulate';
import { buildFolder, loadKustomization, textsAt } from './load';
import { idOf, type KustObject, rename, withMetadata } from './model';
import { ordered } from './order';
import { fixReferences } from './references';
import { resolveVars } from './vars';

/** Builds a folder; warnings go to standard error. @throws PlainError with kustomize's words */
export function* buildKustomization(
  process: Process,
  path: string,
  isFree = false,
): Task<readonly JsonObject[]> {
  const build: Build = {
    process,
    root: buildFolder(process, path),
    isFree,
    warnings: [],
    vars: [],
  };
  let objects: readonly JsonObject[] = [];
  let mistake: unknown;
  try {
    objects = buildAll(build);
  } catch (error) {
    mistake = error ?? new Error('unknown');
  }
  for (const warning of build.warnings) yield* process.error(`${warning}\n`);
  if (mistake !== undefined) throw mistake;
  return objects;
}

function buildAll(build: Build): readonly JsonObject[] {
  const { process, root } = build;
  const { fields } = loadKustomization(process, root, []);
  const entries = accumulate(build, root, []);
  for (const entry of entries) {
    if (!entry.needsHash) continue;
    rename(entry, `${idOf(entry.object).name}-${contentHash(nameless(entry.object))}`);
  }
  fixReferences(entries);
  annotate(entries, textsAt(fields, 'buildMetadata'));
  resolveVars(entries, build.vars);
  const kept = entries.filter((one) => !isLocal(one.object));
  return ordered(kept, fields.sortOptions).map((one) => one.object);
}

/** Unlike `kubectl create --append-hash`, kustomize leaves the name out of what it hashes. */
function nameless(object: JsonObject): JsonObject {
  return withMetadata(object, { name: '' });
}

/** Objects that are meant for tools only stay inside. */
function isLocal({ metadata }: JsonObject): boolean {
  const annotations = isObject(metadata) ? metadata.annotations : undefined;
  const local = isObject(annotations)
    ? annotations['config.kubernetes.io/local-config']
    : undefined;
  return local !== undefined && local !== 'false';
}

/** buildMetadata: where objects came from and who made them. */
function annotate(entries: readonly KustObject[], wanted: readonly string[]): void {
  for (const entry of entries) {
    const metadata = isObject(entry.object.metadata) ? entry.object.metadata : {};
    if (wanted.includes('originAnnotations') && entry.origin !== '') {
      const annotations = {
        ...(isObject(metadata.annotations) ? metadata.annotations : {}),
        'config.kubernetes.io/origin': entry.origin,
      };
      entry.object = withMetadata(entry.object, { annotations });
    }
    if (wanted.includes('managedByLabel')) {
      const labels = {
        ...(isObject(metadata.labels) ? metadata.labels : {}),
        'app.kubernetes.io/managed-by': 'kustomize-v5.8.1',
      };
      entry.object = withMetadata(entry.object, { labels });
    }
  }
}
