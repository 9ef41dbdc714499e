// Gathers a kustomization's objects: resources of files and folders, generators, components; then
// its transformers change them.
import { isObject, type JsonObject } from '../../../base/json';
import { parseYamlDocuments } from '../../../base/yaml';
import type { Process } from '../../../machine/types';
import { flattenList } from '../builder/files';
import { fail, PlainError } from '../framework/errors';
import { generate } from './generators';
import { buildFolder, joined, type Kustomization, loadKustomization, missingText, objectsAt, textsAt } from './load';
import { idOf, idText, type KustObject, kustObject } from './model';
import { transform } from './transform';

/** What building needs to know everywhere. */
export interface Build {
  readonly process: Process;
  readonly root: string;
  /** Files outside of the folder may be read. */
  readonly isFree: boolean;
  readonly warnings: string[];
}

/** The objects of a folder. @throws PlainError */
export function accumulate(
  build: Build,
  folder: string,
  visited: readonly string[],
  inherited: KustObject[] = [],
): KustObject[] {
  const kustomization = loadKustomization(build.process, folder);
  build.warnings.push(...kustomization.warnings);
  const { fields } = kustomization;
  let entries: KustObject[] = [...inherited];
  for (const path of [...textsAt(fields, 'resources'), ...textsAt(fields, 'bases')]) {
    addAll(entries, resource(build, kustomization, path, [...visited, folder]), folder, path, build);
  }
  for (const made of generate(build.process, kustomization)) merge(entries, made);
  for (const path of textsAt(fields, 'components')) {
    const at = joined(build.process, folder, path);
    buildFolder(build.process, at);
    entries = accumulate(build, at, [...visited, folder], entries);
  }
  if (objectsAt(fields, 'helmCharts').length > 0) {
    fail(
      'trouble configuring builtin HelmChartInflationGenerator with config: `\n' +
        `name: ${String(objectsAt(fields, 'helmCharts')[0]?.name ?? '')}\n` +
        '`: must specify --enable-helm',
    );
  }
  return transform(build, kustomization, entries);
}

function addAll(
  entries: KustObject[],
  more: readonly KustObject[],
  folder: string,
  path: string,
  build: Build,
): void {
  for (const one of more) {
    const id = idOf(one.object);
    const twin = entries.find((two) => sameId(two, one));
    if (twin !== undefined) {
      const full = joined(build.process, folder, path);
      const what = `may not add resource with an already registered id: ${idText(id)}`;
      if (build.process.files.isDir(full)) {
        fail(
          `accumulating resources: accumulation err='accumulating resources from '${path}': ` +
            `'${full}' must resolve to a file': recursed merging from path '${full}': ${what}`,
        );
      }
      fail(`accumulating resources: ${what}`);
    }
    entries.push(one);
  }
}

function sameId(a: KustObject, b: KustObject): boolean {
  const [x, y] = [idOf(a.object), idOf(b.object)];
  return (
    x.group === y.group && x.kind === y.kind && x.name === y.name && x.namespace === y.namespace
  );
}

function resource(
  build: Build,
  { folder }: Kustomization,
  path: string,
  visited: readonly string[],
): KustObject[] {
  const { process } = build;
  const full = joined(process, folder, path);
  if (process.files.isDir(full)) {
    const head =
      `accumulating resources: accumulation err='accumulating resources from '${path}': ` +
      `'${full}' must resolve to a file'`;
    if (visited.includes(full) || visited.some((one) => one.startsWith(`${full}/`))) {
      const seen = visited.find((one) => one === full || one.startsWith(`${full}/`)) ?? full;
      fail(`${head}: cycle detected: candidate root '${full}' contains visited root '${seen}'`);
    }
    try {
      return accumulate(build, full, visited);
    } catch (error) {
      if (!(error instanceof PlainError)) throw error;
      return fail(`${head}: recursed accumulation of path '${full}': ${error.message}`);
    }
  }
  const missing = missingText(process, full);
  if (missing !== undefined) {
    fail(
      `accumulating resources: accumulation err='accumulating resources from '${path}': ` +
        `${missing}': must build at directory: not a valid directory: ${missing}`,
    );
  }
  const isOutside = !full.startsWith(`${folder}/`);
  if (isOutside && !build.isFree) {
    fail(
      `accumulating resources: accumulation err='accumulating resources from '${path}': ` +
        `security; file '${full}' is not in or below '${folder}'': must build at directory: ` +
        `'${full}': file is not directory`,
    );
  }
  return readResources(build, { path, full });
}

function readResources(build: Build, at: { readonly path: string; readonly full: string }): KustObject[] {
  const { documents, errors } = parseYamlDocuments(build.process.files.read(at.full));
  const head = `accumulating resources from '${at.path}'`;
  if (errors[0] !== undefined) {
    fail(
      `accumulating resources: ${head}: MalformedYAMLError: ${errors[0].yaml} in File: ${at.path}`,
    );
  }
  const origin = relative(build.root, at.full);
  return documents
    .map((one) => one.value)
    .filter(isObject)
    .flatMap(flattenList)
    .map((object) => {
      checkObject(object, { head, full: at.full });
      return kustObject(object, { origin });
    });
}

function checkObject(
  object: JsonObject,
  at: { readonly head: string; readonly full: string },
): void {
  const { name, kind } = idOf(object);
  const wrong = (why: string) =>
    fail(
      `accumulating resources: accumulation err='${at.head}': ${why}': must build at directory: ` +
        `'${at.full}': file is not directory`,
    );
  if (kind === '') wrong('missing kind in object');
  const metadata = isObject(object.metadata) ? object.metadata : {};
  if (name === '' && metadata.generateName === undefined) {
    const version = String(object.apiVersion ?? '');
    wrong(`missing metadata.name in object {{${version} ${kind}} {${name} } map[] map[]}}`);
  }
}

/** A path as seen from a folder. */
function relative(from: string, to: string): string {
  const [a, b] = [from.split('/'), to.split('/')];
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return [...a.slice(i).map(() => '..'), ...b.slice(i)].join('/');
}

/** A generated object joins the others as its behavior says. @throws PlainError */
function merge(entries: KustObject[], made: KustObject): void {
  const id = idOf(made.object);
  const at = entries.findIndex((one) => {
    const other = idOf(one.object);
    return other.kind === id.kind && one.names.includes(id.name) && other.namespace === id.namespace;
  });
  const shown =
    `id resid.ResId{Gvk:resid.Gvk{Group:"${id.group}", Version:"${id.version}", ` +
    `Kind:"${id.kind}", isClusterScoped:false}, Name:"${id.name}", Namespace:"${id.namespace}"}`;
  const head = `merging from generator &{0xc0001a2000 <nil>}: ${shown}`;
  const behavior = ['create', 'merge', 'replace'].includes(made.behavior)
    ? made.behavior
    : 'unspecified';
  const old = entries[at];
  if (old === undefined) {
    if (behavior === 'merge' || behavior === 'replace') {
      fail(`${head} does not exist; cannot merge or replace`);
    }
    entries.push(made);
    return;
  }
  if (behavior === 'unspecified' || behavior === 'create') {
    fail(
      `${head} exists; can not use behavior: '${behavior}', behavior must be merge or replace`,
    );
  }
  const metadata = {
    ...(isObject(old.object.metadata) ? old.object.metadata : {}),
  };
  const combined: JsonObject =
    behavior === 'replace'
      ? { ...made.object, metadata }
      : { ...old.object, ...combine(old.object, made.object), metadata };
  old.object = combined;
  old.needsHash = made.needsHash;
}

function combine(a: JsonObject, b: JsonObject): JsonObject {
  const out: Record<string, JsonObject[string]> = {};
  for (const field of ['data', 'binaryData']) {
    const [x, y] = [a[field], b[field]];
    if (x === undefined && y === undefined) continue;
    out[field] = { ...(isObject(x) ? x : {}), ...(isObject(y) ? y : {}) };
  }
  return out;
}
