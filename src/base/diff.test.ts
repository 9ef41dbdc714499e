import { describe, expect, it } from 'vitest';
import { normalDiff, unifiedDiff } from './diff';

const lines = (text: string): string => `${text.split(' ').join('\n')}\n`;
const unified = (a: string, b: string): string => unifiedDiff(a, b, { from: 'a', to: 'b' });

describe('diff', () => {
  it('prints hunks with context', () => {
    expect(unified(lines('1 2 3 4 5 6 7 8 9'), lines('1 2 3 4 x 6 7 8 9'))).toBe(
      '--- a\n+++ b\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n',
    );
    expect(unified('', 'a\nb\n')).toBe('--- a\n+++ b\n@@ -0,0 +1,2 @@\n+a\n+b\n');
    expect(unified('a\n', 'a\n')).toBe('');
    expect(unified('a', 'a\n')).toBe(
      '--- a\n+++ b\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n',
    );
  });

  it('slides groups down as GNU diff does', () => {
    expect(unified(lines('x { a } y'), lines('x { a } { a } y'))).toBe(
      '--- a\n+++ b\n@@ -2,4 +2,7 @@\n {\n a\n }\n+{\n+a\n+}\n y\n',
    );
  });

  it('prints the normal format', () => {
    expect(normalDiff(lines('1 2 3 4'), lines('0 1 x 4'))).toBe(
      '0a1\n> 0\n2,3c3\n< 2\n< 3\n---\n> x\n',
    );
    expect(normalDiff(lines('1 2'), lines('1'))).toBe('2d1\n< 2\n');
  });

  it('gives up gracefully on huge differences', () => {
    const a = Array.from({ length: 4000 }, (_unused, i) => `a${i}`).join(' ');
    const out = normalDiff(lines(a), lines(a.replaceAll('a', 'b')));
    expect(out.startsWith('1,4000c1,4000\n< a0\n')).toBe(true);
  });
});
