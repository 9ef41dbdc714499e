// Containers at work: machines made of images, processes or serving rows, logs, exec.
import type { Random } from '../../base/random';
import { Condition, type Sim, type Task, type TaskHandle } from '../../base/sim';
import { root } from '../../machine/credentials';
import { SystemError } from '../../machine/errno';
import { FileSystem } from '../../machine/filesystem/filesystem';
import type { ImageDefinition, Platform, RunningService } from '../../machine/image';
import { createMachine, type ProcessTable, type SimulatedMachine } from '../../machine/machine';
import { createPipe } from '../../machine/pipe';
import type {
  Credentials,
  Listener,
  NetworkStack,
  OpenFile,
  Process,
  Program,
  SignalName,
  Tty,
} from '../../machine/types';
import type { HostStack } from '../network/host-stack';
import { CpuMeter } from './cpu-meter';
import { LogBuffer, LogFile } from './log-buffer';

/** What a container is started with. */
export interface ContainerSpec {
  readonly id: string;
  readonly hostname: string;
  readonly image: ImageDefinition;
  readonly tag: string;
  readonly argv: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly workingDir: string;
  readonly credentials: Credentials;
  readonly net: HostStack;
  readonly platform: Platform;
  readonly hasStdin: boolean;
  readonly isReadOnly: boolean;
  /** The process namespace, when it is another's: asked for when it is needed. */
  readonly processTable: (() => ProcessTable) | undefined;
  readonly hardware: { readonly cpus: number; readonly memoryBytes: number };
  /** Limits in force; undefined: none. */
  readonly memoryLimitBytes: number | undefined;
  readonly cpuLimitMillis: number | undefined;
  /** Mounts volumes into its files; called when they are first needed. */
  readonly mount: (machine: SimulatedMachine) => void;
  /** Whether volumes may hide the image's own files: then a serving program must look. */
  readonly hasVolumes: boolean;
}

/** How a container's main process ended. */
export interface ContainerExit {
  readonly code: number;
  readonly signal?: SignalName | undefined;
}

/** What a container without a limit may hold before the node is full, bytes. */
const mostBytes = 400_000_000;

/** The command can't be run; the message is the runtime's. */
export class StartError extends Error {}

/** A started container. */
export class LiveContainer {
  readonly spec: ContainerSpec;
  readonly log: LogBuffer;
  readonly ended = new Condition();
  exit: ContainerExit | undefined;
  stdin: OpenFile | undefined;
  /** The image as the spec named it when this was started. */
  imageText = '';
  /** Ended for want of memory. */
  isOutOfMemory = false;
  #sim: Sim;
  #random: Random;
  #programs: ReadonlyMap<string, Program>;
  #machine: SimulatedMachine | undefined;
  #service: RunningService | undefined;
  #process: Process | undefined;
  #tasks: TaskHandle[] = [];
  #stops = new Set<() => void>();
  #limits: Pick<ContainerSpec, 'memoryLimitBytes' | 'cpuLimitMillis'>;
  #meter: CpuMeter;
  #onExit: (exit: ContainerExit) => void;

  constructor(
    options: {
      readonly sim: Sim;
      readonly random: Random;
      readonly programs: ReadonlyMap<string, Program>;
      readonly onExit: (exit: ContainerExit) => void;
    },
    spec: ContainerSpec,
  ) {
    this.spec = spec;
    this.#limits = spec;
    this.#meter = new CpuMeter(options.sim);
    this.#sim = options.sim;
    this.#random = options.random;
    this.#programs = options.programs;
    this.#onExit = options.onExit;
    this.log = new LogBuffer(options.sim);
  }

  /** Starts the main process. @throws StartError */
  start(): void {
    const name = this.spec.argv[0];
    if (name === undefined) throw new StartError('no command specified');
    if (!this.#startService(name)) this.#startProcess();
  }

  /** The container's box, made when somebody looks inside. */
  get machine(): SimulatedMachine {
    if (this.#machine === undefined) {
      const { spec } = this;
      this.#machine = createMachine({
        sim: this.#sim,
        hostname: spec.hostname,
        filesystem: () =>
          FileSystem.from(spec.image.tree(spec.tag), {
            type: 'overlay',
            readOnly: spec.isReadOnly,
          }),
        programs: this.#programs,
        net: spec.net,
        hardware: spec.hardware,
        random: (name) => this.#random.float(`${spec.id}/${name}`),
        protectsInit: true,
        memoryLimitBytes: this.#memoryLimit(),
        processTable: spec.processTable?.(),
        onOutOfMemory: () => {
          this.isOutOfMemory = true;
        },
      });
      spec.mount(this.#machine);
      if (this.#service !== undefined && this.exit === undefined) this.#standIn();
    }
    return this.#machine;
  }

  /** Runs without a process. */
  get isService(): boolean {
    return this.#service !== undefined;
  }

  /** Starts again after a restore: what a serving program says at its start is in the log. */
  startAgain(): void {
    const name = this.spec.argv[0] ?? '';
    this.log.isMuted = true;
    const isService = this.#startService(name);
    this.log.isMuted = false;
    if (!isService) this.#startProcess();
  }

  get isTouched(): boolean {
    return this.#machine !== undefined;
  }

  /** Sends a signal to the main process. */
  signal(name: SignalName): void {
    if (this.exit !== undefined) return;
    if (name === 'KILL') {
      this.#finish({ code: 137, signal: 'KILL' });
      return;
    }
    if (this.#service === undefined) {
      this.#process?.kill(name);
      return;
    }
    const effect = this.#service.onSignal(name);
    if (effect === undefined) return;
    this.#run('stop', this.#stopAfter(effect.code, effect.afterMs));
  }

  /** Changes its limits while it runs. */
  setLimits(memoryLimitBytes: number | undefined, cpuLimitMillis: number | undefined): void {
    this.#limits = { memoryLimitBytes, cpuLimitMillis };
    if (this.#machine !== undefined) this.#machine.memoryLimitBytes = this.#memoryLimit();
  }

  /** CPU averaged since the last time somebody asked (some seconds ago), memory now. */
  usage(): { readonly cpuMillis: number; readonly memoryBytes: number } {
    const own = this.#service?.usage?.();
    const memoryBytes = own?.memoryBytes ?? this.#machine?.memoryBytes ?? 700_000;
    const limit = this.#limits.cpuLimitMillis ?? Number.POSITIVE_INFINITY;
    const cpuMillis = Math.min((own?.cpuMillis ?? 0) + this.#meter.read(this.#cpuMs()), limit);
    return { cpuMillis, memoryBytes };
  }

  #cpuMs(): number {
    return this.#machine?.cpuMs ?? 0;
  }

  #memoryLimit(): number {
    return Math.min(this.#limits.memoryLimitBytes ?? mostBytes, mostBytes);
  }

  /** Runs a command inside. @throws SystemError when there is none such. */
  exec(argv: readonly string[], fds: ReadonlyMap<number, OpenFile>, tty?: Tty): Process {
    const { env, workingDir, credentials } = this.spec;
    return this.machine.spawn({
      argv,
      env,
      cwd: workingDir,
      credentials,
      fds,
      session: { tty },
    });
  }

  #startService(name: string): boolean {
    const { image, argv, env, hostname } = this.spec;
    const program = image.services?.[name.slice(name.lastIndexOf('/') + 1)];
    if (program === undefined) return false;
    this.#service = program.start({
      sim: this.#sim,
      argv,
      env,
      hostname,
      net: this.#ownNet(),
      platform: this.spec.platform,
      isPristine: !this.spec.hasVolumes,
      files: () => this.machine.files,
      log: (text, stream = 'stdout') => this.log.append(stream, text),
      exit: (code) => this.#finish({ code }),
      random: (what) => this.#random.float(`${this.spec.id}/${what}`),
      spawn: (what, task) => this.#run(what, task),
      run: (command) => this.#runInside(command),
    });
    return this.#service !== undefined;
  }

  #startProcess(): void {
    const { argv, env, workingDir, credentials } = this.spec;
    let stdin: OpenFile | undefined;
    if (this.spec.hasStdin) {
      const pipe = createPipe(1);
      stdin = pipe.reader;
      this.stdin = pipe.writer;
    }
    const fds = new Map<number, OpenFile>([
      [0, stdin ?? this.machine.files.open('/dev/null', { read: true })],
      [1, new LogFile(this.log, 'stdout')],
      [2, new LogFile(this.log, 'stderr')],
    ]);
    try {
      this.#process = this.machine.spawn({ argv, env, cwd: workingDir, credentials, fds });
    } catch (error) {
      if (error instanceof SystemError) throw startError(argv[0] ?? '', error);
      throw error;
    }
    for (const fd of fds.values()) fd.release();
    this.#run('wait', this.#awaitProcess(this.#process));
  }

  *#awaitProcess(process: Process): Task<void> {
    while (process.status === undefined) yield { on: process.changed };
    const { code, signal } = process.status;
    this.#finish({ code, ...(signal ? { signal } : {}) });
  }

  *#stopAfter(code: number, afterMs: number): Task<void> {
    if (afterMs > 0) yield { until: this.#sim.now + afterMs };
    this.#finish({ code });
  }

  /** A process 1 for those who look inside a container that has none. */
  #standIn(): void {
    const { argv, env, workingDir, credentials } = this.spec;
    const idle = new Condition();
    this.#process = this.machine.spawn({
      argv,
      env,
      cwd: workingDir,
      credentials,
      body: function* (): Task<number> {
        for (;;) yield { on: idle };
      },
    });
    this.#run('wait', this.#awaitProcess(this.#process));
    for (const signal of ['TERM', 'INT', 'QUIT', 'HUP'] as const) {
      this.#process.onSignal(signal, () => this.signal(signal));
    }
  }

  *#runInside(argv: readonly string[]): Task<{ code: number; output: string }> {
    const pipe = createPipe(2);
    const nothing = this.machine.files.open('/dev/null', { read: true });
    const fds = new Map<number, OpenFile>([
      [0, nothing],
      [1, pipe.writer],
      [2, pipe.writer],
    ]);
    const process = this.machine.spawn({
      argv,
      env: this.spec.env,
      cwd: this.spec.workingDir,
      credentials: root,
      fds,
    });
    pipe.writer.release();
    nothing.release();
    let output = '';
    for (;;) {
      const piece = yield* pipe.reader.read();
      if (piece === '') break;
      output += piece;
    }
    while (process.status === undefined) yield { on: process.changed };
    return { code: process.status.code, output };
  }

  #run(name: string, task: Task<void>): void {
    this.#tasks = this.#tasks.filter((one) => !one.isDone);
    this.#tasks.push(this.#sim.spawn(`container ${name}`, task));
  }

  /** The pod's network, noting what this container listens on: it goes when the container ends. */
  #ownNet(): NetworkStack {
    const { net } = this.spec;
    const stops = this.#stops;
    return new Proxy(net, {
      get(target, property) {
        if (property === 'listen') {
          return (listener: Listener) => {
            const stop = target.listen(listener);
            stops.add(stop);
            return () => {
              stops.delete(stop);
              stop();
            };
          };
        }
        const value: unknown = Reflect.get(target, property, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }

  #finish(exit: ContainerExit): void {
    if (this.exit !== undefined) return;
    this.exit = exit;
    for (const stop of this.#stops) stop();
    this.#stops.clear();
    const processes = this.#machine?.ownProcesses ?? [];
    for (const process of processes) process.kill('KILL');
    this.log.close();
    this.#onExit(exit);
    this.ended.wake();
    for (const task of this.#tasks) task.kill();
  }
}

const startPrefix =
  'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ';

function startError(command: string, error: SystemError): StartError {
  const what = JSON.stringify(command);
  if (error.code === 'ENOENT' && !command.includes('/')) {
    return new StartError(
      `${startPrefix}exec: ${what}: executable file not found in $PATH: unknown`,
    );
  }
  const why =
    error.code === 'ENOENT'
      ? `exec: ${what}: stat ${command}: no such file or directory`
      : error.code === 'ENOEXEC'
        ? `exec ${command}: exec format error`
        : error.code === 'EISDIR'
          ? `exec: ${what}: is a directory`
          : `exec: ${what}: permission denied`;
  return new StartError(`${startPrefix}${why}: unknown`);
}
