// Plays a recording on a machine and returns it with what happens now: one bash that isn't
// interactive, root in /root/work, standard input closed, each step as if sourced from a file.
import { type Task, waitFor } from '../base/sim';
import { Description } from '../machine/open-file';
import type { Machine, OpenFile, Process } from '../machine/types';
import { AbandonLine, ExitShell } from '../shell/interpreter/errors';
import { runText } from '../shell/interpreter/run-text';
import { Shell } from '../shell/interpreter/shell';
import { importEnvironment } from '../shell/interpreter/startup';
import { startLabServer } from './lab-server';

/** Where a recording is played, and what its directives mean there. */
export interface ReplayContext {
  readonly machine: Machine;
  /** `# nodes 3`: before the first step. */
  nodes?(count: number): Task<void>;
  /** `# bare cluster`: before the first step. */
  bareCluster?(): Task<void>;
  /** `# lab server on localhost:8080`: from there on; by default the machine itself serves it. */
  labServer?(): Task<void>;
  /** Added to the usual environment. */
  readonly env?: Readonly<Record<string, string>>;
}

const longestStepMs = 30 * 60_000;
/** How long output may come after a step before the next begins (process substitutions). */
const settleMs = 20;

interface Block {
  readonly notes: string[];
  command: string;
}

/** Plays the text. Virtual time is advanced by the caller. */
export function* playTranscript(text: string, context: ReplayContext): Task<string> {
  const blocks = readBlocks(text);
  const player = new Player(context);
  const out: string[] = [];
  for (const block of blocks) {
    for (const note of block.notes) {
      out.push(note);
      yield* follow(note, context);
    }
    if (block.command === '') continue;
    out.push(block.command.replace(/^/gm, '> ').replace('> ', '$ '));
    const result = yield* player.play(block.command);
    pushLines(out, '|', result.stdout);
    pushLines(out, '!', result.stderr);
    if (result.code !== 0) out.push(`[${result.code}]`);
  }
  player.end();
  return `${out.map((line) => (line === '> ' ? '>' : line)).join('\n')}\n`;
}

/** Notes and the command after them; the last block may have notes only. */
function readBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  let notes: string[] = [];
  for (const line of text.split('\n')) {
    const last = blocks[blocks.length - 1];
    if (line.startsWith('$ ')) {
      blocks.push({ notes, command: line.slice(2) });
      notes = [];
    } else if (line.startsWith('> ') || line === '>') {
      if (last !== undefined) last.command += `\n${line.slice(2)}`;
    } else if (line.startsWith('#')) notes.push(line);
  }
  if (notes.length > 0) blocks.push({ notes, command: '' });
  return blocks;
}

function* follow(note: string, context: ReplayContext): Task<void> {
  const { sim } = context.machine;
  const wait = /^# wait (\d+(?:\.\d+)?)/.exec(note);
  if (wait !== null) {
    const until = sim.now + Number(wait[1]) * 1000;
    while (sim.now < until) yield { until };
  }
  const nodes = /^# nodes (\d+)/.exec(note);
  if (nodes !== null && context.nodes !== undefined) yield* context.nodes(Number(nodes[1]));
  if (/^# bare cluster/.test(note) && context.bareCluster !== undefined) {
    yield* context.bareCluster();
  }
  if (/^# lab server on /.test(note)) {
    if (context.labServer !== undefined) yield* context.labServer();
    else startLabServer(context.machine);
  }
}

function pushLines(out: string[], sign: string, text: string): void {
  if (text === '') return;
  const isOpen = !text.endsWith('\n');
  const lines = (isOpen ? text : text.slice(0, -1)).split('\n');
  lines.forEach((line, i) => {
    const end = isOpen && i === lines.length - 1 ? '\\' : '';
    out.push(line + end === '' ? sign : `${sign} ${line}${end}`);
  });
}

/** Collects what is written to it. */
class Capture extends Description {
  readonly kind = 'pipe';
  readonly name: string;
  #pieces: string[] = [];

  constructor(name: string) {
    super();
    this.name = name;
  }

  *read(): Task<string> {
    return '';
  }

  *write(text: string): Task<void> {
    this.#pieces.push(text);
  }

  take(): string {
    return this.#pieces.splice(0).join('');
  }
}

interface StepResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** The bash of a recording. A step that ends it gets the next a new one. */
class Player {
  #context: ReplayContext;
  #stdout = new Capture('pipe:[1]');
  #stderr = new Capture('pipe:[2]');
  #session: Session | undefined;

  constructor(context: ReplayContext) {
    this.#context = context;
  }

  *play(command: string): Task<StepResult> {
    const { sim } = this.#context.machine;
    this.#session ??= new Session(this.#context, this.#stdout, this.#stderr);
    const session = this.#session;
    const until = sim.now + longestStepMs;
    session.begin(command);
    while (!session.isIdle && sim.now < until) yield { on: session.process.changed, until };
    let code = session.code;
    if (!session.isIdle) {
      code = 124;
      yield* session.interrupt();
    }
    yield { until: sim.now + settleMs };
    if (session.process.status !== undefined) this.#session = undefined;
    return { stdout: this.#stdout.take(), stderr: this.#stderr.take(), code };
  }

  end(): void {
    this.#session?.process.kill('KILL');
  }
}

class Session {
  readonly process: Process;
  code = 0;
  #command: string | undefined;

  constructor(context: ReplayContext, stdout: OpenFile, stderr: OpenFile) {
    const { machine } = context;
    const work = '/root/work';
    if (!machine.files.exists(work)) machine.files.mkdirAll(work);
    this.process = machine.spawn({
      argv: ['bash'],
      path: '/usr/bin/bash',
      cwd: work,
      env: new Map(Object.entries({ ...environment, PWD: work, ...context.env })),
      fds: new Map([
        [0, machine.files.open('/dev/null', { read: true })],
        [1, stdout],
        [2, stderr],
      ]),
      group: 'new',
      body: (process) => this.#run(process),
    });
  }

  get isIdle(): boolean {
    return this.#command === undefined || this.process.status !== undefined;
  }

  begin(command: string): void {
    this.#command = command;
    this.code = 0;
    this.process.changed.wake();
  }

  /** Ctrl-C for everything that the step runs, then worse. */
  *interrupt(): Task<void> {
    const { machine, group, sim } = this.process;
    for (const signal of ['INT', 'TERM', 'KILL'] as const) {
      if (signal === 'INT') machine.killGroup(group, 'INT');
      else for (const p of machine.processes.values()) if (p !== this.process) p.kill(signal);
      const until = sim.now + 1000;
      while (!this.isIdle && sim.now < until) yield { on: this.process.changed, until };
      if (this.isIdle) return;
    }
    this.process.kill('KILL');
  }

  *#run(process: Process): Task<number> {
    const shell = new Shell({ process, dialect: 'bash', name: 'bash' });
    importEnvironment(shell);
    shell.catchesInterrupts = true;
    // Sourced: traces begin with two signs.
    shell.evalDepth = 1;
    process.onSignal('INT', () => shell.pendingSignals.push('INT'));
    for (;;) {
      yield* waitFor(process.changed, () => this.#command !== undefined);
      shell.frames = [{ kind: 'source', name: 'source', source: 'bash', callLine: 0 }];
      try {
        this.code = yield* runText(shell, `${this.#command}\n`);
      } catch (stop) {
        if (stop instanceof ExitShell) {
          this.code = stop.code;
          return stop.code;
        }
        if (!(stop instanceof AbandonLine)) throw stop;
        shell.status = stop.code;
        this.code = stop.code;
      }
      shell.isReturning = false;
      this.#command = undefined;
      process.changed.wake();
    }
  }
}

const environment = {
  HOME: '/root',
  LANG: 'C.UTF-8',
  LOGNAME: 'root',
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  SHELL: '/bin/bash',
  SHLVL: '0',
  TERM: 'dumb',
  USER: 'root',
};
