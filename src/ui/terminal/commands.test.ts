import { describe, expect, test, vi } from 'vitest';

// xterm looks for a window when it is loaded; its parser and buffer need nothing of it.
vi.hoisted(() => {
  (globalThis as { window?: unknown }).window ??= globalThis;
});

import { Terminal } from '@xterm/xterm';
import { CommandLog } from './commands';

const mark = (kind: string) => `\x1b]133;${kind}\x07`;
const prompt = `${mark('A')}me$ ${mark('B')}`;
const run = (line: string, output: string, code = 0) =>
  `${line}\r\n${mark('C')}${output}${mark(`D;${code}`)}${prompt}`;

function setUp(columns = 40) {
  const terminal = new Terminal({
    cols: columns,
    rows: 6,
    scrollback: 1000,
    allowProposedApi: true,
  });
  const log = new CommandLog(terminal);
  const write = (text: string) => new Promise<void>((done) => terminal.write(text, done));
  const entries = () => log.get().map(({ line, output, exitCode }) => ({ line, output, exitCode }));
  return { write, entries, log };
}

test('commands with what they printed and how they ended', async () => {
  const { write, entries } = setUp();
  await write(prompt + run('echo one', 'one\r\n') + run('nope', 'not found\r\n', 127));
  expect(entries()).toEqual([
    { line: 'echo one', output: 'one', exitCode: 0 },
    { line: 'nope', output: 'not found', exitCode: 127 },
  ]);
});

test('an Enter on an empty line is no command', async () => {
  const { write, entries } = setUp();
  await write(`${prompt}\r\n${prompt}${run('true', '')}`);
  expect(entries()).toEqual([{ line: 'true', output: '', exitCode: 0 }]);
});

test('long lines are one line, empty lines stay', async () => {
  const { write, entries } = setUp(20);
  const long = 'kubectl get pods --all-namespaces';
  await write(prompt + run(long, `${'x'.repeat(50)}\r\n\r\nend\r\n`));
  expect(entries()).toEqual([{ line: long, output: `${'x'.repeat(50)}\n\nend`, exitCode: 0 }]);
});

test('what runs is there while it runs', async () => {
  const { write, entries } = setUp();
  await write(`${prompt}sleep 9\r\n${mark('C')}`);
  expect(entries()).toEqual([{ line: 'sleep 9', output: '', exitCode: undefined }]);
});

test('of a long output the end is kept', async () => {
  const { write, log } = setUp();
  const lines = Array.from({ length: 900 }, (_, at) => `line ${at}`);
  await write(prompt + run('seq', `${lines.join('\r\n')}\r\n`));
  const output = log.get()[0]?.output ?? '';
  expect(output.split('\n').at(-1)).toBe('line 899');
  expect(output.split('\n').length).toBeLessThanOrEqual(301);
});

describe('programs that take the whole screen', () => {
  test('leave nothing in the list but their name', async () => {
    const { write, entries } = setUp();
    const screen = '\x1b[?1049h\x1b[2Jtext of the editor\x1b[?1049l';
    await write(prompt + run('vi file', screen));
    expect(entries()).toEqual([{ line: 'vi file', output: '', exitCode: 0 }]);
  });
});

test('clearing the screen does not confuse the list', async () => {
  const { write, entries } = setUp();
  await write(prompt + run('echo a', 'a\r\n') + run('clear', '\x1b[H\x1b[2J\x1b[3J'));
  await write(run('echo b', 'b\r\n'));
  expect(entries().map(({ line, output }) => [line, output])).toEqual([
    ['echo a', 'a'],
    ['clear', ''],
    ['echo b', 'b'],
  ]);
});
