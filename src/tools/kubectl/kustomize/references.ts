// Names changed: whoever refers to them follows.
import { isObject, type Json, type JsonObject } from '../../../base/json';
import { printYaml } from '../../../base/yaml';
import { fail } from '../framework/errors';
import { changeFields, type FieldSpec } from './field-paths';
import { idOf, idText, isClusterWide, type KustObject } from './model';
import { type Referral, referrals } from './referrals';

/** Rewrites references to objects that got other names or namespaces. @throws PlainError */
export function fixReferences(entries: readonly KustObject[]): void {
  const byKind = new Map<string, KustObject[]>();
  for (const entry of entries) {
    const kind = String(entry.object.kind);
    byKind.set(kind, [...(byKind.get(kind) ?? []), entry]);
  }
  for (const referral of referrals) {
    const targets = (byKind.get(referral.kind) ?? []).filter((one) => {
      return referral.group === undefined || idOf(one.object).group === referral.group;
    });
    if (targets.length === 0) continue;
    for (const spec of referral.fields) {
      for (const entry of byKind.get(spec.kind ?? '') ?? []) follow(entry, spec, referral, targets);
    }
  }
}

function follow(
  entry: KustObject,
  spec: FieldSpec,
  referral: Referral,
  targets: readonly KustObject[],
): void {
  const reference = { entry, spec, referral, targets };
  const change = (old: Json | undefined): Json | undefined => {
    if (typeof old === 'string') return newName(reference, old);
    if (Array.isArray(old)) {
      const next = old.map((one) => change(one) ?? one);
      return next.some((one, i) => one !== old[i]) ? next : old;
    }
    return isObject(old) ? renamedMap(reference, old) : undefined;
  };
  entry.object = changeFields(entry.object, spec, change);
}

interface Reference {
  readonly entry: KustObject;
  readonly spec: FieldSpec;
  readonly referral: Referral;
  readonly targets: readonly KustObject[];
}

function newName(reference: Reference, old: string): string {
  const found = select(reference, old, reference.targets);
  return found === undefined ? old : idOf(found.object).name;
}

/** A map with a name and perhaps a namespace (subjects, webhooks' services). */
function renamedMap(reference: Reference, map: JsonObject): JsonObject {
  if (typeof map.name !== 'string') return map;
  let { targets } = reference;
  if (typeof map.namespace === 'string') {
    const { namespace } = map;
    const before = targets.filter((one) => (one.originalNamespace || 'default') === namespace);
    const now = targets.filter((one) => (idOf(one.object).namespace || 'default') === namespace);
    targets = before.length > 0 ? before : now;
  }
  const found = select(reference, map.name, targets);
  if (found === undefined) return map;
  const { name, namespace } = idOf(found.object);
  if (name === map.name && namespace === '') return map;
  return { ...map, name, ...(namespace === '' ? {} : { namespace }) };
}

/** The object meant by a name; several candidates are told apart by their prefixes. */
function select(
  { entry, spec }: Reference,
  name: string,
  targets: readonly KustObject[],
): KustObject | undefined {
  const roleRef = spec.path === 'roleRef/name' ? entry.object.roleRef : undefined;
  let found = targets.filter(
    (one) =>
      one.names.slice(0, -1).includes(name) &&
      (!isObject(roleRef) || roleRef.kind === one.object.kind) &&
      isNear(entry, one),
  );
  if (found.length > 1) found = found.filter((one) => hasSameAffixes(entry, one, true));
  if (found.length > 1) found = found.filter((one) => hasSameAffixes(entry, one, false));
  const [first, ...others] = found;
  if (first === undefined) return undefined;
  const { name: wanted } = idOf(first.object);
  if (others.some((one) => idOf(one.object).name !== wanted)) ambiguous(entry, spec, found);
  return first;
}

function isNear(from: KustObject, to: KustObject): boolean {
  if (isClusterWide(from.object) || isClusterWide(to.object)) return true;
  if (to.object.kind === 'ServiceAccount') return true;
  const space = (one: KustObject) => idOf(one.object).namespace || 'default';
  return space(from) === space(to);
}

function hasSameAffixes(from: KustObject, to: KustObject, allowNone: boolean): boolean {
  const same = (x: readonly string[], y: readonly string[]) =>
    (allowNone && (x.length === 0 || y.length === 0)) || x.at(-1) === y.at(-1);
  return same(from.prefixes, to.prefixes) && same(from.suffixes, to.suffixes);
}

function ambiguous(entry: KustObject, spec: FieldSpec, found: readonly KustObject[]): never {
  const listed = found.map((one, i) => `--- possible referral ${i}:\n${printYaml(one.object)}\n`);
  return fail(
    `updating name reference in '${spec.path}' field of '${idText(idOf(entry.object))}': found ` +
      `multiple possible referrals: ${found.map((one) => idText(idOf(one.object))).join(', ')}\n\n` +
      `**** Too many possible referral targets to referrer:\n${printYaml(entry.object)}\n` +
      listed.join(''),
  );
}
