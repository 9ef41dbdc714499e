// Plays recordings of the real tools (testdata/) and insists that no step that matched is lost.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compareTranscripts } from '../playground/compare';
import { playTranscript } from '../playground/replay';
import { createShellMachine, shellMachineBase } from '../playground/shell-machine';

const folder = new URL('./testdata/', import.meta.url).pathname;
const names = readdirSync(folder).filter((name) => name.endsWith('.transcript'));
const known: Record<string, string[]> = JSON.parse(readFileSync(`${folder}differing.json`, 'utf8'));
const base = shellMachineBase();

test.each(names)('%s', async (name) => {
  const expected = readFileSync(folder + name, 'utf8');
  const machine = createShellMachine(base, 1_767_225_600_000);
  const handle = machine.sim.spawn('replay', playTranscript(expected, { machine }));
  while (!handle.isDone) if (!machine.sim.step()) await machine.sim.hostSettled();
  const results = compareTranscripts(expected, handle.result ?? '');
  const differing = results.filter((r) => !r.isMatch).map((r) => r.want.command);
  if (process.env.UPDATE) {
    known[name] = differing;
    writeFileSync(`${folder}differing.json`, `${JSON.stringify(known, null, 2)}\n`);
  }
  expect(results.length).toBeGreaterThan(50);
  expect(differing.filter((command) => !known[name]?.includes(command))).toEqual([]);
});
