// kubectl from its command line to the API server and back.
import { beforeAll, expect, test } from 'vitest';
import { createBench } from './testing';

let bench: Awaited<ReturnType<typeof createBench>>;

beforeAll(async () => {
  bench = await createBench();
  bench.run(['create', 'namespace', 'default']);
});

const run = (line: string, input?: string) => bench.run(line.split(' '), input);

test('creates, lists and deletes', () => {
  expect(run('create configmap settings --from-literal=a=1').out).toBe(
    'configmap/settings created\n',
  );
  expect(run('get cm settings -o jsonpath={.data.a}').out).toBe('1');
  expect(run('get cm settings -o name').out).toBe('configmap/settings\n');
  expect(run('delete cm settings').out).toBe(
    'configmap "settings" deleted from default namespace\n',
  );
  const gone = run('get cm settings');
  expect(gone.err).toBe('Error from server (NotFound): configmaps "settings" not found\n');
  expect(gone.code).toBe(1);
});

test('applies what standard input says and merges three ways', () => {
  const text = (data: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: merged}\ndata: ${data}\n`;
  expect(run('apply -f -', text('{a: "1", b: "2"}')).out).toBe('configmap/merged created\n');
  expect(run('apply -f -', text('{a: "1"}')).out).toBe('configmap/merged configured\n');
  expect(run('apply -f -', text('{a: "1"}')).out).toBe('configmap/merged unchanged\n');
  expect(run('get cm merged -o jsonpath={.data}').out).toBe('{"a":"1"}');
});

test('says what is wrong with a command line', () => {
  expect(run('get widgets').err).toBe(
    'error: the server doesn\'t have a resource type "widgets"\n',
  );
  expect(run('get pods --wrong').err).toBe(
    "error: unknown flag: --wrong\nSee 'kubectl get --help' for usage.\n",
  );
  const unknown = run('crate');
  expect(unknown.err).toContain('error: unknown command "crate" for "kubectl"');
  expect(unknown.err).toContain('create');
  expect(unknown.code).toBe(1);
});

test('a label of a local file needs no server and fills in no namespace', () => {
  const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n';
  const ran = run('label --local -f - x=1 -o yaml', text);
  expect(ran.out).toBe(
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  labels:\n    x: "1"\n  name: c\n',
  );
});
