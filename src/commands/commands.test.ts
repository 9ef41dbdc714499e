// Filters against what the real ones print.
import { expect, test } from 'vitest';
import { runCommand, testMachine } from './framework/testing';

const files = { f: 'one\ntwo\nthree\nfour\nfive\n' };

test.each<[string[], string, string, string?, number?]>([
  [['head', '-2', 'f'], '', 'one\ntwo\n'],
  [['head', '-n', '-3', 'f'], '', 'one\ntwo\n'],
  [['tail', '-n', '+4', 'f'], '', 'four\nfive\n'],
  [['tail', '-c', '5'], 'abcdefgh', 'defgh'],
  [['tac'], 'a\nb', 'ba\n'],
  [['wc', 'f'], '', ' 5  5 24 f\n'],
  [['wc'], 'a b\n', '      1       2       4\n'],
  [['sort', '-k2n'], 'a 10\nb 9\n', 'b 9\na 10\n'],
  [['sort', '-rn'], '1\n3\n2\n', '3\n2\n1\n'],
  [['sort', '-V'], 'v1.10\nv1.9\n', 'v1.9\nv1.10\n'],
  [
    ['sort', '-Z'],
    '',
    '',
    "sort: invalid option -- 'Z'\nTry 'sort --help' for more information.\n",
    2,
  ],
  [['uniq', '-c'], 'a\na\nb\n', '      2 a\n      1 b\n'],
  [['cut', '-d:', '-f1,3-'], 'a:b:c:d\n', 'a:c:d\n'],
  [['tr', 'a-z', 'A-Z'], 'héllo\n', 'HéLLO\n'],
  [['tr', '-s', ' '], 'a   b\n', 'a b\n'],
  [['tr', '-d', '[:digit:]'], 'a1b2\n', 'ab\n'],
  [['paste', '-sd+'], '1\n2\n3\n', '1+2+3\n'],
  [['nl', '-ba', '-w2', '-s: '], 'x\n', ' 1: x\n'],
  [['fold', '-w', '5'], 'abcdefg\n', 'abcde\nfg\n'],
  [
    ['fmt', '-w', '20'],
    'the quick brown fox jumps over the lazy dog\n',
    'the quick brown\nfox jumps over the\nlazy dog\n',
  ],
  [['cat', '-A'], 'é\t\x01\n', 'M-CM-)^I^A$\n'],
  [['cat', 'nope'], '', '', 'cat: nope: No such file or directory\n', 1],
  [['grep', '-n', 't', 'f'], '', '2:two\n3:three\n'],
  [['grep', '-c', 'x', 'f'], '', '0\n', '', 1],
  [['grep', '-oE', '[a-z]+e$', 'f'], '', 'one\nthree\nfive\n'],
  [['grep', '-A1', 'one', 'f'], '', 'one\ntwo\n'],
  [['grep', '--color=always', 'wo', 'f'], '', 't\u001b[01;31m\u001b[Kwo\u001b[m\u001b[K\n'],
  [['sed', '-n', '2,3p', 'f'], '', 'two\nthree\n'],
  [['sed', 's/x*/-/g'], 'abc\n', '-a-b-c-\n'],
  [['sed', '$!N;P;D'], '1\n2\n3\n', '1\n2\n3\n'],
  [['sed', '-n', '$='], 'a\nb\n', '2\n'],
  [['sed', ':a;N;$!ba;s/\\n/,/g'], 'a\nb\nc\n', 'a,b,c\n'],
  [['sed', '1!G;h;$!d'], 'a\nb\nc\n', 'c\nb\na\n'],
  [['sed', '/b/i\\  x\\ny'], 'a\nb\n', 'a\n  x\ny\nb\n'],
  [['sed', '2q7', 'f'], '', 'one\ntwo\n', '', 7],
  [['sed', 's/a/b/x'], '', '', "sed: -e expression #1, char 7: unknown option to `s'\n", 1],
])('%j', async (argv, stdin, out, err = '', code = 0) => {
  const machine = await testMachine(files);
  expect(runCommand(machine, argv, stdin)).toEqual({ out, err, code });
});
