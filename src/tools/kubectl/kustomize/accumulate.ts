// Gathers a kustomization's objects: resources of files and folders, generators, components; then
// its transformers change them.
import { formatGoValue, goQuote } from '../../../base/go-format';
import { isObject, type JsonObject } from '../../../base/json';
import { parseYamlDocuments } from '../../../base/yaml';
import type { Process } from '../../../machine/types';
import { flattenList } from '../builder/files';
import { fail, PlainError } from '../framework/errors';
import { absorb } from './absorb';
import { generate } from './generators';
import {
  buildFolder,
  joined,
  type Kustomization,
  LoadMistake,
  loadKustomization,
  missingText,
  objectsAt,
  relative,
  textsAt,
} from './load';
import { idOf, idText, type KustObject, kustObject } from './model';
import { transform } from './transform';

/** What building needs to know everywhere. */
export interface Build {
  readonly process: Process;
  readonly root: string;
  /** Files outside of the folder may be read. */
  readonly isFree: boolean;
  readonly warnings: string[];
  /** vars of all kustomizations, and what they can point at. */
  readonly vars: JsonObject[];
}

/** The objects of a folder. @throws PlainError */
export function accumulate(
  build: Build,
  folder: string,
  visited: readonly string[],
  inherited?: KustObject[],
): KustObject[] {
  const place = inherited ? 'component' : visited.length > 0 ? 'base' : 'root';
  const kustomization = loadKustomization(build.process, folder, build.warnings);
  checkKind(kustomization, place);
  const { fields } = kustomization;
  let entries: KustObject[] = [...(inherited ?? [])];
  for (const path of [...textsAt(fields, 'resources'), ...textsAt(fields, 'bases')]) {
    addAll(
      entries,
      resource(build, kustomization, path, [...visited, folder]),
      folder,
      path,
      build,
    );
  }
  for (const made of generate(build, kustomization)) absorb(entries, made);
  for (const path of textsAt(fields, 'components')) {
    entries = component(build, path, [...visited, folder], entries);
  }
  if (objectsAt(fields, 'helmCharts').length > 0) {
    fail(
      'trouble configuring builtin HelmChartInflationGenerator with config: `\n' +
        `name: ${String(objectsAt(fields, 'helmCharts')[0]?.name ?? '')}\n` +
        '`: must specify --enable-helm',
    );
  }
  build.vars.push(...objectsAt(fields, 'vars'));
  return transform(build, kustomization, entries);
}

/** Components and bases must be what their place says. */
function checkKind({ fields, folder }: Kustomization, place: 'component' | 'base' | 'root'): void {
  const isComponent = fields.kind === 'Component';
  if (place === 'component' && !isComponent) {
    const kind = String(fields.kind ?? 'Kustomization');
    fail(`expected kind 'Component' for path '${folder}' but got '${kind}'`);
  }
  if (place === 'base' && isComponent) fail(`expected kind != 'Component' for path '${folder}'`);
}

/** A component's folder changes the objects gathered so far. */
function component(
  build: Build,
  path: string,
  visited: readonly string[],
  entries: KustObject[],
): KustObject[] {
  const { process } = build;
  const full = joined(process, visited.at(-1) ?? '', path);
  const quoted = (error: unknown, head: string): never => {
    if (!(error instanceof PlainError)) throw error;
    return fail(`accumulating components: ${head} ${goQuote(error.message)}`);
  };
  try {
    buildFolder(process, full);
    refuseCycle(full, visited);
  } catch (error) {
    quoted(error, 'loader.New');
  }
  try {
    return inFolder(full, () => accumulate(build, full, visited, entries));
  } catch (error) {
    return quoted(error, 'accumulateDirectory:');
  }
}

/** Mistakes in a folder's kustomization file and those of its objects have different heads. */
function inFolder<T>(full: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof LoadMistake) {
      if (error.isTop) throw error.within(`couldn't make target for path '${full}'`);
    }
    if (!(error instanceof PlainError) || /^expected kind/.test(error.message)) throw error;
    return fail(`recursed accumulation of path '${full}': ${error.message}`);
  }
}

function refuseCycle(full: string, visited: readonly string[]): void {
  const seen = [...visited].reverse().find((one) => one === full || one.startsWith(`${full}/`));
  if (seen === undefined) return;
  fail(`cycle detected: candidate root '${full}' contains visited root '${seen}'`);
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
  if (/^https?:\/\//.test(path)) refuseUrl(path);
  const full = joined(process, folder, path);
  if (process.files.isDir(full)) {
    const head =
      `accumulating resources: accumulation err='accumulating resources from '${path}': ` +
      `'${full}' must resolve to a file'`;
    try {
      refuseCycle(full, visited);
      return inFolder(full, () => accumulate(build, full, visited));
    } catch (error) {
      if (!(error instanceof PlainError)) throw error;
      return fail(`${head}: ${error.message}`);
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

/** There is no way out: names of other hosts are not found. */
function refuseUrl(url: string): never {
  const host = /^https?:\/\/([^/:]*)/.exec(url)?.[1] ?? '';
  return fail(
    `accumulating resources: accumulation err='accumulating resources from '${url}': Get "${url}": ` +
      `dial tcp: lookup ${host}: no such host': no 'git' program on path: exec: "git": ` +
      'executable file not found in $PATH',
  );
}

function readResources(
  build: Build,
  at: { readonly path: string; readonly full: string },
): KustObject[] {
  const { documents, errors } = parseYamlDocuments(build.process.files.read(at.full));
  const head = `accumulating resources from '${at.path}'`;
  if (errors[0] !== undefined) {
    fail(
      `accumulating resources: ${head}: MalformedYAMLError: ${errors[0].yaml} in File: ${at.path}`,
    );
  }
  const origin = `path: ${relative(build.root, at.full)}\n`;
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
  const { name, kind, namespace } = idOf(object);
  const metadata = isObject(object.metadata) ? object.metadata : {};
  const shown =
    `{{${String(object.apiVersion ?? '')} ${kind}} {{${name} ${namespace}} ` +
    `${formatGoValue(metadata.labels ?? {})} ${formatGoValue(metadata.annotations ?? {})}}}`;
  const wrong = (why: string) =>
    fail(
      `accumulating resources: accumulation err='${at.head}: ${why} in object ${shown}': ` +
        `must build at directory: '${at.full}': file is not directory`,
    );
  if (kind === '') wrong('missing Resource kind');
  if (name === '' && !kind.endsWith('List')) wrong('missing metadata.name');
}
