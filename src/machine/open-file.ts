// What open file descriptions have in common: a count of the descriptors that point to them.
import { Condition, type Task } from '../base/sim';
import { SystemError } from './errno';
import type { OpenFile, Tty } from './types';

/** Begins with one reference, which belongs to whoever made it. */
export abstract class Description implements OpenFile {
  abstract readonly kind: OpenFile['kind'];
  abstract readonly name: string;
  #references = 1;

  abstract read(max?: number): Task<string>;
  abstract write(text: string): Task<void>;

  get isReadable(): boolean {
    return true;
  }

  get readable(): Condition {
    return never;
  }

  get tty(): Tty | undefined {
    return undefined;
  }

  retain(): void {
    this.#references++;
  }

  release(): void {
    this.#references--;
    if (this.#references === 0) this.close();
  }

  /** Called when the last descriptor is gone. */
  protected close(): void {}
}

/** For files that are always readable: nobody ever has to wait here. */
const never = new Condition();

/** A directory that was opened: a place to fchdir to, nothing to read. */
export class OpenDir extends Description {
  readonly kind = 'dir';

  constructor(readonly name: string) {
    super();
  }

  *read(): Task<string> {
    throw new SystemError('EISDIR', this.name);
  }

  *write(): Task<void> {
    throw new SystemError('EBADF', this.name);
  }
}
