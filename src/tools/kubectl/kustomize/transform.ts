// The transformers of a kustomization in kustomize's order.
import { isObject, type Json, type JsonObject } from '../../../base/json';
import { printYaml, yamlToValue } from '../../../base/yaml';
import { fail } from '../framework/errors';
import type { Build } from './accumulate';
import { changeFields, type FieldSpec } from './field-paths';
import { setImage } from './images';
import { annotationTransform, labelTransform } from './labels';
import { joined, type Kustomization, mapAt, missingText, objectsAt, textsAt } from './load';
import { idOf, idText, isClusterWide, type KustObject, rename, withMetadata } from './model';
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
      templates: one.includeTemplates === true,
      claimTemplates: one.includeVolumeClaimTemplates === true,
      more: fieldSpecs(one.fields),
    });
  }
  const common = mapAt(fields, 'commonLabels');
  if (Object.keys(common).length > 0) {
    labelTransform(entries, common, { selectors: true });
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
  for (const path of [
    ...textsAt(fields, 'configurations'),
    String(mapAt(fields, 'openapi').path ?? ''),
  ]) {
    if (path === '') continue;
    const missing = missingText(build.process, joined(build.process, folder, path));
    if (missing !== undefined) fail(missing);
  }
}

const namespaceFields: readonly FieldSpec[] = [
  {
    path: 'spec/service/namespace',
    group: 'apiregistration.k8s.io',
    kind: 'APIService',
    create: true,
  },
  {
    path: 'spec/conversion/webhook/clientConfig/service/namespace',
    group: 'apiextensions.k8s.io',
    kind: 'CustomResourceDefinition',
  },
];

/** Subjects that are ServiceAccounts of the kustomization follow later, as references do. */
function setNamespace(entries: readonly KustObject[], namespace: string): void {
  for (const entry of entries) {
    const { object } = entry;
    if (!isClusterWide(object)) {
      entry.object = withMetadata(object, { namespace });
      rename(entry, idOf(object).name);
    } else if (object.kind === 'Namespace') rename(entry, namespace);
    for (const spec of namespaceFields) {
      entry.object = changeFields(entry.object, spec, () => namespace);
    }
    if (!/^(Cluster)?RoleBinding$/.test(String(object.kind))) continue;
    entry.object = changeFields(entry.object, { path: 'subjects' }, (old) =>
      Array.isArray(old)
        ? old.map((one) => (isObject(one) && one.name === 'default' ? { ...one, namespace } : one))
        : old,
    );
  }
  refuseTwins(entries);
}

/** Objects of different namespaces may not become one. */
function refuseTwins(entries: readonly KustObject[]): void {
  const seen = new Set<string>();
  for (const { object } of entries) {
    const text = idText(idOf(object));
    if (seen.has(text)) {
      const twins = entries.filter((one) => idText(idOf(one.object)) === text);
      const shown = twins.map((one) => printYaml(one.object)).join(' ');
      fail(`namespace transformation produces ID conflict: [${shown}]`);
    }
    seen.add(text);
  }
}

/** Field specs as a kustomization writes them. */
function fieldSpecs(value: Json | undefined): FieldSpec[] {
  return (Array.isArray(value) ? value : []).filter(isObject).map((one) => ({
    path: String(one.path ?? ''),
    group: String(one.group ?? ''),
    version: String(one.version ?? ''),
    kind: String(one.kind ?? ''),
    create: one.create === true,
  }));
}

const unaffixed = ['CustomResourceDefinition', 'APIService', 'Namespace'];

function affix(entries: readonly KustObject[], prefix: string, suffix: string): void {
  if (prefix === '' && suffix === '') return;
  for (const entry of entries) {
    if (unaffixed.includes(String(entry.object.kind))) continue;
    if (prefix !== '') entry.prefixes.push(prefix);
    if (suffix !== '') entry.suffixes.push(suffix);
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
      labelTransform(entries, mapAt(config, 'labels'), { more: fieldSpecs(config.fieldSpecs) });
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
