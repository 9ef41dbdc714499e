// One trial: a script on a cluster, then all faults mended, then rest, then what must hold.
import { sha256, toHex } from '../base/hash';
import { Random } from '../base/random';
import type { KubeObject } from '../kubernetes/kinds/object';
import { violations } from './invariants';
import { randomScript } from './operations';
import { createRig, type Rig } from './rig';
import { Watcher } from './watcher';

export interface Outcome {
  readonly script: readonly string[];
  readonly problems: readonly string[];
  /** Over all changes of the store, in order. */
  readonly hash: string;
}

/** Three nodes at rest beat 18 times a minute; a beat is a few entries of the queue. */
const mostEntriesAtRest = 600;

/** Plays a seed's script of `length` operations. */
export function tryWithSeed(seed: string, length = 20): Outcome {
  return tryScript(seed, randomScript(new Random(seed), length));
}

/** Plays a script; the seed is that of the cluster's random names. */
export function tryScript(seed: string, script: readonly string[]): Outcome {
  const rig = createRig(seed);
  const watchers = watchersOf(rig);
  for (const line of script) {
    for (const watcher of watchers) watcher.drain();
    rig.perform(line);
  }
  rig.mend();
  const problems: string[] = [];
  if (rig.settle() === undefined) problems.push(`no rest: ${busiest(rig)}`);
  for (const watcher of watchers) watcher.drain();
  for (const watcher of watchers) {
    const found = rig.sim.start('compare', watcher.differences());
    problems.push(...(found.result ?? [`watch ${watcher.name}: no answer`]));
  }
  problems.push(...violations(rig), ...appliedTwice(rig), ...restlessness(rig));
  return { script, problems, hash: historyHash(rig) };
}

function watchersOf(rig: Rig): Watcher[] {
  const make = (apiVersion: string, resource: string, query = {}) =>
    new Watcher(rig.sim, rig.client, { apiVersion, resource }, query);
  return [
    make('v1', 'pods'),
    make('v1', 'pods', { labelSelector: 'app in (de0,st1)' }),
    make('v1', 'pods', { fieldSelector: 'status.phase=Running' }),
    make('apps/v1', 'deployments'),
    make('discovery.k8s.io/v1', 'endpointslices'),
  ];
}

/** Applying what is already so writes nothing. */
function appliedTwice(rig: Rig): string[] {
  const wrong: string[] = [];
  for (const one of rig.server.store.list('deployments.apps', 'default/')) {
    const { name, namespace, labels } = one.metadata;
    const { apiVersion, kind, spec } = one;
    const { replicas, selector, template } = spec as Record<string, unknown>;
    const metadata = { name, namespace, labels };
    const body = { apiVersion, kind, metadata, spec: { replicas, selector, template } };
    const of = { apiVersion, resource: 'deployments' };
    const apply = () => {
      const query = { fieldManager: 'trial', force: 'true' };
      const task = rig.client.patch(of, { name, namespace }, { type: 'apply', body }, { query });
      return rig.sim.start('apply', task).result as KubeObject | undefined;
    };
    const [first, second] = [apply(), apply()];
    if (first === undefined || first.metadata.generation !== one.metadata.generation) {
      wrong.push(`applying ${name} as it is changed it`);
    }
    if (first?.metadata.resourceVersion !== second?.metadata.resourceVersion) {
      wrong.push(`applying ${name} twice wrote twice`);
    }
  }
  return wrong;
}

function restlessness(rig: Rig): string[] {
  if (rig.settle() === undefined) return ['no rest after applying'];
  let entries = 0;
  const until = rig.sim.now + 60_000;
  while ((rig.sim.nextAt() ?? until) < until && rig.sim.step()) entries++;
  return entries <= mostEntriesAtRest ? [] : [`${entries} entries in a minute at rest`];
}

function busiest(rig: Rig): string {
  const since = Math.max(0, rig.server.store.revision - 40);
  const keys = rig.history(since).map((one) => `${one.table} ${one.key}`);
  return [...new Set(keys)].slice(0, 5).join(', ');
}

/** A hash over all that was ever written. */
export function historyHash(rig: Pick<Rig, 'history'>): string {
  const lines = rig.history(0).map(({ atMs, type, table, object }) => {
    return `${atMs} ${type} ${table} ${JSON.stringify(object)}`;
  });
  return toHex(sha256(lines.join('\n')));
}
