// An open exec or attach: input to a process, its output in the order in which it came.
import { Condition, type Sim, type Task } from '../../base/sim';
import { SystemError } from '../../machine/errno';
import { Description } from '../../machine/open-file';
import { createPipe } from '../../machine/pipe';
import type { Terminal } from '../../machine/tty/terminal';
import type { OpenFile, Process } from '../../machine/types';
import { ApiError } from '../api/errors';
import type { ExecSession } from '../api/request';
import type { LiveContainer } from './container-runtime';

type Piece = { readonly stream: 'stdout' | 'stderr'; readonly text: string };

/** Characters that wait for the client before the process must. */
const backlog = 262_144;

class Output {
  readonly changed = new Condition();
  readonly room = new Condition();
  pieces: Piece[] = [];
  size = 0;
  isEnded = false;

  put(stream: Piece['stream'], text: string): void {
    if (text === '') return;
    this.pieces.push({ stream, text });
    this.size += text.length;
    this.changed.wake();
  }

  take(): Piece | undefined {
    const piece = this.pieces.shift();
    if (piece !== undefined) {
      this.size -= piece.text.length;
      this.room.wake();
    }
    return piece;
  }
}

class OutputFile extends Description {
  readonly kind = 'pipe';
  readonly name: string;
  #output: Output;
  #stream: Piece['stream'];

  constructor(output: Output, stream: Piece['stream']) {
    super();
    this.#output = output;
    this.#stream = stream;
    this.name = stream === 'stdout' ? 'pipe:[3]' : 'pipe:[4]';
  }

  *read(): Task<string> {
    return '';
  }

  *write(text: string): Task<void> {
    while (this.#output.size > backlog) yield { on: this.#output.room };
    this.#output.put(this.#stream, text);
  }
}

/** Starts a command in a container. @throws ApiError when it can't be run. */
export function execInContainer(
  sim: Sim,
  container: LiveContainer,
  command: readonly string[],
  options: { readonly stdin: boolean; readonly tty: boolean },
): ExecSession {
  const output = new Output();
  return options.tty
    ? terminalSession(sim, container, command, output)
    : pipeSession(sim, container, command, output, options.stdin);
}

function pipeSession(
  sim: Sim,
  container: LiveContainer,
  command: readonly string[],
  output: Output,
  hasStdin: boolean,
): ExecSession {
  const pipe = hasStdin ? createPipe(5) : undefined;
  const { machine } = container;
  const input = pipe?.reader ?? machine.files.open('/dev/null', { read: true });
  const fds = new Map<number, OpenFile>([
    [0, input],
    [1, new OutputFile(output, 'stdout')],
    [2, new OutputFile(output, 'stderr')],
  ]);
  const process = started(container, command, fds);
  for (const fd of fds.values()) fd.release();
  return new Session(sim, process, output, {
    write: (text) => (pipe ? pipe.writer.write(text) : nothing()),
    close: () => pipe?.writer.release(),
    resize: () => {},
  });
}

function terminalSession(
  sim: Sim,
  container: LiveContainer,
  command: readonly string[],
  output: Output,
): ExecSession {
  const terminal = container.machine.createTerminal(80, 24);
  const slave = terminal.open();
  const fds = new Map<number, OpenFile>([
    [0, slave],
    [1, slave],
    [2, slave],
  ]);
  let process: Process;
  try {
    process = started(container, command, fds, terminal);
  } finally {
    slave.release();
  }
  sim.spawn('exec terminal', pump(terminal, output, process));
  return new Session(sim, process, output, {
    *write(text) {
      terminal.input(text);
    },
    close: () => terminal.hangUp(),
    resize: (columns, rows) => terminal.resize(columns, rows),
  });
}

function* pump(terminal: Terminal, output: Output, process: Process): Task<void> {
  for (;;) {
    const text = terminal.output.take();
    if (text !== '') output.put('stdout', text);
    else if (process.status !== undefined) return;
    else yield { on: [terminal.output.ready, process.changed] };
  }
}

function started(
  container: LiveContainer,
  command: readonly string[],
  fds: ReadonlyMap<number, OpenFile>,
  terminal?: Terminal,
): Process {
  try {
    return container.exec(command, fds, terminal);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    throw execError(command[0] ?? '', error);
  }
}

function execError(command: string, error: SystemError): ApiError {
  const what = JSON.stringify(command);
  const why =
    error.code !== 'ENOENT'
      ? `exec: ${what}: permission denied`
      : command.includes('/')
        ? `exec: ${what}: stat ${command}: no such file or directory`
        : `exec: ${what}: executable file not found in $PATH`;
  const message =
    'Internal error occurred: error executing command in container: failed to exec in container: ' +
    `failed to start exec: OCI runtime exec failed: exec failed: unable to start container process: ${why}: unknown`;
  return new ApiError(500, 'InternalError', message);
}

interface Input {
  write(text: string): Task<void>;
  close(): void;
  resize(columns: number, rows: number): void;
}

class Session implements ExecSession {
  exitCode: number | undefined;
  error: string | undefined;
  #process: Process;
  #output: Output;
  #input: Input;

  constructor(_sim: Sim, process: Process, output: Output, input: Input) {
    this.#process = process;
    this.#output = output;
    this.#input = input;
  }

  *write(text: string): Task<void> {
    try {
      yield* this.#input.write(text);
    } catch (error) {
      // The process has closed its input: what is typed now goes nowhere.
      if (!(error instanceof SystemError)) throw error;
    }
  }

  closeInput(): void {
    this.#input.close();
  }

  resize(columns: number, rows: number): void {
    this.#input.resize(columns, rows);
  }

  *next(): Task<Piece | undefined> {
    for (;;) {
      const piece = this.#output.take();
      if (piece !== undefined) return piece;
      const { status } = this.#process;
      if (status !== undefined) {
        this.exitCode = status.code;
        return undefined;
      }
      yield { on: [this.#output.changed, this.#process.changed] };
    }
  }

  close(): void {
    if (this.#process.status === undefined) this.#process.kill('HUP');
    this.#input.close();
  }
}

/** Attaches to the main process: its output from now on, its input if it has one. */
export function attachToContainer(container: LiveContainer): ExecSession {
  const output = new Output();
  const listener = (stream: Piece['stream'], text: string) => output.put(stream, text);
  container.log.listeners.add(listener);
  const session: ExecSession = {
    exitCode: undefined,
    error: undefined,
    *write(text) {
      if (container.stdin) yield* container.stdin.write(text);
    },
    closeInput: () => {
      container.stdin?.release();
      container.stdin = undefined;
    },
    resize: () => {},
    *next() {
      for (;;) {
        const piece = output.take();
        if (piece !== undefined) return piece;
        if (container.exit !== undefined || output.isEnded) return undefined;
        yield { on: [output.changed, container.ended] };
      }
    },
    close: () => {
      container.log.listeners.delete(listener);
      output.isEnded = true;
      output.changed.wake();
    },
  };
  return session;
}

function* nothing(): Task<void> {}
