// From a path to an inode: mounts, symbolic links, `..`, and the right to search folders.
import { utf8Length } from '../../base/bytes';
import { SystemError } from '../errno';
import type { Credentials, OpenFile } from '../types';
import type { FileSystem } from './filesystem';
import { type DirInode, type Inode, isAllowed, type Viewer } from './inode';

/** An inode where it was found. */
export interface Place {
  readonly fs: FileSystem;
  readonly inode: Inode;
  readonly readOnly: boolean;
}

/** How a process looks at files. */
export interface View extends Viewer {
  readonly root: FileSystem;
  readonly cwd: string;
  readonly credentials: Credentials;
}

/** Where a path leads. `place` is missing when only the last name doesn't exist. */
export interface Walked {
  readonly parent: Place | undefined;
  readonly name: string;
  readonly place: Place | undefined;
  /** Without links, `.` and `..`. */
  readonly path: string;
  /** The path ended with a slash (or `.`): only a folder will do. */
  readonly wantsDir: boolean;
  /** The open file that a link of /proc/PID/fd leads to. */
  readonly opened?: OpenFile | undefined;
  /** The last name was `.` or `..`. */
  readonly isDots: boolean;
}

const maxLinks = 40;

/** @throws SystemError ENOENT (a folder on the way is missing), ENOTDIR, EACCES, ELOOP. */
export function walk(view: View, path: string, followLast: boolean): Walked {
  if (path === '') throw new SystemError('ENOENT', path);
  return new Walker(view, path).run(followLast);
}

class Walker {
  readonly #view: View;
  readonly #path: string;
  #places: Place[];
  #names: string[] = [];
  /** Names still to go, the next one last. */
  #todo: string[];
  #links = 0;
  #isDots = false;

  constructor(view: View, path: string) {
    this.#view = view;
    this.#path = path;
    this.#places = [{ fs: view.root, inode: view.root.root, readOnly: view.root.readOnly }];
    const full = path.startsWith('/') ? path : `${view.cwd}/${path}`;
    this.#todo = full.split('/').reverse();
  }

  run(followLast: boolean): Walked {
    const last = this.#path.slice(this.#path.lastIndexOf('/') + 1);
    const wantsDir = last === '' || last === '.' || last === '..';
    while (this.#todo.length > 0) {
      const name = this.#todo.pop() as string;
      const here = this.#places[this.#places.length - 1] as Place;
      if (name === '' || name === '.') {
        if (name === '.') this.#isDots = true;
        if (here.inode.kind !== 'dir') this.#fail('ENOTDIR');
        continue;
      }
      this.#search(here);
      if (name === '..') {
        this.#isDots = true;
        if (this.#places.length > 1) {
          this.#places.pop();
          this.#names.pop();
        }
        continue;
      }
      this.#isDots = false;
      const isLast = this.#isLast();
      const found = this.#enter(here, name, isLast, followLast || wantsDir);
      if (found !== undefined) return { ...found, wantsDir };
    }
    const place = this.#places[this.#places.length - 1] as Place;
    if (wantsDir && place.inode.kind !== 'dir') this.#fail('ENOTDIR');
    return {
      parent: this.#places[this.#places.length - 2],
      name: this.#names[this.#names.length - 1] ?? '/',
      place,
      path: `/${this.#names.join('/')}`,
      wantsDir,
      isDots: this.#isDots,
    };
  }

  /** Whether nothing but slashes and dots is left. */
  #isLast(): boolean {
    for (let i = this.#todo.length - 1; i >= 0; i--) {
      const rest = this.#todo[i];
      if (rest !== '' && rest !== '.') return false;
    }
    return true;
  }

  /** Goes one name on. Returns the end of the walk where that is not an ordinary inode. */
  #enter(here: Place, name: string, isLast: boolean, follow: boolean): Walked | undefined {
    const child = here.fs.child(here.inode as DirInode, name, this.#view);
    if (child === undefined) {
      if (utf8Length(name) > 255) this.#fail('ENAMETOOLONG');
      if (!isLast) this.#fail('ENOENT');
      return { ...this.#end(here, name), place: undefined };
    }
    if (child.kind === 'symlink' && (!isLast || follow)) {
      if (++this.#links > maxLinks) this.#fail('ELOOP');
      const opened = isLast ? child.opened?.() : undefined;
      if (opened !== undefined) {
        return { ...this.#end(here, name), place: { ...here, inode: child }, opened };
      }
      this.#follow(child.compute?.(this.#view) ?? child.target);
      return undefined;
    }
    const mount = child.ino === 0 ? undefined : here.fs.mountAt(child.ino);
    this.#names.push(name);
    this.#places.push(
      mount === undefined
        ? { fs: here.fs, inode: child, readOnly: here.readOnly }
        : {
            fs: mount.fs,
            inode: mount.fs.inode(mount.ino),
            readOnly: mount.readOnly || mount.fs.readOnly,
          },
    );
    return undefined;
  }

  #end(parent: Place, name: string) {
    const path = `/${[...this.#names, name].join('/')}`;
    return { parent, name, path, wantsDir: false, isDots: false };
  }

  #follow(target: string): void {
    if (target === '') this.#fail('ENOENT');
    if (target.startsWith('/')) {
      this.#places.length = 1;
      this.#names.length = 0;
    }
    this.#todo.push(...target.split('/').reverse());
  }

  #search(here: Place): void {
    if (here.inode.kind !== 'dir') this.#fail('ENOTDIR');
    if (!isAllowed(here.inode, this.#view.credentials, 1)) this.#fail('EACCES');
  }

  #fail(code: 'ENOENT' | 'ENOTDIR' | 'EACCES' | 'ELOOP' | 'ENAMETOOLONG'): never {
    throw new SystemError(code, this.#path);
  }
}
