// The prompt as a person sees it: keys in, rows of a screen out.
import { expect, test } from 'vitest';
import { createShellMachine, shellMachineBase } from '../../playground/shell-machine';
import { resumeShell, type ShellState, shellState } from '../state';

const base = shellMachineBase();

/** A terminal's screen, as far as the editor's control sequences go. */
class Screen {
  rows: string[][] = [[]];
  y = 0;
  x = 0;
  columns: number;

  constructor(columns: number) {
    this.columns = columns;
  }

  write(text: string): void {
    const pattern = /\x1b\[([0-9;?]*)([A-Za-z])|\x1b\][^\x07]*\x07|[\s\S]/gu;
    for (const match of text.matchAll(pattern)) {
      if (match[2] !== undefined) this.#control(match[1] ?? '', match[2]);
      else if (match[0].length < 3) this.#put(match[0]);
    }
  }

  get text(): string[] {
    return this.rows.map((row) =>
      Array.from(row, (c) => c ?? ' ')
        .join('')
        .trimEnd(),
    );
  }

  #row(): string[] {
    while (this.rows.length <= this.y) this.rows.push([]);
    return this.rows[this.y] as string[];
  }

  #put(char: string): void {
    if (char === '\r') this.x = 0;
    else if (char === '\n') this.y++;
    else if (char === '\b') this.x--;
    else if (char >= ' ') {
      if (this.x >= this.columns) {
        this.x = 0;
        this.y++;
      }
      this.#row()[this.x++] = char;
    }
    this.#row();
  }

  #control(args: string, name: string): void {
    const n = Number(args || 1);
    if (name === 'A') this.y -= n;
    else if (name === 'B') this.y += n;
    else if (name === 'C') this.x += n;
    else if (name === 'J') {
      if (args === '2') this.rows = [[]];
      else this.rows.splice(this.y + 1);
      this.#row().splice(this.x);
    } else if (name === 'H') [this.x, this.y] = [0, 0];
  }
}

async function type(
  keys: readonly string[],
  setup: Record<string, string> = {},
  state?: ShellState,
  columns = 40,
) {
  const machine = createShellMachine(base, 1_767_225_600_000);
  for (const [path, text] of Object.entries(setup)) {
    machine.files.mkdirAll(path.replace(/\/[^/]*$/, ''));
    machine.files.write(path, text);
  }
  const tty = machine.createTerminal(columns, 24);
  const file = tty.open();
  const env = new Map([
    ['HOME', '/root'],
    ['PS1', '$ '],
    ['PATH', '/usr/bin'],
    ['TERM', 'xterm'],
  ]);
  const process = machine.spawn({
    argv: ['bash', '--norc'],
    env,
    cwd: '/root',
    fds: new Map([0, 1, 2].map((fd) => [fd, file])),
    session: { tty },
    group: 'new',
    ...(state === undefined ? {} : { body: resumeShell(state) }),
  });
  const screen = new Screen(columns);
  const settle = async () => {
    for (let i = 0; i < 20; i++) {
      machine.sim.advance(machine.sim.now + 50);
      await machine.sim.hostSettled();
      screen.write(tty.output.take(1_000_000));
    }
  };
  await settle();
  for (const key of keys) {
    tty.input(key);
    await settle();
  }
  return { lines: screen.text, process, x: screen.x };
}

/** Keys typed one after the other, and the screen's rows afterwards. */
const cases: readonly (readonly [
  name: string,
  keys: readonly string[],
  rows: readonly string[],
])[] = [
  ['a line is edited and run', ['echo helo', '\x1b[D', 'l', '\r'], ['$ echo hello', 'hello', '$']],
  [
    'words move and are killed',
    ['echo a b c', '\x1bb', '\x1bb', '\x0b', '\x19', '\x19', '\r'],
    ['$ echo a b cb c', 'a b cb c', '$'],
  ],
  [
    '^U, ^Y, ^A, ^E',
    ['b c', '\x15', 'echo ', '\x19', '\x01', '\x05', '!', '\r'],
    ['$ echo b c!', 'b c!', '$'],
  ],
  ['^W and undo', ['echo one two', '\x17', '\x1f', '\r'], ['$ echo one two', 'one two', '$']],
  [
    '^C gives the line up',
    ['echo no', '\x03', 'echo $?\r'],
    ['$ echo no^C', '$ echo $?', '130', '$'],
  ],
  [
    '^C ends a command',
    ['sleep 100; echo no\r', '\x03', 'echo $?\r'],
    ['$ sleep 100; echo no', '^C', '$ echo $?', '130', '$'],
  ],
  [
    '^C ends a loop of builtins',
    ['while :; do :; done\r', '\x03', 'echo $?\r'],
    ['$ while :; do :; done', '^C', '$ echo $?', '130', '$'],
  ],
  [
    'up and down',
    ['echo 1\r', 'echo 2\r', '\x1b[A', '\x1b[A', '\x1b[B', '\r'],
    ['$ echo 1', '1', '$ echo 2', '2', '$ echo 2', '2', '$'],
  ],
  [
    'search',
    ['echo one\r', 'echo two\r', '\x12', 'ne', '\r'],
    ['$ echo one', 'one', '$ echo two', 'two', '$ echo one', 'one', '$'],
  ],
  [
    'continuation',
    ['for i in 1 2; do\r', 'echo $i\r', 'done\r', '\x1b[A', '\r'],
    [
      '$ for i in 1 2; do',
      '> echo $i',
      '> done',
      '1',
      '2',
      '$ for i in 1 2; do echo $i; done',
      '1',
      '2',
      '$',
    ],
  ],
  ['a here-document', ['cat <<E\r', 'hi\r', 'E\r'], ['$ cat <<E', '> hi', '> E', 'hi', '$']],
  ['an open quote', ["echo 'a\r", "b'\r"], ["$ echo 'a", "> b'", 'a', 'b', '$']],
  [
    'syntax errors',
    ['fi\r'],
    ['$ fi', "bash: syntax error near unexpected token `fi'", '$'].flatMap((l) =>
      l.length > 40 ? [l.slice(0, 40), l.slice(40)] : [l],
    ),
  ],
  [
    'not found',
    ['nope\r', 'echo $?\r'],
    ['$ nope', 'bash: nope: command not found', '$ echo $?', '127', '$'],
  ],
  [
    'history expansion',
    ['echo a b\r', '!!\r', 'echo !$\r', '^a^x\r'],
    [
      '$ echo a b',
      'a b',
      '$ !!',
      'echo a b',
      'a b',
      '$ echo !$',
      'echo b',
      'b',
      '$ ^a^x',
      'bash: :s^a^x: substitution failed',
      '$',
    ],
  ],
  [
    'wraps',
    ['echo 1234567890123456789012345678901234567890', '\x1b[D\x1b[D', 'X', '\r'],
    [
      '$ echo 123456789012345678901234567890123',
      '45678X90',
      '12345678901234567890123456789012345678X9',
      '0',
      '$',
    ],
  ],
  ['wide characters', ['echo 你好', '\x1b[D', 'x', '\r'], ['$ echo 你x好', '你x好', '$']],
  ['Tab completes', ['ec', '\t', 'a\r'], ['$ echo a', 'a', '$']],
  ['Tab completes files', ['cat al', '\t', '\r'], ['$ cat alpha.txt', 'A', '$']],
  [
    'Tab lists',
    ['cat d', '\t', '\t', 'x', '\t', '\r'],
    ['$ cat d', 'd1/  dx', '$ cat dx', 'D', '$'],
  ],
  ['Tab quotes', ['cat sp', '\t', '\r'], ['$ cat sp\\ ace', 'S', '$']],
  [
    'complete -W',
    ["complete -W 'get delete' k\r", 'k g', '\t', '\x03'],
    ["$ complete -W 'get delete' k", '$ k get ^C', '$'],
  ],
  [
    'complete -F',
    ['f() { COMPREPLY=(x1 x2); }; complete -F f k\r', 'k ', '\t', '\t', '\t', '\x03'],
    [
      '$ f() { COMPREPLY=(x1 x2); }; complete -',
      'F f k',
      '$ k x',
      'x1  x2',
      '$ k x',
      'x1  x2',
      '$ k x^C',
      '$',
    ],
  ],
  ['variables', ['echo $HOM', '\t', '\r'], ['$ echo $HOME', '/root', '$']],
  [
    'jobs',
    ['sleep 5 &\r', 'jobs\r', 'kill %1\r', '\r'],
    [
      '$ sleep 5 &',
      '[1] 2',
      '$ jobs',
      '[1]+  Running                 sleep 5 &',
      '$ kill %1',
      '[1]+  Terminated              sleep 5',
      '$',
      '$',
    ],
  ],
  [
    'stop and go on',
    ['sleep 5\r', '\x1a', 'bg\r', 'fg\r', '\x03'],
    [
      '$ sleep 5',
      '^Z',
      '[1]+  Stopped                 sleep 5',
      '$ bg',
      '[1]+ sleep 5 &',
      '$ fg',
      'sleep 5',
      '^C',
      '$',
    ],
  ],
  ['paste', ['\x1b[200~echo a\necho b\x1b[201~', '\r'], ['$ echo a', 'echo b', 'a', 'b', '$']],
  ['lines ahead', ['read x\rhi\recho "<$x>"\r'], ['$ read x', '$ echo "<$x>"', '<hi>', '$']],
  [
    'the last argument',
    ['echo a b\r', 'echo \x1b.', '\r'],
    ['$ echo a b', 'a b', '$ echo b', 'b', '$'],
  ],
  [
    '^C in a substitution',
    ['x=$(sleep 100); echo no\r', '\x03', 'echo $?\r'],
    ['$ x=$(sleep 100); echo no', '^C', '$ echo $?', '130', '$'],
  ],
  [
    '^C in read',
    ['read x\r', 'ab', '\x03', 'echo $?\r'],
    ['$ read x', 'ab^C', '$ echo $?', '130', '$'],
  ],
  [
    '^C in wait',
    ['sleep 9 & wait\r', '\x03', 'echo $?\r'],
    ['$ sleep 9 & wait', '[1] 2', '^C', '$ echo $?', '130', '$'],
  ],
  [
    '^C in a pipeline',
    ['sleep 9 | cat\r', '\x03', 'echo $?\r'],
    ['$ sleep 9 | cat', '^C', '$ echo $?', '130', '$'],
  ],
  [
    '^C ends a loop of programs',
    ['while true; do sleep 1; done\r', '\x03', 'echo $?\r'],
    ['$ while true; do sleep 1; done', '^C', '$ echo $?', '130', '$'],
  ],
  [
    '^D ends the input of cat',
    ['cat\r', 'hi\r', '\x04', 'echo $?\r'],
    ['$ cat', 'hi', 'hi', '$ echo $?', '0', '$'],
  ],
  [
    'stopped jobs keep the shell',
    ['sleep 9\r', '\x1a', 'exit\r', 'exit\r'],
    [
      '$ sleep 9',
      '^Z',
      '[1]+  Stopped                 sleep 9',
      '$ exit',
      'exit',
      'There are stopped jobs.',
      '$ exit',
      'exit',
      '',
    ],
  ],
  [
    'an inner shell',
    ['bash --norc\r', 'echo $SHLVL\r', '\x04', 'echo out\r'],
    ['$ bash --norc', '$ echo $SHLVL', '2', '$', 'exit', '$ echo out', 'out', '$'],
  ],
  [
    'traps at the prompt',
    ["trap 'echo got' INT\r", 'sleep 5\r', '\x03', '\r'],
    ["$ trap 'echo got' INT", '$ sleep 5', '^C', 'got', '$', '$'],
  ],
  ['end of file', ['\x04'], ['$', 'exit', '']],
];

const files = {
  '/root/alpha.txt': 'A\n',
  '/root/d1/x': '',
  '/root/dx': 'D\n',
  '/root/sp ace': 'S\n',
};

test.each(cases)('%s', async (_name, keys, rows) => {
  const { lines } = await type(keys, files);
  expect(lines).toEqual(rows);
});

test('a saved shell goes on elsewhere', async () => {
  const first = await type([
    'cd /tmp; x=1; a=(1 "b c"); declare -A m=([k]=v); export E=2\r',
    'f() { echo "f $1"; }; alias l=echo; set -o pipefail\r',
    'echo half',
  ]);
  const state = shellState(first.process);
  const copy = JSON.parse(JSON.stringify(state)) as ShellState;
  const second = await type(
    ['way\r', 'l $x ${a[1]} ${m[k]} $PWD; f 3; env | grep ^E=\r', '\x1b[A\x1b[A\x1b[A\x03'],
    {},
    copy,
  );
  expect(second.lines).toEqual([
    '$ echo halfway',
    'halfway',
    '$ l $x ${a[1]} ${m[k]} $PWD; f 3; env |',
    'grep ^E=',
    '1 b c v /tmp',
    'f 3',
    'E=2',
    '$ f() { echo "f $1"; }; alias l=echo; se',
    't -o pipefail^C',
    '$',
  ]);
});
