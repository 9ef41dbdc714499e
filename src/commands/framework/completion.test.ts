// Completion of a command's options, from the table that also parses them.
import { expect, test } from 'vitest';
import { Typist } from '../../playground/typing';

test('options are completed: long names, with = where an argument must follow', async () => {
  const typist = await Typist.sitDown();
  typist.press('ls --rev\t --block-s\t');
  await typist.pass(500);
  const shown = typist.take();
  expect(shown).toContain('ls --reverse ');
  expect(shown).toMatch(/--block-size=$/);
});

test('operands stay files, and after -- all is one', async () => {
  const typist = await Typist.sitDown();
  await typist.run('touch report --  -odd');
  typist.press('ls rep\t -- -o\t');
  await typist.pass(500);
  const shown = typist.take();
  expect(shown).toContain('ls report ');
  expect(shown).toMatch(/-- -odd $/);
});
