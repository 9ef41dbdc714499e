// Schemas of custom resources, as the server publishes them.
import { isObject, type JsonObject } from '../../../../base/json';
import { parseGoJson } from '../../../../base/json-parse';
import type { Task } from '../../../../base/sim';
import type { Schema } from '../../../../kubernetes/kinds/schema';
import type { Context } from '../../framework/context';
import { fail } from '../../framework/errors';
import type { ApiResource } from '../../rest/discovery';

/** The schema of a kind from /openapi/v3. @throws PlainError when the server has none */
export function* servedSchema(ctx: Context, resource: ApiResource): Task<Schema> {
  const rest = yield* ctx.rest();
  const root = resource.group === '' ? 'api' : 'apis';
  const answer = yield* rest.http('GET', `/openapi/v3/${root}/${resource.apiVersion}`);
  const parsed = parseGoJson(typeof answer.body === 'string' ? answer.body : '');
  const document = parsed.ok && isObject(parsed.value) ? parsed.value : {};
  const components = isObject(document.components) ? document.components : {};
  const schemas = isObject(components.schemas) ? components.schemas : {};
  for (const schema of Object.values(schemas)) {
    if (isObject(schema) && hasKind(schema, resource)) return schema as unknown as Schema;
  }
  const { group, version, resource: plural } = resource;
  return fail(`GVR (${group}/${version}, Resource=${plural}) not found in OpenAPI schema`);
}

function hasKind(schema: JsonObject, resource: ApiResource): boolean {
  const kinds = schema['x-kubernetes-group-version-kind'];
  if (!Array.isArray(kinds)) return false;
  return kinds.filter(isObject).some((one) => {
    const { group, version, kind } = resource;
    return one.group === group && one.version === version && one.kind === kind;
  });
}
