// Reading kustomization files and the files they name.
import { isObject, type JsonObject } from '../../../base/json';
import { parseYamlDocuments } from '../../../base/yaml';
import { errorText, SystemError } from '../../../machine/errno';
import type { Process } from '../../../machine/types';
import { fail, PlainError } from '../framework/errors';
import { kustomizationMistake } from './decode';

const names = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

const deprecated: readonly (readonly [string, string, string?])[] = [
  ['bases', 'resources'],
  ['commonLabels', 'labels'],
  ['imageTags', 'images'],
  ['patchesJson6902', 'patches'],
  ['patchesStrategicMerge', 'patches'],
  ['vars', 'replacements', '[EXPERIMENTAL] '],
];

/** A kustomization with its folder. */
export interface Kustomization {
  readonly folder: string;
  readonly fields: JsonObject;
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

/** A kustomization file could not be read; whoever names its folder says so. */
export class LoadMistake extends PlainError {
  readonly isTop: boolean;

  constructor(message: string, isTop = true) {
    super(message);
    this.isTop = isTop;
  }

  within(head: string): LoadMistake {
    return new LoadMistake(`${head}: ${this.message}`, false);
  }
}

/** Reads a folder's kustomization and notes what is deprecated. @throws LoadMistake */
export function loadKustomization(
  process: Process,
  folder: string,
  warnings: string[],
): Kustomization {
  try {
    const fields = readFields(process, folder);
    for (const [old, better, more = ''] of deprecated) {
      if (!Array.isArray(fields[old]) && !isObject(fields[old])) continue;
      warnings.push(
        `# Warning: '${old}' is deprecated. Please use '${better}' instead. ${more}Run ` +
          "'kustomize edit fix' to update your Kustomization automatically.",
      );
    }
    checkContent(fields, folder);
    return { folder, fields };
  } catch (error) {
    throw error instanceof PlainError ? new LoadMistake(error.message) : error;
  }
}

function readFields(process: Process, folder: string): JsonObject {
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
  const value = documents[0]?.value ?? null;
  const mistake = kustomizationMistake(value);
  if (mistake !== undefined) fail(`invalid Kustomization: ${mistake}`);
  return isObject(value) ? value : {};
}

const versions = 'kustomize.config.k8s.io/';

function checkContent(fields: JsonObject, folder: string): void {
  const content = Object.keys(fields).filter(
    (key) => key !== 'kind' && key !== 'apiVersion' && fields[key] !== null && fields[key] !== '',
  );
  if (content.length === 0) fail('kustomization.yaml is empty');
  const kind = String(fields.kind || 'Kustomization');
  const version = `${versions}${kind === 'Component' ? 'v1alpha1' : 'v1beta1'}`;
  const wrong: string[] = [];
  if (kind !== 'Kustomization' && kind !== 'Component') {
    wrong.push('kind should be Kustomization or Component');
  }
  if (fields.apiVersion && fields.apiVersion !== version) {
    wrong.push(`apiVersion for ${kind} should be ${version}`);
  }
  if (wrong.length === 0) return;
  fail(`Failed to read kustomization file under ${folder}:\n${wrong.join('\n')}`);
}

/** `evalsymlink failure on 'X' : lstat X: no such file or directory`, undefined when it exists. */
export function missingText(process: Process, full: string): string | undefined {
  if (process.files.exists(full)) return undefined;
  return `evalsymlink failure on '${full}' : lstat ${full}: no such file or directory`;
}

/** Who reads, and what is allowed. */
export interface Reading {
  readonly process: Process;
  /** Files outside of the folder may be read. */
  readonly isFree: boolean;
}

/** The text of a file that a folder's kustomization names. @throws PlainError */
export function readPart({ process, isFree }: Reading, folder: string, path: string): string {
  const full = joined(process, folder, path);
  const missing = missingText(process, full);
  if (missing !== undefined) fail(missing);
  if (process.files.isDir(full)) fail(`'${full}' must resolve to a file`);
  if (!isFree && !full.startsWith(folder === '/' ? '/' : `${folder}/`)) {
    fail(`security; file '${full}' is not in or below '${folder}'`);
  }
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

/** A path as seen from a folder. */
export function relative(from: string, to: string): string {
  const [a, b] = [from.split('/'), to.split('/')];
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return [...a.slice(i).map(() => '..'), ...b.slice(i)].join('/');
}

/** The name of a folder's kustomization file. */
export function kustomizationName(process: Process, folder: string): string {
  return names.find((name) => process.files.isFile(`${folder}/${name}`)) ?? '';
}
