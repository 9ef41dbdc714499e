// configMapGenerator and secretGenerator.
import { encodeBase64 } from '../../../base/base64';
import type { JsonObject } from '../../../base/json';
import { fail, PlainError } from '../framework/errors';
import { isText } from '../verbs/create/key-values';
import {
  type Kustomization,
  kustomizationName,
  mapAt,
  objectsAt,
  type Reading,
  readPart,
  relative,
  textsAt,
} from './load';
import { type KustObject, kustObject } from './model';

/** The generated objects. @throws PlainError */
export function generate(
  build: Reading & { readonly root: string },
  kustomization: Kustomization,
): KustObject[] {
  const { fields } = kustomization;
  const shared = mapAt(fields, 'generatorOptions');
  return [
    ...objectsAt(fields, 'configMapGenerator').map((one) =>
      make(build, kustomization, { spec: one, kind: 'ConfigMap', shared }),
    ),
    ...objectsAt(fields, 'secretGenerator').map((one) =>
      make(build, kustomization, { spec: one, kind: 'Secret', shared }),
    ),
  ];
}

interface Wanted {
  readonly spec: JsonObject;
  readonly kind: 'ConfigMap' | 'Secret';
  readonly shared: JsonObject;
}

function make(
  build: Reading & { readonly root: string },
  { folder }: Kustomization,
  wanted: Wanted,
): KustObject {
  const { spec, kind, shared } = wanted;
  const name = String(spec.name ?? '');
  if (name === '') fail('a configmap must have a name');
  const own = mapAt(spec, 'options');
  const labels = { ...mapAt(shared, 'labels'), ...mapAt(own, 'labels') };
  const annotations = { ...mapAt(shared, 'annotations'), ...mapAt(own, 'annotations') };
  const values = pairs(build, folder, spec);
  const data: Record<string, string> = {};
  const binaryData: Record<string, string> = {};
  for (const [key, value] of values) {
    if (Object.hasOwn(data, key) || Object.hasOwn(binaryData, key)) {
      fail(`configmap ${name} illegally repeats the key \`${key}\``);
    }
    if (kind === 'Secret') data[key] = encodeBase64(value);
    else if (isText(value)) data[key] = value;
    else binaryData[key] = encodeBase64(value);
  }
  const namespace = String(spec.namespace ?? '');
  const object: JsonObject = {
    apiVersion: 'v1',
    kind,
    metadata: {
      name,
      ...(namespace ? { namespace } : {}),
      ...(Object.keys(labels).length > 0 ? { labels } : {}),
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
    },
    ...(Object.keys(data).length > 0 ? { data } : {}),
    ...(Object.keys(binaryData).length > 0 ? { binaryData } : {}),
    ...(kind === 'Secret' ? { type: String(spec.type ?? 'Opaque') } : {}),
    ...(shared.immutable === true || own.immutable === true ? { immutable: true } : {}),
  };
  const needsHash = shared.disableNameSuffixHash !== true && own.disableNameSuffixHash !== true;
  return kustObject(object, {
    needsHash,
    behavior: String(spec.behavior ?? ''),
    origin:
      `configuredIn: ${placeOf(build, folder)}\nconfiguredBy:\n  apiVersion: builtin\n` +
      `  kind: ${kind}Generator\n`,
  });
}

/** The kustomization file as seen from where building began. */
function placeOf(build: Reading & { readonly root: string }, folder: string): string {
  return relative(build.root, `${folder}/${kustomizationName(build.process, folder)}`);
}

function pairs(build: Reading, folder: string, spec: JsonObject): [string, string][] {
  const out: [string, string][] = [];
  const read = (path: string, what: string) => {
    try {
      return readPart(build, folder, path);
    } catch (error) {
      if (!(error instanceof PlainError)) throw error;
      return fail(`loading KV pairs: ${what}: ${error.message}`);
    }
  };
  const envs = [...textsAt(spec, 'envs'), ...(spec.env ? [String(spec.env)] : [])];
  for (const path of envs) {
    for (const line of read(path, `env source files: [${envs.join(' ')}]`).split('\n')) {
      const trimmed = line.replace(/\r$/, '').trimStart();
      if (trimmed === '' || trimmed.startsWith('#')) continue;
      const at = trimmed.indexOf('=');
      const key = at < 0 ? trimmed : trimmed.slice(0, at);
      if (key !== '') out.push([key, at < 0 ? '' : trimmed.slice(at + 1)]);
    }
  }
  const literals = textsAt(spec, 'literals');
  for (const literal of literals) {
    const at = literal.indexOf('=');
    if (at <= 0) {
      fail(
        `loading KV pairs: literal sources [${literals.join(' ')}]: invalid literal source ` +
          `${literal}, expected key=value`,
      );
    }
    const value = literal.slice(at + 1);
    const isQuoted = /^(['"])[\s\S]*\1$/.test(value) && value.length > 1;
    out.push([literal.slice(0, at), isQuoted ? value.slice(1, -1) : value]);
  }
  const files = textsAt(spec, 'files');
  for (const source of files) {
    const wrong = sourceMistake(source);
    if (wrong !== undefined) {
      fail(`loading KV pairs: file sources: [${files.join(' ')}]: ${wrong}`);
    }
    const at = source.indexOf('=');
    const path = at < 0 ? source : source.slice(at + 1);
    const key = at < 0 ? (path.split('/').at(-1) ?? '') : source.slice(0, at);
    out.push([key, read(path, `file sources: [${files.join(' ')}]`)]);
  }
  return out;
}

function sourceMistake(source: string): string | undefined {
  const parts = source.split('=');
  const text = (value: string) => JSON.stringify(value);
  if (parts.length > 2) return `source ${text(source)} key name or file path contains '='`;
  if (parts.length === 2 && parts[0] === '') {
    return `missing key name for file path ${text(parts[1] ?? '')} in source ${text(source)}`;
  }
  if (parts.length === 2 && parts[1] === '') {
    return `missing file path for key name ${text(parts[0] ?? '')} in source ${text(source)}`;
  }
  return undefined;
}
