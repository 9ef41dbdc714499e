// For tests of commands: a small Debian machine, and running one command on it.
import { Sim } from '../../base/sim';
import { debianTree } from '../../machine/debian';
import { FileSystem } from '../../machine/filesystem/filesystem';
import { createMachine, type SimulatedMachine } from '../../machine/machine';
import { createPipe } from '../../machine/pipe';
import type { OpenFile, Process } from '../../machine/types';
import { commandNames, commandPrograms, preloadCommands } from '../registry';

/** What a command did. */
export interface Outcome {
  readonly out: string;
  readonly err: string;
  readonly code: number | undefined;
}

/** A machine with all commands, in /root/work, 2024-03-05 10:00 UTC. */
export async function testMachine(): Promise<SimulatedMachine> {
  await preloadCommands();
  const sim = new Sim(1_709_632_800_000);
  const base = debianTree({ programs: commandNames, user: { name: 'ann', uid: 1000 } });
  const filesystem = FileSystem.from(base);
  const programs = commandPrograms();
  const machine = createMachine({ sim, hostname: 'box', filesystem, programs });
  machine.files.mkdirAll('/root/work');
  return machine;
}

export interface RunOptions {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly forMs?: number;
}

/** Runs a command given as words and returns what it printed. */
export function runWords(
  machine: SimulatedMachine,
  argv: readonly string[],
  options: RunOptions = {},
): Outcome {
  const { uid = 0 } = options;
  machine.files.write('/tmp/.stdin', options.stdin ?? '');
  const stdin = machine.files.open('/tmp/.stdin', { read: true });
  const [out, err] = [createPipe(1), createPipe(2)];
  const collected = [collect(machine, out.reader), collect(machine, err.reader)];
  const env = { PATH: '/usr/bin:/usr/sbin:/bin', HOME: '/root', LANG: 'C.UTF-8' };
  const process = machine.spawn({
    argv,
    cwd: '/root/work',
    env: new Map(Object.entries({ ...env, ...options.env })),
    credentials: { uid, gid: uid, groups: [uid] },
    fds: new Map<number, OpenFile>([
      [0, stdin],
      [1, out.writer],
      [2, err.writer],
    ]),
  });
  for (const file of [stdin, out.writer, err.writer]) file.release();
  machine.sim.advance(machine.sim.now + (options.forMs ?? 60_000));
  const [first, second] = collected;
  return { out: first?.() ?? '', err: second?.() ?? '', code: process.status?.code };
}

/** Runs a command line of plain words and 'quoted' ones. */
export function run(machine: SimulatedMachine, line: string, options: RunOptions = {}): Outcome {
  const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map((m) => m[1] ?? m[2] ?? '');
  return runWords(machine, words, options);
}

function collect(machine: SimulatedMachine, reader: ReturnType<typeof createPipe>['reader']) {
  let text = '';
  machine.sim.spawn(
    'reader',
    (function* () {
      for (;;) {
        const piece = yield* reader.read();
        if (piece === '') return;
        text += piece;
      }
    })(),
  );
  return () => text;
}

/** Starts a command on a terminal; type with `terminal.input`. */
export function runOnTerminal(
  machine: SimulatedMachine,
  line: string,
): {
  readonly process: Process;
  readonly terminal: ReturnType<SimulatedMachine['createTerminal']>;
} {
  const terminal = machine.createTerminal(80, 24);
  const tty = terminal.open();
  const process = machine.spawn({
    argv: line.split(' '),
    cwd: '/root/work',
    env: new Map([
      ['PATH', '/usr/bin:/usr/sbin'],
      ['TERM', 'xterm-256color'],
    ]),
    fds: new Map([0, 1, 2].map((fd) => [fd, tty] as const)),
    session: { tty: terminal },
  });
  tty.release();
  machine.sim.advance(machine.sim.now + 100);
  return { process, terminal };
}
