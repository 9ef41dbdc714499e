// Character devices.
import { fromBytes } from '../../base/bytes';
import type { Task } from '../../base/sim';
import { SystemError } from '../errno';
import { Description } from '../open-file';
import type { OpenFile } from '../types';
import type { DeviceName } from './inode';

const pieceSize = 4096;

/** Devices without a state of their own; terminals are opened elsewhere. */
export class DeviceFile extends Description {
  readonly kind: OpenFile['kind'];
  readonly name: string;
  #device: DeviceName;
  #random: () => number;

  constructor(device: DeviceName, name: string, random: () => number) {
    super();
    this.kind = device === 'null' ? 'null' : 'device';
    this.name = name;
    this.#device = device;
    this.#random = random;
  }

  *read(max = pieceSize): Task<string> {
    switch (this.#device) {
      case 'zero':
      case 'full':
        return '\0'.repeat(Math.min(max, 65_536));
      case 'random':
      case 'urandom': {
        const bytes = new Uint8Array(Math.min(max, pieceSize));
        for (let i = 0; i < bytes.length; i++) bytes[i] = Math.floor(this.#random() * 256);
        return fromBytes(bytes);
      }
      default:
        return '';
    }
  }

  *write(_text: string): Task<void> {
    if (this.#device === 'full') throw new SystemError('ENOSPC');
  }
}
