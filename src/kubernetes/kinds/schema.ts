// The one source of field facts: a lookup over the OpenAPI schemas of the built-in kinds (custom
// resources bring their own). Patches, strict decoding, server-side apply and explain read it.
import openapi from './generated/openapi-schemas.json';
import type { Resource } from './resource';

/** An OpenAPI schema with Kubernetes' extensions. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly description?: string;
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: string;
  readonly 'x-kubernetes-patch-merge-key'?: string;
  readonly 'x-kubernetes-patch-strategy'?: string;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly 'x-kubernetes-group-version-kind'?: readonly {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  }[];
}

const schemas = (openapi as unknown as { components: { schemas: Record<string, Schema> } })
  .components.schemas;

const prefix = '#/components/schemas/';

/** All built-in schemas by their full names (`io.k8s.api.core.v1.Pod`). */
export const builtInSchemas: Readonly<Record<string, Schema>> = schemas;

/** A schema by its full name. */
export function schemaNamed(name: string): Schema | undefined {
  return Object.hasOwn(schemas, name) ? schemas[name] : undefined;
}

/** The full name that a schema refers to, if it is a reference. */
export function referredName(schema: Schema): string | undefined {
  return schema.$ref?.startsWith(prefix) ? schema.$ref.slice(prefix.length) : undefined;
}

/** Follows a reference; other schemas are themselves. */
export function resolved(schema: Schema): Schema {
  const name = referredName(schema);
  return (name === undefined ? undefined : schemaNamed(name)) ?? schema;
}

/** The schema of a resource's objects; undefined when nothing is known (anything goes). */
export function schemaOf(resource: Resource): Schema | undefined {
  return resource.schema ?? (resource.schemaName ? schemaNamed(resource.schemaName) : undefined);
}

const metaName = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

/** The schema of a field of an object; undefined: no such field, or the object is free. */
export function fieldSchema(schema: Schema | undefined, field: string): Schema | undefined {
  if (schema === undefined) return undefined;
  const whole = resolved(schema);
  const properties = whole.properties;
  if (properties && Object.hasOwn(properties, field)) return properties[field];
  const others = whole.additionalProperties;
  return typeof others === 'object' ? others : undefined;
}

/** Whether fields that the schema doesn't name may stand in the object. */
export function isOpen(schema: Schema): boolean {
  const whole = resolved(schema);
  if (whole['x-kubernetes-preserve-unknown-fields']) return true;
  return whole.properties === undefined && whole.additionalProperties === undefined;
}

/** Whether the value is a whole number or a text. */
export function isIntOrString(schema: Schema): boolean {
  const whole = resolved(schema);
  return whole.format === 'int-or-string' || whole['x-kubernetes-int-or-string'] === true;
}

/** Whether the value is a resource quantity. */
export function isQuantity(schema: Schema): boolean {
  return schema.$ref?.endsWith('.resource.Quantity') ?? false;
}

/** Whether the value is a time (of either precision). */
export function isTime(schema: Schema): boolean {
  return resolved(schema).format === 'date-time';
}

/** A custom resource's schema with the parts every object has. */
export function withObjectFields(schema: Schema): Schema {
  const text: Schema = { type: 'string' };
  return {
    ...schema,
    properties: {
      ...schema.properties,
      apiVersion: text,
      kind: text,
      metadata: { $ref: prefix + metaName },
    },
  };
}

/** How a list merges under server-side apply: by keys, as a set, or as a whole. */
export function listType(schema: Schema): 'map' | 'set' | 'atomic' {
  const type = schema['x-kubernetes-list-type'];
  return type === 'map' || type === 'set' ? type : 'atomic';
}
