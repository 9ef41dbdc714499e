// What Unix regular expressions match, and what the C library says about bad ones.
import { describe, expect, test } from 'vitest';
import { type Compiled, compileBre, compileEre, compilePerl } from './index';

const found = (c: Compiled, text: string) => {
  if (c.error !== undefined) return `error: ${c.error}`;
  const m = c.regex.exec(text);
  return m === null ? null : [...m];
};

describe('basic', () => {
  test.each([
    ['a*', 'baa', ['']],
    ['*a', 'x*a', ['*a']],
    ['^*a', '*a', ['*a']],
    ['a\\{2\\}', 'caaa', ['aa']],
    ['\\(a\\)\\1', 'xaa', ['aa', 'a']],
    ['a\\|ab', 'ab', ['ab']],
    ['a+', 'aa+', ['a+']],
    ['a\\+', 'aa+', ['aa']],
    ['x$y', 'x$y', ['x$y']],
    ['[]a]', ']', [']']],
    ['[^]a]', ']b', ['b']],
    ['[[:upper:]]', 'aÉ', ['É']],
    ['\\<b\\w*', 'ab bc', ['bc']],
    ['[a\\]', '\\', ['\\']],
    ['.', '😀', ['😀']],
    ['\\(^a\\)', 'ba', null],
    ['\\(a', 'a', 'error: Unmatched ( or \\('],
    ['a\\)', 'a', 'error: Unmatched ) or \\)'],
    ['a\\', 'a', 'error: Trailing backslash'],
    ['[a', 'a', 'error: Unmatched [, [^, [:, [., or [='],
    ['[[:x:]]', 'a', 'error: Invalid character class name'],
    ['[b-a]', 'a', 'error: Invalid range end'],
    ['\\1', 'a', 'error: Invalid back reference'],
    ['a\\{x\\}', 'a', 'error: Invalid content of \\{\\}'],
  ])('%s on %s', (pattern, text, want) => {
    expect(found(compileBre(pattern), text)).toEqual(want);
  });
});

describe('extended', () => {
  test.each([
    ['(a|ab)(c|bcd)', 'abcd', ['abcd', 'a', 'bcd']],
    ['x*|abc', 'abc', ['abc']],
    ['a{2,3}', 'aaaa', ['aaa']],
    ['a**', 'aa', ['aa']],
    ['()b', 'b', ['b', '']],
    ['(^| )x', 'a x', [' x', ' ']],
    ['^v([0-9]+)\\.([0-9]+)$', 'v1.36', ['v1.36', '1', '36']],
    ['[0-9]+(\\.[0-9]+)?', 'a1.5', ['1.5', '.5']],
    ['*a', 'a', 'error: Invalid preceding regular expression'],
    ['(a', 'a', 'error: Unmatched ( or \\('],
    ['a{2,1}', 'a', 'error: Invalid content of \\{\\}'],
    ['a/b', 'a/b', ['a/b']],
    ['\\.', 'a.', ['.']],
  ])('%s on %s', (pattern, text, want) => {
    expect(found(compileEre(pattern), text)).toEqual(want);
  });
});

test('Perl', () => {
  expect(found(compilePerl('"port":\\K\\d+'), '{"port":80}')?.[0]).toBe('80');
  expect(found(compilePerl('(?<=a)b'), 'ab')?.[0]).toBe('b');
  expect(found(compilePerl('(?i)B'), 'ab')?.[0]).toBe('b');
  expect(found(compilePerl('(a'), 'a')).toBe('error: missing closing parenthesis');
  expect(found(compilePerl('\\d{1,3}(?:\\.\\d{1,3}){3}'), 'x 10.0.0.1')?.[0]).toBe('10.0.0.1');
});
