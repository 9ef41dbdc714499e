// printf's conversions against what C prints.
import { expect, test } from 'vitest';
import { formatPrintf } from './index';

test.each([
  [
    '%5d|%-5d|%05d|%+d|%x|%X|%o|%c|%%',
    ['42', '42', '42', '42', '255', '255', '8', 'abc'],
    '   42|42   |00042|+42|ff|FF|10|a|%',
  ],
  [
    '%10s|%-10s|%.3s|%*s',
    ['right', 'left', 'truncated', '6', 'star'],
    '     right|left      |tru|  star',
  ],
  ['%f %e %g', ['3.14159', '31415.9', '0.0001'], '3.141590 3.141590e+04 0.0001'],
  ['%.2f ', ['2.345', '1', '1e3'], '2.35 1.00 1000.00 '],
  ['%.0f ', ['2.5', '3.5'], '2 4 '],
  ['%.1f', ['99.95'], '99.9'],
  ['\\x41\\101\\u00e9\\xc3\\xa9', [], 'AAéé'],
  ['%b', ['a\\tb\\0101'], 'a\tbA'],
  ['=%.0s', ['1', '2'], '=='],
  ['%g %g %G', ['1000000', '123456789', '1e-10'], '1e+06 1.23457e+08 1E-10'],
  ['%#x %#o %5.2d|', ['255', '8', '3'], '0xff 010    03|'],
])('%s', (format, args, want) => {
  expect(formatPrintf(format, args).text).toBe(want);
});

test('bad numbers are reported and count as far as they go', () => {
  const got = formatPrintf('%d %d %f', ['abc', '3.5', 'x']);
  expect(got.text).toBe('0 3 0.000000');
  expect(got.issues.map((i) => i.kind)).toEqual(['number', 'partial', 'number']);
});
