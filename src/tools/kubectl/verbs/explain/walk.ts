// Following fields through schemas: references, lists and maps on the way.
import { builtInSchemas, type Schema } from '../../../../kubernetes/kinds/schema';
import type { Descriptions } from './descriptions';

const PREFIX = '#/components/schemas/';

/** A schema with the name it is found under, if it has one of its own. */
export interface Named {
  readonly schema: Schema;
  readonly name: string;
}

/** What a schema refers to, directly or as its only allOf. */
export function refName(schema: Schema): string {
  const [only] = schema.allOf ?? [];
  const ref = schema.$ref ?? (schema.allOf?.length === 1 ? only?.$ref : undefined);
  return ref?.startsWith(PREFIX) ? ref.slice(PREFIX.length) : '';
}

/** Follows a reference. */
export function follow(schema: Schema): Named {
  const name = refName(schema);
  const found = name === '' ? undefined : builtInSchemas[name];
  return found === undefined ? { schema, name: '' } : { schema: found, name };
}

/** The schema whose properties are a field's fields: elements of lists, values of maps. */
export function inner(schema: Schema): Named {
  const { schema: whole, name } = follow(schema);
  if (whole.items !== undefined) return inner(whole.items);
  const values = whole.additionalProperties;
  if (whole.properties === undefined && typeof values === 'object') return inner(values);
  return { schema: whole, name };
}

/** `[]Container`, `map[string]string`, `IntOrString`, `Object`. */
export function typeName(schema: Schema): string {
  const name = refName(schema);
  if (name !== '') {
    const target = builtInSchemas[name];
    const isPrimitive = target?.type !== undefined && target.type !== 'object';
    if (isPrimitive && target?.type !== undefined) return target.type;
    return name.split('.').at(-1) ?? '';
  }
  if (schema.items !== undefined) return `[]${typeName(schema.items)}`;
  if (typeof schema.additionalProperties === 'object' && schema.properties === undefined) {
    return `map[string]${typeName(schema.additionalProperties)}`;
  }
  if (schema.type === undefined)
    return schema['x-kubernetes-int-or-string'] ? 'IntOrString' : 'Object';
  return schema.type === 'object' ? 'Object' : schema.type;
}

/** A field of a schema with what is said of it. */
export interface Field {
  readonly name: string;
  readonly schema: Schema;
  readonly isRequired: boolean;
  /** Descriptions of the field and of its type, each a paragraph. */
  readonly paragraphs: readonly string[];
}

/** The fields of a schema in order. */
export function fieldsOf(of: Named, descriptions: Descriptions): Field[] {
  const properties = of.schema.properties ?? {};
  return Object.keys(properties)
    .sort()
    .map((name) => {
      const schema = properties[name] ?? {};
      const isRequired = of.schema.required?.includes(name) ?? false;
      const own = schema.description ?? descriptions(of.name, name);
      return { name, schema, isRequired, paragraphs: withType(own, schema, descriptions) };
    });
}

function withType(own: string, schema: Schema, descriptions: Descriptions): string[] {
  const target = refName(schema) || refName(schema.items ?? {});
  const whole = target === '' ? '' : descriptions(target, '');
  return [own, whole].filter((one) => one !== '');
}
