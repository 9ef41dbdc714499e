// What all openssl commands share: options, reading and writing files, complaints.

import { fromBytes } from '../../base/bytes';
import type { Task } from '../../base/sim';
import { SystemError, strerror } from '../../machine/errno';
import type { Process } from '../../machine/types';
import { type Config, parseConfig } from './config';
import { type Key, loadKey } from './keys';

/** Ends the command: `text` goes to standard error as it is. */
export class OpensslError extends Error {
  readonly code: number;
  constructor(text: string, code = 1) {
    super(text);
    this.code = code;
  }
}

export class Tool {
  readonly process: Process;
  readonly name: string;
  readonly values = new Map<string, string>();
  /** Options given more than once (-addext). */
  readonly repeated: [string, string][] = [];
  readonly flags: string[] = [];
  readonly operands: string[] = [];

  /** @param valued options that take an argument. @throws OpensslError */
  constructor(
    process: Process,
    name: string,
    how: { args: readonly string[]; valued: string; flags: string | undefined },
  ) {
    this.process = process;
    this.name = name;
    const valued = new Set(how.valued.split(' '));
    const flags = how.flags === undefined ? undefined : new Set(how.flags.split(' '));
    for (let i = 0; i < how.args.length; i++) {
      const arg = how.args[i] ?? '';
      if (!arg.startsWith('-') || arg === '-') {
        this.operands.push(arg);
        continue;
      }
      const option = arg.replace(/^--?/, '');
      if (valued.has(option)) {
        const value = how.args[++i];
        if (value === undefined) {
          throw new OpensslError(
            `${name}: Option -${option} needs a value\n${name}: Use -help for summary.\n`,
          );
        }
        this.values.set(option, value);
        this.repeated.push([option, value]);
      } else if (flags === undefined || flags.has(option) || /^(?:sha|md)\d/.test(option)) {
        this.flags.push(option);
      } else {
        throw new OpensslError(
          `${name}: Unknown option: ${arg}\n${name}: Use -help for summary.\n`,
        );
      }
    }
  }

  has(flag: string): boolean {
    return this.flags.includes(flag);
  }

  /** A file's text; standard input without a name. `what` is told when it can't be opened. */
  *read(path: string | undefined, what: string): Task<string> {
    if (path === undefined || path === '-') return yield* this.process.readAll();
    try {
      const file = this.process.files.open(path, { read: true });
      let text = '';
      for (let p = yield* file.read(); p !== ''; p = yield* file.read()) text += p;
      file.release();
      return text;
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      throw new OpensslError(
        `Could not open file or uri for loading ${what} from ${path}\n${libraryError(path, error)}`,
        this.name === 'verify' ? 2 : 1,
      );
    }
  }

  /** Writes to -out or standard output. */
  *write(text: string, path = this.values.get('out'), mode?: number): Task<void> {
    if (path === undefined) {
      yield* this.process.write(text);
      return;
    }
    try {
      this.process.files.write(path, text, mode);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      throw new OpensslError(
        `${this.name}: Can't open "${path}" for writing, ${strerror(error.code)}\n`,
      );
    }
  }

  *writeBytes(bytes: Uint8Array): Task<void> {
    yield* this.write(fromBytes(bytes));
  }

  /** The private key in a file. @throws OpensslError */
  *key(path: string | undefined): Task<Key> {
    const text = yield* this.read(path, 'private key');
    const key = yield* loadKey(text);
    if (key === undefined) {
      throw new OpensslError(`Could not read private key from ${path ?? '<stdin>'}\n`);
    }
    return key;
  }

  *config(path: string | undefined): Task<Config> {
    return path === undefined ? new Map() : parseConfig(yield* this.read(path, 'config'));
  }

  /** Bytes at random, a stream of the machine's world. */
  random(count: number, purpose: string): Uint8Array {
    return Uint8Array.from({ length: count }, (_, i) =>
      Math.floor(this.process.machine.random(`openssl/${this.process.pid}/${purpose}/${i}`) * 256),
    );
  }

  *error(text: string): Task<void> {
    yield* this.process.error(text);
  }
}

function libraryError(path: string, error: SystemError): string {
  const id = '00000000000000:error';
  return `${id}:80000002:system library:file_open:${strerror(error.code)}:calling stat(${path})\n`;
}
