// Hello Minikube, typed as a learner types it: every command of the tutorial, with a reload in the
// middle; then by keyboard alone, with the shell's own helps.
import { readFileSync } from 'node:fs';
import { expect, type TerminalDriver, test } from './fixtures';

const image = 'registry.k8s.io/e2e-test-images/agnhost:2.53';
const slow = 120_000;

// TODO(minikube): goes as soon as the tool is there.
const isStub = readFileSync('src/playground/minikube.ts', 'utf8').includes('stub until');
test.skip(isStub, 'minikube is not there yet');

test('Hello Minikube from start to delete, with a reload in the middle', async ({
  page,
  terminal,
}) => {
  test.setTimeout(300_000);
  await terminal.open('?seed=hello&world=hello');
  expect(await terminal.run('minikube start', slow)).toContain(
    'Done! kubectl is now configured to use "minikube" cluster and "default" namespace by default',
  );
  await dashboard(terminal);
  expect(
    await terminal.run(
      `kubectl create deployment hello-node --image=${image} -- /agnhost netexec --http-port=8080`,
    ),
  ).toBe('deployment.apps/hello-node created');
  await until(terminal, 'kubectl get deployments', /hello-node\s+1\/1\s+1\s+1/);
  expect(await terminal.run('kubectl get pods')).toMatch(/hello-node-\w+-\w+\s+1\/1\s+Running\s+0/);
  const events = await terminal.run('kubectl get events');
  for (const reason of ['Scheduled', 'Pulled', 'Created', 'Started', 'ScalingReplicaSet']) {
    expect(events).toContain(reason);
  }
  expect(await terminal.run('kubectl config view')).toContain('current-context: minikube');
  const pods = await terminal.run('kubectl get pods');
  const pod = /hello-node-\w+-\w+/.exec(pods)?.[0] ?? '';
  expect(await terminal.run(`kubectl logs ${pod}`)).toContain('Started HTTP server on port 8080');
  expect(
    await terminal.run('kubectl expose deployment hello-node --type=LoadBalancer --port=8080'),
  ).toBe('service/hello-node exposed');

  await page.reload();
  await terminal.ready();
  await expect(terminal.log.getByRole('heading').last()).toHaveText(/kubectl expose/);
  expect(await terminal.run('kubectl get services')).toMatch(
    /hello-node\s+LoadBalancer\s+[\d.]+\s+<pending>\s+8080:\d+\/TCP/,
  );
  expect(await terminal.run('kubectl get pods')).toContain(pod);

  expect(await terminal.run('minikube service hello-node')).toMatch(
    /http:\/\/192\.168\.49\.2:3\d{4}/,
  );
  expect(await terminal.run('minikube addons list')).toMatch(/dashboard/);
  expect(await terminal.run('minikube addons enable metrics-server', slow)).toContain(
    "The 'metrics-server' addon is enabled",
  );
  const system = await terminal.run('kubectl get pod,svc -n kube-system');
  for (const name of [
    'pod/coredns-',
    'pod/etcd-minikube',
    'pod/metrics-server-',
    'service/kube-dns',
  ]) {
    expect(system).toContain(name);
  }
  await until(terminal, 'kubectl top pods', /hello-node-\S+\s+\d+m\s+\d+Mi/);
  expect(await terminal.run('minikube addons disable metrics-server', slow)).toContain(
    "\"The 'metrics-server' addon is disabled",
  );
  expect(await terminal.run('kubectl delete service hello-node')).toContain(
    'service "hello-node" deleted',
  );
  expect(await terminal.run('kubectl delete deployment hello-node')).toContain(
    'deployment.apps "hello-node" deleted',
  );
  expect(await terminal.run('minikube stop', slow)).toContain('1 node stopped.');
  expect(await terminal.run('minikube delete', slow)).toContain(
    'Removed all traces of the "minikube" cluster.',
  );
});

test('by keyboard alone: completion, history, an interrupt, and out by F6', async ({
  page,
  terminal,
}) => {
  test.setTimeout(180_000);
  await terminal.open('?seed=keys&world=keys');
  await terminal.run('minikube start', slow);
  await terminal.run(`kubectl create deployment web --image=${image} -- /agnhost pause`);
  // Tab completes verb, kind and name.
  await page.keyboard.type('kubectl rol');
  await page.keyboard.press('Tab');
  await expect(terminal.rows).toContainText('kubectl rollout');
  await page.keyboard.type('status deploy');
  await page.keyboard.press('Tab');
  await expect(terminal.rows).toContainText('rollout status deployment ');
  await page.keyboard.type('w');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(terminal.log).toContainText('deployment "web" successfully rolled out');
  // Arrow up brings it back, Ctrl-R finds what was before.
  await page.keyboard.press('ArrowUp');
  await expect(terminal.rows).toContainText('kubectl rollout status deployment web');
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+r');
  await page.keyboard.type('create');
  await expect(terminal.rows).toContainText("(reverse-i-search)`create'");
  await page.keyboard.press('Control+c');
  // An endless answer ends by Ctrl-C.
  await terminal.line('kubectl get pods -w');
  await expect(terminal.rows).toContainText('NAME');
  await page.keyboard.press('Control+c');
  await expect(terminal.log.getByText('exit code 130')).toBeAttached();
  await terminal.line('yes');
  await expect(terminal.rows).toContainText(/y\s*y\s*y/);
  await page.keyboard.press('Control+c');
  expect(await terminal.run('echo still here')).toBe('still here');
  // Out, pause, back in: the present still answers.
  await page.keyboard.press('F6');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Paused', { exact: true })).toBeVisible();
  await page.keyboard.press('Shift+F6');
  await expect(terminal.frame).toBeFocused();
  await page.keyboard.press('Enter');
  expect(await terminal.run('kubectl get deployments')).toContain('web');
  await page.keyboard.press('F6');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
});

/** Types a command again until it says what is waited for. */
async function until(terminal: TerminalDriver, command: string, expected: RegExp): Promise<void> {
  await expect(async () => {
    expect(await terminal.run(command)).toMatch(expected);
  }).toPass({ intervals: [500, 1000, 2000, 4000], timeout: slow });
}

/** `minikube dashboard --url` prints an address and stays until it is interrupted. */
async function dashboard(terminal: TerminalDriver): Promise<void> {
  const { page, rows, log } = terminal;
  const before = await log.getByRole('article').count();
  await terminal.line('minikube dashboard --url');
  await expect(rows).toContainText(/http:\/\/127\.0\.0\.1:\d+\/api\/v1\/namespaces/, {
    timeout: slow,
  });
  await page.keyboard.press('Control+c');
  await expect(log.getByRole('article').nth(before).locator('[data-state=failed]')).toBeAttached();
}
