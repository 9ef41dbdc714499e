// The volumes of a pod as file systems: what ConfigMaps, Secrets, projections, host paths and empty
// folders look like inside a container.

import { parseQuantity, value } from '../../base/quantity';
import { root } from '../../machine/credentials';
import { FileSystem } from '../../machine/filesystem/filesystem';
import type { DirInode } from '../../machine/filesystem/inode';
import { dir, type Entry, file, link, makeInode, tree } from '../../machine/filesystem/tree';
import { walk } from '../../machine/filesystem/walk';
import type { SimulatedMachine } from '../../machine/machine';
import { mountAt } from '../../machine/proc';
import type { Informers } from '../api/informer';
import type {
  Container,
  KeyToPath,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  Volume,
  VolumeProjection,
} from '../kinds/generated/types';
import { dataOf, type EnvironmentInput, fieldValue, resourceValue } from './environment';
import { replaceContents, stampOf, type VolumeFile } from './volume-refresh';

/** A volume that can't be set up (yet); the message is the kubelet's. */
export class MountError extends Error {
  constructor(
    readonly volume: string,
    message: string,
  ) {
    super(message);
  }
}

export interface VolumesInput {
  readonly pod: Pod;
  readonly informers: Informers;
  /** The node's own files, for hostPath. */
  readonly nodeFiles: () => SimulatedMachine;
  readonly podIp: () => string;
  readonly hostIp: string;
  /** The token of the pod's service account. */
  readonly token: (audience: string | undefined) => string;
  readonly nowMs: () => number;
}

/** A volume that was set up: its files, or a folder or file of the node. */
export type MountedVolume =
  | {
      readonly kind: 'files';
      readonly fs: FileSystem;
      readonly isReadOnly: boolean;
      /** Writes it anew from what its objects say now, if somebody has looked into it. */
      readonly refresh?: (pod: Pod) => void;
    }
  | { readonly kind: 'host'; readonly path: string };

/** Sets up all volumes of a pod. @throws MountError */
export function setUpVolumes(input: VolumesInput): Map<string, MountedVolume> {
  const mounted = new Map<string, MountedVolume>();
  for (const volume of input.pod.spec.volumes ?? []) mounted.set(volume.name, setUp(volume, input));
  return mounted;
}

function setUp(volume: Volume, input: VolumesInput): MountedVolume {
  const { name } = volume;
  if (volume.emptyDir) {
    const { medium, sizeLimit } = volume.emptyDir;
    const isMemory = medium === 'Memory';
    const type = isMemory ? 'tmpfs' : 'ext4';
    const limit = parseQuantity(sizeLimit ?? '');
    const size = isMemory && limit !== null ? { sizeBytes: value(limit) } : {};
    const group = input.pod.spec.securityContext?.fsGroup;
    const top = group === undefined ? dir(0o777) : dir(0o2777, 0, group);
    return lazyFiles(() => FileSystem.from(tree({ '/': top }), { type, ...size }), false);
  }
  if (volume.hostPath) return hostPath(volume, input);
  if (volume.persistentVolumeClaim) return claim(volume, input);
  const sources = sourcesOf(volume);
  if (sources === undefined) {
    return { kind: 'files', fs: FileSystem.from(tree({ '/': dir() })), isReadOnly: false };
  }
  const fixed = checkSources(name, sources, input);
  const stamp = stampOf(input.nowMs());
  const make = () => {
    const files = filesOf(name, sources, input, fixed);
    return FileSystem.from(tree(contents(files, stamp)), { type: 'tmpfs' });
  };
  let made: FileSystem | undefined;
  return {
    kind: 'files',
    isReadOnly: true,
    get fs() {
      made ??= make();
      return made;
    },
    refresh(pod) {
      if (made === undefined) made = make();
      try {
        const now = filesOf(name, sources, { ...input, pod }, undefined);
        replaceContents(made, now, input.nowMs());
      } catch (error) {
        // What has gone from the API stays as it was.
        if (!(error instanceof MountError)) throw error;
      }
    },
  };
}

/** Files that are made when somebody first looks: most pods' tokens are never read. */
function lazyFiles(make: () => FileSystem, isReadOnly: boolean): MountedVolume {
  let made: FileSystem | undefined;
  return {
    kind: 'files',
    isReadOnly,
    get fs() {
      made ??= make();
      return made;
    },
  };
}

/** What must be there for the volume to be set up, as it is now. @throws MountError */
function checkSources(
  volume: string,
  sources: Sources,
  input: VolumesInput,
): ReadonlyMap<VolumeProjection, Files> {
  const found = new Map<VolumeProjection, Files>();
  for (const source of sources.list) {
    const reference = source.configMap ?? source.secret;
    if (reference) found.set(source, keyed(volume, source, reference, sources.mode, input));
  }
  return found;
}

interface Sources {
  readonly list: readonly VolumeProjection[];
  readonly mode: number;
}

function sourcesOf(volume: Volume): Sources | undefined {
  if (volume.configMap) {
    return { list: [{ configMap: volume.configMap }], mode: volume.configMap.defaultMode ?? 0o644 };
  }
  if (volume.secret) {
    const { secretName, defaultMode, items, optional } = volume.secret;
    const secret = { name: secretName, items, optional };
    return { list: [{ secret }], mode: defaultMode ?? 0o644 };
  }
  if (volume.downwardAPI) {
    return {
      list: [{ downwardAPI: volume.downwardAPI }],
      mode: volume.downwardAPI.defaultMode ?? 0o644,
    };
  }
  if (volume.projected) {
    return { list: volume.projected.sources ?? [], mode: volume.projected.defaultMode ?? 0o644 };
  }
  return undefined;
}

/** The atomically written folder: files in `..data`, links beside it. */
function contents(files: ReadonlyMap<string, VolumeFile>, stamp: string): Record<string, Entry> {
  const entries: Record<string, Entry> = { '/': dir(0o1777), [`/${stamp}`]: dir() };
  entries['/..data'] = link(stamp);
  for (const [path, one] of files) {
    entries[`/${stamp}/${path}`] = file(one.content, one.mode);
    const first = path.split('/')[0] ?? path;
    entries[`/${first}`] = link(`..data/${first}`);
  }
  return entries;
}

/** All files; `fixed`: what was found when the volume was set up. */
function filesOf(
  volume: string,
  sources: Sources,
  input: VolumesInput,
  fixed: ReadonlyMap<VolumeProjection, Files> | undefined,
): ReadonlyMap<string, VolumeFile> {
  const files = new Map<string, VolumeFile>();
  for (const source of sources.list) {
    const found = fixed?.get(source) ?? projected(volume, source, sources.mode, input);
    for (const [path, one] of found) files.set(path, one);
  }
  return files;
}

type Files = [string, VolumeFile][];

function projected(
  volume: string,
  source: VolumeProjection,
  mode: number,
  input: VolumesInput,
): Files {
  const reference = source.configMap ?? source.secret;
  if (reference) return keyed(volume, source, reference, mode, input);
  if (source.downwardAPI) {
    const environment = environmentInput(input);
    return (source.downwardAPI.items ?? []).map((item) => {
      const content = item.fieldRef
        ? fieldValue(item.fieldRef.fieldPath, environment)
        : item.resourceFieldRef
          ? resourceValue(item.resourceFieldRef, environment)
          : '';
      return [item.path, { content, mode: item.mode ?? mode }];
    });
  }
  if (source.serviceAccountToken) {
    const { path, audience } = source.serviceAccountToken;
    return [[path, { content: input.token(audience), mode }]];
  }
  return [];
}

function keyed(
  volume: string,
  source: VolumeProjection,
  reference: {
    readonly name?: string | undefined;
    readonly items?: readonly KeyToPath[] | undefined;
    readonly optional?: boolean | undefined;
  },
  mode: number,
  input: VolumesInput,
): Files {
  const isSecret = source.secret !== undefined;
  const namespace = input.pod.metadata.namespace ?? '';
  const data = dataOf(input.informers, isSecret, namespace, reference.name ?? '');
  if (data === undefined) {
    if (reference.optional) return [];
    throw new MountError(
      volume,
      `${isSecret ? 'secret' : 'configmap'} "${reference.name}" not found`,
    );
  }
  if (reference.items === undefined) {
    return Object.entries(data).map(([key, content]) => [key, { content, mode }]);
  }
  const found: Files = [];
  for (const item of reference.items) {
    const content = data[item.key];
    if (content !== undefined) found.push([item.path, { content, mode: item.mode ?? mode }]);
    else if (!reference.optional) {
      const what = isSecret ? 'secret' : 'config';
      throw new MountError(volume, `references non-existent ${what} key: ${item.key}`);
    }
  }
  return found;
}

function environmentInput(input: VolumesInput): EnvironmentInput {
  return {
    pod: input.pod,
    container: input.pod.spec.containers[0] as Container,
    podIp: input.podIp(),
    hostIp: input.hostIp,
    informers: input.informers,
    allocatable: { cpu: '2', memory: '4Gi' },
  };
}

function hostPath(volume: Volume, input: VolumesInput): MountedVolume {
  const { path, type = '' } = volume.hostPath ?? { path: '/' };
  const { files } = input.nodeFiles();
  const wrong = (what: string) =>
    new MountError(volume.name, `hostPath type check failed: ${path} is not a ${what}`);
  if (type === 'DirectoryOrCreate' || type === '') {
    if (!files.exists(path)) files.mkdirAll(path, 0o755);
    if (type !== '' && !files.isDir(path)) throw wrong('directory');
  } else if (type === 'FileOrCreate') {
    if (!files.exists(path)) files.write(path, '', 0o644);
    if (!files.isFile(path)) throw wrong('file');
  } else if (type === 'Directory' && !files.isDir(path)) throw wrong('directory');
  else if (type === 'File' && !files.isFile(path)) throw wrong('file');
  return { kind: 'host', path };
}

function claim(volume: Volume, input: VolumesInput): MountedVolume {
  const name = volume.persistentVolumeClaim?.claimName ?? '';
  const claims = input.informers.get<PersistentVolumeClaim>('persistentvolumeclaims');
  const bound = claims.get(input.pod.metadata.namespace, name);
  const volumes = input.informers.get<PersistentVolume>('persistentvolumes');
  const found = volumes.get(undefined, bound?.spec.volumeName ?? '');
  if (found === undefined)
    throw new MountError(volume.name, `PersistentVolumeClaim "${name}" is not bound`);
  const path =
    found.spec.hostPath?.path ??
    found.spec.local?.path ??
    `/var/lib/volumes/${found.metadata.name}`;
  const { files } = input.nodeFiles();
  if (!files.exists(path)) files.mkdirAll(path, 0o777);
  return { kind: 'host', path };
}

/** Mounts what a container asks for into its machine. @throws MountError */
export function mountInto(
  machine: SimulatedMachine,
  container: Container,
  from: {
    readonly volumes: ReadonlyMap<string, MountedVolume>;
    readonly node: () => SimulatedMachine;
    /** `$(NAME)` of subPathExpr. */
    readonly expand: (text: string) => string;
  },
): void {
  const { volumes, node } = from;
  for (const mount of container.volumeMounts ?? []) {
    const volume = volumes.get(mount.name);
    if (volume === undefined) continue;
    const readOnly = mount.readOnly ?? false;
    const sub = mount.subPathExpr ? from.expand(mount.subPathExpr) : (mount.subPath ?? '');
    if (volume.kind === 'host') {
      const path = sub ? `${volume.path}/${sub}` : volume.path;
      if (sub && !node().files.exists(path)) node().files.mkdirAll(path, 0o755);
      bindMount(machine.filesystem, mount.mountPath, { fs: node().filesystem, path, readOnly });
    } else {
      const isReadOnly = readOnly || volume.isReadOnly;
      const path = sub ? `/${sub}` : '/';
      if (sub && !volume.isReadOnly) makeFolder(volume.fs, path);
      bindMount(machine.filesystem, mount.mountPath, { fs: volume.fs, path, readOnly: isReadOnly });
    }
  }
}

/** Makes a path of one file system appear at a path of another, as a bind mount does. */
function bindMount(
  into: FileSystem,
  at: string,
  from: { readonly fs: FileSystem; readonly path: string; readonly readOnly: boolean },
): void {
  const view = (fs: FileSystem) => ({ root: fs, cwd: '/', credentials: root, pid: 0 });
  const source = place(view(from.fs), from.path);
  if (source === undefined) return;
  // A file that is mounted alone stays, whatever happens to its name.
  if (source.inode.ino !== 1) source.fs.opened(source.inode.ino);
  if (source.inode.kind === 'file' && place(view(into), at) === undefined) {
    const walked = walk(view(into), at, true);
    const { parent } = walked;
    if (parent === undefined) return;
    const made = makeInode(0, '', parent.inode.mtimeMs);
    parent.fs.add(parent.inode as DirInode, walked.name, made, parent.inode.mtimeMs);
  }
  const options = { readOnly: from.readOnly, ino: source.inode.ino };
  mountAt(into, at, source.fs, options);
}

/** A subPath that isn't there yet is made. */
function makeFolder(fs: FileSystem, path: string): void {
  const view = { root: fs, cwd: '/', credentials: root, pid: 0 };
  let at = '';
  for (const name of path.split('/').filter((one) => one !== '')) {
    at += `/${name}`;
    if (place(view, at) !== undefined) continue;
    const { parent } = walk(view, at, true);
    if (parent === undefined) return;
    const now = parent.inode.mtimeMs;
    parent.fs.add(parent.inode as DirInode, name, makeInode(0, dir(), now), now);
  }
}

function place(view: Parameters<typeof walk>[0], path: string) {
  try {
    return walk(view, path, true).place;
  } catch {
    return undefined;
  }
}
