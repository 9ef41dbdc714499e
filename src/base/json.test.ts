import { describe, expect, it } from 'vitest';
import { compareStrings, deepEqual, deepFreeze, goJson } from './json';
import { parseGoJson } from './json-parse';

describe('deepEqual', () => {
  it('ignores order of keys and undefined values', () => {
    expect(deepEqual({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 })).toBe(true);
    expect(deepEqual({ a: 1, b: undefined }, { a: 1 })).toBe(true);
    expect(deepEqual({ a: 1 }, { a: 1, b: undefined })).toBe(true);
  });

  it('tells values apart', () => {
    const pairs: [unknown, unknown][] = [
      [{ a: 1 }, { a: '1' }],
      [{ a: null }, {}],
      [
        [1, 2],
        [2, 1],
      ],
      [[], {}],
      [{ a: 1 }, { b: 1 }],
      [null, {}],
      [{ toString: 1 }, {}],
    ];
    for (const [a, b] of pairs) expect([a, b, deepEqual(a, b)]).toEqual([a, b, false]);
  });
});

describe('deepFreeze', () => {
  it('freezes in depth and trusts frozen subtrees', () => {
    const inner = Object.freeze({ open: {} });
    const value = deepFreeze({ a: [{ b: 1 }], inner });
    expect(Object.isFrozen(value.a[0])).toBe(true);
    expect(Object.isFrozen(inner.open)).toBe(false);
  });
});

describe('goJson', () => {
  it('sorts keys and escapes as Go does', () => {
    const value = { b: '<&>', a: [1, {}, [], null], é: '\u2028\u0001\n"' };
    expect(goJson(value)).toBe(
      '{"a":[1,{},[],null],"b":"\\u003c\\u0026\\u003e","é":"\\u2028\\u0001\\n\\""}',
    );
    expect(goJson({ a: '<', b: [{}] }, { indent: 4, escapeHtml: false })).toBe(
      '{\n    "a": "<",\n    "b": [\n        {}\n    ]\n}',
    );
    expect(goJson([1e21, 1e-7, 1000000, -0.5])).toBe('[1e+21,1e-7,1000000,-0.5]');
  });

  it('orders beyond the basic plane by code point', () => {
    expect(['\u{1f600}', '\ufffd', 'a'].sort(compareStrings)).toEqual(['a', '\ufffd', '\u{1f600}']);
  });
});

describe('parseGoJson', () => {
  const error = (text: string): unknown => {
    const result = parseGoJson(text);
    return result.ok ? result.value : `${result.error} @${result.offset}`;
  };
  it('explains mistakes in the words of encoding/json', () => {
    expect(error('{"a":1}')).toEqual({ a: 1 });
    expect(error('x')).toBe("invalid character 'x' looking for beginning of value @1");
    expect(error('{')).toBe('unexpected end of JSON input @1');
    expect(error('{a:1}')).toBe(
      "invalid character 'a' looking for beginning of object key string @2",
    );
    expect(error("{'a':1}")).toBe(
      "invalid character '\\'' looking for beginning of object key string @2",
    );
    expect(error('[1,]')).toBe("invalid character ']' looking for beginning of value @4");
    expect(error('{} x')).toBe("invalid character 'x' after top-level value @4");
    expect(error('trux')).toBe("invalid character 'x' in literal true (expecting 'e') @4");
  });
});
