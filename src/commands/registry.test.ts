// Every command: named like its file, options without doubles, a --help.
import { beforeAll, expect, test } from 'vitest';
import { runCommand, testMachine } from './framework/testing';
import { commandNames, commandPrograms, loadCommand, preloadCommands } from './registry';

// All modules are compiled for the first time here.
beforeAll(preloadCommands, 60_000);

test('every file defines the command of its name', async () => {
  for (const name of commandNames) {
    const command = await loadCommand(name);
    expect(command?.name, name).toBe(name === '[' ? 'test' : name);
  }
  expect([...commandPrograms().keys()]).toEqual(commandNames);
});

test('no option is there twice', async () => {
  for (const name of commandNames) {
    const specs = (await loadCommand(name))?.optionSpecs ?? [];
    const names = specs.flatMap((s) => [...s.shorts, ...s.longs]);
    const twice = names.filter((n, i) => names.indexOf(n) !== i);
    expect(twice, name).toEqual([]);
  }
});

test('--help says how to use it', async () => {
  const machine = await testMachine();
  for (const name of commandNames) {
    const command = await loadCommand(name);
    if (command?.definition.standardOptions === 'never') continue;
    const { out, code } = runCommand(machine, [name, '--help']);
    expect(code, name).toBe(0);
    expect(out, name).toMatch(new RegExp(`^Usage: ${name}`));
  }
});
