import { expect, test } from 'vitest';
import { Sim, type Task } from '../base/sim';
import { debianTree } from './debian';
import { FileSystem } from './filesystem/filesystem';
import { createMachine } from './machine';
import { createPipe } from './pipe';
import type { Process, Program } from './types';

function program(name: string, run: (process: Process) => Task<number>): [string, Program] {
  return [name, { name, run }];
}

const programs = new Map([
  program('echo', function* (process) {
    yield* process.write(`${process.argv.slice(1).join(' ')}\n`);
    return 0;
  }),
  program('cat', function* (process) {
    yield* process.write(yield* process.readAll());
    return 0;
  }),
  program('yes', function* (process) {
    for (;;) yield* process.write('y\n'.repeat(1000));
  }),
  program('sleep', function* (process) {
    yield* process.sleep(1000 * Number(process.argv[1]));
    return 0;
  }),
  program('leave', function* (process) {
    yield* process.sleep(1);
    return process.exit(Number(process.argv[1]));
  }),
  program('become', function* (process) {
    yield* process.exec({ argv: process.argv.slice(1) });
    return 9;
  }),
]);
const base = debianTree({ programs: programs.keys(), user: { name: 'ann', uid: 1000 } });

function start(protectsInit = false) {
  const sim = new Sim(0);
  const filesystem = FileSystem.from(base);
  return createMachine({ sim, hostname: 'box', filesystem, programs, protectsInit });
}

/** Runs a command to its end and returns what it wrote and how it ended. */
function run(machine: ReturnType<typeof start>, ...argv: string[]) {
  const { reader, writer } = createPipe(1);
  const process = machine.spawn({ argv, fds: new Map([[1, writer]]) });
  writer.release();
  let output = '';
  machine.sim.spawn(
    'reader',
    (function* () {
      for (;;) {
        const piece = yield* reader.read();
        if (piece === '') return;
        output += piece;
      }
    })(),
  );
  machine.sim.advance(machine.sim.now + 60_000);
  return { output, status: process.status };
}

test('programs are found on PATH, scripts by their first line', () => {
  const machine = start();
  expect(run(machine, 'echo', 'a', 'b')).toEqual({ output: 'a b\n', status: { code: 0 } });
  machine.files.write('/x.sh', '#!/bin/echo -n\n');
  machine.files.chmod('/x.sh', 0o755);
  expect(run(machine, '/x.sh', '1').output).toBe('-n /x.sh 1\n');
  expect(() => machine.spawn({ argv: ['nope'] })).toThrow('No such file');
  expect(() => machine.spawn({ argv: ['/etc/passwd'] })).toThrow('Permission denied');
  machine.files.write('/plain', 'echo');
  machine.files.chmod('/plain', 0o755);
  expect(() => machine.spawn({ argv: ['/plain'] })).toThrow('Exec format error');
  expect(run(machine, 'leave', '300').status).toEqual({ code: 44 });
  expect(run(machine, 'become', 'echo', 'x')).toEqual({ output: 'x\n', status: { code: 0 } });
});

test('who writes to a pipe without readers ends by SIGPIPE', () => {
  const machine = start();
  const { reader, writer } = createPipe(1);
  const process = machine.spawn({ argv: ['yes'], fds: new Map([[1, writer]]) });
  writer.release();
  machine.sim.advance(10);
  expect(process.status).toBe(undefined);
  reader.release();
  machine.sim.advance(20);
  expect(process.status).toEqual({ code: 141, signal: 'PIPE' });
});

test('signals end, stop and continue; handlers are called', () => {
  const machine = start();
  const sleeper = machine.spawn({ argv: ['sleep', '10'] });
  machine.sim.advance(1000);
  sleeper.kill('STOP');
  machine.sim.advance(20_000);
  expect([sleeper.isStopped, sleeper.status]).toEqual([true, undefined]);
  sleeper.kill('CONT');
  machine.sim.advance(20_001);
  expect(sleeper.status).toEqual({ code: 0 });
  const killed = machine.spawn({ argv: ['sleep', '10'] });
  killed.kill('TERM');
  expect(killed.status).toEqual({ code: 143, signal: 'TERM' });
});

test('process 1 of a container is not ended by signals that it does not handle', () => {
  const machine = start(true);
  const init = machine.spawn({ argv: ['sleep', '10'] });
  init.kill('TERM');
  expect(init.status).toBe(undefined);
  init.kill('KILL');
  expect(init.status?.code).toBe(137);
});

test('a terminal edits lines, echoes, and makes signals', () => {
  const machine = start();
  const terminal = machine.createTerminal();
  const tty = terminal.open();
  const fds = new Map([0, 1, 2].map((fd) => [fd, tty] as const));
  const process = machine.spawn({ argv: ['cat'], fds, session: { tty: terminal } });
  machine.sim.advance(1);
  terminal.input('helo\x7flo\x17hi there\x17you\r\x04');
  machine.sim.advance(2);
  expect(process.status).toEqual({ code: 0 });
  const shown = terminal.output.take();
  expect(shown.endsWith('hi you\r\n')).toBe(true);
  const second = machine.spawn({ argv: ['cat'], fds, session: { tty: terminal } });
  machine.sim.advance(3);
  terminal.input('x\x03');
  machine.sim.advance(4);
  expect(second.status).toEqual({ code: 130, signal: 'INT' });
  expect(terminal.output.take()).toBe('^C');
});

test('a screen that does not keep up stops the writer; Ctrl-C throws the output away', () => {
  const machine = start();
  const terminal = machine.createTerminal();
  const tty = terminal.open();
  const fds = new Map([0, 1, 2].map((fd) => [fd, tty] as const));
  const process = machine.spawn({ argv: ['yes'], fds, session: { tty: terminal } });
  machine.sim.advance(1);
  expect(terminal.output.size).toBeGreaterThan(262_000);
  expect(terminal.output.size).toBeLessThan(300_000);
  terminal.input('\x03');
  machine.sim.advance(2);
  expect(process.status?.signal).toBe('INT');
  expect(terminal.output.take()).toBe('^C');
});

test('/proc tells about processes; /dev/fd leads to open files', () => {
  const machine = start();
  const process = machine.spawn({ argv: ['sleep', '5', 'x'], env: new Map([['A', '1']]) });
  const files = machine.files;
  expect(files.read(`/proc/${process.pid}/cmdline`)).toBe('sleep\x005\0x\0');
  expect(files.read(`/proc/${process.pid}/environ`)).toBe('A=1\0');
  expect(files.list(`/proc/${process.pid}/fd`)).toEqual(['0', '1', '2']);
  expect(files.readlink(`/proc/${process.pid}/fd/1`)).toBe('/dev/null');
  expect(process.files.readlink('/proc/self/exe')).toBe('/usr/bin/sleep');
  expect(files.exists('/proc/4711')).toBe(false);
  expect(() => files.mkdir('/proc/x')).toThrow('No such file or directory');
  expect(() => files.write('/proc/version', 'x')).toThrow('Input/output error');
  expect(files.read('/proc/mounts')).toContain('proc /proc proc rw,nosuid');
});

test('a fifo joins two processes, whoever comes first', () => {
  const machine = start();
  machine.files.mkfifo('/p');
  const input = machine.files.open('/p', { read: true });
  const reader = machine.spawn({
    argv: ['cat'],
    fds: new Map([
      [0, input],
      [1, machine.files.open('/out', { write: true, create: true })],
    ]),
  });
  input.release();
  machine.sim.advance(1);
  expect(reader.status).toBe(undefined);
  const output = machine.files.open('/p', { write: true });
  machine.spawn({ argv: ['echo', 'through'], fds: new Map([[1, output]]) });
  output.release();
  machine.sim.advance(2);
  expect(reader.status).toEqual({ code: 0 });
  expect(machine.files.read('/out')).toBe('through\n');
});

test('machines cost little until they are touched', () => {
  const sim = new Sim(0);
  const filesystem = () => FileSystem.from(base);
  const machines = Array.from({ length: 5000 }, (_, i) =>
    createMachine({ sim, hostname: `pod-${i}`, filesystem, programs }),
  );
  expect(machines.every((machine) => !machine.isTouched)).toBe(true);
});
