// What the parts of a machine use of each other besides the public contract.
import type { Task } from '../base/sim';
import type { FileSystem } from './filesystem/filesystem';
import type { Terminal } from './tty/terminal';
import type { Files, Machine, Process, SignalName, SpawnOptions } from './types';

/** A process as its machine knows it. */
export interface ProcessInside extends Process {
  /** Path of the executable. */
  readonly path: string;
  readonly ignored: readonly SignalName[];
}

/** A program ready to run. */
export interface ProcessImage {
  readonly argv: readonly string[];
  readonly path: string;
  /** As the process will see them: setuid programs get other rights. */
  readonly files: Files;
  readonly body: (process: Process) => Task<number>;
  readonly suite?: string | undefined;
}

export interface MachineInside extends Machine {
  readonly processes: ReadonlyMap<number, ProcessInside>;
  /** As in a container: process 1 only gets signals that it handles. */
  readonly protectsInit: boolean;
  /** The root file system with everything that is mounted on it. */
  readonly filesystem: FileSystem;
  /** By number: /dev/pts/N. */
  readonly terminals: ReadonlyMap<number, Terminal>;
  spawnFrom(parent: ProcessInside | undefined, options: SpawnOptions): Process;
  /** Finds what to run. @throws SystemError ENOENT, EACCES, ENOEXEC. */
  load(
    files: Files,
    env: ReadonlyMap<string, string>,
    options: Pick<SpawnOptions, 'argv' | 'path' | 'body'>,
  ): ProcessImage;
  forget(process: ProcessInside): void;
  /** A process took memory: ends what is too much. */
  allocated(process: ProcessInside): void;
}
