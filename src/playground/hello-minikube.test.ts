// The Kubernetes tutorial "Hello Minikube", typed, and what each command answers.
import { beforeAll, describe, expect, test } from 'vitest';
import { Typist } from './typing';

const image = 'registry.k8s.io/e2e-test-images/agnhost:2.53';

describe('Hello Minikube', () => {
  let t: Typist;
  beforeAll(async () => {
    t = await Typist.sitDown('hello');
  });

  test('a cluster starts, in about twenty seconds', async () => {
    expect(await t.run('minikube status; echo $?')).toBe(
      '🤷  Profile "minikube" not found. Run "minikube profile list" to view all profiles.\n' +
        '👉  To start a cluster, run: "minikube start"\n85\n',
    );
    const before = t.world.sim.now;
    const lines = (await t.run('minikube start')).split('\n').filter((one) => !one.includes(' > '));
    expect(t.world.sim.now - before).toBeGreaterThan(12_000);
    expect(t.world.sim.now - before).toBeLessThan(26_000);
    expect(t.world.hurry).toBe(1);
    expect(lines.slice(0, 5)).toEqual([
      '😄  minikube v1.38.1 on Debian 12.11',
      '✨  Automatically selected the docker driver',
      '📌  Using Docker driver with root privileges',
      '👍  Starting "minikube" primary control-plane node in "minikube" cluster',
      '🚜  Pulling base image v0.0.50 ...',
    ]);
    expect(lines.slice(-4, -1)).toEqual([
      '    ▪ Using image gcr.io/k8s-minikube/storage-provisioner:v5',
      '🌟  Enabled addons: storage-provisioner, default-storageclass',
      '🏄  Done! kubectl is now configured to use "minikube" cluster and "default" namespace by default',
    ]);
    expect(await t.run('minikube status')).toBe(
      'minikube\ntype: Control Plane\nhost: Running\nkubelet: Running\n' +
        'apiserver: Running\nkubeconfig: Configured\n\n',
    );
    expect(await t.run('kubectl config current-context')).toBe('minikube\n');
    expect(await t.run('kubectl get nodes --no-headers')).toMatch(
      /^minikube +Ready +control-plane +\d+s +v1\.36\.3\n$/,
    );
  });

  test('the control plane is pods', async () => {
    await t.run('sleep 10');
    const rows = (await t.run('kubectl get pods -A --no-headers')).trim().split('\n');
    const names = rows.map((row) => (row.split(/ +/)[1] ?? '').replace(/-[a-z0-9]{5}$/, ''));
    expect(names.map((name) => name.replace(/-[a-f0-9]{8,10}$/, ''))).toEqual([
      'coredns',
      'etcd-minikube',
      'kube-apiserver-minikube',
      'kube-controller-manager-minikube',
      'kube-proxy',
      'kube-scheduler-minikube',
      'storage-provisioner',
    ]);
    for (const row of rows) expect(row).toMatch(/ 1\/1 +Running +0 /);
  });

  test('a deployment is made, looked at and exposed', async () => {
    const create = `kubectl create deployment hello-node --image=${image}`;
    expect(await t.run(`${create} -- /agnhost netexec --http-port=8080`)).toBe(
      'deployment.apps/hello-node created\n',
    );
    await t.run('sleep 5');
    expect(await t.run('kubectl get deployments')).toMatch(
      /^NAME +READY +UP-TO-DATE +AVAILABLE +AGE\nhello-node +1\/1 +1 +1 +5s\n$/,
    );
    expect(await t.run('kubectl get pods --no-headers')).toMatch(/^hello-node-\S+ +1\/1 +Running/);
    expect(await t.run('kubectl get events')).toContain(`Pulling image "${image}"`);
    expect(await t.run('kubectl logs deploy/hello-node')).toContain(
      'Started HTTP server on port 8080',
    );
    const expose = 'kubectl expose deployment hello-node --type=LoadBalancer --port=8080';
    expect(await t.run(expose)).toBe('service/hello-node exposed\n');
    expect(await t.run('kubectl get services hello-node --no-headers')).toMatch(
      /^hello-node +LoadBalancer +10\.\S+ +<pending> +8080:3\d{4}\/TCP +\d+s\n$/,
    );
    const url = (await t.run('minikube service hello-node --url')).trim();
    expect(url).toMatch(/^http:\/\/192\.168\.49\.2:3\d{4}$/);
    expect(await t.run('minikube service hello-node')).toContain(
      `│ default   │ hello-node │ 8080        │ ${url} │\n`,
    );
    expect(await t.run(`curl -s ${url}; echo`)).toMatch(/^NOW: 2026-01-05/);
  });

  test('a tunnel gives the service an address, as long as it runs', async () => {
    t.press('minikube tunnel\r');
    await t.pass(2_000);
    expect(t.take()).toContain('services: [hello-node]');
    t.press('\x03');
    await t.untilIdle();
    t.take();
    await t.run('minikube tunnel > /dev/null & sleep 2');
    const ip = "-o jsonpath='{.status.loadBalancer.ingress[0].ip}'";
    const address = await t.run(`kubectl get svc hello-node ${ip}; echo`);
    expect(address).toMatch(/^10\.\d+\.\d+\.\d+\n$/);
    expect(await t.run(`curl -s http://${address.trim()}:8080; echo`)).toMatch(/^NOW: /);
    await t.run('kill %1; sleep 1');
    expect(await t.run(`kubectl get svc hello-node ${ip}; echo`)).toBe('\n');
  });

  test('addons are switched on and off', async () => {
    expect(await t.run('minikube addons list | grep default-storageclass')).toBe(
      '│ default-storageclass        │ minikube │ enabled ✅ │ Kubernetes                             │\n',
    );
    expect(await t.run('minikube addons enable metrics-server')).toMatch(
      /Using image registry\S+metrics-server:v0\.8\.1\n🌟 {2}The 'metrics-server' addon is enabled\n$/,
    );
    await t.run('sleep 60');
    expect(await t.run('kubectl top pods')).toMatch(/^NAME .*\nhello-node-\S+ +\d+m +\d+Mi/);
    expect(await t.run('minikube addons disable metrics-server')).toBe(
      "🌑  \"The 'metrics-server' addon is disabled\n",
    );
    expect(await t.run('minikube addons enable nosuch; echo $?')).toMatch(
      /Exiting due to MK_ADDON_ENABLE: enable failed: run callbacks: nosuch is not a valid addon\n[\s\S]*\n10\n$/,
    );
  });

  test('the dashboard opens', async () => {
    await t.run('minikube dashboard --url > url 2>/dev/null & sleep 60');
    expect(await t.run('tail -1 url')).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+\/api\/v1\/namespaces\/kubernetes-dashboard\//,
    );
    expect(await t.run('curl -s $(tail -1 url)')).toContain('<h1>Kubernetes Dashboard</h1>');
    await t.run('kill %1');
  });

  test('scheduler and node are within reach', async () => {
    expect(await t.run('minikube ssh -- hostname; minikube ip')).toBe('minikube\n192.168.49.2\n');
    t.press('minikube ssh\r');
    await t.pass(1_000);
    expect(t.take()).toContain('docker@minikube:~$');
    t.press('ls /etc/kubernetes/manifests; exit\r');
    await t.untilIdle();
    expect(t.take()).toContain('kube-scheduler.yaml');
    await t.run('kubectl delete pod -n kube-system kube-scheduler-minikube; sleep 5');
    await t.run('kubectl run found --image=nginx; sleep 5');
    expect(await t.run('kubectl get pod found --no-headers')).toMatch(/1\/1 +Running/);
    await t.run('minikube ssh -- sudo mv /etc/kubernetes/manifests/kube-scheduler.yaml /tmp');
    await t.run('sleep 35');
    await t.run('kubectl run lost --image=nginx; sleep 5');
    expect(await t.run('kubectl get pod lost --no-headers')).toMatch(/0\/1 +Pending/);
  });

  test('stopping keeps everything, deleting nothing', async () => {
    expect(await t.run('minikube stop')).toBe(
      '✋  Stopping node "minikube"  ...\n🛑  Powering off "minikube" via SSH ...\n' +
        '🛑  1 node stopped.\n',
    );
    expect(await t.run('minikube status; echo $?')).toBe(
      'minikube\ntype: Control Plane\nhost: Stopped\nkubelet: Stopped\n' +
        'apiserver: Stopped\nkubeconfig: Stopped\n\n7\n',
    );
    expect(await t.run('minikube start')).toContain(
      '🔄  Restarting existing docker container for "minikube" ...\n',
    );
    await t.run('sleep 20');
    expect(await t.run('kubectl get pods --no-headers')).toMatch(
      /hello-node-\S+ +1\/1 +Running +1 \(/,
    );
    expect(await t.run('minikube delete')).toBe(
      '🔥  Deleting "minikube" in docker ...\n🔥  Deleting container "minikube" ...\n' +
        '🔥  Removing /home/student/.minikube/machines/minikube ...\n' +
        '💀  Removed all traces of the "minikube" cluster.\n',
    );
    expect(await t.run('kubectl config get-contexts -o name')).toBe('');
    expect(await t.run('minikube start > /dev/null; kubectl get deployments')).toBe(
      'No resources found in default namespace.\n',
    );
  });
});
