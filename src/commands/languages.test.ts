// awk, jq, yq, curl and openssl beyond the recordings, on a machine with a real shell.
import { expect, test } from 'vitest';
import { startLabServer } from '../playground/lab-server';
import { playTranscript } from '../playground/replay';
import { createShellMachine, shellMachineBase } from '../playground/shell-machine';

const base = shellMachineBase();

/** Plays steps and returns what they printed, in the format of the recordings. */
async function play(...commands: string[]): Promise<string[]> {
  const machine = createShellMachine(base, 1_767_225_600_000);
  startLabServer(machine);
  const text = commands.map((c) => `$ ${c.replaceAll('\n', '\n> ')}`).join('\n');
  const handle = machine.sim.spawn('play', playTranscript(text, { machine }));
  while (!handle.isDone) if (!machine.sim.step()) await machine.sim.hostSettled();
  return (handle.result ?? '').split('\n').filter((line) => /^[|![]/.test(line));
}

test('awk: functions, arrays in mawk order, substitution, numbers', async () => {
  expect(
    await play(
      `awk 'function f(n){return n<2?n:f(n-1)+f(n-2)} BEGIN{print f(15)}'`,
      `awk 'BEGIN{for(i=0;i<9;i++)a[i*7]=1; for(i in a) printf "%s ", i; print ""}'`,
      `awk 'BEGIN{s="hello"; gsub(/x*/,"-",s); print s, substr("hello",-1,3), 2^31, 1e6*1e6}'`,
      `awk 'BEGIN{while(("printf \\"a\\\\nb\\\\n\\"" | getline l) > 0) print "got", l}'`,
      `awk 'BEGIN{print "b\\na" | "sort"; close("sort"); print system("exit 3")}'`,
    ),
  ).toEqual([
    '| 610',
    '| 42 56 35 28 21 49 0 7 14 ',
    '| -h-e-l-l-o- hell 2.14748e+09 1e+12',
    '| got a',
    '| got b',
    '| a',
    '| b',
    '| 3',
  ]);
});

test('awk: an endless loop lets time pass', async () => {
  expect(await play(`timeout 1 awk 'BEGIN{while(1) i++}'`)).toEqual(['[124]']);
});

test('jq: paths, assignment, destructuring, control', async () => {
  expect(
    await play(
      `jq -nc '{a:[1,2,{b:3}]} | [paths], (.a[:2] |= map(.+1)), del(.a[0,1])'`,
      `jq -nc '[[1,2]] | .[] as [$a] ?// $a | [$a]'`,
      `jq -nc '[limit(3;repeat(1))], [label $f | 1, break $f, 2], (try error({a:1}) catch .a)'`,
      `jq -nc 'reduce range(5) as $i (0; .+$i), [foreach range(3) as $i (0; .+$i)]'`,
      `jq -nr '"2015-03-05T23:51:47Z"|fromdate|todate, @sh "x \\("it\\u0027s")"'`,
      `jq -n '.a.b |= 5 | .a | foo'`,
    ),
  ).toEqual([
    '| [["a"],["a",0],["a",1],["a",2],["a",2,"b"]]',
    '| {"a":[2,3,{"b":3}]}',
    '| {"a":[{"b":3}]}',
    '| [1]',
    '| [1,1,1]',
    '| [1]',
    '| 1',
    '| 10',
    '| [0,1,3]',
    '| 2015-03-05T23:51:47Z',
    "| x 'it'\\''s'",
    '! jq: error: foo/0 is not defined at <top-level>, line 1:',
    '! .a.b |= 5 | .a | foo                 ',
    '! jq: 1 compile error',
    '[3]',
  ]);
});

test('jq: keys keep their order and numbers their form', async () => {
  expect(await play(`jq -c . <<<'{"10":1,"2":[1.0,1e17,123456789012345678,0.00001]}'`)).toEqual([
    '| {"10":1,"2":[1,1e+17,123456789012345680,1e-05]}',
  ]);
});

test('yq: changes keep comments and style', async () => {
  expect(
    await play(
      `printf '# top\\na: 1 # one\\nl: {x: "q", y: [1, 2]}\\n' > f.yaml`,
      `yq '.a = 2 | .l.y += [3] | .n.m[1] = "z"' f.yaml`,
      `yq -i 'del(.l)' f.yaml; cat f.yaml`,
      `printf 'b: 2\\n' > g.yaml; yq ea 'select(fi==0) * select(fi==1)' f.yaml g.yaml`,
      `yq -o json -I0 g.yaml; yq '.b | test("^2$")' g.yaml`,
    ),
  ).toEqual([
    '| # top',
    '| a: 2 # one',
    '| l: {x: "q", y: [1, 2, 3]}',
    '| n:',
    '|   m:',
    '|     - null',
    '|     - z',
    '| # top',
    '| a: 1 # one',
    '| # top',
    '| a: 1 # one',
    '| b: 2',
    '| {"b":2}',
    '| true',
  ]);
});

test('curl: what it sends, waits for and gives up on', async () => {
  expect(
    await play(
      `curl -s -d a=1 -H 'X: y' -u u:p localhost:8080/echo | jq -c '[.method,.body,.headers.X]'`,
      `curl -s -o /dev/null -w '%{http_code} %{num_redirects}' -L localhost:8080/redirect; echo`,
      `curl -s -m 1 localhost:8080/slow; echo $?`,
      `curl -sS http://nowhere.invalid/; curl -sS localhost:1`,
    ),
  ).toEqual([
    '| ["POST","a=1","y"]',
    '| 200 1',
    '| 28',
    '! curl: (6) Could not resolve host: nowhere.invalid',
    "! curl: (7) Failed to connect to localhost port 1 after 0 ms: Couldn't connect to server",
    '[7]',
  ]);
});

test('openssl: a chain by an own authority, with an elliptic key', async () => {
  expect(
    await play(
      'openssl ecparam -name prime256v1 -genkey -noout -out ca.key; openssl req -x509 -key ' +
        'ca.key -subj /CN=ca -days 9 -out ca.crt',
      'openssl genpkey -algorithm ed25519 -out k; openssl req -new -key k -subj /CN=x/O=y ' +
        '-out r; openssl x509 -req -in r -CA ca.crt -CAkey ca.key -CAcreateserial -days 1 ' +
        '-out c 2>/dev/null',
      'openssl verify -CAfile ca.crt c; openssl x509 -in c -noout -subject -issuer -enddate',
    ),
  ).toEqual([
    '| c: OK',
    '| subject=CN = x, O = y',
    '| issuer=CN = ca',
    '| notAfter=Jan  2 00:00:00 2026 GMT',
  ]);
});
