// Files as one process sees them: system calls on paths, with its rights, folder and umask.

import { may } from './credentials';
import { SystemError } from './errno';
import type { FileSystem } from './filesystem/filesystem';
import { type DirInode, isAllowed } from './filesystem/inode';
import { openPlace } from './filesystem/open';
import { renamePlace } from './filesystem/rename';
import { checkEntryChange, checkOpen, checkWritable } from './filesystem/rights';
import { statOf, statOfOpened } from './filesystem/stat';
import { type Entry, makeInode } from './filesystem/tree';
import { type Place, type View, type Walked, walk } from './filesystem/walk';
import { makeFolders, removeTree } from './filesystem/whole-trees';
import type { Credentials, Files, OpenFile, OpenFlags, Stat, Tty } from './types';

/** What the files of a process depend on besides the process's rights. */
export interface FilesContext {
  readonly clock: { readonly now: number };
  readonly root: FileSystem;
  readonly pid: number;
  /** The controlling terminal, for /dev/tty. */
  readonly tty?: Tty | undefined;
  random(name: string): number;
}

export class ProcessFiles implements Files {
  cwd: string;
  umask: number;
  readonly credentials: Credentials;
  readonly context: FilesContext;

  constructor(context: FilesContext, credentials: Credentials, cwd = '/', umask = 0o022) {
    this.context = context;
    this.credentials = credentials;
    this.cwd = cwd;
    this.umask = umask;
  }

  stat(path: string): Stat {
    return this.#stat(path, true);
  }

  lstat(path: string): Stat {
    return this.#stat(path, false);
  }

  exists(path: string): boolean {
    return this.#attempt(path) !== undefined;
  }

  isDir(path: string): boolean {
    return this.#attempt(path)?.inode.kind === 'dir';
  }

  isFile(path: string): boolean {
    return this.#attempt(path)?.inode.kind === 'file';
  }

  may(path: string, right: 'r' | 'w' | 'x'): boolean {
    const place = this.#attempt(path);
    if (place === undefined) return false;
    if (right === 'w' && place.readOnly && place.inode.kind !== 'device') return false;
    return isAllowed(place.inode, this.credentials, right === 'r' ? 4 : right === 'w' ? 2 : 1);
  }

  read(path: string): string {
    const place = this.place(path);
    const inode = place.inode;
    if (inode.kind === 'dir') throw new SystemError('EISDIR', path);
    if (!isAllowed(inode, this.credentials, 4)) throw new SystemError('EACCES', path);
    if (inode.kind === 'device') return '';
    if (inode.kind !== 'file') throw new SystemError('ENXIO', path);
    return inode.compute === undefined ? inode.content : inode.compute(this.#view());
  }

  write(path: string, content: string, mode = 0o666): void {
    const place = this.#toWrite(path, mode);
    if (place.inode.kind !== 'file') return;
    if (!this.#writeComputed(place, content)) {
      place.fs.setContent(place.inode, content, this.#now);
    }
  }

  append(path: string, content: string): void {
    const place = this.#toWrite(path, 0o666);
    if (place.inode.kind !== 'file') return;
    if (!this.#writeComputed(place, content)) {
      place.fs.appendContent(place.inode, content, this.#now);
    }
  }

  list(path: string): string[] {
    if (this.#isLostFolder(path)) return [];
    const { fs, inode } = this.place(path);
    if (inode.kind !== 'dir') throw new SystemError('ENOTDIR', path);
    if (!isAllowed(inode, this.credentials, 4)) throw new SystemError('EACCES', path);
    return fs.names(inode, this.#view());
  }

  mkdir(path: string, mode = 0o777): void {
    const walked = this.#walk(path.replace(/(.)\/+$/, '$1'), false);
    if (walked.place !== undefined) throw new SystemError('EEXIST', path);
    this.#create(walked, path, { kind: 'dir', mode: mode & ~this.umask });
  }

  mkdirAll(path: string, mode = 0o777): void {
    makeFolders(this, path, mode);
  }

  unlink(path: string): void {
    const walked = this.#walk(path, false);
    const { parent, place } = this.#existing(walked, path);
    if (place.inode.kind === 'dir') throw new SystemError('EISDIR', path);
    this.#remove(parent, walked.name, place, path);
  }

  rmdir(path: string): void {
    if (/(^|\/)\.\/*$/.test(path)) throw new SystemError('EINVAL', path);
    const name = path.replace(/\/+$/, '');
    const walked = this.#walk(name === '' ? '/' : name, false);
    if (walked.path === '/') throw new SystemError('EBUSY', path);
    const { parent, place } = this.#existing(walked, path);
    if (place.inode.kind !== 'dir') throw new SystemError('ENOTDIR', path);
    if (walked.isDots) throw new SystemError('ENOTEMPTY', path);
    if (place.fs.names(place.inode, this.#view()).length > 0) {
      throw new SystemError('ENOTEMPTY', path);
    }
    this.#remove(parent, walked.name, place, path);
  }

  removeAll(path: string): void {
    removeTree(this, path);
  }

  rename(from: string, to: string): void {
    const source = this.#walk(from, false);
    const target = this.#walk(to, false);
    const existing = this.#existing(source, from);
    renamePlace({
      source: { ...source, ...existing },
      target,
      now: this.#now,
      viewer: this.#view(),
      mayChange: (parent, inode) => checkEntryChange(parent, inode, this.credentials, from),
      path: from,
    });
  }

  link(existing: string, path: string): void {
    const { place } = this.#existing(this.#walk(existing, false), existing);
    if (place.inode.kind === 'dir') throw new SystemError('EPERM', existing);
    const walked = this.#walk(path, false);
    if (walked.place !== undefined) throw new SystemError('EEXIST', path);
    const parent = this.#parent(walked, path);
    if (parent.fs !== place.fs || place.inode.ino === 0) throw new SystemError('EXDEV', path);
    checkEntryChange(parent, undefined, this.credentials, path);
    const inode = place.fs.own(place.inode);
    inode.nlink++;
    inode.ctimeMs = this.#now;
    parent.fs.enter(parent.inode as DirInode, walked.name, inode, this.#now);
  }

  symlink(target: string, path: string): void {
    const walked = this.#walk(path, false);
    if (walked.place !== undefined) throw new SystemError('EEXIST', path);
    if (target === '') throw new SystemError('ENOENT', path);
    if (walked.wantsDir) throw new SystemError('ENOENT', path);
    this.#create(walked, path, { kind: 'symlink', target });
  }

  readlink(path: string): string {
    const { inode } = this.place(path, false);
    if (inode.kind !== 'symlink') throw new SystemError('EINVAL', path);
    return inode.compute?.(this.#view()) ?? inode.target;
  }

  realpath(path: string): string {
    const walked = this.#walk(path, true);
    if (walked.place === undefined) throw new SystemError('ENOENT', path);
    return walked.path;
  }

  chmod(path: string, mode: number): void {
    const place = this.#toChange(path, true);
    place.fs.change(place.inode, { mode: mode & 0o7777, ctimeMs: this.#now });
  }

  chown(path: string, uid: number, gid: number, follow = true): void {
    const place = this.place(path, follow);
    if (place.readOnly) throw new SystemError('EROFS', path);
    const { inode } = place;
    const who = this.credentials;
    const isGroupOnly = uid === inode.uid && (gid === who.gid || who.groups.includes(gid));
    const isSame = uid === inode.uid && gid === inode.gid;
    const mayChown = who.uid === 0 && may(who, 'CHOWN');
    if (!mayChown && !(who.uid === inode.uid && (isGroupOnly || isSame))) {
      throw new SystemError('EPERM', path);
    }
    const keeps = (inode.mode & 0o010) === 0 ? 0o3777 : 0o1777;
    const mode = inode.kind === 'file' ? inode.mode & keeps : inode.mode;
    place.fs.change(inode, { uid, gid, mode, ctimeMs: this.#now });
  }

  utimes(path: string, atimeMs: number, mtimeMs: number, follow = true): void {
    const place = this.place(path, follow);
    if (place.readOnly) throw new SystemError('EROFS', path);
    const isOwner = this.credentials.uid === 0 || this.credentials.uid === place.inode.uid;
    if (!isOwner && !isAllowed(place.inode, this.credentials, 2)) {
      throw new SystemError('EACCES', path);
    }
    if (place.inode.ino === 0) return;
    place.fs.change(place.inode, { atimeMs, mtimeMs, ctimeMs: this.#now });
  }

  truncate(path: string, size: number): void {
    const place = this.place(path);
    if (place.inode.kind === 'dir') throw new SystemError('EISDIR', path);
    checkWritable(place, this.credentials, path);
    if (place.inode.kind !== 'file') throw new SystemError('EINVAL', path);
    place.fs.setSize(place.inode, size, this.#now);
  }

  mkfifo(path: string, mode = 0o666): void {
    const walked = this.#walk(path, false);
    if (walked.place !== undefined) throw new SystemError('EEXIST', path);
    this.#create(walked, path, { kind: 'fifo', mode: mode & ~this.umask });
  }

  open(path: string, flags: OpenFlags): OpenFile {
    if (flags.create === true && path.endsWith('/')) throw new SystemError('EISDIR', path);
    const walked = this.#walk(path, true);
    if (walked.opened !== undefined) {
      walked.opened.retain();
      return walked.opened;
    }
    let place = walked.place;
    if (place === undefined) {
      if (flags.create !== true) throw new SystemError('ENOENT', path);
      if (walked.wantsDir) throw new SystemError('EISDIR', path);
      const mode = (flags.mode ?? 0o666) & ~this.umask;
      place = this.#create(walked, path, { kind: 'file', content: '', mode });
    } else {
      if (flags.create === true && flags.exclusive === true) throw new SystemError('EEXIST', path);
      checkOpen(place, flags, this.credentials, path);
      if (flags.truncate === true && (flags.write === true || flags.append === true)) {
        this.#empty(place);
      }
    }
    return openPlace(place, walked.path, flags, { ...this.context, viewer: this.#view() });
  }

  resolve(path: string): string {
    const names: string[] = [];
    const full = path.startsWith('/') ? path : `${this.cwd}/${path}`;
    for (const name of full.split('/')) {
      if (name === '' || name === '.') continue;
      if (name === '..') names.pop();
      else names.push(name);
    }
    return `/${names.join('/')}`;
  }

  install(path: string, program: string, sizeBytes = 35_000): void {
    if (this.exists(path)) this.unlink(path);
    const walked = this.#walk(path, true);
    const entry = { kind: 'file', content: '', mode: 0o755, program, size: sizeBytes } as const;
    this.#create(walked, path, entry);
  }

  /** Where a path leads; for code that needs the inode (mounts, running programs). */
  place(path: string, follow = true): Place {
    const { place } = this.#walk(path, follow);
    if (place === undefined) throw new SystemError('ENOENT', path);
    return place;
  }

  /** The same files with other rights; itself when they are the same. */
  withRights(credentials: Credentials): ProcessFiles {
    if (credentials === this.credentials) return this;
    return new ProcessFiles(this.context, credentials, this.cwd, this.umask);
  }

  get #now(): number {
    return this.context.clock.now;
  }

  #view(): View {
    const { root, pid } = this.context;
    return { root, pid, cwd: this.cwd, credentials: this.credentials };
  }

  #walk(path: string, follow: boolean): Walked {
    return walk(this.#view(), path, follow);
  }

  #attempt(path: string): Place | undefined {
    try {
      return this.#walk(path, true).place;
    } catch (error) {
      if (error instanceof SystemError) return undefined;
      throw error;
    }
  }

  /** Whether the path means our current folder, and that has been removed. */
  #isLostFolder(path: string): boolean {
    return /^\.\/*$/.test(path) && this.#attempt(this.cwd) === undefined;
  }

  #stat(path: string, follow: boolean): Stat {
    if (this.#isLostFolder(path)) {
      const gone = makeInode(0, { kind: 'dir' }, this.#now);
      return statOf(this.context.root, { ...gone, nlink: 0 }, this.#view());
    }
    const walked = this.#walk(path, follow);
    if (walked.place === undefined) throw new SystemError('ENOENT', path);
    const { fs, inode } = walked.place;
    const stat = statOf(fs, inode, this.#view());
    if (walked.opened === undefined) return stat;
    const { kind, name } = walked.opened;
    const isPath = (kind === 'file' || kind === 'dir') && this.exists(name);
    return isPath ? this.stat(name) : statOfOpened(stat, kind);
  }

  #empty({ fs, inode }: Place): void {
    if (inode.kind === 'file' && inode.compute === undefined) fs.setContent(inode, '', this.#now);
  }

  /** Writes to a file of /proc or /sys; false when it is an ordinary one. */
  #writeComputed({ inode }: Place, content: string): boolean {
    if (inode.kind !== 'file' || (inode.compute ?? inode.accept) === undefined) return false;
    if (inode.accept === undefined) throw new SystemError('EIO');
    inode.accept(content, this.#view());
    return true;
  }

  #existing(walked: Walked, path: string): { parent: Place; place: Place } {
    if (walked.place === undefined) throw new SystemError('ENOENT', path);
    if (walked.parent === undefined) throw new SystemError('EBUSY', path);
    return { parent: walked.parent, place: walked.place };
  }

  #parent(walked: Walked, path: string): Place {
    if (walked.parent === undefined) throw new SystemError('EEXIST', path);
    return walked.parent;
  }

  #create(walked: Walked, path: string, entry: Exclude<Entry, string>): Place {
    const parent = this.#parent(walked, path);
    const folder = parent.inode as DirInode;
    checkEntryChange(parent, undefined, this.credentials, path);
    const isSetgid = (folder.mode & 0o2000) !== 0;
    const gid = isSetgid ? folder.gid : this.credentials.gid;
    const mode = entry.kind === 'dir' && isSetgid ? (entry.mode ?? 0) | 0o2000 : entry.mode;
    const full = {
      ...entry,
      uid: this.credentials.uid,
      gid,
      ...(mode === undefined ? {} : { mode }),
    };
    const made = makeInode(0, full as Entry, this.#now);
    const inode = parent.fs.add(folder, walked.name, made, this.#now);
    return { fs: parent.fs, inode, readOnly: parent.readOnly };
  }

  #remove(parent: Place, name: string, place: Place, path: string): void {
    if (parent.fs !== place.fs) throw new SystemError('EBUSY', path);
    checkEntryChange(parent, place.inode, this.credentials, path);
    parent.fs.leave(parent.inode as DirInode, name, this.#now);
  }

  /** A file to be written as a whole: made when it is missing. */
  #toWrite(path: string, mode: number): Place {
    const walked = this.#walk(path, true);
    if (walked.place === undefined) {
      if (walked.wantsDir) throw new SystemError('EISDIR', path);
      return this.#create(walked, path, { kind: 'file', content: '', mode: mode & ~this.umask });
    }
    if (walked.place.inode.kind === 'dir') throw new SystemError('EISDIR', path);
    checkWritable(walked.place, this.credentials, path);
    return walked.place;
  }

  #toChange(path: string, follow: boolean): Place {
    const place = this.place(path, follow);
    if (place.readOnly) throw new SystemError('EROFS', path);
    if (this.credentials.uid !== 0 && this.credentials.uid !== place.inode.uid) {
      throw new SystemError('EPERM', path);
    }
    return place;
  }
}
