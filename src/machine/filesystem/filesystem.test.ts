import { expect, test } from 'vitest';
import { root } from '../credentials';
import { ProcessFiles } from '../files';
import { FileSystem } from './filesystem';
import { dir, link, tree } from './tree';

const base = tree({ '/etc/hostname': 'x\n', '/tmp': dir(0o1777), '/home/ann': dir(0o755, 1000) });

function open(fs: FileSystem, uid = 0) {
  const who = uid === 0 ? root : { uid, gid: uid, groups: [uid] };
  return new ProcessFiles({ clock: { now: 5 }, root: fs, pid: 1, random: () => 0.5 }, who);
}

test('file systems of one tree share it and differ after a write', () => {
  const [a, b] = [FileSystem.from(base), FileSystem.from(base)];
  expect(open(a).read('/etc/hostname')).toBe('x\n');
  expect(a.isTouched).toBe(false);
  open(a).write('/etc/hostname', 'a\n');
  open(a).mkdirAll('/var/lib/x');
  expect(open(a).read('/etc/hostname')).toBe('a\n');
  expect(open(b).read('/etc/hostname')).toBe('x\n');
  expect(open(b).exists('/var')).toBe(false);
});

test('a checkpoint is gone back to, several times and forwards again', () => {
  const fs = FileSystem.from(base);
  const files = open(fs);
  files.write('/a', '1');
  const first = fs.checkpoint();
  files.write('/a', '2');
  files.link('/a', '/b');
  const second = fs.checkpoint();
  files.unlink('/a');
  files.append('/b', '3');
  fs.restore(first);
  expect([files.read('/a'), files.exists('/b')]).toEqual(['1', false]);
  files.write('/a', 'other');
  fs.restore(second);
  expect([files.read('/a'), files.read('/b'), files.stat('/b').nlink]).toEqual(['2', '2', 2]);
  fs.restore(first);
  expect(files.read('/a')).toBe('1');
});

test('a snapshot holds only what differs and comes back from JSON', () => {
  const fs = FileSystem.from(base);
  open(fs).write('/tmp/x', 'hällo');
  open(fs).symlink('x', '/tmp/y');
  const saved = JSON.parse(JSON.stringify(fs.snapshot()));
  expect(saved.inodes.length).toBe(3);
  const again = FileSystem.from(base);
  again.restoreSnapshot(saved);
  expect(open(again).read('/tmp/y')).toBe('hällo');
  expect(open(again).stat('/tmp/x').size).toBe(6);
});

test('links are followed, loops are found, dots go to the real parent', () => {
  const fs = FileSystem.from(
    tree({ '/a/b/f': 'F', '/l': link('a/b'), '/x': link('y'), '/y': link('/x') }),
  );
  const files = open(fs);
  expect(files.realpath('/l/../b/./f')).toBe('/a/b/f');
  expect(() => files.read('/x')).toThrow('Too many levels');
  expect(() => files.read('/a/b/f/g')).toThrow('Not a directory');
  expect(() => files.unlink('/l/')).toThrow('Is a directory');
});

test('rights count, also the sticky bit', () => {
  const fs = FileSystem.from(base);
  open(fs).write('/tmp/root', 'r', 0o600);
  const ann = open(fs, 1000);
  expect(() => ann.write('/etc/hostname', 'no')).toThrow('Permission denied');
  expect(() => ann.read('/tmp/root')).toThrow('Permission denied');
  expect(() => ann.unlink('/tmp/root')).toThrow('Operation not permitted');
  ann.write('/home/ann/f', 'mine');
  expect(ann.stat('/home/ann/f').uid).toBe(1000);
});

test('mounts hide what is below and are shared', () => {
  const volume = FileSystem.from(tree({ '/v': 'V' }), { type: 'tmpfs' });
  const [a, b] = [FileSystem.from(base), FileSystem.from(base)];
  a.mount('/tmp', open(a).place('/tmp').inode.ino, volume);
  b.mount('/home', open(b).place('/home').inode.ino, volume, { readOnly: true });
  open(a).write('/tmp/w', 'W');
  expect(open(b).list('/home')).toEqual(['v', 'w']);
  expect(() => open(b).write('/home/w', 'no')).toThrow('Read-only file system');
  expect(() => open(a).rename('/tmp/v', '/v')).toThrow('cross-device');
  expect(open(a).realpath('/tmp/../tmp/v')).toBe('/tmp/v');
});

test('many untouched file systems are cheap, checkpoints of them too', () => {
  const all = Array.from({ length: 20_000 }, () => FileSystem.from(base));
  const roots = all.map((fs) => fs.checkpoint());
  expect(roots.length).toBe(20_000);
});
