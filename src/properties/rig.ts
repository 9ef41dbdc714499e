// A cluster of three nodes under test: plays scripts of operations on it.
import { deepEqual } from '../base/json';
import type { Task } from '../base/sim';
import { ApiError } from '../kubernetes/api/errors';
import type { KubeObject } from '../kubernetes/kinds/object';
import type { Change } from '../kubernetes/store/store';
import { createLab } from '../playground/lab';
import { manifestOf, smallObjects } from './manifests';

const epochMs = 1_790_000_000_000;

/** What changes by itself at rest. */
const periodic = new Set(['leases.coordination.k8s.io', 'nodes']);

export type Rig = ReturnType<typeof createRig>;

const versions: Readonly<Record<string, string>> = { job: 'batch/v1', namespace: 'v1' };

/** `apps/v1` and `deployments` of `deployment`. */
function refOf(kind: string) {
  const isApp = /^(deployment|statefulset|daemonset)$/.test(kind);
  return { apiVersion: isApp ? 'apps/v1' : (versions[kind] ?? 'v1'), resource: `${kind}s` };
}

/** A rig at rest. */
export function createRig(seed: string) {
  const { world, made } = createLab({ seed, epochMs, nodes: 3, isBare: true });
  const { sim } = world;
  const { cluster } = made;
  const { server } = cluster;
  const client = cluster.client('kubernetes-admin', 'kubectl');
  const nodes = [...cluster.nodes.values()];
  const faultsSeen: string[] = [];
  sim.onFault = (error, at) => {
    faultsSeen.push(`${at}: ${error instanceof Error ? error.stack : String(error)}`);
  };
  let counter = 0;

  /** Starts a request; what is refused is refused. While the API is down it waits. */
  function run(task: Task<unknown>): void {
    sim.start('operation', tolerant(task));
  }

  function pods(): KubeObject[] {
    return server.store.list('pods', 'default/');
  }

  function wait(seconds: number): void {
    sim.advance(sim.now + seconds * 1000);
  }

  function crash(index: number): void {
    const all = pods();
    const uid = all[index % Math.max(1, all.length)]?.metadata.uid ?? '';
    for (const { kubelet } of nodes) {
      for (const life of kubelet.workers.get(uid)?.lives.values() ?? []) life.live?.signal('KILL');
    }
  }

  function setPart(part: string, isOn: boolean): void {
    const verb = isOn ? 'start' : 'stop';
    if (part === 'api') cluster.setApiServer(isOn);
    else if (part === 'scheduler') cluster.scheduler[verb]();
    else if (part === 'controllers') cluster.controllerManager[verb]();
    else nodes[Number(part.slice(-1))]?.kubelet[verb]();
  }

  function patch(target: string, body: unknown): void {
    const [kind = '', name = ''] = target.split('/');
    const namespace = kind === 'node' ? undefined : 'default';
    run(client.patch(refOf(kind), { namespace, name }, { type: 'strategic', body }));
  }

  function create(object: KubeObject): void {
    const found = server.catalog.byKind(object.apiVersion, object.kind);
    if (found !== undefined) run(client.create(found, object));
  }

  function cordon(index: string, isOn: boolean): void {
    const name = [...cluster.nodes.keys()][Number(index)] ?? '';
    patch(`node/${name}`, { spec: { unschedulable: isOn ? true : null } });
  }

  function perform(line: string): void {
    const [verb = '', target = '', value = '', more = ''] = line.split(' ');
    if (verb === 'wait') wait(Number(target));
    else if (verb === 'create' && value === '') {
      for (const object of smallObjects(target, ++counter)) create(object);
    } else if (verb === 'create') create(manifestOf(target, value, Number(more)));
    else if (verb === 'scale') patch(target, { spec: { replicas: Number(value) } });
    else if (verb === 'image') {
      const containers = [{ name: 'main', image: value }];
      patch(target, { spec: { template: { spec: { containers } } } });
    } else if (verb === 'delete') {
      const [kind = '', name = ''] = target.split('/');
      run(client.delete(refOf(kind), { namespace: 'default', name }, { propagationPolicy: value }));
    } else if (verb === 'kill') {
      const all = pods();
      const name = all[Number(target) % Math.max(1, all.length)]?.metadata.name;
      if (name) run(client.delete(refOf('pod'), { namespace: 'default', name }));
    } else if (verb === 'crash') crash(Number(target));
    else if (verb === 'cordon' || verb === 'uncordon') cordon(target, verb === 'cordon');
    else if (verb === 'stop' || verb === 'start') setPart(target, verb === 'start');
    else throw new Error(`no operation ${line}`);
  }

  /** Ends all faults: everything runs, nodes take pods, images exist. */
  function mend(): void {
    for (const part of ['api', 'scheduler', 'controllers']) setPart(part, true);
    for (let i = 0; i < nodes.length; i++) {
      setPart(`kubelet/${i}`, true);
      cordon(String(i), false);
    }
    wait(1);
    for (const kind of ['deployment', 'statefulset', 'daemonset']) {
      for (const { metadata } of server.store.list(`${kind}s.apps`, 'default/')) {
        perform(`image ${kind}/${metadata.name} nginx:1.27`);
      }
    }
    // As documented: a StatefulSet's broken pod is not replaced by itself.
    for (const pod of pods()) if (isBroken(pod)) run(client.delete(refOf('pod'), pod.metadata));
  }

  /** Minutes until nothing but heartbeats happened for two; undefined: longer than `limit`. */
  function settle(limit = 60): number | undefined {
    for (let minutes = 2; minutes <= limit; minutes += 2) {
      const { revision } = server.store;
      wait(120);
      if (history(revision).every((change) => periodic.has(change.table))) return minutes;
    }
    return undefined;
  }

  /** Changes after a revision, in order. */
  function history(since: number): Change[] {
    const storages = new Set(server.catalog.resources.map((one) => one.storage));
    const all = [...storages].flatMap((one) => [...server.store.changesSince(one, since)]);
    return all.sort((a, b) => a.revision - b.revision);
  }

  wait(60);
  return { sim, world, cluster, server, client, faultsSeen, perform, mend, settle, history, wait };
}

function isBroken(pod: KubeObject): boolean {
  const spec = pod.spec as { containers: { image: string }[] };
  return spec.containers.some((one) => deepEqual(one.image, 'nginx:nonexistent'));
}

function* tolerant(task: Task<unknown>): Task<void> {
  try {
    yield* task;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}
