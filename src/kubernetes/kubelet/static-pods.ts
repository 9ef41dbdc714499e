// Static pods: manifests in a folder of the node, run without the API server; it only shows mirrors
// of them. New and removed files are seen at once, changed ones when the folder is read again.
import type { Task } from '../../base/sim';
import { formatRfc3339Nano } from '../../base/time';
import { parseYamlDocuments } from '../../base/yaml';
import { ApiError } from '../api/errors';
import { pods } from '../api/refs';
import type { Pod } from '../kinds/generated/types';
import type { Kubelet } from './kubelet';

const folder = '/etc/kubernetes/manifests';
const lookMs = 1_000;
const rereadMs = 20_000;
const mirrorAnnotation = 'kubernetes.io/config.mirror';

interface Manifest {
  readonly text: string;
  readonly key: string;
  readonly pod: Pod;
}

/** The static pods of one node. */
export class StaticPods {
  #kubelet: Kubelet;
  #manifests = new Map<string, Manifest>();
  #isLooking = false;
  #readAtMs = 0;
  readonly #kind: string;

  constructor(kubelet: Kubelet) {
    this.#kubelet = kubelet;
    this.#kind = `static-pods/${kubelet.clusterName}/${kubelet.nodeName}`;
    kubelet.sim.handle(this.#kind, () => this.#look());
  }

  /** Something on the node's disk has changed for the first time: look from now on. */
  watch(): void {
    if (this.#isLooking) return;
    this.#isLooking = true;
    this.#kubelet.sim.schedule(this.#kubelet.sim.now + lookMs, this.#kind);
  }

  /** Whether a pod of the API is the mirror of a manifest that is still there. */
  mirrors(pod: Pod): boolean {
    if (pod.metadata.annotations?.[mirrorAnnotation] === undefined) return false;
    const key = `${pod.metadata.namespace}/${pod.metadata.name}`;
    return [...this.#manifests.values()].some((one) => one.key === key);
  }

  /** Shows a manifest's pod in the API again after its mirror was deleted. */
  showAgain(pod: Pod): void {
    const key = `${pod.metadata.namespace}/${pod.metadata.name}`;
    const found = [...this.#manifests.values()].find((one) => one.key === key);
    if (found !== undefined) this.#kubelet.sim.start('mirror', this.#create(found));
  }

  #look(): void {
    const { sim, isOn, machine } = this.#kubelet;
    sim.schedule(sim.now + lookMs, this.#kind);
    if (!isOn) return;
    const { files } = machine;
    const names = files.isDir(folder) ? files.list(folder) : [];
    const isReread = sim.now - this.#readAtMs >= rereadMs;
    if (isReread) this.#readAtMs = sim.now;
    const paths = new Set(
      names.filter((one) => !one.startsWith('.')).map((one) => `${folder}/${one}`),
    );
    for (const [path, manifest] of this.#manifests) {
      if (!paths.has(path)) this.#remove(path, manifest);
    }
    for (const path of paths) {
      const known = this.#manifests.get(path);
      if ((known !== undefined && !isReread) || !files.isFile(path)) continue;
      const text = files.read(path);
      if (known?.text === text) continue;
      if (known !== undefined) this.#remove(path, known);
      const made = this.#read(path, text);
      if (made === undefined) continue;
      this.#manifests.set(path, made);
      sim.start('mirror', this.#create(made));
    }
  }

  #remove(path: string, manifest: Manifest): void {
    this.#manifests.delete(path);
    const { sim, client } = this.#kubelet;
    function* remove(): Task<void> {
      try {
        yield* client.delete(pods, manifest.pod.metadata, {});
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
      }
    }
    sim.start('mirror', remove());
  }

  /** A file's pod as its mirror will be; undefined when it holds none. */
  #read(path: string, text: string): Manifest | undefined {
    const pod: unknown = parseYamlDocuments(text).documents[0]?.value;
    if (!isPod(pod)) return undefined;
    const { nodeName, sim, random } = this.#kubelet;
    const { metadata, spec } = pod;
    const namespace = metadata.namespace ?? 'default';
    const name = `${metadata.name}-${nodeName}`;
    const hash = random.hex(32, `static/${path}/${text.length}/${sim.now}`);
    const node = this.#kubelet.node;
    const owner = {
      apiVersion: 'v1',
      kind: 'Node',
      name: nodeName,
      uid: node?.metadata.uid ?? '',
      controller: true,
    };
    const annotations = {
      ...metadata.annotations,
      'kubernetes.io/config.hash': hash,
      [mirrorAnnotation]: hash,
      'kubernetes.io/config.seen': formatRfc3339Nano(sim.now),
      'kubernetes.io/config.source': 'file',
    };
    const tolerations = [...(spec.tolerations ?? []), { effect: 'NoExecute', operator: 'Exists' }];
    const mirror = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { ...metadata, name, namespace, annotations, ownerReferences: [owner] },
      spec: { ...spec, nodeName, tolerations, automountServiceAccountToken: false },
    } as unknown as Pod;
    return { text, key: `${namespace}/${name}`, pod: mirror };
  }

  *#create(manifest: Manifest): Task<void> {
    try {
      yield* this.#kubelet.client.create(pods, manifest.pod);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }
}

function isPod(value: unknown): value is Pod {
  const pod = value as Partial<Pod> | null | undefined;
  return pod?.kind === 'Pod' && typeof pod.metadata?.name === 'string' && pod.spec !== undefined;
}
