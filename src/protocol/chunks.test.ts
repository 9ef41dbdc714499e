import { expect, test } from 'vitest';
import { chunks, showable } from './chunks';

test('pieces never cut a character in two and add up to the whole', () => {
  const text = `${'a'.repeat(9)}😀${'b'.repeat(9)}`;
  const pieces = [...chunks(text, 10)];
  expect(pieces).toEqual(['a'.repeat(9), '😀bbbbbbbb', 'b']);
  expect(pieces.join('')).toBe(text);
});

test('no text, no pieces', () => {
  expect([...chunks('', 10)]).toEqual([]);
});

test('bytes that are no UTF-8 are shown as replacement characters, others stay', () => {
  expect(showable('a\uDC80b\uDCFF😀')).toBe('a\uFFFDb\uFFFD😀');
});
