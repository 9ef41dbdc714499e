// Character devices. Reading and writing them takes time: a gigabyte a second.
import { fromBytes } from '../../base/bytes';
import type { Task } from '../../base/sim';
import { SystemError } from '../errno';
import { Description } from '../open-file';
import type { OpenFile } from '../types';
import type { DeviceName } from './inode';

const pieceSize = 4096;
const bytesPerMs = 1_000_000;

/** Devices without a state of their own; terminals are opened elsewhere. */
export class DeviceFile extends Description {
  readonly kind: OpenFile['kind'];
  readonly name: string;
  #device: DeviceName;
  #random: () => number;
  #clock: { readonly now: number };
  /** Bytes since time was last spent. */
  #moved = 0;

  constructor(
    device: DeviceName,
    name: string,
    random: () => number,
    clock: { readonly now: number },
  ) {
    super();
    this.#clock = clock;
    this.kind = device === 'null' ? 'null' : 'device';
    this.name = name;
    this.#device = device;
    this.#random = random;
  }

  *read(max = pieceSize): Task<string> {
    switch (this.#device) {
      case 'zero':
      case 'full':
        yield* this.#spend(Math.min(max, 65_536));
        return '\0'.repeat(Math.min(max, 65_536));
      case 'random':
      case 'urandom': {
        const bytes = new Uint8Array(Math.min(max, pieceSize));
        yield* this.#spend(bytes.length);
        for (let i = 0; i < bytes.length; i++) bytes[i] = Math.floor(this.#random() * 256);
        return fromBytes(bytes);
      }
      default:
        return '';
    }
  }

  *write(text: string): Task<void> {
    if (this.#device === 'full') throw new SystemError('ENOSPC');
    yield* this.#spend(text.length);
  }

  *#spend(bytes: number): Task<void> {
    this.#moved += bytes;
    if (this.#moved < bytesPerMs) return;
    this.#moved = 0;
    yield { until: this.#clock.now + 1 };
  }
}
