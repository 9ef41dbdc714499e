import { describe, expect, it } from 'vitest';
import { compileGoTemplate, executeGoTemplate, GoTemplates, kubectlFunctions } from '.';

const object = {
  kind: 'ConfigMap',
  metadata: { name: 'a' },
  data: { k: 'v', num: '5', 'x.y': 'dotted', z: '2' },
  items: [{ name: 'one', port: 443 }, { name: 'two' }],
};

function check(source: string, isStrict = false): string {
  const compiled = compileGoTemplate('output', source, kubectlFunctions);
  if (!compiled.ok) return compiled.error;
  const missingKey = isStrict ? 'error' : 'default';
  const result = executeGoTemplate(compiled, object, { missingKey });
  return result.ok ? result.output : `${result.output}! ${result.error}`;
}

describe('go templates', () => {
  it('runs', () => {
    const facts: Record<string, string> = {
      '{{.nope}}|{{.metadata.labels.app}}': '<no value>|<no value>',
      '{{range $i, $e := .items}}{{if $i}}, {{end}}{{$e.name}}{{end}}': 'one, two',
      '{{range $k, $v := .data}}{{$k}}={{$v}};{{end}}': 'k=v;num=5;x.y=dotted;z=2;',
      '{{(index .items 0).name | printf "%q"}} {{len .data}}': '"one" 4',
      '{{printf "%s-%05d|%-6s|" .data.k 42 .metadata.name}}': 'v-00042|a     |',
      '{{- /* note */ -}} {{ .kind }} {{- " x" }}': 'ConfigMap x',
      '{{html "<a>"}} {{js "it\'s"}} {{urlquery "a b"}} {{print 1 2 "x"}} {{slice "hello" 1 3}}':
        "&lt;a&gt; it\\'s a+b 1 2x el",
      '{{define "t"}}<{{.}}>{{end}}{{template "t" .kind}}': '<ConfigMap>',
      '{{.items}}': '[map[name:one port:443] map[name:two]]',
      '{{range .items}}{{if eq .name "two"}}{{break}}{{end}}{{.name}}{{end}}': 'one',
      '{{if and .data.k (eq .data.num "5")}}both{{else}}no{{end}}': 'both',
      '{{exists . "data" "k"}} {{exists . "data" "q"}}': 'true false',
      '{{"cDRzcw==" | base64decode}}': 'p4ss',
      '{{$x := 1}}{{range .items}}{{$x = .name}}{{end}}{{$x}}': 'two',
    };
    const got = Object.keys(facts).map((source) => [source, check(source)]);
    expect(Object.fromEntries(got)).toEqual(facts);
  });

  it('reports mistakes in Go words', () => {
    const facts: Record<string, string> = {
      '{{.bad': 'template: output:1: unclosed action',
      '{{add 1 2}}': 'template: output:1: function "add" not defined',
      '{{if}}x{{end}}': 'template: output:1: missing value for if',
      '{{range .items}}x': 'template: output:1: unexpected EOF',
      '{{.items}': "template: output:1: bad character U+007D '}'",
      '{{template "x"}}':
        '! template: output:1:11: executing "output" at <{{template "x"}}>: template "x" not defined',
      '{{.items.name}}':
        '! template: output:1:8: executing "output" at <.items.name>: can\'t evaluate field name in type interface {}',
      '{{index .items 5}}':
        '! template: output:1:2: executing "output" at <index .items 5>: error calling index: index out of range: 5',
      'x{{.data.z | base64decode}}':
        'x! template: output:1:13: executing "output" at <base64decode>: error calling base64decode: base64 decode failed: illegal base64 data at input byte 0',
    };
    const got = Object.keys(facts).map((source) => [source, check(source)]);
    expect(Object.fromEntries(got)).toEqual(facts);
    expect(check('{{.data.nope}}', true)).toBe(
      '! template: output:1:7: executing "output" at <.data.nope>: map has no entry for key "nope"',
    );
  });

  it('shares definitions between files', () => {
    const templates = new GoTemplates();
    expect(templates.add('_helpers.tpl', '{{define "name"}}n-{{.kind}}{{end}}')).toBeNull();
    expect(templates.add('cm.yaml', 'name: {{template "name" .}}')).toBeNull();
    expect(templates.execute('cm.yaml', object)).toEqual({ ok: true, output: 'name: n-ConfigMap' });
  });
});
