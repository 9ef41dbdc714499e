// Builds what a kustomization describes: for -k and for the kustomize command.
import { isObject, type JsonObject } from '../../../base/json';
import type { Process } from '../../../machine/types';
import { contentHash } from '../verbs/create/name-hash';
import { accumulate, type Build } from './accumulate';
import { buildFolder, loadKustomization, mapAt, textsAt } from './load';
import { idOf, type KustObject, rename, withMetadata } from './model';
import { ordered } from './order';
import { fixReferences } from './references';

/** Objects in their order, and what is to be said on standard error. */
export interface Built {
  readonly objects: readonly JsonObject[];
  readonly warnings: readonly string[];
}

/** Builds a folder. @throws PlainError with kustomize's words */
export function buildKustomization(process: Process, path: string, isFree = false): Built {
  const root = buildFolder(process, path);
  const build: Build = { process, root, isFree, warnings: [] };
  const { fields } = loadKustomization(process, root);
  const entries = accumulate(build, root, []);
  for (const entry of entries) {
    if (!entry.needsHash) continue;
    rename(entry, `${idOf(entry.object).name}-${contentHash(entry.object)}`);
  }
  fixReferences(entries);
  annotate(entries, textsAt(fields, 'buildMetadata'));
  const objects = ordered(entries, mapAt(fields, 'sortOptions')).map((one) => one.object);
  return { objects, warnings: build.warnings };
}

/** buildMetadata: where objects came from and who made them. */
function annotate(entries: readonly KustObject[], wanted: readonly string[]): void {
  for (const entry of entries) {
    const metadata = isObject(entry.object.metadata) ? entry.object.metadata : {};
    if (wanted.includes('originAnnotations') && entry.origin !== '') {
      const annotations = {
        ...(isObject(metadata.annotations) ? metadata.annotations : {}),
        'config.kubernetes.io/origin': `path: ${entry.origin}\n`,
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
