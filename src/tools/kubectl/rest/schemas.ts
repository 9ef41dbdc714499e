// Schemas of built-in kinds by version and kind: for patches made on this side and for `explain`.
import type { PatchSchema } from '../../../base/patch';
import { asPatchSchema } from '../../../kubernetes/kinds/patch-schema';
import { builtInSchemas, type Schema } from '../../../kubernetes/kinds/schema';

/** Names by `apps/v1/Deployment`; made at first use from constant data. */
let names: ReadonlyMap<string, string> | undefined;

function index(): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const [name, schema] of Object.entries(builtInSchemas)) {
    const kinds = schema['x-kubernetes-group-version-kind'] ?? [];
    for (const { group, version, kind } of kinds.length === 1 ? kinds : []) {
      map.set(`${group ? `${group}/` : ''}${version}/${kind}`, name);
    }
  }
  return map;
}

/** The full name of a kind's schema (`io.k8s.api.core.v1.Pod`). */
export function schemaNameOf(apiVersion: string, kind: string): string | undefined {
  names ??= index();
  return names.get(`${apiVersion}/${kind}`);
}

/** The schema of a built-in kind. */
export function schemaFor(apiVersion: string, kind: string): Schema | undefined {
  const name = schemaNameOf(apiVersion, kind);
  return name === undefined ? undefined : builtInSchemas[name];
}

/** How a kind's objects merge; undefined: only as JSON. */
export function patchSchemaFor(apiVersion: string, kind: string): PatchSchema | undefined {
  const schema = schemaFor(apiVersion, kind);
  return schema === undefined ? undefined : asPatchSchema(schema);
}
