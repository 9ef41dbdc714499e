import { describe, expect, it } from 'vitest';
import {
  daysInMonth,
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
  it('counts days through leap years and centuries', () => {
    let [year, month, day] = [1899, 12, 31];
    // The last day of 1899 was a Sunday, 25,568 days before the epoch.
    for (let days = -25_568; days < 120_000; days++) {
      const ms = days * 86_400_000 + 45_296_789;
      const c = toCivil(ms);
      const weekday = (days + 25_568) % 7;
      expect([c.year, c.month, c.day, c.weekday]).toEqual([year, month, day, weekday]);
      expect([c.hour, c.minute, c.second, c.ms]).toEqual([12, 34, 56, 789]);
      if (days % 50 === 0) expect(fromCivil(c, c)).toBe(ms);
      if (++day > daysInMonth(year, month)) [month, day] = [month + 1, 1];
      if (month > 12) [year, month] = [year + 1, 1];
    }
    expect([year, month, day]).toEqual([2298, 7, 20]);
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
