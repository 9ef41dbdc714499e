// Where curl writes what it gets, and the progress meter.
import { utf8Length } from '../../base/bytes';
import type { Task } from '../../base/sim';
import { SystemError, strerror } from '../../machine/errno';
import type { OpenFile, Process } from '../../machine/types';
import { CurlError } from './transfer';

/** A destination that is opened when the first byte comes. */
export class Output {
  readonly #process: Process;
  readonly path: string | undefined;
  readonly #warn: (text: string) => Task<void>;
  readonly #createDirs: boolean;
  #file: OpenFile | undefined;
  bytes = 0;

  constructor(
    process: Process,
    path: string | undefined,
    how: { warn: (text: string) => Task<void>; createDirs: boolean },
  ) {
    this.#process = process;
    this.path = path === '-' ? undefined : path;
    this.#warn = how.warn;
    this.#createDirs = how.createDirs;
  }

  /** Whether it goes where standard output is a terminal. */
  get isTerminal(): boolean {
    return this.path === undefined && this.#process.fds.get(1)?.kind === 'tty';
  }

  /** @throws CurlError 23 */
  *write(text: string): Task<void> {
    if (this.path === undefined) {
      yield* this.#process.write(text);
      return;
    }
    yield* this.open();
    yield* (this.#file as OpenFile).write(text);
  }

  *open(): Task<void> {
    if (this.path === undefined || this.#file !== undefined) return;
    const { files } = this.#process;
    try {
      const folder = this.path.replace(/\/?[^/]*$/, '');
      if (this.#createDirs && folder !== '') files.mkdirAll(folder);
      this.#file = files.open(this.path, { write: true, create: true, truncate: true });
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      const why = strerror(error.code);
      yield* this.#warn(`Failed to open the file ${this.path}: ${why}`);
      throw new CurlError(23, 'Failure writing output to destination');
    }
  }

  close(): void {
    this.#file?.release();
    this.#file = undefined;
  }
}

const METER_HEAD = `  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current
                                 Dload  Upload   Total   Spent    Left  Speed
`;

function meterLine(total: number, done: number, speed: number): string {
  const n = (x: number, width: number): string => size(x).padStart(width);
  const percent = total === 0 ? '0' : '100';
  const rate = n(speed, 5);
  return (
    `\r${percent.padStart(3)} ${n(total, 5)}  ${percent.padStart(3)} ${n(done, 5)}    ` +
    `0     0  ${rate}      0 --:--:-- --:--:-- --:--:-- ${rate}`
  );
}

function size(x: number): string {
  if (x < 100_000) return String(x);
  if (x < 10_240_000) return `${Math.floor(x / 1024)}k`;
  return `${(x / 1_048_576).toFixed(1)}M`;
}

/** What the meter prints at the start and at the end of a transfer. */
export const meter = {
  start: METER_HEAD + meterLine(0, 0, 0),
  end(bytes: number, ms: number): string {
    const speed = ms <= 0 ? bytes * 1000 : Math.floor((bytes * 1000) / ms);
    return `${meterLine(bytes, bytes, speed)}\n`;
  },
};

export function countBytes(text: string): number {
  return utf8Length(text);
}
