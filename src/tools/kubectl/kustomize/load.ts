// Reading kustomization files and the files they name.
import { isObject, type JsonObject } from '../../../base/json';
import { parseYamlDocuments } from '../../../base/yaml';
import { errorText, SystemError } from '../../../machine/errno';
import type { Process } from '../../../machine/types';
import { fail } from '../framework/errors';

const names = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

const known = new Set(
  (
    'apiVersion kind metadata openapi namePrefix nameSuffix namespace commonLabels labels ' +
    'commonAnnotations patchesStrategicMerge patchesJson6902 patches images imageTags ' +
    'replacements replicas vars sortOptions resources components crds bases configMapGenerator ' +
    'secretGenerator helmGlobals helmCharts helmChartInflationGenerator generatorOptions ' +
    'configurations generators transformers validators buildMetadata'
  ).split(' '),
);

const deprecated: readonly (readonly [string, string])[] = [
  ['commonLabels', 'labels'],
  ['patchesStrategicMerge', 'patches'],
  ['patchesJson6902', 'patches'],
  ['bases', 'resources'],
  ['vars', 'replacements'],
];

/** A kustomization with its folder. */
export interface Kustomization {
  readonly folder: string;
  readonly fields: JsonObject;
  readonly warnings: readonly string[];
}

/** The folder's absolute path. @throws PlainError with kustomize's words */
export function buildFolder(process: Process, path: string): string {
  const full = process.files.resolve(path);
  if (!process.files.exists(full)) {
    fail(
      `must build at directory: not a valid directory: evalsymlink failure on '${path}' : ` +
        `lstat ${full}: no such file or directory`,
    );
  }
  if (!process.files.isDir(full)) fail(`must build at directory: '${path}': file is not directory`);
  return full;
}

/** Reads a folder's kustomization. @throws PlainError */
export function loadKustomization(process: Process, folder: string): Kustomization {
  const found = names.filter((name) => process.files.isFile(`${folder}/${name}`));
  const [name] = found;
  if (name === undefined) {
    fail(
      `unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in ` +
        `directory '${folder}'`,
    );
  }
  if (found.length > 1) fail(`Found multiple kustomization files under: ${folder}`);
  const text = process.files.read(`${folder}/${name ?? ''}`);
  if (text.trim() === '') fail('kustomization.yaml is empty');
  const { documents, errors } = parseYamlDocuments(text);
  if (errors[0] !== undefined) fail(`invalid Kustomization: ${errors[0].yaml}`);
  const value = documents[0]?.value;
  const fields = isObject(value) ? value : {};
  for (const key of Object.keys(fields)) {
    if (!known.has(key)) fail(`invalid Kustomization: json: unknown field ${JSON.stringify(key)}`);
  }
  const content = Object.keys(fields).filter((key) => key !== 'kind' && key !== 'apiVersion');
  if (content.length === 0) fail('kustomization.yaml is empty');
  const warnings = deprecated
    .filter(([old]) => fields[old] !== undefined)
    .map(
      ([old, better]) =>
        `# Warning: '${old}' is deprecated. Please use '${better}' instead. Run 'kustomize edit ` +
        "fix' to update your Kustomization automatically.",
    );
  return { folder, fields, warnings };
}

/** `evalsymlink failure on 'X' : lstat X: no such file or directory`, undefined when it exists. */
export function missingText(process: Process, full: string): string | undefined {
  if (process.files.exists(full)) return undefined;
  return `evalsymlink failure on '${full}' : lstat ${full}: no such file or directory`;
}

/** A file's text. @throws PlainError */
export function readPart(process: Process, full: string): string {
  const missing = missingText(process, full);
  if (missing !== undefined) fail(missing);
  try {
    return process.files.read(full);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    return fail(`read ${full}: ${errorText(error).toLowerCase()}`);
  }
}

/** Joins a path with a folder and takes the dots out. */
export function joined(process: Process, folder: string, path: string): string {
  return process.files.resolve(path.startsWith('/') ? path : `${folder}/${path}`);
}

/** A list of objects in a kustomization. */
export function objectsAt(fields: JsonObject, key: string): JsonObject[] {
  const value = fields[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** A list of texts in a kustomization. */
export function textsAt(fields: JsonObject, key: string): string[] {
  const value = fields[key];
  return Array.isArray(value) ? value.map(String) : [];
}

/** A map of texts. */
export function mapAt(fields: JsonObject, key: string): JsonObject {
  const value = fields[key];
  return isObject(value) ? value : {};
}
