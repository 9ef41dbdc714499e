import { describe, expect, it } from 'vitest';
import { goJson } from '../json';
import { parseYamlDocuments, printKyaml, printYaml, yamlToValue } from '.';

function check(text: string): string {
  const result = yamlToValue(text);
  return result.ok ? goJson(result.value) : result.error.yaml;
}

describe('reading', () => {
  it('follows YAML 1.1', () => {
    const facts: Record<string, string> = {
      '{n: 5}': '{"false":5}',
      'name: y': '{"name":true}',
      'a: 0755': '{"a":493}',
      'a: 08': '{"a":8}',
      'a: 1_000': '{"a":1000}',
      'a: 2026-01-02T03:04:05Z': '{"a":"2026-01-02T03:04:05Z"}',
      '1.5: "x"': '{"1.5":"x"}',
      'a: &x {p: 1}\nb:\n  <<: *x\n  q: 2': '{"a":{"p":1},"b":{"p":1,"q":2}}',
      "{'a': 'b',}": '{"a":"b"}',
      'a: |+\n  x\n\n': '{"a":"x\\n\\n"}',
      'a: >-\n  x\n  y\n\n  z\n': '{"a":"x y\\nz"}',
      'a: "x\n  y"': '{"a":"x y"}',
      'a:\n- 1\n- b: 2\n  c: ~': '{"a":[1,{"b":2,"c":null}]}',
      '': 'null',
      '__proto__: {a: 1}': '{"__proto__":{"a":1}}',
    };
    const got = Object.keys(facts).map((text) => [text, check(text)]);
    expect(Object.fromEntries(got)).toEqual(facts);
  });

  it('finds mistakes where Go finds them', () => {
    const facts: Record<string, string> = {
      'a: b: c': 'yaml: mapping values are not allowed in this context',
      'a: 1\nb: 2\nc: d: e': 'yaml: line 3: mapping values are not allowed in this context',
      'a:\n\t- 1': 'yaml: line 2: found character that cannot start any token',
      'a:\n  b: 1\n c: 2': 'yaml: line 2: did not find expected key',
      'x: [a\ny: b': "yaml: line 1: did not find expected ',' or ']'",
      'a: ]': 'yaml: did not find expected node content',
      'a: *x': "yaml: unknown anchor 'x' referenced",
      'a: "x': 'yaml: found unexpected end of stream',
      'foo: 1\nbar': "yaml: line 3: could not find expected ':'",
      'a: 1\n- b': 'yaml: line 1: did not find expected key',
    };
    const got = Object.keys(facts).map((text) => [text, check(text)]);
    expect(Object.fromEntries(got)).toEqual(facts);
  });

  it('splits documents and reports duplicates and places', () => {
    const text = '# only a comment\n---\na: 1\na: 2\n--- # next\nb: 1\n---\nc: [\n';
    expect(parseYamlDocuments(text)).toEqual({
      documents: [
        { value: { a: 2 }, line: 3 },
        { value: { b: 1 }, line: 6 },
      ],
      duplicates: [{ key: 'a', line: 4, column: 1 }],
      errors: [
        {
          message:
            'error converting YAML to JSON: yaml: line 1: did not find expected node content',
          yaml: 'yaml: line 1: did not find expected node content',
          line: 9,
          column: 1,
        },
      ],
    });
  });

  it('reads streams of JSON, and falls back to YAML', () => {
    const two = parseYamlDocuments('{"a":1}\n{"b":2}');
    expect(two.documents.map((one) => one.value)).toEqual([{ a: 1 }, { b: 2 }]);
    expect(parseYamlDocuments("{'a': 1,}").documents).toEqual([{ value: { a: 1 }, line: 1 }]);
    const [error] = parseYamlDocuments('{"a": }').errors;
    expect(error).toBeUndefined();
    expect(parseYamlDocuments('{"a": ]').errors[0]?.message).toBe(
      "json: offset 7: invalid character ']' looking for beginning of value",
    );
  });
});

describe('printing', () => {
  const print = (value: unknown): string => printYaml({ k: value }).slice(3, -1);
  it('quotes what Go quotes', () => {
    const plain = ['a b', 'a:b', '-a', '1.2.3', '100m', 'nginx:1.25', '<<', 'v1', 'a#b'];
    expect(plain.map(print)).toEqual(plain);
    const double = ['y', 'n', 'true', 'null', '', '1', '1e3', '12:30', '2026-01-02', '0x1F', '.5'];
    expect(double.map(print)).toEqual(double.map((text) => `"${text}"`));
    const single = ['a: b', '- a', ' a', '*x', '#a', '{a}', '@a'];
    expect(single.map(print)).toEqual(single.map((text) => `'${text}'`));
    expect(print('😀')).toBe('"\\U0001F600"');
    expect(print('a\tb')).toBe('"a\\tb"');
    expect(print("it's: x")).toBe("'it''s: x'");
  });

  it('lays collections out as sigs.k8s.io/yaml does', () => {
    const value = {
      b: [{ y: 1, x: [] }, ['p', ['q']], 'two\nlines\n'],
      a10: {},
      a2: { deep: 'text\nwithout end', n: null, f: 1234567.5 },
    };
    expect(printYaml(value)).toBe(
      [
        'a2:',
        '  deep: |-',
        '    text',
        '    without end',
        '  f: 1.2345675e+06',
        '  "n": null',
        'a10: {}',
        'b:',
        '- x: []',
        '  "y": 1',
        '- - p',
        '  - - q',
        '- |',
        '  two',
        '  lines',
        '',
      ].join('\n'),
    );
  });

  it('folds long lines after column 80', () => {
    const text = `${'lorem ipsum '.repeat(8)}end`;
    expect(printYaml({ message: text })).toBe(
      'message: lorem ipsum lorem ipsum lorem ipsum lorem ipsum lorem ipsum lorem ipsum lorem\n' +
        '  ipsum lorem ipsum end\n',
    );
  });

  it('reads back what it prints', () => {
    const value = { a: ['x\n\n', ' lead', '1', 'é', '\u0007', '# no'], 'odd: key': { '': 1 } };
    expect(check(printYaml(value))).toBe(goJson(value));
  });

  it('prints kyaml', () => {
    const value = { k: 'v', n: 'line one\nline two', l: ['a', 1], m: [{ x: true }], e: {} };
    expect(printKyaml(value)).toBe(
      `---
{
  e: {},
  k: "v",
  l: [
    "a",
    1,
  ],
  m: [{
    x: true,
  }],
  "n": "\\
     line one\\n\\
     line two\\
    ",
}
`,
    );
  });
});
