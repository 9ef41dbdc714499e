// A world as JSON and back: the queue, the laptop's files, its shells, and what lazily loaded tools
// keep (clusters). A snapshot is taken between two entries of the queue; generators are never in
// it.
import type { SimSnapshot, Task } from '../base/sim';
import type { SavedFileSystem } from '../machine/filesystem/saved';
import type { Process, SpawnOptions } from '../machine/types';
import { resumeShell, type ShellState, shellState } from '../shell/state';
import type { LaptopTerminal } from './laptop-terminal';
import type { World } from './world';

interface SavedCommand {
  readonly argv: readonly string[];
  readonly env: readonly (readonly [string, string])[];
  readonly cwd: string;
  /** Brought back by running it again; otherwise it is hung up. */
  readonly isRerun: boolean;
}

interface SavedTerminal {
  readonly columns: number;
  readonly rows: number;
  readonly pid: number;
  readonly shell: ShellState | undefined;
  readonly foreground: SavedCommand | undefined;
}

/** What World.snapshot() tells. */
interface SavedWorld {
  readonly sim: SimSnapshot;
  readonly lastPid: number;
  readonly hostname: string;
  readonly files: SavedFileSystem;
  readonly terminals: readonly SavedTerminal[];
  readonly parts: Readonly<Record<string, unknown>>;
}

/** Whether each window is at its prompt, or runs one command that can be run again. */
export function canSaveLaptop(world: World): boolean {
  const known = new Set<Process>();
  for (const terminal of world.terminals) {
    const { shell, tty } = terminal;
    if (shell === undefined || tty.output.size > 0) return false;
    known.add(shell);
    if (isAtPrompt(terminal)) continue;
    const command = foregroundOf(world, terminal);
    if (command === undefined || !isRerun(world, command)) return false;
    if (!isWholeCommand(shell, command)) return false;
    known.add(command);
  }
  return [...world.laptop.processes.values()].every((process) => known.has(process));
}

/** Everything as JSON. */
export function saveWorld(world: World): SavedWorld {
  const { sim, laptop } = world;
  return {
    sim: sim.snapshot(),
    lastPid: laptop.lastPid,
    hostname: laptop.hostname,
    files: laptop.filesystem.snapshot(),
    terminals: world.terminals.map((one) => saveTerminal(world, one)),
    parts: Object.fromEntries([...world.parts].map(([name, part]) => [name, part.save()])),
  };
}

/** Makes a fresh world of the same seed and profile what saveWorld() told. */
export async function restoreWorld(world: World, snapshot: unknown): Promise<void> {
  const saved = snapshot as SavedWorld;
  const { laptop } = world;
  world.sim.restore(saved.sim);
  laptop.hostname = saved.hostname;
  laptop.filesystem.restoreSnapshot(saved.files);
  for (const [name, part] of Object.entries(saved.parts)) await world.restorePart(name, part);
  for (const terminal of saved.terminals) {
    laptop.lastPid = terminal.pid - 1;
    world.reopenTerminal(terminal.columns, terminal.rows, bodyOf(terminal));
  }
  laptop.lastPid = Math.max(saved.lastPid, laptop.lastPid);
}

function saveTerminal(world: World, terminal: LaptopTerminal): SavedTerminal {
  const { tty, shell } = terminal;
  const running = isAtPrompt(terminal) ? undefined : foregroundOf(world, terminal);
  return {
    columns: tty.columns,
    rows: tty.rows,
    pid: shell?.pid ?? 1,
    shell: shell === undefined ? undefined : shellState(shell),
    foreground: running && {
      argv: running.argv,
      env: [...running.env],
      cwd: running.files.cwd,
      isRerun: isRerun(world, running),
    },
  };
}

/** The body of a shell that is brought back; a fresh login when there was none. */
function bodyOf(saved: SavedTerminal): ((process: Process) => Task<number>) | undefined {
  const { shell, foreground } = saved;
  if (shell === undefined) return undefined;
  return function* (process) {
    if (foreground === undefined) {
      // The prompt is on the screen already: it is drawn over.
      yield* process.error('\r\x1b[J');
    } else if (foreground.isRerun) yield* runAgain(process, foreground);
    else yield* process.error(`\r\nHangup: ${foreground.argv.join(' ')}\r\n`);
    return yield* resumeShell(shell)(process);
  };
}

function* runAgain(shell: Process, command: SavedCommand): Task<void> {
  const { argv, env, cwd } = command;
  const options: SpawnOptions = { argv, env: new Map(env), cwd, group: 'new' };
  shell.onSignal('INT', 'ignore');
  const child = shell.spawn(options);
  child.onSignal('INT', 'default');
  if (shell.tty !== undefined) shell.tty.foreground = child.group;
  const status = yield* shell.wait(child);
  if (shell.tty !== undefined) shell.tty.foreground = shell.group;
  if (status.signal === 'INT') yield* shell.error('\n');
}

/** The line editor has the terminal. */
function isAtPrompt({ tty, shell }: LaptopTerminal): boolean {
  return shell !== undefined && tty.foreground === shell.group && !tty.mode.cooked;
}

/** The one command that runs in a window's foreground; undefined: none, or more than that. */
function foregroundOf(world: World, { tty, shell }: LaptopTerminal): Process | undefined {
  const all = [...world.laptop.processes.values()];
  const inFront = all.filter((one) => one !== shell && one.group === tty.foreground);
  return inFront.length === 1 ? inFront[0] : undefined;
}

function isRerun(world: World, process: Process): boolean {
  const name = (process.argv[0] ?? '').replace(/.*\//, '');
  if (!isLasting(name, process.argv.slice(1))) return false;
  return world.programs.get(name)?.resume === 'rerun' && process.fds.get(1)?.kind === 'tty';
}

/** Commands that go on until they are ended, and do no harm when they run once more. */
function isLasting(name: string, words: readonly string[]): boolean {
  const has = (pattern: RegExp) => words.some((word) => pattern.test(word));
  if (name === 'minikube') return has(/^(tunnel|dashboard)$/);
  if (name !== 'kubectl') return true;
  if (has(/^(port-forward|proxy)$/)) return true;
  return has(/^(get|events)$/)
    ? has(/^(-w|--watch|--watch-only|-\w*w)$/)
    : has(/^logs?$/) && has(/^(-f|--follow)$/);
}

/** Whether the line that the shell runs is that command and nothing more. */
function isWholeCommand(shell: Process, command: Process): boolean {
  const line = shellState(shell)?.history.lines.at(-1)?.[0];
  return line?.trim().split(/\s+/).join(' ') === command.argv.join(' ');
}
