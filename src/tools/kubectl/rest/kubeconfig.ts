// kubeconfig files: finding, reading, merging and writing them, as client-go's clientcmd does.
import { decodeBase64Bytes } from '../../../base/base64';
import { isObject, type JsonObject } from '../../../base/json';
import { parseYamlDocuments, printYaml } from '../../../base/yaml';
import { SystemError, strerror } from '../../../machine/errno';
import type { Process } from '../../../machine/types';
import { fail } from '../framework/errors';

/** A named entry and the file it stands in. */
export interface ConfigEntry {
  readonly value: JsonObject;
  /** '' for a new one. */
  readonly file: string;
}

/** One or several files, merged. */
export interface KubeConfig {
  clusters: Map<string, ConfigEntry>;
  contexts: Map<string, ConfigEntry>;
  users: Map<string, ConfigEntry>;
  currentContext: string;
  /** The file current-context came from. */
  currentContextFile: string;
}

/** The kinds of named entries: [list in the file, key of the value]. */
export const sections = [
  ['clusters', 'cluster'],
  ['contexts', 'context'],
  ['users', 'user'],
] as const;

/** Which files count. `isExplicit`: given by --kubeconfig, so it must exist. */
export interface ConfigPaths {
  readonly files: readonly string[];
  readonly isExplicit: boolean;
}

/** The files of --kubeconfig, else $KUBECONFIG, else ~/.kube/config. */
export function configPaths(process: Process, flag: string): ConfigPaths {
  if (flag !== '') return { files: [flag], isExplicit: true };
  const listed = (process.env.get('KUBECONFIG') ?? '').split(':').filter((path) => path !== '');
  if (listed.length > 0) return { files: [...new Set(listed)], isExplicit: false };
  return { files: [`${homeOf(process)}/.kube/config`], isExplicit: false };
}

export function homeOf(process: Process): string {
  return process.env.get('HOME') ?? '';
}

export function emptyConfig(): KubeConfig {
  return {
    clusters: new Map(),
    contexts: new Map(),
    users: new Map(),
    currentContext: '',
    currentContextFile: '',
  };
}

/** Reads and merges: what an earlier file says wins. @throws PlainError */
export function loadConfig(process: Process, paths: ConfigPaths, mustExist = true): KubeConfig {
  const merged = emptyConfig();
  for (const file of paths.files) {
    if (paths.isExplicit && mustExist && !process.files.exists(file)) {
      fail(`stat ${file}: no such file or directory`);
    }
    const one = readConfigFile(process, file);
    if (one === undefined) continue;
    for (const [section] of sections) {
      for (const [name, entry] of one[section]) {
        if (!merged[section].has(name)) merged[section].set(name, entry);
      }
    }
    if (merged.currentContext === '') {
      merged.currentContext = one.currentContext;
      merged.currentContextFile = file;
    }
  }
  return merged;
}

/** One file; undefined when there is none. @throws PlainError */
export function readConfigFile(process: Process, file: string): KubeConfig | undefined {
  let text: string;
  try {
    text = process.files.read(file);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    const operation = error.code === 'EISDIR' ? 'read' : 'open';
    const why = strerror(error.code).toLowerCase();
    return fail(`error loading config file "${file}": ${operation} ${file}: ${why}`);
  }
  return parseConfig(text, file);
}

function parseConfig(text: string, file: string): KubeConfig {
  const config = emptyConfig();
  const { documents, errors } = parseYamlDocuments(text);
  const wrong = (why: string): never => fail(`error loading config file "${file}": ${why}`);
  if (errors[0] !== undefined) wrong(errors[0].yaml);
  const root = documents[0]?.value;
  if (root === undefined || root === null) return config;
  if (!isObject(root)) {
    return wrong(
      "couldn't get version/kind; json parse error: json: cannot unmarshal " +
        `${typeof root} into Go value of type struct { APIVersion string ` +
        '"json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }',
    );
  }
  const kind = String(root.kind ?? 'Config');
  const version = String(root.apiVersion ?? 'v1');
  if (kind !== 'Config' || version !== 'v1') {
    const scheme = 'scheme "pkg/runtime/scheme.go:111"';
    wrong(`no kind "${kind}" is registered for version "${version}" in ${scheme}`);
  }
  for (const [section, key] of sections) {
    const list = root[section];
    if (!Array.isArray(list)) continue;
    for (const item of list) {
      if (!isObject(item)) continue;
      const value = item[key];
      config[section].set(String(item.name ?? ''), { value: isObject(value) ? value : {}, file });
    }
  }
  for (const entry of config.clusters.values()) {
    checkBase64(entry.value['certificate-authority-data'], wrong);
  }
  for (const entry of config.users.values()) {
    checkBase64(entry.value['client-certificate-data'], wrong);
    checkBase64(entry.value['client-key-data'], wrong);
  }
  config.currentContext = String(root['current-context'] ?? '');
  config.currentContextFile = file;
  return config;
}

function checkBase64(value: unknown, wrong: (why: string) => never): void {
  if (typeof value !== 'string') return;
  const result = decodeBase64Bytes(value.replace(/\s/g, ''));
  if ('at' in result) wrong(`illegal base64 data at input byte ${result.at}`);
}

/** The object that a file of this configuration holds. */
export function configObject(config: KubeConfig): JsonObject {
  const object: Record<string, JsonObject[string]> = { apiVersion: 'v1' };
  for (const [section, key] of sections) {
    const names = [...config[section].keys()].sort((a, b) => (a < b ? -1 : 1));
    object[section] =
      names.length === 0
        ? null
        : names.map((name) => ({ [key]: config[section].get(name)?.value ?? {}, name }));
  }
  object['current-context'] = config.currentContext;
  object.kind = 'Config';
  return object;
}

/** Writes one file. */
export function writeConfigFile(process: Process, file: string, config: KubeConfig): void {
  const folder = file.replace(/\/[^/]*$/, '');
  if (folder !== file && folder !== '') process.files.mkdirAll(folder);
  process.files.write(file, printYaml(configObject(config)), 0o600);
}
