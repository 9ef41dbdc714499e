// Volumes of objects are written anew as a whole.
import { expect, test } from 'vitest';
import { root } from '../../machine/credentials';
import { ProcessFiles } from '../../machine/files';
import { FileSystem } from '../../machine/filesystem/filesystem';
import { dir, file, link, tree } from '../../machine/filesystem/tree';
import { replaceContents } from './volume-refresh';

test('new contents come, old ones go, and nothing happens when all is the same', () => {
  const fs = FileSystem.from(
    tree({
      '/': dir(),
      '/..old': dir(),
      '/..old/a': file('1'),
      '/..old/b': file('2'),
      '/..data': link('..old'),
      '/a': link('..data/a'),
      '/b': link('..data/b'),
    }),
  );
  const context = { clock: { now: 0 }, root: fs, pid: 0, tty: undefined, random: () => 0.5 };
  const files = new ProcessFiles(context, root, '/', 0);
  const wanted = new Map([
    ['a', { content: '5', mode: 0o644 }],
    ['x/y', { content: '7', mode: 0o600 }],
  ]);
  expect(replaceContents(fs, wanted, 1_000)).toBe(true);
  expect(files.read('/a')).toBe('5');
  expect(files.read('/x/y')).toBe('7');
  expect(files.exists('/b')).toBe(false);
  expect(files.exists('/..old')).toBe(false);
  expect(replaceContents(fs, wanted, 2_000)).toBe(false);
});
