// Deletes finished Jobs when their time to live has run out.
import type { Task } from '../../base/sim';
import { parseRfc3339 } from '../../base/time';
import { jobs } from '../api/refs';
import type { Job } from '../kinds/generated/types';
import { keyOf } from '../kinds/object';
import { defineController, informerOf } from './controller';
import { ignoring } from './outcomes';

export default defineController({
  name: 'ttl-after-finished-controller',
  watches: [
    {
      storage: 'jobs.batch',
      keys: (object, _old, _context, type) =>
        type !== 'DELETED' && (object as Job).spec.ttlSecondsAfterFinished !== undefined
          ? [keyOf(object)]
          : [],
    },
  ],

  *reconcile(key, context): Task<number | undefined> {
    const job = informerOf<Job>(context, 'jobs.batch').byKey(key);
    const seconds = job?.spec.ttlSecondsAfterFinished;
    if (job === undefined || seconds === undefined || job.metadata.deletionTimestamp) {
      return undefined;
    }
    const end = job.status?.conditions?.find(
      (one) => (one.type === 'Complete' || one.type === 'Failed') && one.status === 'True',
    );
    const at = parseRfc3339(end?.lastTransitionTime ?? '');
    if (at === null) return undefined;
    const left = at + seconds * 1000 - context.nowMs;
    if (left > 0) return left;
    const options = {
      propagationPolicy: 'Foreground',
      preconditions: { uid: job.metadata.uid },
    };
    const request = context.client.delete(jobs, job.metadata, options);
    yield* ignoring(['NotFound', 'Conflict'], request);
    return undefined;
  },
});
