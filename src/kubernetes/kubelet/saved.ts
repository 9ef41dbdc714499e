// A kubelet as JSON and back: its records, what its containers have written, files that were
// touched. Running containers are adopted: no restart is counted, serving programs serve again,
// others run again from their command lines.
import type { FileSystem } from '../../machine/filesystem/filesystem';
import type { SavedFileSystem } from '../../machine/filesystem/saved';
import { parseImageReference } from '../../machine/image';
import type { Container, Pod } from '../kinds/generated/types';
import { ContainerLife } from './container-life';
import type { LiveContainer } from './container-runtime';
import type { Kubelet } from './kubelet';
import { PodWorker } from './pod-worker';
import type { ContainerRecord, PodRecord } from './records';

interface SavedContainer {
  readonly name: string;
  readonly imageText: string;
  readonly log: unknown;
  readonly files: SavedFileSystem | undefined;
}

interface SavedPod {
  readonly record: Omit<PodRecord, 'containers'> & { readonly containers: ContainerRecord[] };
  readonly pod: Pod;
  readonly containers: readonly SavedContainer[];
  readonly volumes: readonly (readonly [string, SavedFileSystem])[];
}

export interface SavedKubelet {
  readonly images: readonly string[];
  readonly nextAddress: number;
  readonly files: SavedFileSystem | undefined;
  readonly pods: readonly SavedPod[];
}

/** Whether a snapshot would lose nothing: nothing under way, no sessions, no jobs at work. */
export function canSaveKubelet(kubelet: Kubelet): boolean {
  if (kubelet.isBusy) return false;
  for (const { lives, pod } of kubelet.workers.values()) {
    for (const { live, isRunning } of lives.values()) {
      if (live === undefined || !isRunning) continue;
      const isJob = pod.spec.restartPolicy !== 'Always';
      if (!live.isService && isJob) return false;
      if (hasSession(live)) return false;
    }
  }
  return true;
}

/** Somebody runs a command inside. */
function hasSession(live: LiveContainer): boolean {
  if (!live.isTouched) return false;
  return [...live.machine.processes.values()].filter((one) => one.ppid === 0).length > 1;
}

export function saveKubelet(kubelet: Kubelet): SavedKubelet {
  const { machine } = kubelet;
  return {
    images: [...kubelet.images.present.keys()],
    nextAddress: kubelet.nextAddress,
    files: machine.isTouched ? machine.filesystem.snapshot() : undefined,
    pods: [...kubelet.workers.values()].map(savePod),
  };
}

function savePod(worker: PodWorker): SavedPod {
  const { record, pod, lives, volumes } = worker;
  const containers: SavedContainer[] = [];
  for (const [name, { live }] of lives) {
    if (live === undefined) continue;
    containers.push({
      name,
      imageText: live.imageText,
      log: live.log.snapshot(),
      files: live.isTouched ? live.machine.filesystem.snapshot() : undefined,
    });
  }
  const own = pod.spec.volumes?.filter((volume) => volume.emptyDir) ?? [];
  const saved = own.flatMap(({ name }) => {
    const volume = volumes?.get(name);
    return volume?.kind === 'files' ? [[name, filesOf(volume.fs).snapshot()] as const] : [];
  });
  return {
    record: { ...record, containers: [...record.containers.values()] },
    pod,
    containers,
    volumes: saved,
  };
}

function filesOf(fs: FileSystem | (() => FileSystem)): FileSystem {
  return typeof fs === 'function' ? fs() : fs;
}

/** Makes a fresh kubelet, just started, what the saved one was. */
export function restoreKubelet(kubelet: Kubelet, saved: SavedKubelet): void {
  kubelet.nextAddress = saved.nextAddress;
  for (const name of saved.images) {
    const reference = parseImageReference(name);
    const found = reference && kubelet.options.images.find(reference);
    if (found?.kind === 'image') kubelet.images.present.set(name, found.image);
  }
  if (saved.files !== undefined) kubelet.machine.filesystem.restoreSnapshot(saved.files);
  for (const one of saved.pods) restorePod(kubelet, one);
}

function restorePod(kubelet: Kubelet, saved: SavedPod): void {
  const containers = new Map(saved.record.containers.map((one) => [one.name, { ...one }]));
  const pod = kubelet.podByKey(saved.record.key) ?? saved.pod;
  const worker = new PodWorker(kubelet, pod, { ...saved.record, containers });
  kubelet.workers.set(saved.record.uid, worker);
  worker.restoreSandbox();
  for (const [name, files] of saved.volumes) {
    const volume = worker.volumes?.get(name);
    if (volume?.kind === 'files') filesOf(volume.fs).restoreSnapshot(files);
  }
  for (const one of saved.containers) restoreContainer(worker, one);
}

function restoreContainer(worker: PodWorker, saved: SavedContainer): void {
  const { spec } = worker.pod;
  const all = [
    ...spec.containers,
    ...(spec.initContainers ?? []),
    ...((spec.ephemeralContainers ?? []) as Container[]),
  ];
  const container = all.find((one) => one.name === saved.name);
  const record = worker.record.containers.get(saved.name);
  const reference = parseImageReference(record?.image ?? '');
  const image = worker.kubelet.images.present.get(reference?.full ?? '');
  if (container === undefined || record === undefined) return;
  if (reference === undefined || image === undefined || worker.volumes === undefined) return;
  const life = new ContainerLife(worker, container, record);
  worker.lives.set(saved.name, life);
  life.adopt({ image, reference }, saved.imageText, (live) => {
    live.log.restore(saved.log);
    if (saved.files !== undefined) live.machine.filesystem.restoreSnapshot(saved.files);
  });
}
