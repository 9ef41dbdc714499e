import { describe, expect, it } from 'vitest';
import {
  addQuantity,
  canonicalQuantity,
  cmpQuantity,
  formatQuantity,
  milliValue,
  parseMilliValue,
  parseQuantity,
  parseValue,
  quantityError,
  subQuantity,
  value,
} from './quantity';

const q = (text: string) => {
  const parsed = parseQuantity(text);
  if (!parsed) throw new Error(`not a quantity: ${text}`);
  return parsed;
};

describe('quantities', () => {
  it('prints canonically', () => {
    const cases: Record<string, string> = {
      '1000m': '1',
      '0.5': '500m',
      '1024Ki': '1Mi',
      '1536Mi': '1536Mi',
      '1.5Gi': '1536Mi',
      '0.5Ki': '512',
      '1.1Ki': '1126400m',
      '2000Mi': '2000Mi',
      '100n': '100n',
      '0.1m': '100u',
      '10e3': '10e3',
      '1E3': '1E3',
      '1.500': '1.500',
      '1000000': '1M',
      '-0.5Gi': '-512Mi',
      '0Ki': '0',
      '0.0000000001': '1n',
    };
    const got = Object.keys(cases).map((text) => [text, canonicalQuantity(text)]);
    expect(Object.fromEntries(got)).toEqual(cases);
  });

  it('rounds up when it counts', () => {
    expect([value(q('1.1')), milliValue(q('0.0001')), value(q('64Mi'))]).toEqual([2, 1, 67108864]);
    expect([value(q('-1500m')), milliValue(q('1500m'))]).toEqual([-2, 1500]);
  });

  it('reads texts straight to numbers', () => {
    const twice = [1, 2].map(() => [parseMilliValue('250m'), parseValue('1Ki'), parseValue('x')]);
    expect(twice).toEqual(Array(2).fill([250, 1024, null]));
    expect(parseMilliValue(2)).toBe(2000);
  });

  it('calculates', () => {
    expect(formatQuantity(addQuantity(q('1Gi'), q('512Mi')))).toBe('1536Mi');
    expect(formatQuantity(addQuantity(q('0'), q('1Gi')))).toBe('1Gi');
    expect(formatQuantity(subQuantity(q('2'), q('250m')))).toBe('1750m');
    expect(cmpQuantity(q('1000m'), q('1'))).toBe(0);
    expect(cmpQuantity(q('1Gi'), q('1G'))).toBeGreaterThan(0);
  });

  it('refuses what is none', () => {
    expect(['abc', '', '1 ', '1K', '1e', '1..2', '1_0'].map(parseQuantity)).toEqual(
      Array(7).fill(null),
    );
    expect(quantityError('1K')).toBe("unable to parse quantity's suffix");
    expect(quantityError('a lot')).toBe(
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    );
  });
});
