// apply --prune: deletes what was applied once, has the labels, and is no longer in the files.
import { isObject, type JsonObject } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import { itemsOf } from '../../builder/builder';
import type { Info } from '../../builder/info';
import { metaText } from '../../builder/info';
import type { Context } from '../../framework/context';
import { fail } from '../../framework/errors';
import { klogWarning } from '../../framework/klog';
import type { ApiResource } from '../../rest/discovery';
import { annotationOf } from './client-side';
import type { ApplyRun } from './index';

/** Kinds that are looked at when none are listed. */
const defaults = [
  ['v1', 'ConfigMap'],
  ['v1', 'Endpoints'],
  ['v1', 'PersistentVolumeClaim'],
  ['v1', 'Pod'],
  ['v1', 'ReplicationController'],
  ['v1', 'Secret'],
  ['v1', 'Service'],
  ['batch/v1', 'Job'],
  ['batch/v1', 'CronJob'],
  ['networking.k8s.io/v1', 'Ingress'],
  ['apps/v1', 'DaemonSet'],
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'ReplicaSet'],
  ['apps/v1', 'StatefulSet'],
] as const;

const clusterWide = [
  ['v1', 'Namespace'],
  ['v1', 'PersistentVolume'],
] as const;

/** The kinds of --prune-allowlist. @throws PlainError */
export function* readAllowlist(ctx: Context): Task<ApiResource[]> {
  const rest = yield* ctx.rest();
  const known = yield* rest.discovery();
  return ctx.flags.list('prune-allowlist').map((text) => {
    const parts = text.split('/');
    if (parts.length !== 3) {
      fail(`invalid GroupVersionKind format: ${text}, please follow <group/version/kind>`);
    }
    const [group = '', version = '', kind = ''] = parts;
    const apiVersion = group === 'core' ? version : `${group}/${version}`;
    const found = known.byKind(apiVersion, kind);
    return found ?? fail(`no matches for kind ${JSON.stringify(kind)} in version "${apiVersion}"`);
  });
}

/** Deletes leftovers in the namespaces of what was applied. */
export function* prune(
  run: ApplyRun,
  applied: readonly { readonly info: Info; readonly uid: string }[],
  allowlist: readonly ApiResource[],
): Task<void> {
  const { ctx } = run;
  const rest = yield* ctx.rest();
  const known = yield* rest.discovery();
  const uids = new Set(applied.map((one) => one.uid));
  const namespaces = [...new Set(applied.map((one) => one.info.namespace).filter(Boolean))];
  const pick = (list: readonly (readonly [string, string])[]) =>
    list.flatMap(([version, kind]) => known.byKind(version, kind) ?? []);
  const isListed = allowlist.length > 0;
  const spaced = isListed ? allowlist.filter((one) => one.namespaced) : pick(defaults);
  const wide = isListed ? allowlist.filter((one) => !one.namespaced) : pick(clusterWide);
  if (!isListed) yield* ctx.err(klogWarning(ctx.process, 'prune.go:71', deprecation));
  for (const namespace of namespaces) {
    for (const resource of spaced) yield* pruneKind(run, resource, namespace, uids);
  }
  for (const resource of wide) yield* pruneKind(run, resource, '', uids);
}

const deprecation =
  'Deprecated: kubectl apply will no longer prune non-namespaced resources by default when used ' +
  'with the --namespace flag in a future release. To preserve the current behaviour, list the ' +
  'resources you want to target explicitly in the --prune-allowlist flag.';

function* pruneKind(
  run: ApplyRun,
  resource: ApiResource,
  namespace: string,
  uids: ReadonlySet<string>,
): Task<void> {
  const { ctx, dryRun, printer } = run;
  const rest = yield* ctx.rest();
  const at = {
    apiVersion: resource.apiVersion,
    resource: resource.resource,
    ...(namespace ? { namespace } : {}),
  };
  const labelSelector = ctx.flags.string('selector');
  const query = labelSelector ? { labelSelector } : {};
  const answer = yield* rest.request({ ...at, verb: 'list', query });
  for (const { object, name } of itemsOf(answer.object as unknown as JsonObject, resource)) {
    if (annotationOf(object) === undefined || uids.has(metaText(object, 'uid'))) continue;
    const owners = isObject(object.metadata) ? object.metadata.ownerReferences : undefined;
    if (Array.isArray(owners) && owners.length > 0 && annotationOf(object) === undefined) continue;
    if (dryRun !== 'client') {
      const propagation = ctx.flags.string('cascade');
      yield* rest.request({
        ...at,
        verb: 'delete',
        name,
        query: dryRun === 'server' ? { dryRun: 'All' } : {},
        body: {
          kind: 'DeleteOptions',
          apiVersion: 'v1',
          propagationPolicy: propagation === 'orphan' ? 'Orphan' : 'Background',
        },
      });
    }
    yield* printer.print(object, 'pruned');
  }
}
