// A real kubectl against the served API: what it prints, and with which code it ends. Without one
// (1.31 or newer; KUBECTL names it, else PATH is searched) the suite only says so.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ServedCluster, serveCluster } from './serve/served-cluster';
import { deployment, manifests } from './testing/manifests';

const oldestMinor = 31;

function findKubectl(): string | undefined {
  const { KUBECTL, PATH = '' } = process.env;
  const folders = [...PATH.split(':'), '/usr/lib/google-cloud-sdk/bin', '/usr/local/bin'];
  const names = ['kubectl', 'kubectl.1.33', 'kubectl.1.32', 'kubectl.1.31'];
  const found = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  const candidates = KUBECTL === undefined || KUBECTL === '' ? found : [KUBECTL];
  return candidates.find((path) => existsSync(path) && minorOf(path) >= oldestMinor);
}

function minorOf(path: string): number {
  try {
    const text = execFileSync(path, ['version', '--client', '-o', 'json'], { timeout: 10_000 });
    return Number.parseInt(JSON.parse(String(text)).clientVersion.minor, 10);
  } catch {
    return 0;
  }
}

const kubectl = findKubectl();

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

let served: ServedCluster | undefined;
let folder = '';

/** Runs a command; words in single quotes stay together. */
function run(line: string, input = ''): Promise<Outcome> {
  const pieces = line.match(/(?:'[^']*'|[^'\s])+/g) ?? [];
  const words = pieces.map((piece) => piece.replaceAll("'", ''));
  return runWords(words, input);
}

function runWords(words: readonly string[], input = ''): Promise<Outcome> {
  const { promise, resolve } = later<Outcome>();
  const env = { HOME: folder, PATH: process.env.PATH, KUBECONFIG: join(folder, 'kubeconfig') };
  const options = { cwd: folder, env, timeout: 20_000 };
  const child = execFile(kubectl ?? '', [...words], options, (error, out, err) => {
    const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
    resolve({ code, out, err });
  });
  child.stdin?.end(input);
  return promise;
}

function later<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** Runs a command that must succeed; returns what it printed. */
async function out(line: string, input = ''): Promise<string> {
  const { code, out, err } = await run(line, input);
  expect({ line, code, err: code === 0 ? '' : err }).toEqual({ line, code: 0, err: '' });
  return out;
}

/** Runs a command that must fail with a code; returns what it complained. */
async function failing(line: string, code = 1): Promise<string> {
  const outcome = await run(line);
  expect({ line, code: outcome.code }).toEqual({ line, code });
  return outcome.err;
}

if (kubectl === undefined) {
  test('no kubectl found: nothing to check with', () => expect(kubectl).toBeUndefined());
} else {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kubectl-'));
    mkdirSync(join(folder, '.kube'));
    served = await serveCluster({ port: 0, nodes: 1 });
    writeFileSync(join(folder, 'kubeconfig'), served.kubeconfig);
    for (const [name, text] of Object.entries(manifests)) writeFileSync(join(folder, name), text);
  }, 30_000);
  afterAll(async () => {
    await served?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  describe(`kubectl ${kubectl}`, { timeout: 30_000 }, suite);
}

function suite(): void {
  test('what there is', async () => {
    expect(await out('version')).toContain('Server Version: v1.36.3');
    expect(await out('cluster-info')).toContain('is running at');
    expect(await out('get nodes')).toMatch(/^minikube\s+Ready\s+control-plane/m);
    expect(await out('api-versions')).toMatch(/^apps\/v1$/m);
    expect(await out('api-resources')).toMatch(/^deployments\s+deploy\s+apps\/v1\s+true\s+Deploy/m);
    expect(await out('api-resources --namespaced=false -o name')).toMatch(/^nodes$/m);
    expect(await out('get --raw /readyz')).toBe('ok');
    expect(await out('explain pod.spec.containers')).toContain('FIELDS:');
    expect(await out('explain deploy.spec.strategy --recursive')).toContain('rollingUpdate');
    expect(await out('get namespaces -o name')).toContain('namespace/kube-system');
    expect(await out('get all -A')).toContain('service/kubernetes');
    expect(await out('get events -A')).toContain('kube-system');
    expect(await failing('get nothing')).toContain(`doesn't have a resource type "nothing"`);
  });
  test('create, get in all formats', async () => {
    expect(await out('create deployment web --image=nginx --replicas=2')).toBe(
      'deployment.apps/web created\n',
    );
    expect(await failing('create deployment web --image=nginx')).toContain('already exists');
    expect(await out('rollout status deployment/web --timeout=15s')).toContain('successfully');
    expect(await out('get deploy web')).toMatch(/^web\s+2\/2\s+2\s+2/m);
    expect(await out('get deploy web -o wide')).toContain('app=web');
    expect(JSON.parse(await out('get deploy web -o json')).spec.replicas).toBe(2);
    expect(await out('get deploy web -o yaml')).toMatch(/^ {2}replicas: 2$/m);
    expect(await out(`get deploy web -o jsonpath='{.spec.replicas}'`)).toBe('2');
    const template = `-o go-template='{{.metadata.name}}'`;
    expect(await out(`get deploy web ${template}`)).toBe('web');
    expect(await out('get deploy web -o custom-columns=N:.metadata.name')).toBe('N\nweb\n');
    expect(await out('get pods -l app=web -o name')).toMatch(/^(pod\/web-\S+\n){2}$/);
    expect(await out('get pods --field-selector=status.phase=Running')).toContain('web-');
    expect(await out('get pods --sort-by=.metadata.name --show-labels')).toContain('app=web');
    expect(await out('describe deployment web')).toContain('RollingUpdateStrategy:');
    expect(await out('describe pods -l app=web')).toContain('Controlled By:');
    expect(await out('describe node minikube')).toContain('Allocated resources:');
    expect(await failing('get pod nope')).toBe(
      'Error from server (NotFound): pods "nope" not found\n',
    );
  });
  test('apply, diff, patch, replace', async () => {
    expect(await out('apply -f app.yaml')).toContain('deployment.apps/app created');
    expect(await out('apply -f app.yaml')).toContain('deployment.apps/app unchanged');
    expect(await run('diff -f app.yaml')).toMatchObject({ code: 0, out: '' });
    const changed = await run('diff -f -', deployment('app', 'nginx:1.28'));
    expect(changed.code).toBe(1);
    expect(changed.out).toContain('+      - image: nginx:1.28');
    expect(await out('apply -f -', deployment('app', 'nginx:1.28'))).toContain('app configured');
    expect(await out('apply --server-side --force-conflicts -f app.yaml')).toContain('applied');
    expect(await out('apply -f app.yaml --dry-run=server')).toContain('(server dry run)');
    const broken = await run('apply -f -', deployment('Broken_Name', 'nginx'));
    expect(broken.code).toBe(1);
    expect(broken.err).toContain('is invalid: metadata.name');
    const unknown = deployment('odd', 'nginx').replace('replicas', 'replica');
    const refused = await run('apply -f -', unknown);
    expect(refused.err).toContain('unknown field "spec.replica"');
    expect(await out(`patch deploy app -p '{"spec":{"replicas":3}}'`)).toContain('patched');
    const merge = `patch deploy app --type=merge -p '{"metadata":{"annotations":{"a":"b"}}}'`;
    expect(await out(merge)).toContain('patched');
    const json = `[{"op":"replace","path":"/spec/replicas","value":1}]`;
    expect(await out(`patch deploy app --type=json -p '${json}'`)).toContain('patched');
    expect(
      await out(`get deploy app -o jsonpath='{.spec.replicas}{.metadata.annotations.a}'`),
    ).toBe('1b');
    expect(await out('replace -f app.yaml')).toContain('replaced');
  });
  test('change: scale, image, rollout, labels, autoscaling', async () => {
    expect(await out('scale deployment web --replicas=3')).toContain('scaled');
    expect(await out(`wait deploy/web --for=jsonpath='{.status.readyReplicas}'=3`)).toContain(
      'met',
    );
    expect(await out('set image deployment/web nginx=nginx:1.28')).toContain('image updated');
    expect(await out('rollout status deployment/web --timeout=20s')).toContain('successfully');
    expect(await out('rollout history deployment/web')).toMatch(/^2\s+<none>$/m);
    expect(await out('rollout undo deployment/web')).toContain('rolled back');
    expect(await out('rollout restart deployment/web')).toContain('restarted');
    expect(await out('rollout status deployment/web --timeout=20s')).toContain('successfully');
    expect(await out('label deployment web tier=front')).toContain('labeled');
    expect(await out('get deploy -l tier=front -o name')).toBe('deployment.apps/web\n');
    expect(await out('annotate deployment web note=x')).toContain('annotated');
    expect(await out('set env deployment/web A=B')).toContain('env updated');
    expect(await out('autoscale deployment web --min=1 --max=4')).toContain('autoscaled');
    expect(await out('expose deployment web --port=80')).toBe('service/web exposed\n');
    expect(await out('get endpointslices -l kubernetes.io/service-name=web')).toContain('IPv4');
    expect(await out('cordon minikube')).toContain('cordoned');
    expect(await out('uncordon minikube')).toContain('uncordoned');
  });
  test('into containers', async () => {
    expect(await out('run shell --image=busybox --command -- sleep 3600')).toBe(
      'pod/shell created\n',
    );
    expect(await out('wait pod/shell --for=condition=Ready --timeout=20s')).toContain('met');
    expect(await out('describe pod shell')).toContain('Successfully pulled');
    expect(await out('exec shell -- echo hello')).toBe('hello\n');
    expect(await out('exec -i shell -- cat', 'grüße\n')).toBe('grüße\n');
    const three = await run(`exec shell -- sh -c 'echo bad >&2; exit 3'`);
    expect(three).toMatchObject({ code: 3, out: '' });
    expect(three.err).toBe('bad\ncommand terminated with exit code 3\n');
    expect(await failing('exec shell -- nosuch')).toContain('executable file not found in $PATH');
    expect(await failing('exec nope -- ls')).toContain('pods "nope" not found');
    writeFileSync(join(folder, 'big.txt'), 'line of text\n'.repeat(20_000));
    await out('cp big.txt shell:/tmp/big.txt');
    expect(await out('exec shell -- wc -l /tmp/big.txt')).toMatch(/^20000 /);
    await out('cp shell:/tmp/big.txt back.txt');
    expect(readFileSync(join(folder, 'back.txt'), 'utf8').length).toBe(260_000);
    expect(await out('top node')).toMatch(/^minikube/m);
    expect(await out('top pod -n kube-system')).toContain('coredns');
    const once = `run once --image=busybox --restart=Never --rm -i --quiet -- echo done`;
    expect(await out(once)).toContain('done');
  });
  test('logs', async () => {
    const loop = 'for i in 1 2 3; do echo line $i; sleep 1; done';
    await out(`run talk --image=busybox --restart=Never -- sh -c '${loop}'`);
    await out('wait pod/talk --for=condition=Ready --timeout=20s');
    expect(await out('logs -f talk')).toBe('line 1\nline 2\nline 3\n');
    expect(await out('logs talk --tail=1')).toBe('line 3\n');
    expect(await out('logs talk --timestamps --limit-bytes=10')).toMatch(/^2\d{3}-/);
    expect(await out('logs deploy/web')).toContain('nginx');
    expect(await failing('logs shell -c nope')).toContain('container nope is not valid');
  });
  test('watch and wait', async () => {
    const watching = run('get pods -w --request-timeout=4s -l run=seen');
    await new Promise((resolve) => setTimeout(resolve, 700));
    await out('run seen --image=nginx');
    await out('wait pod/seen --for=condition=Ready --timeout=10s');
    const gone = run('wait pod/seen --for=delete --timeout=10s');
    await out('delete pod seen --now');
    expect((await gone).code).toBe(0);
    const seen = (await watching).out;
    expect(seen).toMatch(/seen\s+0\/1\s+Pending[\s\S]*seen\s+1\/1\s+Running/);
    expect(await failing('wait pod/shell --for=delete --timeout=1s')).toContain('timed out');
  });
  test('port-forward', async () => {
    const words = ['port-forward', 'deployment/web', ':80', '--address', '127.0.0.1'];
    const env = { ...process.env, KUBECONFIG: join(folder, 'kubeconfig') };
    const child = spawn(kubectl ?? '', words, { env });
    try {
      const { promise, resolve } = later<number>();
      child.stdout.on('data', (text) => {
        const [, port] = /127\.0\.0\.1:(\d+)/.exec(String(text)) ?? [];
        if (port !== undefined) resolve(Number(port));
      });
      const port = await promise;
      const pages = await Promise.all([1, 2, 3].map(() => fetchText(port)));
      for (const page of pages) expect(page).toContain('Welcome to nginx!');
    } finally {
      child.kill();
    }
  });
  test('rights', async () => {
    expect(await out('auth whoami')).toContain('minikube-user');
    expect(await out('auth can-i delete nodes')).toBe('yes\n');
    expect(await out('create serviceaccount reader')).toContain('created');
    expect(await out('create role reader --verb=get,list --resource=pods')).toContain('created');
    await out('create rolebinding reader --role=reader --serviceaccount=default:reader');
    const as = '--as=system:serviceaccount:default:reader';
    expect(await out(`auth can-i list pods ${as}`)).toBe('yes\n');
    expect((await run(`auth can-i delete pods ${as}`)).out).toBe('no\n');
    expect(await failing(`delete pod shell ${as}`)).toContain('cannot delete resource "pods"');
    const token = (await out('create token reader')).trim();
    expect(await out('auth can-i --list')).toContain('*.*');
    const own = `--kubeconfig=plain --server=${served?.url} --insecure-skip-tls-verify`;
    writeFileSync(join(folder, 'plain'), '');
    expect(await out(`${own} --token=${token} get pods`)).toContain('shell');
    expect(await failing(`${own} --token=${token} get nodes`)).toContain('cannot list resource');
    expect(await failing(`${own} --token=wrong get nodes`)).toContain('must be logged in');
  });
  test('other kinds, custom ones, deletion', async () => {
    await out('create configmap settings --from-literal=a=b --from-file=app.yaml');
    expect(await out(`get cm settings -o jsonpath='{.data.a}'`)).toBe('b');
    await out('create secret generic hidden --from-literal=p=q');
    expect(await out(`get secret hidden -o jsonpath='{.data.p}'`)).toBe('cQ==');
    await out('create job sum --image=busybox -- echo 42');
    expect(await out('wait job/sum --for=condition=complete --timeout=20s')).toContain('met');
    expect(await out('logs job/sum')).toBe('42\n');
    await out(`create cronjob tick --image=busybox --schedule='* * * * *' -- date`);
    await out('apply -f crd.yaml');
    await out('wait crd/crontabs.stable.example.com --for=condition=established --timeout=10s');
    await out('apply -f crontab.yaml');
    expect(await out('get crontabs')).toMatch(/^NAME\s+SPEC\s+AGE\nmine\s+\* \* \*/);
    await out('create namespace lab');
    await out('create quota small --hard=pods=1 -n lab');
    expect(await out('delete namespace lab --timeout=20s')).toContain('namespace "lab" deleted');
    expect(await out('delete -f app.yaml --wait=false')).toContain('"app" deleted');
    expect(await out('delete deployment web')).toContain('"web" deleted');
    expect(await out('delete pod shell --grace-period=0 --force')).toContain('force deleted');
  });
}

function fetchText(port: number): Promise<string> {
  const { promise, resolve } = later<string>();
  get({ host: '127.0.0.1', port, agent: false }, (answer) => {
    let text = '';
    answer.on('data', (piece) => {
      text += piece;
    });
    answer.on('end', () => resolve(text));
  });
  return promise;
}
