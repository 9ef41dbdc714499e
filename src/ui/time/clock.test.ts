import { expect, test } from 'vitest';
import type { ClockMessage } from '../../protocol/messages';
import { clockText, elapsedMs, factorText, isAtRest, nextChangeMs } from './clock';

const clock: ClockMessage = {
  type: 'clock',
  nowMs: 50_000,
  realMs: 1000,
  mode: 'running',
  rate: 5,
  factor: 5,
  isSettled: false,
};

test('time goes on from the last word at its rate', () => {
  expect(elapsedMs(clock, 20_000, 3000)).toBe(40_000);
  expect(elapsedMs({ ...clock, rate: 0 }, 20_000, 3000)).toBe(30_000);
});

test('hours, minutes, seconds, days when there are any', () => {
  expect(clockText(42_300)).toBe('00:00:42');
  expect(clockText(3_723_000)).toBe('01:02:03');
  expect(clockText(90_000_000)).toBe('1d 01:00:00');
});

test('it is drawn once a second, ten times at most, never while it stands', () => {
  expect(nextChangeMs(42_300, 1)).toBe(700);
  expect(nextChangeMs(42_300, 1000)).toBe(100);
  expect(nextChangeMs(42_300, 0)).toBeUndefined();
});

test('at rest it shows minutes, and is drawn once in each', () => {
  expect(clockText(3_723_000, true)).toBe('01:02 h');
  expect(nextChangeMs(42_000, 1, true)).toBe(18_000);
  expect(isAtRest({ ...clock, isSettled: true })).toBe(true);
  expect(isAtRest({ ...clock, isSettled: true, mode: 'paused' })).toBe(false);
  expect(isAtRest(clock)).toBe(false);
});

test('factors', () => {
  expect([0.25, 1, 60].map(factorText)).toEqual(['¼×', '1×', '60×']);
});
