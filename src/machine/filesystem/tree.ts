// Immutable trees of files, written declaratively: what images and base systems consist of.
// One tree is shared by all file systems made from it.
import { utf8Length } from '../../base/bytes';
import type { ComputedEntries, DeviceName, DirInode, Inode, Viewer } from './inode';

interface Rights {
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly mtimeMs?: number;
}

/** What stands at a path. A plain string is a file with that content and mode 0644. */
export type Entry =
  | string
  | ({ readonly kind: 'dir'; readonly computed?: ComputedEntries } & Rights)
  | ({
      readonly kind: 'file';
      readonly content: string;
      readonly program?: string;
      readonly size?: number;
      readonly compute?: (viewer: Viewer) => string;
      readonly accept?: (text: string, viewer: Viewer) => void;
    } & Rights)
  | ({
      readonly kind: 'symlink';
      readonly target: string;
      readonly compute?: (viewer: Viewer) => string;
    } & Rights)
  | ({ readonly kind: 'device'; readonly device: DeviceName } & Rights)
  | ({ readonly kind: 'fifo' | 'socket' } & Rights);

/** A shared tree: inode n is `inodes[n]`, the root is number 1. Nobody changes it. */
export interface Tree {
  readonly inodes: readonly (Inode | undefined)[];
}

/** An executable whose program is looked up by name. */
export function program(name: string, size = 35_000, mode = 0o755): Entry {
  return { kind: 'file', content: '', program: name, size, mode };
}

export function dir(mode = 0o755, uid = 0, gid = uid): Entry {
  return { kind: 'dir', mode, uid, gid };
}

export function link(target: string): Entry {
  return { kind: 'symlink', target };
}

export function file(content: string, mode = 0o644, uid = 0, gid = uid): Entry {
  return { kind: 'file', content, mode, uid, gid };
}

/** A file whose content is computed on each read, as in /proc. */
export function computed(compute: (viewer: Viewer) => string, mode = 0o444): Entry {
  return { kind: 'file', content: '', compute, mode, size: 0 };
}

export function device(name: DeviceName, mode = 0o666): Entry {
  return { kind: 'device', device: name, mode };
}

/**
 * Makes a tree from absolute paths; folders in between come by themselves (0755, root's).
 * @param base a tree to build on: it is shared, not changed.
 * @param mtimeMs time stamp of everything that doesn't bring its own.
 */
export function tree(
  entries: Readonly<Record<string, Entry>>,
  base?: Tree,
  mtimeMs = 1_767_225_600_000,
): Tree {
  const inodes = base === undefined ? [undefined] : base.inodes.slice();
  const owned = new Set<number>();
  if (base === undefined) inodes.push(makeInode(1, dir(), mtimeMs));
  const builder: Builder = { inodes, owned, mtimeMs };
  for (const [path, entry] of Object.entries(entries)) place(builder, path, entry);
  return { inodes };
}

interface Builder {
  readonly inodes: (Inode | undefined)[];
  readonly owned: Set<number>;
  readonly mtimeMs: number;
}

function place(builder: Builder, path: string, entry: Entry): void {
  const names = path.split('/').filter((name) => name !== '');
  const last = names.pop();
  if (last === undefined) {
    const old = ownDir(builder, 1);
    const made = makeInode(1, entry, builder.mtimeMs);
    if (made.kind === 'dir') builder.inodes[1] = { ...made, entries: old.entries };
    return;
  }
  let at = 1;
  for (const name of names) at = descend(builder, at, name);
  const parent = ownDir(builder, at);
  const before = parent.entries.get(last);
  const ino = before ?? builder.inodes.length;
  const old = before === undefined ? undefined : builder.inodes[before];
  const made = makeInode(ino, entry, builder.mtimeMs);
  if (old?.kind === 'dir' && made.kind === 'dir') {
    builder.inodes[ino] = { ...made, entries: new Map(old.entries), nlink: old.nlink };
  } else builder.inodes[ino] = made;
  builder.owned.add(ino);
  parent.entries.set(last, ino);
  if (made.kind === 'dir' && old?.kind !== 'dir') parent.nlink++;
}

/** The folder `name` in folder `at`, through links within the tree; made when it is missing. */
function descend(builder: Builder, at: number, name: string): number {
  const inode = builder.inodes[at] as DirInode;
  const ino = inode.entries.get(name);
  const found = ino === undefined ? undefined : builder.inodes[ino];
  if (ino !== undefined && found?.kind === 'dir') return ino;
  if (found?.kind === 'symlink') {
    const steps = found.target.split('/').filter((step) => step !== '');
    let to = found.target.startsWith('/') ? 1 : at;
    for (const step of steps) to = descend(builder, to, step);
    return to;
  }
  const parent = ownDir(builder, at);
  const made = builder.inodes.length;
  builder.inodes.push(makeInode(made, dir(), builder.mtimeMs));
  builder.owned.add(made);
  parent.entries.set(name, made);
  parent.nlink++;
  return made;
}

function ownDir(builder: Builder, ino: number): DirInode {
  const inode = builder.inodes[ino];
  if (inode?.kind !== 'dir') throw new Error(`not a folder: inode ${ino}`);
  if (builder.owned.has(ino)) return inode;
  builder.owned.add(ino);
  const own = { ...inode, entries: new Map(inode.entries) };
  builder.inodes[ino] = own;
  return own;
}

/** An inode from its description. Also used for computed entries, which are in no table. */
export function makeInode(ino: number, entry: Entry, mtimeMs: number): Inode {
  const full = typeof entry === 'string' ? ({ kind: 'file', content: entry } as const) : entry;
  const time = full.mtimeMs ?? mtimeMs;
  const base = {
    ino,
    owner: 0,
    uid: full.uid ?? 0,
    gid: full.gid ?? full.uid ?? 0,
    mtimeMs: time,
    atimeMs: time,
    ctimeMs: time,
    nlink: 1,
  };
  switch (full.kind) {
    case 'dir':
      return {
        ...base,
        kind: 'dir',
        mode: full.mode ?? 0o755,
        nlink: 2,
        entries: new Map(),
        computed: full.computed,
      };
    case 'file':
      return {
        ...base,
        kind: 'file',
        mode: full.mode ?? 0o644,
        content: full.content,
        size: full.size ?? utf8Length(full.content),
        program: full.program,
        compute: full.compute,
        accept: full.accept,
      };
    case 'symlink':
      return { ...base, kind: 'symlink', mode: 0o777, target: full.target, compute: full.compute };
    case 'device':
      return { ...base, kind: 'device', mode: full.mode ?? 0o666, device: full.device };
    case 'fifo':
    case 'socket':
      return { ...base, kind: full.kind, mode: full.mode ?? 0o644 };
  }
}
