// CustomResourceDefinition.
import { changeField, complete, mapSame, withField } from '../complete';
import { defineKind } from '../define-kind';
import { checkDns1035Label, checkDnsSubdomain } from '../field-checks';
import { type FieldError, invalid, notSupported, required } from '../field-error';
import type { CustomResourceDefinition, CustomResourceDefinitionSpec } from '../generated/types';

export default defineKind<CustomResourceDefinition>({
  name: 'customresourcedefinitions',
  group: 'apiextensions.k8s.io',
  kind: 'CustomResourceDefinition',
  hasGeneration: true,

  applyDefaults: (object) => withField(object, 'spec', specDefaults(object.spec)),

  prepareForCreate: (object) => ({
    ...object,
    status: {
      acceptedNames: { kind: '', plural: '' },
      conditions: [],
      storedVersions: [],
    } as never,
  }),

  validate({ metadata, spec }) {
    const errors: FieldError[] = [];
    const wanted = `${spec.names.plural}.${spec.group}`;
    if (metadata.name !== wanted) {
      const why = 'must be spec.names.plural+"."+spec.group';
      errors.push(invalid('metadata.name', metadata.name, why));
    }
    return [...errors, ...checkSpec(spec)];
  },

  validateUpdate(object, old) {
    const errors: FieldError[] = [];
    const change = (field: string, now: unknown, before: unknown) => {
      if (now !== before) errors.push(invalid(field, now, 'field is immutable'));
    };
    change('spec.scope', object.spec.scope, old.spec.scope);
    change('spec.names.kind', object.spec.names.kind, old.spec.names.kind);
    change('spec.group', object.spec.group, old.spec.group);
    return errors;
  },
});

function specDefaults(given: CustomResourceDefinitionSpec): CustomResourceDefinitionSpec {
  const kind = given?.names?.kind ?? '';
  const base =
    given ?? ({ group: '', names: { kind: '', plural: '' }, scope: '', versions: [] } as never);
  const spec = changeField(base, 'names', (names) =>
    complete(names, { singular: kind.toLowerCase(), listKind: kind ? `${kind}List` : undefined }),
  );
  const full = changeField(spec, 'versions', (all) => mapSame(all, (one) => one));
  return complete(full, { conversion: { strategy: 'None' } });
}

function checkSpec(spec: CustomResourceDefinitionSpec): FieldError[] {
  const errors: FieldError[] = [];
  if (!spec.group) errors.push(required('spec.group'));
  else {
    errors.push(...checkDnsSubdomain('spec.group', spec.group));
    if (!spec.group.includes('.')) {
      errors.push(invalid('spec.group', spec.group, 'should be a domain with at least one dot'));
    }
  }
  const scopes = ['Cluster', 'Namespaced'];
  if (!spec.scope) errors.push(required('spec.scope'));
  else if (!scopes.includes(spec.scope))
    errors.push(notSupported('spec.scope', spec.scope, scopes));
  const versions = spec.versions ?? [];
  if (versions.filter((one) => one.storage).length !== 1) {
    const why = 'must have exactly one version marked as storage version';
    errors.push(invalid('spec.versions', versions, why));
  }
  versions.forEach((version, i) => {
    const at = `spec.versions[${i}]`;
    errors.push(...checkDns1035Label(`${at}.name`, version.name));
    if (!version.schema?.openAPIV3Schema) {
      errors.push(required(`${at}.schema.openAPIV3Schema`, 'schemas are required'));
    } else if (version.schema.openAPIV3Schema.type !== 'object') {
      const field = `${at}.schema.openAPIV3Schema.type`;
      const type = version.schema.openAPIV3Schema.type ?? '';
      const error = type
        ? invalid(field, type, 'must be object at the root')
        : required(field, 'must not be empty at the root');
      errors.push(error);
    }
  });
  const { plural, kind } = spec.names;
  if (!plural) errors.push(required('spec.names.plural'));
  else errors.push(...checkDns1035Label('spec.names.plural', plural));
  if (!kind) errors.push(required('spec.names.kind'));
  return errors;
}
