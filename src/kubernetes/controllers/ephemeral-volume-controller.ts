// Makes the claims of pods' ephemeral volumes; each belongs to its pod and goes with it.
import type { Task } from '../../base/sim';
import { persistentVolumeClaims } from '../api/refs';
import type { PersistentVolumeClaim, Pod } from '../kinds/generated/types';
import { type KubeObject, keyOf } from '../kinds/object';
import { defineController, informerOf } from './controller';
import { ignoring } from './outcomes';
import { ownerReference } from './pods';

export default defineController({
  name: 'ephemeral-volume-controller',
  eventSource: 'ephemeral_volume',
  watches: [
    {
      storage: 'pods',
      keys: (object, old, _context, type) =>
        type !== 'DELETED' && old === undefined && hasEphemeral(object as Pod)
          ? [keyOf(object)]
          : [],
    },
  ],

  *reconcile(key, context): Task<undefined> {
    const pod = informerOf<Pod>(context, 'pods').byKey(key);
    if (pod === undefined || pod.metadata.deletionTimestamp) return;
    const claims = informerOf<PersistentVolumeClaim>(context, 'persistentvolumeclaims');
    for (const volume of pod.spec.volumes ?? []) {
      const template = volume.ephemeral?.volumeClaimTemplate;
      if (template === undefined) continue;
      const { namespace } = pod.metadata;
      const name = `${pod.metadata.name}-${volume.name}`;
      const existing = claims.get(namespace, name);
      if (existing !== undefined) {
        const isOwn = existing.metadata.ownerReferences?.some((o) => o.uid === pod.metadata.uid);
        if (isOwn) continue;
        const message = `PVC ${namespace}/${name} was not created for pod ${namespace}/${pod.metadata.name} (pod is not owner)`;
        context.events.record(pod, 'Warning', 'VolumeBindingFailed', message);
        continue;
      }
      const { labels, annotations } = template.metadata ?? {};
      const claim = {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: {
          name,
          uid: '',
          ...(namespace ? { namespace } : {}),
          ...(labels ? { labels } : {}),
          ...(annotations ? { annotations } : {}),
          ownerReferences: [ownerReference(pod)],
        },
        spec: template.spec,
      } as KubeObject;
      const request = context.client.create(persistentVolumeClaims, claim);
      yield* ignoring(['AlreadyExists', 'Forbidden'], request);
    }
  },
});

function hasEphemeral(pod: Pod): boolean {
  return pod.spec.volumes?.some((volume) => volume.ephemeral !== undefined) ?? false;
}
