// Job: pods that run to their end, counted exactly once by a finalizer, retried with back-off,
// until enough have succeeded or too many have failed.
import { matchesSelectorObject } from '../../../base/labels';
import type { Task } from '../../../base/sim';
import { pods } from '../../api/refs';
import type { Job, Pod } from '../../kinds/generated/types';
import { controllerOf, type KubeObject, keyOf } from '../../kinds/object';
import { type ControllerContext, defineController, informerOf } from '../controller';
import { ignoring } from '../outcomes';
import { claimPods, ownerKeys } from '../pods';
import { isFinishedJob } from './conditions';
import { trackingFinalizer, withoutTracking } from './job-pods';
import { syncJob } from './sync';

const storage = 'jobs.batch';
/** What happens to pods is looked at a second later, together. */
const podDelayMs = 1_000;

export default defineController({
  name: 'job-controller',
  watches: [
    { storage, keys: (object) => [keyOf(object)] },
    {
      storage: 'pods',
      keys(object, old, context, type) {
        const pod = object as Pod;
        for (const key of keysOfPod(pod, old, context)) {
          const isOrphan = informerOf<Job>(context, storage).byKey(key) === undefined;
          context.enqueue(key, isOrphan && type !== 'DELETED' ? 0 : podDelayMs);
        }
        return [];
      },
    },
  ],

  *reconcile(key, context): Task<number | undefined> {
    const job = informerOf<Job>(context, storage).byKey(key);
    yield* releaseOrphans(key, job, context);
    if (job === undefined || (job.spec.managedBy && job.spec.managedBy !== ownName)) {
      return undefined;
    }
    const own = yield* claimPods(job, job.spec.selector, context);
    if (isFinishedJob(job)) {
      for (const pod of own) yield* withoutTracking(pod, context);
      return undefined;
    }
    return yield* syncJob(job, own, context);
  },
});

const ownName = 'kubernetes.io/job-controller';

function keysOfPod(
  pod: Pod,
  old: KubeObject | undefined,
  context: ControllerContext,
): readonly string[] {
  return ownerKeys(pod, old, 'Job', (namespace) => {
    const all = informerOf<Job>(context, storage).byNamespace().get(namespace);
    const keys: string[] = [];
    for (const [key, one] of all) {
      if (matchesSelectorObject(one.spec.selector, pod.metadata.labels)) keys.push(key);
    }
    return keys;
  });
}

/** Pods whose Job has gone: nobody counts them any more, so nothing may hold them. */
function* releaseOrphans(
  key: string,
  job: Job | undefined,
  context: ControllerContext,
): Task<void> {
  const tracked = informerOf<Pod>(context, 'pods').index('job-tracking', (pod) => {
    if (!pod.metadata.finalizers?.includes(trackingFinalizer)) return [];
    const owner = controllerOf(pod);
    return owner?.kind === 'Job' ? [`${pod.metadata.namespace}/${owner.name}`] : [];
  });
  for (const pod of [...tracked.get(key).values()]) {
    if (controllerOf(pod)?.uid === job?.metadata.uid) continue;
    const left = (pod.metadata.finalizers ?? []).filter((one) => one !== trackingFinalizer);
    const body = { metadata: { finalizers: left.length > 0 ? left : null } };
    const patch = { type: 'merge', body } as const;
    yield* ignoring(['NotFound', 'Conflict'], context.client.patch(pods, pod.metadata, patch));
  }
}
