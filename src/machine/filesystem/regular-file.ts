// Open regular files: a position in the content of an inode.
import { fromBytes, toBytes, utf8Length } from '../../base/bytes';
import type { Task } from '../../base/sim';
import { SystemError } from '../errno';
import { Description } from '../open-file';
import type { OpenFlags } from '../types';
import type { FileInode, Viewer } from './inode';
import type { Place } from './walk';

export interface RegularFileOptions {
  readonly path: string;
  readonly place: Place;
  readonly flags: OpenFlags;
  readonly viewer: Viewer;
  readonly clock: { readonly now: number };
}

export class RegularFile extends Description {
  readonly kind = 'file';
  readonly name: string;
  readonly place: Place;
  #flags: OpenFlags;
  #viewer: Viewer;
  #clock: { readonly now: number };
  /** In characters; the same as bytes for all content that isn't multi-byte. */
  #position = 0;
  /** What a computed file said when it was first read. */
  #computed: string | undefined;

  constructor(options: RegularFileOptions) {
    super();
    this.name = options.path;
    this.place = options.place;
    this.#flags = options.flags;
    this.#viewer = options.viewer;
    this.#clock = options.clock;
    if (options.place.inode.ino !== 0) options.place.fs.opened(options.place.inode.ino);
  }

  *read(max = 1_048_576): Task<string> {
    if (this.#flags.read !== true) throw new SystemError('EBADF', this.name);
    const content = this.#content();
    const piece = content.slice(this.#position, this.#position + max);
    this.#position += piece.length;
    return piece;
  }

  *write(text: string): Task<void> {
    if (this.#flags.write !== true && this.#flags.append !== true) {
      throw new SystemError('EBADF', this.name);
    }
    const inode = this.#inode();
    if (inode.compute !== undefined || inode.accept !== undefined) {
      if (inode.accept === undefined) throw new SystemError('EIO', this.name);
      inode.accept(text, this.#viewer);
      return;
    }
    const now = this.#clock.now;
    const fs = this.place.fs;
    const length = inode.content.length;
    if (this.#flags.append === true || this.#position === length) {
      fs.appendContent(inode, text, now);
      this.#position = length + text.length;
      return;
    }
    const before = inode.content.slice(0, this.#position).padEnd(this.#position, '\0');
    const after = inode.content.slice(this.#position + text.length);
    fs.setContent(inode, before + text + after, now);
    this.#position += text.length;
  }

  unread(text: string): void {
    this.#position = Math.max(0, this.#position - text.length);
  }

  /** @param offset in bytes. */
  seek(offset: number): void {
    const inode = this.#inode();
    if (inode.size === inode.content.length) this.#position = offset;
    else {
      const bytes = toBytes(inode.content);
      const beyond = Math.max(0, offset - bytes.length);
      this.#position = fromBytes(bytes.subarray(0, offset)).length + beyond;
    }
  }

  /** Position in bytes. */
  get offset(): number {
    const inode = this.#inode();
    if (inode.size === inode.content.length) return this.#position;
    return utf8Length(inode.content.slice(0, this.#position));
  }

  #inode(): FileInode {
    const { fs, inode } = this.place;
    return (inode.ino === 0 ? inode : fs.inode(inode.ino)) as FileInode;
  }

  #content(): string {
    const inode = this.#inode();
    if (inode.compute === undefined) return inode.content;
    if (this.#position === 0 || this.#computed === undefined) {
      this.#computed = inode.compute(this.#viewer);
    }
    return this.#computed;
  }

  protected override close(): void {
    const { fs, inode } = this.place;
    if (inode.ino !== 0) fs.closed(inode.ino);
  }
}
