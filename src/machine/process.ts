// A process: a task with descriptors, files, signals and a place among other processes.
import { Condition, type Sim, sleep, type Task, type TaskHandle, waitFor } from '../base/sim';
import { SystemError } from './errno';
import type { MachineInside, ProcessImage, ProcessInside } from './inside';
import { defaultAction, signalNumber } from './signals';
import type {
  Credentials,
  ExecOptions,
  ExitStatus,
  Files,
  Machine,
  OpenFile,
  Process,
  SignalName,
  SpawnOptions,
  Tty,
} from './types';

type SignalAction = 'default' | 'ignore' | ((signal: SignalName) => void);

/** What a new process is made of; the machine's spawn puts it together. */
export interface ProcessInit {
  readonly machine: MachineInside;
  readonly pid: number;
  readonly parent: ProcessInside | undefined;
  readonly group: number;
  readonly session: number;
  readonly tty: Tty | undefined;
  readonly argv: readonly string[];
  readonly path: string;
  readonly env: Map<string, string>;
  readonly files: Files;
  readonly fds: Map<number, OpenFile>;
  readonly ignore: readonly SignalName[];
  readonly suite?: string | undefined;
}

const writtenPerMs = 2_000_000;

/** Thrown by exit() and caught where the program was started. */
class ExitRequest {
  constructor(readonly code: number) {}
}

/** Thrown by exec() for the same place. */
class ExecRequest {
  constructor(
    readonly image: ProcessImage,
    readonly env: ReadonlyMap<string, string>,
  ) {}
}

export class MachineProcess implements ProcessInside {
  readonly machine: Machine;
  readonly pid: number;
  group: number;
  readonly session: number;
  readonly tty: Tty | undefined;
  argv: readonly string[];
  path: string;
  env: Map<string, string>;
  files: Files;
  readonly fds: Map<number, OpenFile>;
  readonly startedAtMs: number;
  readonly changed = new Condition();
  readonly interrupted = new Condition();
  status: ExitStatus | undefined;
  isStopped = false;
  suite: string | undefined;
  cpuMs = 0;
  heapBytes = 0;
  /** Characters written since that took time. */
  #written = 0;
  #inside: MachineInside;
  #parent: ProcessInside | undefined;
  #task: TaskHandle | undefined;
  /** How it will have ended, once its task has wound up. */
  #ending: ExitStatus | undefined;
  #actions: Map<SignalName, SignalAction> | undefined;

  constructor(init: ProcessInit) {
    this.machine = init.machine;
    this.#inside = init.machine;
    this.pid = init.pid;
    this.#parent = init.parent;
    this.group = init.group;
    this.session = init.session;
    this.tty = init.tty;
    this.argv = init.argv;
    this.path = init.path;
    this.env = init.env;
    this.files = init.files;
    this.fds = init.fds;
    this.suite = init.suite;
    this.startedAtMs = init.machine.sim.now;
    for (const signal of init.ignore) this.onSignal(signal, 'ignore');
  }

  get sim(): Sim {
    return this.machine.sim;
  }

  /** 1 once the parent has ended: orphans go to init. */
  get ppid(): number {
    if (this.#parent !== undefined && this.#parent.status !== undefined) this.#parent = undefined;
    return this.#parent?.pid ?? (this.pid === 1 ? 0 : 1);
  }

  get credentials(): Credentials {
    return this.files.credentials;
  }

  /** Begins to run; for the machine's spawn only. */
  start(body: (process: Process) => Task<number>): void {
    this.#task = this.sim.spawn(this.argv[0] ?? '', this.#main(body));
  }

  *read(fd = 0, max?: number): Task<string> {
    if (this.#ending !== undefined) yield {};
    const file = this.#file(fd);
    const tty = file.tty;
    while (tty !== undefined && tty === this.tty && this.#isBackground(tty)) {
      if (this.#action('TTIN') === 'ignore') throw new SystemError('EIO');
      this.machine.killGroup(this.group, 'TTIN');
      yield {};
    }
    return yield* file.read(max);
  }

  *readAll(fd = 0): Task<string> {
    const pieces: string[] = [];
    for (;;) {
      const piece = yield* this.read(fd);
      if (piece === '') return pieces.length === 1 ? (pieces[0] as string) : pieces.join('');
      pieces.push(piece);
    }
  }

  write(text: string): Task<void> {
    return this.writeTo(1, text);
  }

  error(text: string): Task<void> {
    return this.writeTo(2, text);
  }

  *writeTo(fd: number, text: string): Task<void> {
    if (this.#ending !== undefined) yield {};
    if (text === '') return;
    try {
      yield* this.#file(fd).write(text);
      this.#written += text.length;
      if (this.#written >= writtenPerMs) yield* this.#spendWriting();
    } catch (error) {
      if (error instanceof SystemError && error.code === 'EPIPE') {
        this.kill('PIPE');
        if (this.#ending !== undefined) yield {};
      }
      throw error;
    }
  }

  /** Writing takes time: programs that write without end must not stop the clock. */
  *#spendWriting(): Task<void> {
    this.#written = 0;
    this.cpuMs++;
    yield { until: this.sim.now + 1 };
  }

  *sleep(ms: number): Task<void> {
    if (this.#ending !== undefined) yield {};
    yield* sleep(this.sim, ms);
  }

  spawn(options: SpawnOptions): Process {
    return this.#inside.spawnFrom(this, options);
  }

  *exec(options: ExecOptions): Task<never> {
    if (this.#ending !== undefined) yield {};
    const env = options.env ?? this.env;
    throw new ExecRequest(this.#inside.load(this.files, env, options), env);
  }

  *wait(child: Process): Task<ExitStatus> {
    yield* waitFor(child.changed, () => child.status !== undefined);
    return child.status ?? { code: 0 };
  }

  exit(code: number): never {
    throw new ExitRequest(code & 255);
  }

  allocate(bytes: number): void {
    this.heapBytes += bytes;
    if (bytes > 0) this.#inside.allocated(this);
  }

  kill(signal: SignalName): void {
    if (this.status !== undefined) return;
    if (signal === 'CONT' || signal === 'KILL') this.#continue();
    const action = signal === 'KILL' || signal === 'STOP' ? 'default' : this.#action(signal);
    if (action === 'ignore') return;
    if (action !== 'default') {
      action(signal);
      this.interrupted.wake();
      return;
    }
    const isKernelOnly = signal === 'KILL' || signal === 'STOP';
    if (this.pid === 1 && this.#inside.protectsInit && !isKernelOnly) return;
    const standard = defaultAction(signal);
    if (standard === 'end') this.#end({ code: 128 + signalNumber(signal), signal });
    else if (standard === 'stop') this.#stop();
  }

  onSignal(signal: SignalName, action: SignalAction): void {
    this.#actions ??= new Map();
    this.#actions.set(signal, action);
  }

  /** What happens on a signal, for /proc/PID/status and children. */
  get ignored(): readonly SignalName[] {
    const all = [...(this.#actions ?? [])];
    return all.filter(([, action]) => action === 'ignore').map(([signal]) => signal);
  }

  #action(signal: SignalName): SignalAction {
    return this.#actions?.get(signal) ?? 'default';
  }

  #file(fd: number): OpenFile {
    const file = this.fds.get(fd);
    if (file === undefined) throw new SystemError('EBADF');
    return file;
  }

  #isBackground(tty: Tty): boolean {
    return tty.foreground > 0 && tty.foreground !== this.group;
  }

  *#main(body: (process: Process) => Task<number>): Task<void> {
    let code = 0;
    try {
      let next: ProcessImage['body'] | undefined = body;
      while (next !== undefined) {
        const run: ProcessImage['body'] = next;
        next = undefined;
        try {
          code = yield* run(this);
        } catch (error) {
          if (error instanceof ExecRequest) next = this.#become(error);
          else code = yield* this.#codeOf(error);
        }
      }
    } finally {
      this.#finish(this.#ending ?? { code: code & 255 });
    }
  }

  /** Takes on what exec() asked for; returns what runs from now on. */
  #become({ image, env }: ExecRequest): ProcessImage['body'] {
    this.argv = image.argv;
    this.path = image.path;
    this.suite = image.suite;
    this.heapBytes = 0;
    this.env = new Map(env);
    this.files = image.files;
    for (const [signal, action] of this.#actions ?? []) {
      if (action !== 'ignore') this.#actions?.delete(signal);
    }
    return image.body;
  }

  *#codeOf(error: unknown): Task<number> {
    if (error instanceof ExitRequest) return error.code;
    if (!(error instanceof SystemError)) throw error;
    const name = (this.argv[0] ?? '').replace(/.*\//, '');
    try {
      yield* this.fds.get(2)?.write(`${name}: ${error.message}\n`) ?? [];
    } catch {
      // Nobody can be told.
    }
    return 1;
  }

  #end(status: ExitStatus): void {
    if (this.#ending !== undefined) return;
    this.#ending = status;
    this.#task?.kill();
    // A task that had not begun ends without running any of its code.
    if (this.#task === undefined || this.#task.isDone) this.#finish(status);
  }

  #stop(): void {
    if (this.isStopped) return;
    this.isStopped = true;
    this.#task?.freeze();
    this.changed.wake();
    this.#parent?.kill('CHLD');
  }

  #continue(): void {
    if (!this.isStopped) return;
    this.isStopped = false;
    this.#task?.thaw();
    this.changed.wake();
    this.#parent?.kill('CHLD');
  }

  #finish(status: ExitStatus): void {
    if (this.status !== undefined) return;
    this.status = status;
    const fds = [...this.fds.values()];
    this.fds.clear();
    for (const file of fds) file.release();
    this.#inside.forget(this);
    this.changed.wake();
    const tty = this.tty;
    if (this.pid === this.session && tty !== undefined && tty.foreground !== this.group) {
      if (tty.foreground > 0) this.machine.killGroup(tty.foreground, 'HUP');
    }
    this.#parent?.kill('CHLD');
  }
}
