import { expect, test } from 'vitest';
import { Random } from '../../../base/random';
import type { KubeObject } from '../../kinds/object';
import type { WatchStream } from '../request';
import { admin, runTask, type TestServer, testServer } from '../testing';

const configMaps = { apiVersion: 'v1', resource: 'configmaps', namespace: 'default' } as const;

function openWatch(world: TestServer, query: Record<string, string>): WatchStream {
  const task = world.server.request({ ...configMaps, verb: 'watch', query }, admin);
  const { watch } = runTask(world.sim, task);
  if (watch === undefined) throw new Error('no watch');
  return watch;
}

function drain(world: TestServer, watch: WatchStream, into: Map<string, KubeObject>): void {
  world.sim.advance(world.sim.now + 1);
  for (let event = watch.take(); event !== undefined; event = watch.take()) {
    const { name } = event.object.metadata;
    if (event.type === 'DELETED') into.delete(name);
    else into.set(name, event.object);
  }
}

/** One change at random, by name. */
function change(world: TestServer, random: Random, step: number): void {
  const name = `c${random.below(6, `name/${step}`)}`;
  const labels = { side: random.below(2, `side/${step}`) === 0 ? 'left' : 'right' };
  const metadata = { name, labels };
  const exists = world.server.store.get('configmaps', `default/${name}`) !== undefined;
  const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { step: String(step) } };
  if (!exists) world.create(body);
  else if (random.below(3, `what/${step}`) === 0) {
    world.request({ ...configMaps, verb: 'delete', name });
  } else world.request({ ...configMaps, verb: 'update', name, body });
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])('seed %i: a list and what a watch adds is the list', (seed) => {
  const random = new Random(`watch/${seed}`);
  const world = testServer();
  for (let step = 0; step < 10; step++) change(world, random, step);
  const query: Record<string, string> = seed % 2 === 0 ? { labelSelector: 'side=left' } : {};
  const listed = world.request({ ...configMaps, verb: 'list', query });
  const seen = new Map<string, KubeObject>();
  for (const item of listed.items as KubeObject[]) seen.set(item.metadata.name, item);
  const { resourceVersion = '' } = listed.metadata;
  for (let step = 10; step < 20; step++) change(world, random, step);
  const watch = openWatch(world, { ...query, resourceVersion });
  for (let step = 20; step < 60; step++) {
    change(world, random, step);
    if (step % 7 === 0) drain(world, watch, seen);
  }
  drain(world, watch, seen);
  const now = world.request({ ...configMaps, verb: 'list', query }).items as KubeObject[];
  expect([...seen.values()].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))).toEqual(
    now,
  );
});

test('a watch from before the compaction says so and ends', () => {
  const world = testServer();
  world.server.store.compact(world.server.store.revision);
  const watch = openWatch(world, { resourceVersion: '1' });
  const event = watch.take();
  expect(event?.type).toBe('ERROR');
  expect(event?.object.message).toMatch(/^too old resource version: 1 \(\d+\)$/);
  expect(watch.isEnded).toBe(true);
});
