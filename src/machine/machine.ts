// A machine: files, programs, processes, terminals. Costs next to nothing until it is touched:
// its file system is asked for, and /proc, /dev and /sys are mounted, at the first use.
import type { Sim, Task } from '../base/sim';
import { root } from './credentials';
import { SystemError } from './errno';
import { defaultPath, findOnPath, loadExecutable } from './exec';
import { ProcessFiles } from './files';
import { DeviceFile } from './filesystem/device';
import type { FileSystem } from './filesystem/filesystem';
import type { MachineInside, ProcessImage, ProcessInside } from './inside';
import { LoopbackNetwork } from './network/loopback';
import { mountSystemTrees } from './proc';
import { MachineProcess } from './process';
import { Terminal } from './tty/terminal';
import type {
  Credentials,
  Files,
  Machine,
  NetworkStack,
  OpenFile,
  Process,
  Program,
  SignalName,
  SpawnOptions,
} from './types';

/** Processes by number, as one namespace knows them. */
export interface ProcessTable {
  readonly processes: Map<number, MachineProcess>;
  lastPid: number;
}

export interface MachineOptions {
  readonly sim: Sim;
  readonly hostname: string;
  /** The root file system, or how to come by it when it is first needed. */
  readonly filesystem: FileSystem | (() => FileSystem);
  readonly programs: ReadonlyMap<string, Program>;
  /** The network, or what makes it; by default loopback and /etc/hosts. */
  readonly net?: NetworkStack | ((machine: Machine) => NetworkStack);
  readonly kernel?: Machine['kernel'];
  readonly hardware?: Machine['hardware'];
  /** When it was switched on; by default now. */
  readonly bootedAtMs?: number;
  readonly random?: (name: string) => number;
  /** As in a container: process 1 only gets signals that it handles (and KILL from outside). */
  readonly protectsInit?: boolean;
  /** Shared with other machines, as containers of a pod may. */
  readonly processTable?: ProcessTable | undefined;
  /** Processes may hold so many bytes together; undefined: as many as they like. */
  readonly memoryLimitBytes?: number | undefined;
  /** Processes held more: those of the machine are about to be killed. */
  readonly onOutOfMemory?: () => void;
}

/** What a process holds without a heap of its own. */
const processBytes = 700_000;
const defaultKernel = { release: '6.8.0-45-generic', architecture: 'x86_64' };
const defaultHardware = { cpus: 4, memoryBytes: 8_331_603_968 };

export { root } from './credentials';

/** Switches a machine on. */
export function createMachine(options: MachineOptions): SimulatedMachine {
  return new SimulatedMachine(options);
}

export class SimulatedMachine implements MachineInside {
  hostname: string;
  readonly bootedAtMs: number;
  /** See MachineOptions; may be changed while it runs. */
  memoryLimitBytes: number | undefined;
  #options: MachineOptions;
  #root: FileSystem | undefined;
  #files: Files | undefined;
  #net: NetworkStack | undefined;
  #table: ProcessTable | undefined;
  #terminals: Map<number, Terminal> | undefined;
  #spentMs = 0;

  constructor(options: MachineOptions) {
    this.#options = options;
    this.hostname = options.hostname;
    this.bootedAtMs = options.bootedAtMs ?? options.sim.now;
    this.memoryLimitBytes = options.memoryLimitBytes;
  }

  get sim(): Sim {
    return this.#options.sim;
  }

  get programs(): ReadonlyMap<string, Program> {
    return this.#options.programs;
  }

  get kernel(): Machine['kernel'] {
    return this.#options.kernel ?? defaultKernel;
  }

  get hardware(): Machine['hardware'] {
    return this.#options.hardware ?? defaultHardware;
  }

  get protectsInit(): boolean {
    return this.#options.protectsInit ?? false;
  }

  /** The root file system, with /proc, /dev and /sys mounted. */
  get filesystem(): FileSystem {
    if (this.#root === undefined) {
      const given = this.#options.filesystem;
      this.#root = typeof given === 'function' ? given() : given;
      mountSystemTrees(this, this.#root);
    }
    return this.#root;
  }

  /** Whether anything of it has been looked at. */
  get isTouched(): boolean {
    return this.#root !== undefined;
  }

  get files(): Files {
    this.#files ??= this.filesFor(root, { pid: 0 });
    return this.#files;
  }

  get net(): NetworkStack {
    if (this.#net === undefined) {
      const given = this.#options.net;
      if (given === undefined) this.#net = new LoopbackNetwork(this);
      else this.#net = typeof given === 'function' ? given(this) : given;
    }
    return this.#net;
  }

  /** Its process table; machines of one process namespace share one. */
  get processTable(): ProcessTable {
    this.#table ??= this.#options.processTable ?? { processes: new Map(), lastPid: 0 };
    return this.#table;
  }

  /** Those of its table that run on it and not on another machine. */
  get ownProcesses(): readonly MachineProcess[] {
    return [...this.processes.values()].filter((one) => one.machine === this);
  }

  get processes(): Map<number, MachineProcess> {
    return this.processTable.processes;
  }

  get terminals(): ReadonlyMap<number, Terminal> {
    this.#terminals ??= new Map();
    return this.#terminals;
  }

  /** The number of the process that was started last. Settable: a restored one goes on counting. */
  get lastPid(): number {
    return this.processTable.lastPid;
  }

  set lastPid(pid: number) {
    this.processTable.lastPid = pid;
  }

  random(name: string): number {
    return this.#options.random?.(name) ?? 0.5;
  }

  /** Files as these rights see them. */
  filesFor(
    credentials: Credentials,
    of: { pid: number; cwd?: string; umask?: number; tty?: Process['tty'] },
  ): ProcessFiles {
    const context = {
      clock: this.sim,
      root: this.filesystem,
      pid: of.pid,
      tty: of.tty,
      random: (name: string) => this.random(name),
    };
    return new ProcessFiles(context, credentials, of.cwd ?? '/', of.umask ?? 0o022);
  }

  /** A new terminal, /dev/pts/N. It is gone after hangUp(). */
  createTerminal(columns = 80, rows = 24): Terminal {
    this.#terminals ??= new Map();
    let number = 0;
    while (this.#terminals.get(number)?.isHungUp === false) number++;
    const terminal = new Terminal({
      name: `/dev/pts/${number}`,
      columns,
      rows,
      signal: (group, name) => this.killGroup(group, name),
      onHangUp: (gone) => {
        for (const process of [...this.processes.values()]) {
          if (process.tty === gone && process.pid === process.session) process.kill('HUP');
        }
      },
    });
    this.#terminals.set(number, terminal);
    return terminal;
  }

  spawn(options: SpawnOptions): Process {
    return this.spawnFrom(undefined, options);
  }

  killGroup(group: number, signal: SignalName): void {
    for (const process of [...this.processes.values()]) {
      if (process.group === group) process.kill(signal);
    }
  }

  spawnFrom(parent: ProcessInside | undefined, options: SpawnOptions): Process {
    const credentials = options.credentials ?? parent?.credentials ?? root;
    const env = new Map(options.env ?? parent?.env ?? [['PATH', defaultPath]]);
    const cwd = options.cwd ?? parent?.files.cwd ?? '/';
    const umask = options.umask ?? parent?.files.umask ?? 0o022;
    const session = options.session;
    const tty = session === undefined ? parent?.tty : session.tty;
    const pid = this.processTable.lastPid + 1;
    const files = this.filesFor(credentials, { pid, cwd, umask, tty });
    const run = this.load(files, env, options);
    this.processTable.lastPid = pid;
    const isLeader = session !== undefined || options.group === 'new' || parent === undefined;
    const group = typeof options.group === 'number' ? options.group : isLeader ? pid : parent.group;
    const process = new MachineProcess({
      machine: this,
      pid,
      parent,
      group,
      session: session !== undefined || parent === undefined ? pid : parent.session,
      tty,
      argv: run.argv,
      path: run.path,
      env,
      files: run.files,
      fds: this.#descriptors(parent, options.fds),
      ignore: [...(parent?.ignored ?? []), ...(options.ignore ?? [])],
      suite: run.suite ?? (options.body === undefined ? undefined : parent?.suite),
    });
    if (session?.tty !== undefined) session.tty.foreground = group;
    this.processes.set(pid, process);
    process.start(run.body);
    return process;
  }

  forget(process: ProcessInside): void {
    this.#spentMs += process.cpuMs;
    this.processes.delete(process.pid);
  }

  /** What all processes hold together, bytes: their heaps and a little for each. */
  get memoryBytes(): number {
    let sum = 0;
    for (const process of this.ownProcesses) sum += processBytes + process.heapBytes;
    return sum;
  }

  /** CPU time that all its processes have used so far, virtual ms. */
  get cpuMs(): number {
    let sum = this.#spentMs;
    for (const process of this.ownProcesses) sum += process.cpuMs;
    return sum;
  }

  allocated(_process: ProcessInside): void {
    const limit = this.memoryLimitBytes;
    if (limit === undefined || this.memoryBytes <= limit) return;
    this.#options.onOutOfMemory?.();
    for (const process of this.ownProcesses) process.kill('KILL');
  }

  load(
    files: Files,
    env: ReadonlyMap<string, string>,
    options: Pick<SpawnOptions, 'argv' | 'path' | 'body'>,
  ): ProcessImage {
    const argv = options.argv;
    if (options.body !== undefined) {
      return { argv, path: options.path ?? argv[0] ?? '', files, body: options.body };
    }
    const name = argv[0];
    if (name === undefined) throw new SystemError('ENOENT');
    const path = options.path ?? findOnPath(files, name, env);
    const found = loadExecutable(files, this.programs, path, argv);
    return {
      argv: found.argv,
      path: files.realpath(found.path),
      files: files instanceof ProcessFiles ? files.withRights(found.credentials) : files,
      body: (process: Process): Task<number> => found.program.run(process),
      suite: found.suite,
    };
  }

  #descriptors(
    parent: ProcessInside | undefined,
    given: ReadonlyMap<number, OpenFile> | undefined,
  ): Map<number, OpenFile> {
    const fds = new Map<number, OpenFile>();
    if (given === undefined && parent === undefined) {
      for (const fd of [0, 1, 2])
        fds.set(fd, new DeviceFile('null', '/dev/null', () => 0, this.sim));
      return fds;
    }
    for (const [fd, file] of given ?? parent?.fds ?? []) {
      if (given === undefined && fd > 2) continue;
      file.retain();
      fds.set(fd, file);
    }
    return fds;
  }
}
