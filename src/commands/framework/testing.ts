// For tests: a machine with all commands, and running one of them to its end.
import { Sim } from '../../base/sim';
import { debianTree } from '../../machine/debian';
import { FileSystem } from '../../machine/filesystem/filesystem';
import { createMachine } from '../../machine/machine';
import { createPipe } from '../../machine/pipe';
import type { Machine, OpenFile } from '../../machine/types';
import { commandNames, commandPrograms, preloadCommands } from '../registry';

/** What a command wrote and how it ended. */
export interface Ran {
  readonly out: string;
  readonly err: string;
  readonly code: number | undefined;
}

/** A Debian-like machine with the commands on it; root stands in /root. */
export async function testMachine(files: Readonly<Record<string, string>> = {}): Promise<Machine> {
  await preloadCommands();
  const sim = new Sim(1_700_000_000_000);
  const filesystem = FileSystem.from(debianTree({ programs: commandNames, hostname: 'box' }));
  const machine = createMachine({ sim, hostname: 'box', filesystem, programs: commandPrograms() });
  for (const [path, text] of Object.entries(files)) machine.files.write(`/root/${path}`, text);
  return machine;
}

/** Runs a command with this standard input; at most a virtual minute. */
export function runCommand(machine: Machine, argv: readonly string[], stdin = ''): Ran {
  const { sim } = machine;
  const got = { out: '', err: '' };
  const collect = (into: 'out' | 'err'): OpenFile => {
    const { reader, writer } = createPipe(1);
    sim.spawn(
      'collect',
      (function* () {
        for (let piece = yield* reader.read(); piece !== ''; piece = yield* reader.read()) {
          got[into] += piece;
        }
      })(),
    );
    return writer;
  };
  const input = createPipe(2);
  const out = collect('out');
  const err = collect('err');
  sim.spawn(
    'feed',
    (function* () {
      try {
        if (stdin !== '') yield* input.writer.write(stdin);
      } catch {
        // Nobody reads any more.
      }
      input.writer.release();
    })(),
  );
  const fds = new Map<number, OpenFile>([
    [0, input.reader],
    [1, out],
    [2, err],
  ]);
  const process = machine.spawn({ argv, fds, cwd: '/root' });
  for (const file of [input.reader, out, err]) file.release();
  sim.advance(sim.now + 60_000);
  return { ...got, code: process.status?.code };
}
