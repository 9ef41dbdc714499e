// One file system: a shared base tree and a table of the inodes that differ from it, which is
// empty until the first write. Other file systems can be mounted on its folders and files.
import { utf8Length } from '../../base/bytes';
import { SystemError } from '../errno';
import type { Pipe } from '../pipe';
import { copyInode, type DirInode, type FileInode, type Inode, type Viewer } from './inode';
import { fromSaved, type SavedFileSystem, toSaved } from './saved';
import { InodeTable, type TableRoot } from './table';
import type { Tree } from './tree';

export interface FileSystemOptions {
  /** As in /proc/mounts: `ext4` (default), `overlay`, `tmpfs`, `proc`. */
  readonly type?: string;
  /** What df calls it; by default its type. */
  readonly source?: string;
  readonly sizeBytes?: number;
  readonly readOnly?: boolean;
  /** Called at the first change after it was made and after each checkpoint. */
  readonly onChange?: (fileSystem: FileSystem) => void;
}

export interface MountOptions {
  readonly readOnly?: boolean;
  readonly source?: string;
  /** Inode of the mounted file system that appears there; by default its root. */
  readonly ino?: number;
}

/** A file system that appears on an inode of another one. */
export interface Mount {
  readonly path: string;
  readonly fs: FileSystem;
  readonly ino: number;
  readonly readOnly: boolean;
  readonly source: string;
}

/** A frozen state, to go back to. Costs nothing to take. */
export interface Checkpoint {
  readonly table: TableRoot;
  readonly nextIno: number;
}

/** Fields of an inode that a change may set. */
export type InodeChange = Partial<
  Pick<FileInode, 'mode' | 'uid' | 'gid' | 'mtimeMs' | 'atimeMs' | 'ctimeMs'>
>;

/** Characters that one file can hold, and how far truncate really writes zeros. */
const maxContent = 268_435_456;
const maxPadding = 33_554_432;

export class FileSystem {
  readonly type: string;
  readonly source: string;
  readonly sizeBytes: number;
  readonly readOnly: boolean;
  /** Rendezvous of FIFOs by inode; belongs to the running world, not to a checkpoint. */
  fifos: Map<number, Pipe> | undefined;
  #base: Tree;
  #table: InodeTable | undefined;
  #nextIno: number;
  #mounts: Map<number, Mount> | undefined;
  #opened: Map<number, number> | undefined;
  #onChange: ((fileSystem: FileSystem) => void) | undefined;
  #isClean = true;

  private constructor(base: Tree, options: FileSystemOptions) {
    this.#base = base;
    this.#nextIno = base.inodes.length;
    this.type = options.type ?? 'ext4';
    this.source = options.source ?? this.type;
    this.sizeBytes = options.sizeBytes ?? 107_374_182_400;
    this.readOnly = options.readOnly ?? false;
    this.#onChange = options.onChange;
  }

  /** A file system that shares `tree`; nothing is copied until something is written. */
  static from(tree: Tree, options: FileSystemOptions = {}): FileSystem {
    return new FileSystem(tree, options);
  }

  get root(): DirInode {
    return this.inode(1) as DirInode;
  }

  /** The present version of an inode. @throws when there is none: a fault of ours. */
  inode(ino: number): Inode {
    const found = this.#table?.get(ino) ?? this.#base.inodes[ino];
    if (found === undefined) throw new Error(`no inode ${ino} in ${this.type}`);
    return found;
  }

  child(parent: DirInode, name: string, viewer: Viewer): Inode | undefined {
    if (parent.computed !== undefined) {
      const found = parent.computed.child(name, viewer);
      if (found !== undefined) return found;
    }
    const ino = parent.entries.get(name);
    return ino === undefined ? undefined : this.inode(ino);
  }

  names(parent: DirInode, viewer: Viewer): string[] {
    const names = [...parent.entries.keys()];
    if (parent.computed !== undefined) names.push(...parent.computed.names(viewer));
    return names.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  }

  /** The inode in a state that may be changed in place. */
  own<T extends Inode>(inode: T): T {
    if (inode.ino === 0) throw new SystemError('EPERM');
    const table = this.#changing();
    const present = this.inode(inode.ino);
    if (present.owner === table.generation) return present as T;
    const copy = copyInode(present, table.generation);
    table.set(copy.ino, copy);
    return copy as T;
  }

  change(inode: Inode, change: InodeChange): void {
    Object.assign(this.own(inode), change);
  }

  setContent(inode: FileInode, content: string, now: number): void {
    const own = this.own(inode);
    own.content = content;
    own.size = utf8Length(content);
    own.program = undefined;
    own.mtimeMs = now;
    own.ctimeMs = now;
  }

  appendContent(inode: FileInode, text: string, now: number): void {
    if (inode.content.length + text.length > maxContent) throw new SystemError('ENOSPC');
    const own = this.own(inode);
    own.content += text;
    own.size += utf8Length(text);
    own.mtimeMs = now;
    own.ctimeMs = now;
  }

  /**
   * Cuts a file or extends it by zeros. Beyond what a text can hold only the size grows: such files
   * have a size, but reading them stops at what was written.
   */
  setSize(inode: FileInode, size: number, now: number): void {
    const { content } = inode;
    if (size <= content.length) this.setContent(inode, content.slice(0, size), now);
    else this.setContent(inode, content.padEnd(Math.min(size, maxPadding), '\0'), now);
    if (size > maxPadding) this.own(inode).size = size;
  }

  /** Puts a new inode into a folder. Its ino and owner are given here. */
  add(parent: DirInode, name: string, made: Inode, now: number): Inode {
    if (parent.computed !== undefined) throw new SystemError('ENOENT');
    const table = this.#changing();
    const inode = { ...made, ino: this.#nextIno++, owner: table.generation };
    table.set(inode.ino, inode);
    this.enter(parent, name, inode, now);
    return inode;
  }

  /** One more name for an inode (no check whether the name is taken). */
  enter(parent: DirInode, name: string, inode: Inode, now: number): void {
    const own = this.own(parent);
    own.entries.set(name, inode.ino);
    if (inode.kind === 'dir') own.nlink++;
    own.mtimeMs = now;
    own.ctimeMs = now;
  }

  /** Takes a name away; `isMoving` when the inode gets another one. */
  leave(parent: DirInode, name: string, now: number, isMoving = false): void {
    const own = this.own(parent);
    const ino = own.entries.get(name);
    if (ino === undefined) return;
    own.entries.delete(name);
    own.mtimeMs = now;
    own.ctimeMs = now;
    const inode = this.inode(ino);
    if (inode.kind === 'dir') own.nlink--;
    if (isMoving) return;
    const gone = this.own(inode);
    gone.nlink = inode.kind === 'dir' ? 0 : gone.nlink - 1;
    gone.ctimeMs = now;
    this.#forget(gone);
  }

  /** Keeps an inode although it may lose its last name, until closed() as often. */
  opened(ino: number): void {
    this.#opened ??= new Map();
    this.#opened.set(ino, (this.#opened.get(ino) ?? 0) + 1);
  }

  closed(ino: number): void {
    const left = (this.#opened?.get(ino) ?? 0) - 1;
    if (left > 0) this.#opened?.set(ino, left);
    else {
      this.#opened?.delete(ino);
      const inode = this.#table?.get(ino);
      if (inode !== undefined && inode.nlink === 0) this.#forget(inode);
    }
  }

  /** @param fs may be given as how to make it, at its first use. */
  mount(
    path: string,
    ino: number,
    fs: FileSystem | (() => FileSystem),
    options: MountOptions = {},
  ): Mount {
    this.#mounts ??= new Map();
    const mount = new MountPoint(path, fs, options);
    this.#mounts.set(ino, mount);
    return mount;
  }

  unmount(ino: number): void {
    this.#mounts?.delete(ino);
  }

  mountAt(ino: number): Mount | undefined {
    return this.#mounts?.get(ino);
  }

  get mounts(): readonly Mount[] {
    return this.#mounts === undefined ? [] : [...this.#mounts.values()];
  }

  /** Bytes that files take, in blocks of 4 KiB. Looks at everything. */
  usedBytes(): { readonly bytes: number; readonly inodes: number } {
    let blocks = 0;
    let inodes = 0;
    const count = (inode: Inode | undefined): void => {
      if (inode === undefined || inode.nlink === 0) return;
      inodes++;
      if (inode.kind === 'file') blocks += Math.ceil(inode.size / 4096);
      else if (inode.kind === 'dir' && this.type !== 'tmpfs') blocks++;
    };
    for (const inode of this.#base.inodes) if (inode && !this.#table?.get(inode.ino)) count(inode);
    for (const inode of this.#table?.inodes() ?? []) count(inode);
    return { bytes: blocks * 4096, inodes };
  }

  /** Whether anything differs from the base tree. */
  get isTouched(): boolean {
    return this.#table !== undefined && !this.#table.isEmpty;
  }

  checkpoint(): Checkpoint {
    this.#isClean = true;
    const table = this.#table?.checkpoint() ?? { branch: undefined, shift: 0 };
    return { table, nextIno: this.#nextIno };
  }

  restore(checkpoint: Checkpoint): void {
    if (this.#table === undefined && checkpoint.table.branch === undefined) return;
    this.#isClean = true;
    this.#table ??= new InodeTable();
    this.#table.restore(checkpoint.table);
    this.#nextIno = checkpoint.nextIno;
    this.fifos = undefined;
  }

  /** What differs from the base tree, as JSON. */
  snapshot(): SavedFileSystem {
    const inodes = this.#table === undefined ? [] : [...this.#table.inodes()];
    return { nextIno: this.#nextIno, inodes: inodes.map(toSaved) };
  }

  /** Becomes what snapshot() told. The base tree must be the same. */
  restoreSnapshot(saved: SavedFileSystem): void {
    this.#table = new InodeTable();
    this.#nextIno = saved.nextIno;
    for (const one of saved.inodes) {
      this.#table.set(one.ino, fromSaved(one, this.#base.inodes[one.ino]));
    }
    this.fifos = undefined;
  }

  #changing(): InodeTable {
    this.#table ??= new InodeTable();
    if (this.#isClean) {
      this.#isClean = false;
      this.#onChange?.(this);
    }
    return this.#table;
  }

  #forget(inode: Inode): void {
    if (inode.nlink > 0 || this.#opened?.has(inode.ino)) return;
    this.fifos?.delete(inode.ino);
    if (this.#base.inodes[inode.ino] === undefined) this.#table?.set(inode.ino, undefined);
  }
}

class MountPoint implements Mount {
  readonly path: string;
  readonly ino: number;
  readonly readOnly: boolean;
  #fs: FileSystem | (() => FileSystem);
  #source: string | undefined;

  constructor(path: string, fs: FileSystem | (() => FileSystem), options: MountOptions) {
    this.path = path;
    this.#fs = fs;
    this.ino = options.ino ?? 1;
    this.readOnly = options.readOnly ?? false;
    this.#source = options.source;
  }

  get fs(): FileSystem {
    if (typeof this.#fs === 'function') this.#fs = this.#fs();
    return this.#fs;
  }

  get source(): string {
    return this.#source ?? this.fs.source;
  }
}
