// The view of the schemas that patches use.
import type { PatchSchema } from '../../base/patch';
import type { Resource } from './resource';
import { fieldSchema, resolved, type Schema, schemaOf } from './schema';

const known = new WeakMap<Schema, PatchSchema>();

/** A schema as patches look at it. */
export function asPatchSchema(schema: Schema): PatchSchema {
  const memo = known.get(schema);
  if (memo !== undefined) return memo;
  const whole = resolved(schema);
  const mergeKey = schema['x-kubernetes-patch-merge-key'];
  const strategy = schema['x-kubernetes-patch-strategy'];
  const view: PatchSchema = {
    isList: whole.type === 'array',
    ...(mergeKey === undefined ? {} : { mergeKey }),
    ...(strategy === undefined ? {} : { patchStrategy: strategy.split(',') }),
    child(field) {
      const holder = whole.type === 'array' ? whole.items : whole;
      const child = fieldSchema(holder, field);
      return child === undefined ? undefined : asPatchSchema(child);
    },
  };
  known.set(schema, view);
  return view;
}

/** How objects of a resource are patched; undefined when there is no schema. */
export function patchSchemaOf(resource: Resource): PatchSchema | undefined {
  const schema = schemaOf(resource);
  return schema === undefined ? undefined : asPatchSchema(schema);
}
