// What the recordings don't show: busybox's words, history expansion, what a completion is about,
// programs that complete themselves.
import { describe, expect, test } from 'vitest';
import { createPipe } from '../machine/pipe';
import { createShellMachine, shellMachineBase } from '../playground/shell-machine';
import { readContext } from './completion/context';
import type { CompletingProgram } from './completion/native';
import { History } from './interpreter/history';
import { Parser } from './parser/parser';
import { ash } from './program';
import { expandHistory } from './readline/history-expansion';

const base = shellMachineBase();

async function run(argv: readonly string[], program = ash): Promise<string> {
  const machine = createShellMachine(base, 0);
  const { reader, writer } = createPipe(1);
  const fds = new Map([
    [1, writer],
    [2, writer],
  ]);
  machine.spawn({ argv, fds, env: new Map([['PATH', '/usr/bin']]), body: program.run });
  writer.release();
  let output = '';
  const done = machine.sim.spawn(
    'reader',
    (function* () {
      for (;;) {
        const piece = yield* reader.read();
        if (piece === '') return;
        output += piece;
      }
    })(),
  );
  while (!done.isDone) if (!machine.sim.step()) await machine.sim.hostSettled();
  return output;
}

describe('busybox sh', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['nosuch', 'sh: nosuch: not found\n'],
    ['echo x > /nope/y', "sh: can't create /nope/y: nonexistent directory\n"],
    ['cat < /nope', "sh: can't open /nope: no such file\n"],
    ['x=abcabc; echo ${x//b/-} ${x:1:2}', 'a-ca-c bc\n'],
    ['[[ a == a ]] && echo yes', 'yes\n'],
    ['echo {a,b} $((1+2))', '{a,b} 3\n'],
  ];
  test.each(cases)('%s', async (text, output) => {
    expect(await run(['sh', '-c', text])).toBe(output);
  });
});

test('history expansion', () => {
  const history = new History();
  for (const line of ['echo one two', 'ls -l /tmp/x.txt']) history.add(line, 0, -1);
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['!!', 'ls -l /tmp/x.txt'],
    ['sudo !!', 'sudo ls -l /tmp/x.txt'],
    ['cat !$', 'cat /tmp/x.txt'],
    ['!echo:1', 'one'],
    ['!1', 'echo one two'],
    ['!-2:$', 'two'],
    ['!?one?', 'echo one two'],
    ['echo !$:t !$:h !$:r', 'echo x.txt /tmp /tmp/x'],
    ['^-l^-a', 'ls -a /tmp/x.txt'],
    ['!!:s/tmp/var/', 'ls -l /var/x.txt'],
    ["echo '!!' a! b", undefined],
    ['!echo:*', 'one two'],
  ];
  for (const [line, wanted] of cases) {
    const result = expandHistory(line, history);
    expect([line, result.kind === 'changed' ? result.text : undefined]).toEqual([line, wanted]);
  }
  expect(expandHistory('!nope', history)).toEqual({
    kind: 'error',
    message: '!nope: event not found',
  });
});

test('what the cursor is on', () => {
  const at = (line: string) => {
    const { words, kind, word, quote } = readContext(line);
    return { words, kind, word, quote };
  };
  expect(at('kubectl get po')).toEqual({
    words: ['kubectl', 'get', 'po'],
    kind: 'argument',
    word: 'po',
    quote: '',
  });
  expect(at('ls | gre').kind).toBe('command');
  expect(at('A=1 ls "a b" "c d')).toEqual({
    words: ['ls', 'a b', 'c d'],
    kind: 'argument',
    word: 'c d',
    quote: '"',
  });
  expect(at('echo $(ca').kind).toBe('command');
  expect(at('cat < fi').kind).toBe('redirect');
  expect(at('echo $HO').kind).toBe('variable');
  expect(at('if tr').kind).toBe('command');
});

test('more lines are asked for only when they can help', () => {
  const isIncomplete = (text: string) => new Parser(text).next().failure?.isIncomplete;
  for (const text of ['if true; then\n', 'echo "a\n', 'a |\n', 'f() {\n', 'x=(1\n', '$(\n']) {
    expect([text, isIncomplete(text)]).toEqual([text, true]);
  }
  for (const text of ['fi\n', 'echo a )\n', 'for x y\n']) {
    expect([text, isIncomplete(text)]).toEqual([text, false]);
  }
});

test('a program completes its own arguments, under an alias too', async () => {
  const { findCompletions } = await import('./completion/complete');
  const { Shell } = await import('./interpreter/shell');
  const { importEnvironment } = await import('./interpreter/startup');
  const tool: CompletingProgram = {
    name: 'tool',
    *run() {
      return 0;
    },
    *complete({ words, index }) {
      const all = ['get', 'delete', 'describe'];
      return { candidates: all.filter((one) => one.startsWith(words[index] ?? '')), noSpace: true };
    },
  };
  const programs = new Map([...base.programs, ['tool', tool] as const]);
  const machine = createShellMachine({ ...base, programs }, 0);
  machine.files.install('/usr/bin/tool', 'tool');
  let found: readonly string[] = [];
  machine.spawn({
    argv: ['bash'],
    env: new Map([['PATH', '/usr/bin']]),
    *body(process) {
      const shell = new Shell({ process, dialect: 'bash', name: 'bash' });
      importEnvironment(shell);
      shell.aliases.set('t', 'tool');
      found = (yield* findCompletions(shell, 't de')).candidates;
      return 0;
    },
  });
  machine.sim.advance(1000);
  expect(found).toEqual(['delete', 'describe']);
});
