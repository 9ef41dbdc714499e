// A Debian-like machine with every command and the shells, without a cluster: for tests of shell
// and commands, and for recordings that call no kubectl.
import { Random } from '../base/random';
import { Sim } from '../base/sim';
import { commandPrograms } from '../commands/registry';
import { debianTree } from '../machine/debian';
import { FileSystem } from '../machine/filesystem/filesystem';
import type { Tree } from '../machine/filesystem/tree';
import { createMachine, type SimulatedMachine } from '../machine/machine';
import type { Program } from '../machine/types';
import bash from '../shell/bash';
import dash from '../shell/dash';

/** What such machines share: programs and the tree of files. */
export interface ShellMachineBase {
  readonly programs: ReadonlyMap<string, Program>;
  readonly tree: Tree;
}

export function shellMachineBase(): ShellMachineBase {
  const programs = new Map<string, Program>([...commandPrograms(), ['bash', bash], ['dash', dash]]);
  return { programs, tree: debianTree({ programs: programs.keys(), hostname: 'lab' }) };
}

/** A fresh one. `epochMs` is when its clock begins. */
export function createShellMachine(base: ShellMachineBase, epochMs: number): SimulatedMachine {
  const random = new Random('shell');
  const machine = createMachine({
    sim: new Sim(epochMs),
    hostname: 'lab',
    filesystem: FileSystem.from(base.tree),
    programs: base.programs,
    random: (name) => random.float(name),
  });
  // The recordings began without them.
  for (const name of ['.bashrc', '.profile']) machine.files.removeAll(`/root/${name}`);
  return machine;
}
