// Completion of arguments that several verbs share: kinds, then names of objects.
import { isObject, type JsonObject } from '../../base/json';
import type { Task } from '../../base/sim';
import type { CompletionRequest } from './framework/completion';

/** Kinds first, names of that kind after it, names behind `kind/`. */
export function* completeResources(request: CompletionRequest): Task<readonly string[]> {
  const { args, current, context } = request;
  const slash = current.indexOf('/');
  if (slash > 0 && args.every((arg) => arg.includes('/'))) {
    const kind = current.slice(0, slash);
    const names = yield* objectNames(context, kind);
    return names.map((name) => `${kind}/${name}`);
  }
  const [kind] = args;
  if (kind === undefined) return yield* kindNames(context);
  if (kind.includes('/')) return [];
  const used = new Set(args.slice(1));
  return (yield* objectNames(context, kind)).filter((name) => !used.has(name));
}

/** Names of pods. */
export function* completePods(request: CompletionRequest): Task<readonly string[]> {
  if (request.args.length > 0) return [];
  if (request.current.includes('/')) return yield* completeResources(request);
  return [...(yield* objectNames(request.context, 'pods')), ...kindsWithPods];
}

const kindsWithPods = [
  'daemonsets/',
  'deployments/',
  'pods/',
  'jobs/',
  'replicasets/',
  'replicationcontrollers/',
  'services/',
  'statefulsets/',
];

/** Only some kinds, then their names. */
export function completeKinds(kinds: readonly string[]) {
  return function* complete(request: CompletionRequest): Task<readonly string[]> {
    const isFirst = request.args.length === 0 && !request.current.includes('/');
    return isFirst ? kinds : yield* completeResources(request);
  };
}

/** Plurals of everything that can be listed. */
export function* kindNames(context: CompletionRequest['context']): Task<string[]> {
  const rest = yield* context.rest();
  const known = yield* rest.discovery(1);
  return known
    .preferred()
    .filter((one) => one.verbs.includes('get'))
    .map((one) => (one.group ? `${one.resource}.${one.group}` : one.resource));
}

/** Names of a kind's objects in the namespace. */
export function* objectNames(context: CompletionRequest['context'], kind: string): Task<string[]> {
  const rest = yield* context.rest();
  const resource = yield* rest.resourceFor(kind, 1);
  const answer = yield* rest.request({
    verb: 'list',
    apiVersion: resource.apiVersion,
    resource: resource.resource,
    ...(resource.namespaced ? { namespace: context.namespace().name } : {}),
  });
  const { items } = answer.object as unknown as JsonObject;
  if (!Array.isArray(items)) return [];
  return items.flatMap((item) => {
    const metadata = isObject(item) ? item.metadata : undefined;
    return isObject(metadata) ? [String(metadata.name)] : [];
  });
}
