import { describe, expect, it } from 'vitest';
import { compileJsonPath, printJsonPath, relaxedJsonPath } from '.';

const pod = {
  kind: 'Pod',
  metadata: { name: 'duo', labels: { app: 'x', 'example.com/role': '<r>' } },
  spec: {
    containers: [
      {
        name: 'one',
        image: 'nginx',
        ports: [
          { port: 80, name: 'http' },
          { port: 443, name: 'tls' },
        ],
      },
      { name: 'two', image: 'busybox', command: ['sleep', '3600'] },
    ],
  },
};

function check(template: string, allowMissingKeys = true): string {
  const compiled = compileJsonPath(template);
  if (!compiled.ok) return compiled.error;
  const result = printJsonPath(compiled.program, pod, { allowMissingKeys });
  return result.ok ? result.text : `! ${result.error}`;
}

describe('jsonpath', () => {
  it('finds and prints', () => {
    const facts: Record<string, string> = {
      '{.metadata.name}{"\\n"}': 'duo\n',
      'kind is {.kind}': 'kind is Pod',
      '{.spec.containers[*].name}': 'one two',
      '{.spec.containers[-1].name} {.spec.containers[0:1].name}': 'two one',
      '{.spec.containers[?(@.name!="one")].image}': 'busybox',
      '{.spec.containers[0].ports[?(@.port>100)].name}': 'tls',
      '{.spec.containers[?(@.command)].command}': '["sleep","3600"]',
      '{.metadata.labels.example\\.com/role}': '<r>',
      "{.metadata.labels['app','example\\.com/role']}": 'x <r>',
      '{.metadata.labels}': '{"app":"x","example.com/role":"\\u003cr\\u003e"}',
      '{range .spec.containers[*]}{.name}:{range .ports[*]}{.port},{end};{end}':
        'one:80,443,;two:;',
      "{.spec.containers[*]['name','image']}": 'one two nginx busybox',
      '{..image}': 'nginx busybox',
      '{.nope}|': '|',
      '{.kind}}': 'Pod}',
      '{range .spec.containers[*]}{.name}': 'onetwo',
    };
    const got = Object.keys(facts).map((template) => [template, check(template)]);
    expect(Object.fromEntries(got)).toEqual(facts);
  });

  it('reports mistakes', () => {
    const facts: Record<string, string> = {
      '{.data.z': 'unclosed action',
      '{.data[z]}': 'invalid array index z',
      '{.a,.b}': "unrecognized character in action: U+002C ','",
      '{.spec.containers[?(@.name=="one"]}': 'unterminated filter',
      '{"unterminated}': 'unterminated quoted string',
      '{.x[}': 'unterminated array',
      '{end}': '! not in range, nothing to end',
      '{len(.x)}': '! unrecognized identifier len(',
      '{.spec.containers[5].name}': '! array index out of bounds: index 5, length 2',
      '{.spec.containers[?(@.name=one)]}': '! unrecognized identifier one',
    };
    const got = Object.keys(facts).map((template) => [template, check(template)]);
    expect(Object.fromEntries(got)).toEqual(facts);
    expect(check('{.spec.nope}', false)).toBe('! nope is not found');
  });

  it('accepts relaxed paths', () => {
    const texts = ['metadata.name', '.metadata.name', '{metadata.name}', '{.metadata.name}'];
    const templates = texts.map((text) => relaxedJsonPath(text));
    expect(templates).toEqual(Array(4).fill({ ok: true, template: '{.metadata.name}' }));
    expect(relaxedJsonPath('{a}{b}').ok).toBe(false);
  });
});
