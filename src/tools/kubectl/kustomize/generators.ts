// configMapGenerator and secretGenerator.
import { encodeBase64 } from '../../../base/base64';
import type { JsonObject } from '../../../base/json';
import type { Process } from '../../../machine/types';
import { fail } from '../framework/errors';
import { isText } from '../verbs/create/key-values';
import { joined, type Kustomization, mapAt, missingText, objectsAt, textsAt } from './load';
import { type KustObject, kustObject } from './model';

/** The generated objects. @throws PlainError */
export function generate(process: Process, kustomization: Kustomization): KustObject[] {
  const { fields } = kustomization;
  const shared = mapAt(fields, 'generatorOptions');
  return [
    ...objectsAt(fields, 'configMapGenerator').map((one) =>
      make(process, kustomization, { spec: one, kind: 'ConfigMap', shared }),
    ),
    ...objectsAt(fields, 'secretGenerator').map((one) =>
      make(process, kustomization, { spec: one, kind: 'Secret', shared }),
    ),
  ];
}

interface Wanted {
  readonly spec: JsonObject;
  readonly kind: 'ConfigMap' | 'Secret';
  readonly shared: JsonObject;
}

function make(process: Process, { folder }: Kustomization, wanted: Wanted): KustObject {
  const { spec, kind, shared } = wanted;
  const name = String(spec.name ?? '');
  if (name === '') fail(`a ${kind.toLowerCase()} must have a name`);
  const own = mapAt(spec, 'options');
  const options = { ...shared, ...own };
  const labels = { ...mapAt(shared, 'labels'), ...mapAt(own, 'labels') };
  const annotations = { ...mapAt(shared, 'annotations'), ...mapAt(own, 'annotations') };
  const values = pairs(process, folder, spec);
  const data: Record<string, string> = {};
  const binaryData: Record<string, string> = {};
  for (const [key, value] of values) {
    if (key in data || key in binaryData) {
      fail(`${kind.toLowerCase()} ${name} illegally repeats the key \`${key}\``);
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
    ...(options.immutable === true ? { immutable: true } : {}),
  };
  const needsHash = options.disableNameSuffixHash !== true;
  return kustObject(object, { needsHash, behavior: String(spec.behavior ?? '') });
}

function pairs(process: Process, folder: string, spec: JsonObject): [string, string][] {
  const out: [string, string][] = [];
  const read = (path: string, what: string) => {
    const full = joined(process, folder, path);
    const missing = missingText(process, full);
    if (missing !== undefined) fail(`loading KV pairs: ${what}: ${missing}`);
    return process.files.read(full);
  };
  const envs = [...textsAt(spec, 'envs'), ...(spec.env ? [String(spec.env)] : [])];
  for (const path of envs) {
    for (const line of read(path, `env source files: [${envs.join(' ')}]`).split('\n')) {
      const trimmed = line.replace(/\r$/, '').trimStart();
      if (trimmed === '' || trimmed.startsWith('#')) continue;
      const at = trimmed.indexOf('=');
      if (at >= 0) out.push([trimmed.slice(0, at), trimmed.slice(at + 1)]);
      else out.push([trimmed, process.env.get(trimmed) ?? '']);
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
    const at = source.indexOf('=');
    const path = at < 0 ? source : source.slice(at + 1);
    const key = at < 0 ? (path.split('/').at(-1) ?? '') : source.slice(0, at);
    out.push([key, read(path, `file sources: [${files.join(' ')}]`)]);
  }
  return out;
}

