// vars: `$(NAME)` in commands, arguments, environment and some other texts (deprecated).
import { isObject, type Json, type JsonObject } from '../../../base/json';
import { fail } from '../framework/errors';
import { changeFields, type FieldSpec } from './field-paths';
import { mapAt } from './load';
import { idOf, type KustObject } from './model';
import { pathSteps, readAt } from './replacements';

const templates: Readonly<Record<string, string>> = {
  Pod: 'spec',
  Deployment: 'spec/template/spec',
  ReplicaSet: 'spec/template/spec',
  DaemonSet: 'spec/template/spec',
  StatefulSet: 'spec/template/spec',
  Job: 'spec/template/spec',
  CronJob: 'spec/jobTemplate/spec/template/spec',
};
const inContainers = ['args', 'command', 'env/value', 'volumeMounts/mountPath'];

const specs: readonly FieldSpec[] = [
  ...Object.entries(templates).flatMap(([kind, place]): FieldSpec[] => [
    ...['containers', 'initContainers'].flatMap((list) =>
      inContainers.map((field) => ({ path: `${place}/${list}/${field}`, kind })),
    ),
    { path: `${place}/volumes/nfs/server`, kind },
  ]),
  { path: 'spec/template/metadata/annotations', kind: 'Deployment' },
  { path: 'spec/rules/host', kind: 'Ingress' },
  { path: 'spec/tls/hosts', kind: 'Ingress' },
  { path: 'spec/tls/secretName', kind: 'Ingress' },
  { path: 'spec/ports/port', kind: 'Service' },
  { path: 'spec/ports/targetPort', kind: 'Service' },
  { path: 'spec/volumeClaimTemplates/spec/nfs/server', kind: 'StatefulSet' },
  { path: 'spec/nfs/server', kind: 'PersistentVolume' },
  { path: 'metadata/labels' },
  { path: 'metadata/annotations' },
];

/** Puts the values of vars where they are named. @throws PlainError */
export function resolveVars(entries: readonly KustObject[], vars: readonly JsonObject[]): void {
  if (vars.length === 0) return;
  const values = new Map<string, Json>();
  for (const one of vars) values.set(String(one.name ?? ''), varValue(one, entries));
  for (const entry of entries) {
    for (const spec of specs) {
      entry.object = changeFields(entry.object, spec, (old) => expanded(old, values));
    }
  }
}

function varValue(one: JsonObject, entries: readonly KustObject[]): Json {
  const target = mapAt(one, 'objref');
  const { group, version, kind, name, namespace } = idOf({
    ...target,
    metadata: { name: target.name ?? '', namespace: target.namespace ?? '' },
  });
  const found = entries.find((entry) => {
    const id = idOf(entry.object);
    const isKind = id.kind === kind && id.group === group && id.version === version;
    const isHere = namespace === '' || [id.namespace, entry.originalNamespace].includes(namespace);
    return isKind && isHere && entry.names.includes(name);
  });
  const field = mapAt(one, 'fieldref');
  const path = String(field.fieldpath ?? field.fieldPath ?? 'metadata.name');
  const value = found === undefined ? undefined : readAt(found.object, pathSteps(path));
  if (found === undefined || value === undefined) {
    const shown = `${kind}.${version}.${group || '[noGrp]'}/${name}.${namespace || '[noNs]'}`;
    fail(
      `field specified in var '{${String(one.name)} ${shown} {${path}}}' not found in corresponding resource`,
    );
  }
  return value ?? null;
}

/** Texts with their references replaced; a text that is one reference takes the value's type. */
function expanded(old: Json | undefined, values: ReadonlyMap<string, Json>): Json | undefined {
  if (typeof old === 'string') {
    const whole = /^\$\(([-._a-zA-Z0-9]+)\)$/.exec(old)?.[1];
    const value = whole === undefined ? undefined : values.get(whole);
    if (value !== undefined) return value;
    return old.replace(/\$\$|\$\(([-._a-zA-Z0-9]+)\)/g, (text, name?: string) => {
      if (name === undefined) return '$';
      return values.has(name) ? String(values.get(name)) : text;
    });
  }
  if (Array.isArray(old)) return old.map((one) => expanded(one, values) ?? one);
  if (!isObject(old)) return old;
  const pairs = Object.entries(old).map(([key, one]) => [key, expanded(one, values) ?? one]);
  return Object.fromEntries(pairs) as JsonObject;
}
