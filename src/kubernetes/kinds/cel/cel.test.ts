import { expect, test } from 'vitest';
import { compileCel } from './compile';

function evaluate(source: string, scope: Readonly<Record<string, unknown>> = {}): unknown {
  const compiled = compileCel(source, Object.keys(scope));
  if (!compiled.ok) return compiled.error;
  return compiled.evaluate(new Map(Object.entries(scope)));
}

test.each([
  ['1 + 2 * 3 == 7', true],
  ['7 / 2', 3],
  ['\'a\' + "b"', 'ab'],
  ['[1, 2, 3].all(x, x < 4) && [1].exists(x, x == 1)', true],
  ["'b' in {'a': 1, 'b': 2}", true],
  ["has(self.mode) ? self.mode : 'none'", 'none'],
  ['self.masts <= self.length / 5', false],
  ["self.tags.map(t, t + '!').join(',')", 'x!,y!'],
  ["self.image.endsWith(':latest') || size(self.tags) == 2", true],
  ["int('12') - -1", 13],
])('%s', (source, value) => {
  const self = { masts: 9, length: 20, tags: ['x', 'y'], image: 'nginx' };
  expect(evaluate(source, { self })).toEqual(value);
});

test('an error on one side gives way to a decision on the other', () => {
  expect(evaluate('self.nothing == 1 || true', { self: {} })).toBe(true);
  expect(() => evaluate('self.nothing == 1', { self: {} })).toThrow('no such key: nothing');
});

test('mistakes are shown where they are', () => {
  expect(evaluate('params.x == 1')).toBe(
    "ERROR: <input>:1:1: undeclared reference to 'params' (in container '')\n | params.x == 1\n | ^",
  );
  expect(evaluate('object.nope(', { object: {} })).toMatch(
    /^ERROR: <input>:1:13: Syntax error: mismatched input '<EOF>' expecting \{'\[', '\{', '\(', '\)'/,
  );
});
