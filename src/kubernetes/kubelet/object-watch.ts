// Which pods of a node use which ConfigMaps and Secrets as files: when one changes, their volumes
// are written anew within about a minute, as the kubelet's next look at the pod would.
import type { ConfigMap, Pod, Secret } from '../kinds/generated/types';
import { keyOf } from '../kinds/object';
import type { Kubelet } from './kubelet';
import type { PodWorker } from './pod-worker';

const leastMs = 15_000;
const spreadMs = 45_000;

/** Watches for one kubelet. */
export class ObjectWatch {
  #kubelet: Kubelet;
  /** Workers by `configmaps/namespace/name`. */
  #users = new Map<string, Set<PodWorker>>();
  readonly #kind: string;

  constructor(kubelet: Kubelet) {
    this.#kubelet = kubelet;
    this.#kind = `volumes/${kubelet.clusterName}/${kubelet.nodeName}`;
    kubelet.sim.handle(this.#kind, (uid) => this.#refresh(uid));
    kubelet.informers.get<ConfigMap>('configmaps').listen({
      onChange: (object) => this.#changed(`configmaps/${keyOf(object)}`),
    });
    kubelet.informers.get<Secret>('secrets').listen({
      onChange: (object) => this.#changed(`secrets/${keyOf(object)}`),
    });
  }

  /** A pod's volumes were set up. */
  add(worker: PodWorker): void {
    for (const key of referencesOf(worker.pod)) {
      const users = this.#users.get(key) ?? new Set();
      users.add(worker);
      this.#users.set(key, users);
    }
  }

  remove(worker: PodWorker): void {
    for (const key of referencesOf(worker.pod)) {
      const users = this.#users.get(key);
      users?.delete(worker);
      if (users?.size === 0) this.#users.delete(key);
    }
  }

  /** Something that the pod's volumes show has changed. */
  later(worker: PodWorker): void {
    const { sim, random } = this.#kubelet;
    const pause = leastMs + random.below(spreadMs, `refresh/${worker.record.uid}/${sim.now}`);
    sim.schedule(sim.now + pause, this.#kind, worker.record.uid);
  }

  #changed(key: string): void {
    for (const worker of this.#users.get(key) ?? []) this.later(worker);
  }

  #refresh(uid: string): void {
    const worker = this.#kubelet.workers.get(uid);
    for (const volume of worker?.volumes?.values() ?? []) {
      if (worker !== undefined && volume.kind === 'files') volume.refresh?.(worker.pod);
    }
  }
}

function referencesOf(pod: Pod): string[] {
  const { namespace } = pod.metadata;
  const keys: string[] = [];
  for (const volume of pod.spec.volumes ?? []) {
    const sources = volume.projected?.sources ?? [
      {
        ...(volume.configMap ? { configMap: volume.configMap } : {}),
        ...(volume.secret ? { secret: { name: volume.secret.secretName } } : {}),
      },
    ];
    for (const { configMap, secret } of sources) {
      // Every pod has this one, and it never changes.
      if (configMap && configMap.name !== 'kube-root-ca.crt') {
        keys.push(`configmaps/${namespace}/${configMap.name}`);
      }
      if (secret) keys.push(`secrets/${namespace}/${secret.name}`);
    }
  }
  return keys;
}
