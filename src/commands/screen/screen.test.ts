import { expect, test } from 'vitest';
import { testMachine } from '../framework/testing';
import { TestTerminal } from './test-terminal';

test('nano edits, saves and leaves', async () => {
  const machine = await testMachine({ f: 'one\ntwo\n' });
  const nano = new TestTerminal(machine, ['nano', 'f']);
  expect(nano.line(0)).toMatch(/GNU nano 7\.2 +f$/);
  expect(nano.lines.slice(1, 3)).toEqual(['one', 'two']);
  expect(nano.line(9).trim()).toBe('[ Read 2 lines ]');
  nano.type('new ');
  nano.send('\x1b[B');
  nano.type('\x05!\r3');
  expect(nano.line(0)).toMatch(/Modified$/);
  expect(nano.lines.slice(1, 4)).toEqual(['new one', 'two!', '3']);
  nano.type('\x0f');
  expect(nano.line(9)).toBe('File Name to Write: f');
  nano.type('\r');
  expect(nano.line(9).trim()).toBe('[ Wrote 3 lines ]');
  expect(machine.files.read('/root/f')).toBe('new one\ntwo!\n3\n');
  nano.type('\x0b\x15\x15\x18');
  expect(nano.line(9)).toBe('Save modified buffer?');
  nano.type('n');
  expect(nano.process.status).toEqual({ code: 0 });
  expect(machine.files.read('/root/f')).toBe('new one\ntwo!\n3\n');
});

test('nano searches and undoes', async () => {
  const machine = await testMachine({ f: 'alpha\nbeta\ngamma beta\n' });
  const nano = new TestTerminal(machine, ['nano', 'f']);
  nano.type('\x17beta\r');
  expect(nano.cursor).toEqual([2, 0]);
  nano.type('\x17\r');
  expect(nano.cursor).toEqual([3, 6]);
  nano.type('\x0b');
  expect(nano.line(3)).toBe('');
  nano.send('\x1bu');
  expect(nano.line(3)).toBe('gamma beta');
});

/** Types keys into vi on a text and returns the text after :x. */
async function afterKeys(text: string, keys: string): Promise<string> {
  const machine = await testMachine({ f: text });
  const vim = new TestTerminal(machine, ['vim', 'f']);
  vim.type(`${keys}`);
  vim.type(':x\r');
  expect(vim.process.status).toEqual({ code: 0 });
  return machine.files.read('/root/f');
}

test.each([
  ['one two three\n', 'wcwTWO\x1b', 'one TWO three\n'],
  ['a\nb\nc\n', 'ddp', 'b\na\nc\n'],
  ['a\nb\nc\n', '2ddp', 'c\na\nb\n'],
  ['a\nb\n', 'yyGp', 'a\nb\na\n'],
  ['abc\n', 'x', 'bc\n'],
  ['abc\n', 'xxu', 'bc\n'],
  ['abc\n', 'xxuu\x12', 'bc\n'],
  ['a\n', 'ofoo\x1bObar\x1b', 'a\nbar\nfoo\n'],
  ['one two\n', 'A!\x1bI>\x1b', '>one two!\n'],
  ['one two one\n', ':%s/one/1/g\r', '1 two 1\n'],
  ['a.b\na.c\n', ':%s/\\(a\\)\\.\\([bc]\\)/\\2-\\1/\r', 'b-a\nc-a\n'],
  ['a\nfoo\nb\nfoo x\n', '/foo\rnD', 'a\nfoo\nb\n\n'],
  ['one two three\n', 'dw..', '\n'],
  ['x: "abc" y\n', 'f"ci"new\x1b', 'x: "new" y\n'],
  ['f(a, b)\n', 'f(di(', 'f()\n'],
  ['abc\n', '~rX', 'AXc\n'],
  ['a\nb\nc\nd\n', ':2,3d\r', 'a\nd\n'],
  ['a\nb\n', 'J', 'a b\n'],
  ['a\nb\nc\n', 'GOnew\x1bggdG', ''],
  ['  a\n', '>>', '\t  a\n'],
  ['replicas: 1\n', '$r3', 'replicas: 3\n'],
  ['abc def\n', 'd$', '\n'],
  ['a\nab\nb\n', ':g/a/d\r', 'b\n'],
  ['one\n', 'cctwo\x1b', 'two\n'],
  ['one\n', '3ax\x1b', 'oxxxne\n'],
])('vi: %j with %j', async (text, keys, result) => {
  expect(await afterKeys(text, keys)).toBe(result);
});

test('vi shows its state and refuses to lose changes', async () => {
  const machine = await testMachine({ f: 'one\ntwo\n' });
  const vim = new TestTerminal(machine, ['vi', 'f']);
  expect(vim.lines.slice(0, 3)).toEqual(['one', 'two', '~']);
  expect(vim.line(11)).toMatch(/^"f" 2L, 8B +1,1 +All$/);
  vim.type('i');
  expect(vim.line(11)).toMatch(/^-- INSERT --/);
  vim.type('x\x1b:q\r');
  expect(vim.line(11)).toMatch(/^E37: No write since last change/);
  vim.type(':set nu\r');
  expect(vim.line(0)).toBe('  1 xone');
  vim.type(':foo\r');
  expect(vim.line(11)).toMatch(/^E492: Not an editor command: foo/);
  vim.type(':w\r');
  expect(vim.line(11)).toMatch(/^"f" 2L, 9B written/);
  vim.type(':e g\r');
  expect(vim.line(11)).toMatch(/^"g" \[New\]/);
  vim.type(':q!\r');
  expect(vim.process.status).toEqual({ code: 0 });
});

test('less moves, searches and leaves', async () => {
  const text = Array.from({ length: 50 }, (_, i) => `line ${i + 1}\n`).join('');
  const machine = await testMachine({ f: text });
  const less = new TestTerminal(machine, ['less', 'f']);
  expect(less.lines.slice(0, 2)).toEqual(['line 1', 'line 2']);
  expect(less.line(11)).toBe('f');
  less.type(' ');
  expect([less.line(0), less.line(11)]).toEqual(['line 12', ':']);
  less.type('G');
  expect([less.line(10), less.line(11)]).toEqual(['line 50', '(END)']);
  less.type('g/33\r');
  expect(less.line(0)).toBe('line 33');
  less.type('q');
  expect(less.process.status).toEqual({ code: 0 });
});

test('watch runs a command again and again', async () => {
  const machine = await testMachine({ f: '1\n' });
  const watch = new TestTerminal(machine, ['watch', '-x', 'cat', 'f']);
  expect(watch.line(0)).toMatch(/^Every 2\.0s: cat f +box: /);
  expect(watch.line(2)).toBe('1');
  machine.files.write('/root/f', '2\n');
  watch.run(2500);
  expect(watch.line(2)).toBe('2');
  watch.type('\x03');
  expect(watch.process.status?.code).toBe(130);
});

test('top shows processes and ends with q', async () => {
  const machine = await testMachine();
  const top = new TestTerminal(machine, ['top']);
  expect(top.line(0)).toMatch(/^top - \d\d:\d\d:\d\d up 0 min, {2}1 user, {2}load average: /);
  expect(top.line(6)).toMatch(/^ +PID USER/);
  expect(top.line(7)).toMatch(/^ +1 root .* R {3}0\.0 {3}0\.0$/);
  top.type('q');
  expect(top.process.status).toEqual({ code: 0 });
});

test('ls uses columns and quotes on a terminal', async () => {
  const machine = await testMachine({ a: '', 'b c': '', d: '' });
  const ls = new TestTerminal(machine, ['ls']);
  expect(ls.line(0)).toBe(" a  'b c'   d");
});
