// set env --list: variables of each container, references with --resolve looked up.
import { decodeBase64 } from '../../../../base/base64';
import { isObject, type Json, type JsonObject } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import { errorsOf } from '../../builder/builder';
import type { Found, Info } from '../../builder/info';
import type { Context } from '../../framework/context';
import { failAll } from '../../framework/errors';
import { containersOf, nameMatches, updatePodSpec } from '../../pods/pod-template';

/** Prints the variables. */
export function* listEnv(ctx: Context, found: Found): Task<number> {
  for (const outcome of found.outcomes) {
    if ('error' in outcome) continue;
    const { info } = outcome;
    let spec: JsonObject = {};
    updatePodSpec(info, ctx.flags.bool('local'), (one) => {
      spec = one;
      return one;
    });
    for (const container of containersOf(spec)) {
      if (!nameMatches(ctx.flags.string('containers'), String(container.name))) continue;
      const { kind } = info.resource;
      yield* ctx.out(`# ${kind} ${info.name}, container ${String(container.name)}\n`);
      const variables = Array.isArray(container.env) ? container.env.filter(isObject) : [];
      for (const one of variables) yield* ctx.out(`${yield* lineOf(ctx, info, one)}\n`);
    }
  }
  failAll(errorsOf(found));
  return 0;
}

function* lineOf(ctx: Context, info: Info, variable: JsonObject): Task<string> {
  const name = String(variable.name);
  const from = variable.valueFrom;
  if (!isObject(from)) return `${name}=${String(variable.value ?? '')}`;
  if (!ctx.flags.bool('resolve')) return `# ${name} from ${describe(from)}`;
  return `${name}=${yield* resolve(ctx, info, from)}`;
}

function describe(from: JsonObject): string {
  const part = (value: Json | undefined) => (isObject(value) ? value : undefined);
  const map = part(from.configMapKeyRef);
  if (map) return `configmap ${String(map.name)}, key ${String(map.key)}`;
  const secret = part(from.secretKeyRef);
  if (secret) return `secret ${String(secret.name)}, key ${String(secret.key)}`;
  const field = part(from.fieldRef);
  if (field) return `field path ${String(field.fieldPath)}`;
  const resource = part(from.resourceFieldRef);
  const container = resource?.containerName ? `${String(resource.containerName)}/` : '';
  return `resource field ${container}${String(resource?.resource ?? '')}`;
}

function* resolve(ctx: Context, info: Info, from: JsonObject): Task<string> {
  const map = isObject(from.configMapKeyRef) ? from.configMapKeyRef : undefined;
  const secret = isObject(from.secretKeyRef) ? from.secretKeyRef : undefined;
  const reference = map ?? secret;
  if (reference === undefined) return `<${describe(from)}>`;
  const rest = yield* ctx.rest();
  const answer = yield* rest.request({
    verb: 'get',
    apiVersion: 'v1',
    resource: map ? 'configmaps' : 'secrets',
    namespace: info.namespace,
    name: String(reference.name),
  });
  const { data } = answer.object as unknown as JsonObject;
  const value = isObject(data) ? data[String(reference.key)] : undefined;
  if (value === undefined) return '';
  return map ? String(value) : (decodeBase64(String(value)) ?? '');
}
