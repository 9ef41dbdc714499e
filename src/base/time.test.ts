import { describe, expect, it } from 'vitest';
import {
  formatRfc1123,
  formatRfc3339,
  formatRfc3339Micro,
  fromCivil,
  goDuration,
  humanDuration,
  parseGoDurationNanos,
  parseRfc3339,
  toCivil,
} from './time';

const START = 1_795_526_081_000;

describe('civil time', () => {
  it('agrees with the calendar over four centuries', () => {
    for (let ms = -1e13; ms < 1.2e13; ms += 86_400_000 * 37 + 12_345) {
      const c = toCivil(ms);
      const date = new Date(ms);
      expect([c.year, c.month - 1, c.day, c.hour, c.minute, c.second, c.ms, c.weekday]).toEqual([
        date.getUTCFullYear(),
        date.getUTCMonth(),
        date.getUTCDate(),
        date.getUTCHours(),
        date.getUTCMinutes(),
        date.getUTCSeconds(),
        date.getUTCMilliseconds(),
        date.getUTCDay(),
      ]);
      expect(fromCivil(c, c)).toBe(ms);
    }
  });

  it('prints and parses', () => {
    expect(formatRfc3339(START)).toBe('2026-11-24T13:14:41Z');
    expect(formatRfc3339Micro(START + 12)).toBe('2026-11-24T13:14:41.012000Z');
    expect(formatRfc3339Micro(parseRfc3339('2026-11-24T13:14:41.123456Z') ?? 0)).toBe(
      '2026-11-24T13:14:41.123456Z',
    );
    expect(formatRfc1123(START)).toBe('Tue, 24 Nov 2026 13:14:41 +0000');
    expect(parseRfc3339('2026-11-24T13:14:41Z')).toBe(START);
    expect(parseRfc3339('2026-11-24T14:14:41.5+01:00')).toBe(START + 500);
    expect(parseRfc3339('2026-02-30T00:00:00Z')).toBeNull();
    expect(parseRfc3339('2026-11-24')).toBeNull();
  });
});

describe('durations', () => {
  it('prints ages as kubectl does', () => {
    const ages: [number, string][] = [
      [-2, '<invalid>'],
      [0, '0s'],
      [119, '119s'],
      [147, '2m27s'],
      [600, '10m'],
      [179 * 60, '179m'],
      [3 * 3600, '3h'],
      [3 * 3600 + 60, '3h1m'],
      [47 * 3600, '47h'],
      [5 * 86_400 + 3 * 3600, '5d3h'],
      [8 * 86_400 + 3600, '8d'],
      [800 * 86_400, '2y70d'],
    ];
    expect(ages.map(([s]) => humanDuration(s * 1000))).toEqual(ages.map(([, text]) => text));
  });

  it('prints and parses Go durations', () => {
    const texts = ['1h2m3s', '300ms', '1.5s', '-2m0s', '1µs', '0s', '100h0m0s'];
    const parsed = texts.map((text) => parseGoDurationNanos(text));
    expect(parsed.map((one) => ('nanos' in one ? goDuration(one.nanos / 1e6) : one))).toEqual(
      texts,
    );
    expect(parseGoDurationNanos('1')).toEqual({ error: 'time: missing unit in duration "1"' });
    expect(parseGoDurationNanos('1d')).toEqual({
      error: 'time: unknown unit "d" in duration "1d"',
    });
    expect(parseGoDurationNanos('x')).toEqual({ error: 'time: invalid duration "x"' });
  });
});
