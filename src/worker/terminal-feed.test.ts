import { expect, test } from 'vitest';
import { maxChunkUnits, maxPendingUnits } from '../protocol/messages';
import { TerminalFeed } from './terminal-feed';

function setUp(past = '') {
  const waiting: string[] = [];
  const typed: string[] = [];
  const sent: string[] = [];
  const mode = { signals: true };
  const tty = { columns: 80, rows: 24, mode, input: (text: string) => void typed.push(text) };
  const terminal = { tty, output: () => waiting.shift(), hasOutput: { add: () => {} } };
  const feed = new TerminalFeed(terminal, (text) => sent.push(text), past);
  const write = (text: string) => {
    waiting.push(text);
    feed.take();
  };
  return { feed, write, sent, typed, mode };
}

test('output comes out whole and in order, small pieces joined, large ones cut', () => {
  const { feed, write, sent } = setUp();
  write('a');
  write('b');
  write('x'.repeat(maxChunkUnits + 10));
  feed.flush();
  expect(sent.map((text) => text.length)).toEqual([2, maxChunkUnits, 10]);
  expect(sent.join('')).toBe(feed.past);
});

test('what has not been drawn holds back the rest', () => {
  const { feed, write, sent } = setUp();
  for (let i = 0; i < 8; i++) write('x'.repeat(maxChunkUnits));
  feed.flush();
  const units = () => sent.reduce((sum, text) => sum + text.length, 0);
  expect(units()).toBe(maxPendingUnits);
  expect(feed.isBehind).toBe(true);
  feed.drawn(maxChunkUnits);
  expect(units()).toBe(maxPendingUnits + maxChunkUnits);
  feed.drawn(maxPendingUnits);
  feed.drawn(maxPendingUnits);
  expect(units()).toBe(8 * maxChunkUnits);
  expect(feed.isBehind).toBe(false);
});

test('an interrupt throws away what waits, in raw mode it does not', () => {
  const { feed, write, sent, typed, mode } = setUp();
  write('lost');
  feed.input('\x03');
  feed.flush();
  expect(sent).toEqual([]);
  mode.signals = false;
  write('kept');
  feed.input('\x03');
  feed.flush();
  expect(sent).toEqual(['kept']);
  expect(typed).toEqual(['\x03', '\x03']);
});

test('the past keeps whole lines of the end', () => {
  const { feed, write } = setUp('earlier\r\n');
  for (let i = 0; i < 9000; i++) write(`line ${i} ${'.'.repeat(60)}\r\n`);
  expect(feed.past.length).toBeLessThan(600_000);
  expect(feed.past).toMatch(/^line \d+ \.+\r\n/);
  expect(feed.past).toMatch(/line 8999 \.+\r\n$/);
});

test('muted, everything goes into the past only', () => {
  const { feed, write, sent } = setUp();
  feed.isMuted = true;
  write('before');
  feed.isMuted = false;
  write('after');
  feed.flush();
  expect(sent).toEqual(['after']);
  expect(feed.past).toBe('beforeafter');
});
