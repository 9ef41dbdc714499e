// Kustomization files are read strictly: unknown fields and values of the wrong type are refused,
// in the words of Go's JSON decoder.
import { isObject, type Json, type JsonObject, sortedKeys } from '../../../base/json';

type Fields = Readonly<Record<string, string>>;

const fields = (type: string, names: string): Fields =>
  Object.fromEntries(names.split(' ').map((name) => [name, type]));

// Fields that a Go struct takes from another one carry that one's name before a `!`.
const gvk = fields('Gvk!string', 'group version kind');
const resourceId: Fields = {
  ...fields('ResId.Gvk!string', 'group version kind'),
  ...fields('ResId!string', 'name namespace'),
};
const generator: Fields = {
  ...fields('GeneratorArgs!string', 'namespace name behavior'),
  ...fields('GeneratorArgs.KvPairSources![]string', 'literals files envs'),
  env: 'GeneratorArgs.KvPairSources!string',
  options: 'GeneratorArgs!*GeneratorOptions',
};

/** Structs by name: fields with their Go types; a name that is missing here is free. */
const structs: Readonly<Record<string, Fields>> = {
  Kustomization: {
    ...fields('TypeMeta!string', 'apiVersion kind'),
    ...fields('string', 'namePrefix nameSuffix namespace'),
    ...fields('map[string]string', 'openapi commonLabels commonAnnotations'),
    ...fields('[]string', 'resources components crds bases configurations generators'),
    ...fields('[]string', 'transformers validators buildMetadata'),
    ...fields('[]types.Image', 'images imageTags'),
    ...fields('[]types.Patch', 'patches patchesJson6902'),
    metadata: '*ObjectMeta',
    labels: '[]types.Label',
    patchesStrategicMerge: '[]types.PatchStrategicMerge',
    replacements: '[]types.ReplacementField',
    replicas: '[]types.Replica',
    vars: '[]types.Var',
    sortOptions: '*SortOptions',
    configMapGenerator: '[]types.ConfigMapArgs',
    secretGenerator: '[]types.SecretArgs',
    helmGlobals: '*HelmGlobals',
    helmCharts: '[]types.HelmChart',
    helmChartInflationGenerator: '[]types.HelmChartArgs',
    generatorOptions: '*GeneratorOptions',
  },
  ObjectMeta: {
    ...fields('string', 'name namespace'),
    ...fields('map[string]string', 'labels annotations'),
  },
  Image: fields('string', 'name newName tagSuffix newTag digest'),
  Replica: { name: 'string', count: 'int64' },
  Patch: {
    ...fields('string', 'path patch'),
    target: '*Selector',
    options: '*PatchArgs',
  },
  PatchArgs: fields('bool', 'allowNameChange allowKindChange'),
  Selector: { ...resourceId, ...fields('string', 'annotationSelector labelSelector') },
  Label: {
    pairs: 'map[string]string',
    ...fields('bool', 'includeSelectors includeTemplates includeVolumeClaimTemplates'),
    fields: '[]types.FieldSpec',
  },
  FieldSpec: { ...gvk, path: 'string', create: 'bool' },
  Var: { name: 'string', objref: 'types.Target', fieldref: 'types.FieldSelector' },
  Target: {
    apiVersion: 'string',
    ...gvk,
    ...fields('string', 'name namespace'),
  },
  FieldSelector: { fieldpath: 'string', fieldPath: 'string' },
  SortOptions: { order: 'string', legacySortOptions: '*LegacySortOptions' },
  LegacySortOptions: fields('[]string', 'orderFirst orderLast'),
  ConfigMapArgs: generator,
  SecretArgs: { ...generator, type: 'string' },
  GeneratorOptions: {
    ...fields('map[string]string', 'labels annotations'),
    ...fields('bool', 'disableNameSuffixHash immutable'),
  },
  ReplacementField: {
    path: 'string',
    source: 'Replacement!*SourceSelector',
    sourceValue: 'Replacement!string',
    targets: 'Replacement![]*types.TargetSelector',
  },
  SourceSelector: { ...resourceId, fieldPath: 'string', options: '*FieldOptions' },
  TargetSelector: {
    select: '*Selector',
    reject: '[]*types.Selector',
    fieldPaths: '[]string',
    options: '*FieldOptions',
  },
  FieldOptions: { ...fields('string', 'delimiter encoding'), index: 'int', create: 'bool' },
};

/** What Go's decoder says of the first mistake in a kustomization; undefined when it is right. */
export function kustomizationMistake(value: Json): string | undefined {
  return mistake(value, 'types.Kustomization', { struct: '', path: [] });
}

interface Place {
  /** The struct that the field belongs to. */
  readonly struct: string;
  readonly path: readonly string[];
}

function mistake(value: Json, type: string, place: Place): string | undefined {
  if (value === null) return undefined;
  const bare = type.replace(/^\*/, '');
  if (bare.startsWith('[]')) {
    if (!Array.isArray(value)) return wrongType(value, bare, place);
    return first(value, (one) => mistake(one, bare.slice(2), place));
  }
  if (bare.startsWith('map[')) {
    if (!isObject(value)) return wrongType(value, bare, place);
    const inner = bare.slice(bare.indexOf(']') + 1);
    return first(sortedKeys(value), (key) => mistake(value[key] ?? null, inner, place));
  }
  if (isScalarType(bare)) return fits(value, bare) ? undefined : wrongType(value, bare, place);
  const name = bare.replace('types.', '');
  if (!isObject(value)) return wrongType(value, `types.${name}`, place);
  const known = structs[name];
  return known === undefined ? undefined : structMistake(value, name, known, place);
}

function structMistake(
  value: JsonObject,
  name: string,
  known: Fields,
  place: Place,
): string | undefined {
  return first(sortedKeys(value), (key) => {
    const given = Object.hasOwn(known, key) ? known[key] : undefined;
    if (given === undefined) return `json: unknown field ${JSON.stringify(key)}`;
    const [outer, type = given] = given.includes('!') ? given.split('!') : [undefined, given];
    const path = [...place.path, ...(outer ? outer.split('.') : []), key];
    return mistake(value[key] ?? null, type, { struct: name, path });
  });
}

function first<T>(list: readonly T[], check: (one: T) => string | undefined): string | undefined {
  for (const one of list) {
    const found = check(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

const strings = ['string', 'types.PatchStrategicMerge'];

function isScalarType(type: string): boolean {
  return strings.includes(type) || type === 'bool' || type.startsWith('int');
}

function fits(value: Json, type: string): boolean {
  if (strings.includes(type)) return typeof value === 'string';
  if (type === 'bool') return typeof value === 'boolean';
  return Number.isInteger(value);
}

function wrongType(value: Json, type: string, { struct, path }: Place): string {
  const kind = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  const isFraction = kind === 'number' && type.startsWith('int');
  const what = isFraction ? `number ${String(value)}` : kind;
  const where = struct === '' ? 'value' : `struct field ${struct}.${path.join('.')}`;
  return `json: cannot unmarshal ${what} into Go ${where} of type ${type}`;
}
