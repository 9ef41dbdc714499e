import { expect, test } from 'vitest';
import { parseDate } from './date-input';
import { parseInterval } from './intervals';
import { parseMode, rightsText } from './mode';
import { relativePath } from './paths';
import { humanSize, parseBlockSize } from './sizes';
import { strftime, zoneOf } from './strftime';
import { compareVersions } from './version-order';

const now = 1_709_634_030_000;

test.each([
  ['2024-03-05T10:20:30Z', '2024-03-05 10:20:30'],
  ['@0', '1970-01-01 00:00:00'],
  ['yesterday', '2024-03-04 10:20:30'],
  ['tomorrow 08:00', '2024-03-06 08:00:00'],
  ['2 hours ago', '2024-03-05 08:20:30'],
  ['-3 days', '2024-03-02 10:20:30'],
  ['next friday', '2024-03-08 00:00:00'],
  ['last monday', '2024-03-04 00:00:00'],
  ['2024-01-31 +1 month', '2024-03-02 00:00:00'],
  ['2024-03-05 10:00 +2 hours', '2024-03-05 09:00:00'],
  ['Mar 5 2024 2:30pm', '2024-03-05 14:30:00'],
  ['20240305 1020', '2024-03-05 10:20:00'],
  ['2024-03-05 10:00 EST', '2024-03-05 15:00:00'],
  ['', '2024-03-05 00:00:00'],
])('date -d %j', (text, expected) => {
  expect(strftime('%F %T', parseDate(text, now) ?? Number.NaN)).toBe(expected);
});

test('what is no date', () => {
  const wrong = ['nonsense', '2024-13-01', '2024-02-30', '10:00 +90 minutes', '25:00'];
  expect(wrong.map((text) => parseDate(text, now))).toEqual(wrong.map(() => undefined));
});

test('formats', () => {
  const ms = 1_735_531_506_007;
  expect(strftime('%G-W%V-%u %j %U %W', ms)).toBe('2025-W01-1 365 52 53');
  expect(strftime('%-d/%_m/%3N %^a %I%P %Q', ms)).toBe('30/12/007 MON 04am %Q');
  expect(strftime('%T %Z %z', ms, zoneOf('EST5'))).toBe('23:05:06 EST -0500');
});

test.each([
  ['755', 0o644, 0o755],
  ['u+x,go-r', 0o644, 0o700],
  ['a=r', 0o777, 0o444],
  ['+x', 0o640, 0o751],
  ['u=rwx,g=u,o=', 0, 0o770],
  ['+t', 0o777, 0o1777],
  ['u+s', 0o755, 0o4755],
])('chmod %s', (text, before, after) => {
  expect(parseMode(text)?.(before, false, 0o022)).toBe(after);
});

test('modes that are none', () => {
  expect(['999', 'u+z', 'x', ''].map((text) => parseMode(text)?.(0, false, 0))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(rightsText(0o7044)).toBe('--Sr-Sr-T');
});

test('sizes, intervals, paths, versions', () => {
  expect([1023, 5000, 10_240, 1_500_000].map((n) => humanSize(n))).toEqual([
    '1023',
    '4.9K',
    '10K',
    '1.5M',
  ]);
  expect(humanSize(5000, 1000)).toBe('5.0k');
  expect(parseBlockSize('K')).toEqual({ bytes: 1024, suffix: 'K' });
  expect(['1.5m', 'x', '-1', '.5'].map(parseInterval)).toEqual([90_000, undefined, undefined, 500]);
  expect(relativePath('/a/b', '/a/c/d')).toBe('../c/d');
  expect(['f10', 'f2', 'f1'].sort(compareVersions)).toEqual(['f1', 'f2', 'f10']);
});
