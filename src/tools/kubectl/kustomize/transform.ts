// The transformers of a kustomization in kustomize's order.
import { isObject, type JsonObject } from '../../../base/json';
import { yamlToValue } from '../../../base/yaml';
import { fail } from '../framework/errors';
import type { Build } from './accumulate';
import { annotationTransform, labelTransform } from './labels';
import { joined, type Kustomization, mapAt, missingText, objectsAt, textsAt } from './load';
import { idOf, isClusterWide, type KustObject, mapObjects, rename, withMetadata } from './model';
import { patchAll, patchJson6902, patchStrategic } from './patches';
import { replaceAll } from './replacements';

/** Applies everything a kustomization says to the objects. @throws PlainError */
export function transform(
  build: Build,
  kustomization: Kustomization,
  given: KustObject[],
): KustObject[] {
  const { fields, folder } = kustomization;
  checkFiles(build, kustomization);
  let entries = patchStrategic(build, kustomization, given);
  entries = patchAll(build, kustomization, entries);
  const namespace = String(fields.namespace ?? '');
  if (namespace) setNamespace(entries, namespace);
  affix(entries, String(fields.namePrefix ?? ''), String(fields.nameSuffix ?? ''));
  for (const one of objectsAt(fields, 'labels')) {
    const pairs = mapAt(one, 'pairs');
    labelTransform(entries, pairs, {
      selectors: one.includeSelectors === true,
      templates: one.includeTemplates === true || one.includeSelectors === true,
    });
  }
  const common = mapAt(fields, 'commonLabels');
  if (Object.keys(common).length > 0) {
    labelTransform(entries, common, { selectors: true, templates: true });
  }
  annotationTransform(entries, mapAt(fields, 'commonAnnotations'));
  entries = patchJson6902(build, kustomization, entries);
  for (const one of objectsAt(fields, 'replicas')) setReplicas(entries, one);
  for (const one of objectsAt(fields, 'images')) setImage(entries, one);
  replaceAll(build, kustomization, entries);
  for (const path of textsAt(fields, 'transformers')) {
    custom(build, entries, joined(build.process, folder, path), path);
  }
  return entries;
}

function checkFiles(build: Build, { fields, folder }: Kustomization): void {
  for (const path of [...textsAt(fields, 'configurations'), String(mapAt(fields, 'openapi').path ?? '')]) {
    if (path === '') continue;
    const missing = missingText(build.process, joined(build.process, folder, path));
    if (missing !== undefined) fail(missing);
  }
}

function setNamespace(entries: readonly KustObject[], namespace: string): void {
  const accounts = new Set(
    entries.filter((one) => one.object.kind === 'ServiceAccount').flatMap((one) => one.names),
  );
  for (const entry of entries) {
    const { object } = entry;
    if (!isClusterWide(object)) entry.object = withMetadata(object, { namespace });
    else if (object.kind === 'Namespace') rename(entry, namespace);
    if (!String(object.kind).endsWith('RoleBinding') || !Array.isArray(object.subjects)) continue;
    const subjects = object.subjects.map((subject) => {
      if (!isObject(subject) || subject.kind !== 'ServiceAccount') return subject;
      const isOurs = subject.name === 'default' || accounts.has(String(subject.name));
      return isOurs ? { ...subject, namespace } : subject;
    });
    entry.object = { ...entry.object, subjects };
  }
}

const unaffixed = ['CustomResourceDefinition', 'APIService', 'Namespace'];

function affix(entries: readonly KustObject[], prefix: string, suffix: string): void {
  if (prefix === '' && suffix === '') return;
  for (const entry of entries) {
    if (unaffixed.includes(String(entry.object.kind))) continue;
    rename(entry, `${prefix}${idOf(entry.object).name}${suffix}`);
  }
}

const scalable = ['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController'];

function setReplicas(entries: readonly KustObject[], spec: JsonObject): void {
  const name = String(spec.name ?? '');
  const found = entries.filter(
    (one) => scalable.includes(String(one.object.kind)) && one.names.includes(name),
  );
  if (found.length === 0) {
    const kinds = scalable.map((kind) => `${kind}.[noVer].[noGrp]`).join(' ');
    fail(`resource with name ${name} does not match a config with the following GVK [${kinds}]`);
  }
  for (const entry of found) {
    const old = isObject(entry.object.spec) ? entry.object.spec : {};
    entry.object = { ...entry.object, spec: { ...old, replicas: Number(spec.count ?? 0) } };
  }
}

function setImage(entries: readonly KustObject[], wanted: JsonObject): void {
  for (const entry of entries) {
    const change = (map: JsonObject, path: readonly string[]): JsonObject => {
      const place = path.at(-1);
      const isContainer =
        place === 'containers' || place === 'initContainers' || place === 'ephemeralContainers';
      if (!isContainer || typeof map.image !== 'string') return map;
      const image = changedImage(map.image, wanted);
      return image === map.image ? map : { ...map, image };
    };
    entry.object = mapObjects(entry.object, change) as JsonObject;
  }
}

function changedImage(image: string, wanted: JsonObject): string {
  const parts = /^(.*?)(?::([^:/@]+))?(?:@(.+))?$/.exec(image);
  const [, name = '', tag = '', digest = ''] = parts ?? [];
  if (name !== String(wanted.name ?? '')) return image;
  const newName = String(wanted.newName ?? '') || name;
  const newDigest = String(wanted.digest ?? '');
  const newTag = String(wanted.newTag ?? '') + String(wanted.tagSuffix ? tag + String(wanted.tagSuffix) : '');
  if (newTag && newDigest) return `${newName}:${newTag}@${newDigest}`;
  if (newDigest) return `${newName}@${newDigest}`;
  if (newTag) return `${newName}:${newTag}`;
  return `${newName}${tag ? `:${tag}` : ''}${digest ? `@${digest}` : ''}`;
}

/** transformers: the built-in kinds written out as files. */
function custom(build: Build, entries: KustObject[], full: string, path: string): void {
  const missing = missingText(build.process, full);
  if (missing !== undefined) {
    fail(
      `accumulation err='accumulating resources from '${path}': ${missing}': must build at ` +
        `directory: not a valid directory: ${missing}`,
    );
  }
  const parsed = yamlToValue(build.process.files.read(full));
  if (!parsed.ok) fail(parsed.error.yaml);
  const config = parsed.ok && isObject(parsed.value) ? parsed.value : {};
  switch (config.kind) {
    case 'PrefixTransformer':
      affix(entries, String(config.prefix ?? ''), '');
      return;
    case 'SuffixTransformer':
      affix(entries, '', String(config.suffix ?? ''));
      return;
    case 'PrefixSuffixTransformer':
      affix(entries, String(config.prefix ?? ''), String(config.suffix ?? ''));
      return;
    case 'NamespaceTransformer':
      setNamespace(entries, idOf(config).namespace);
      return;
    case 'LabelTransformer':
      labelTransform(entries, mapAt(config, 'labels'), { selectors: false, templates: false });
      return;
    case 'AnnotationsTransformer':
      annotationTransform(entries, mapAt(config, 'annotations'));
      return;
    case 'ImageTagTransformer':
      setImage(entries, mapAt(config, 'imageTag'));
      return;
    case 'ReplicaCountTransformer':
      setReplicas(entries, mapAt(config, 'replica'));
      return;
    default:
      fail(`unable to load builtin ${String(config.kind)}.${String(config.apiVersion)}`);
  }
}
