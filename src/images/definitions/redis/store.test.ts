// redis's commands.
import { expect, test } from 'vitest';
import { RedisStore } from './store';
import { encodeReply } from './wire';

test('strings, lists, hashes, expiry', () => {
  let now = 0;
  const store = new RedisStore(
    () => now,
    () => '',
  );
  const run = (line: string) =>
    encodeReply(store.run(line.split(' ')))
      .replace(/\r\n/g, ' ')
      .trim();
  expect(run('SET a 1')).toBe('+OK');
  expect(run('incr a')).toBe(':2');
  expect(run('get nope')).toBe('$-1');
  expect(run('rpush l x y z')).toBe(':3');
  expect(run('lrange l 0 1')).toBe('*2 $1 x $1 y');
  expect(run('get l')).toMatch(/^-WRONGTYPE/);
  expect(run('hset h f v')).toBe(':1');
  expect(run('hget h f')).toBe('$1 v');
  expect(run('set t x EX 10')).toBe('+OK');
  now = 9_999;
  expect(run('exists t')).toBe(':1');
  now = 10_000;
  expect(run('exists t')).toBe(':0');
  expect(run('set a')).toMatch(/wrong number of arguments for 'set' command/);
});
