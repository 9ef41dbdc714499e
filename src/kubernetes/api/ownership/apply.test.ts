import { expect, test } from 'vitest';
import type { KubeObject } from '../../kinds/object';
import { type TestServer, testServer } from '../testing';

const configMaps = { apiVersion: 'v1', resource: 'configmaps', namespace: 'default' } as const;

function apply(world: TestServer, manager: string, data: object, force = false): KubeObject {
  return world.request({
    ...configMaps,
    verb: 'patch',
    name: 'c',
    patchType: 'apply',
    body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data },
    query: { fieldManager: manager, force: String(force) },
  });
}

function owners(world: TestServer): unknown {
  const object = world.request({ ...configMaps, verb: 'get', name: 'c', withManagedFields: true });
  return object.metadata.managedFields?.map((one) => [one.manager, one.operation, one.fieldsV1]);
}

test('who applies a field owns it; others are refused until they force', () => {
  const world = testServer();
  apply(world, 'one', { a: '1', b: '2' });
  expect(() => apply(world, 'two', { a: '9' })).toThrow(
    'Apply failed with 1 conflict: conflict with "one": .data.a',
  );
  apply(world, 'two', { a: '9' }, true);
  expect(owners(world)).toEqual([
    ['one', 'Apply', { 'f:data': { 'f:b': {} } }],
    ['two', 'Apply', { 'f:data': { 'f:a': {} } }],
  ]);
});

test('what a manager no longer names goes, unless somebody else has it', () => {
  const world = testServer();
  apply(world, 'one', { a: '1', b: '2', c: '3' });
  apply(world, 'two', { b: '2' });
  expect(apply(world, 'one', { a: '1' }).data).toEqual({ a: '1', b: '2' });
});

test('ordinary writes own what they change', () => {
  const world = testServer();
  apply(world, 'one', { a: '1' });
  const target = { ...configMaps, name: 'c', userAgent: 'kubectl-patch' } as const;
  world.request({ ...target, verb: 'patch', patchType: 'merge', body: { data: { a: '2' } } });
  expect(() => apply(world, 'one', { a: '1' })).toThrow(
    'Apply failed with 1 conflict: conflict with "kubectl-patch" using v1: .data.a',
  );
});

test('owners are saved and restored', () => {
  const [world, other] = [testServer(), testServer()];
  apply(world, 'one', { a: '1' });
  other.server.restore(JSON.parse(JSON.stringify(world.server.snapshot())));
  expect(owners(other)).toEqual(owners(world));
  expect(() => apply(other, 'two', { a: '9' })).toThrow('conflict with "one": .data.a');
});

test('a configuration with unknown fields or wrong types', () => {
  const world = testServer();
  const request = (body: object) =>
    world.request({
      apiVersion: 'apps/v1',
      resource: 'deployments',
      namespace: 'default',
      verb: 'patch',
      name: 'web',
      patchType: 'apply',
      body: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, ...body },
      query: { fieldManager: 'm' },
    });
  const about = 'failed to create typed patch object (/web; apps/v1, Kind=Deployment): ';
  expect(() => request({ spec: { nope: 1 } })).toThrow(`${about}.spec.nope: field not declared`);
  expect(() => request({ spec: { replicas: 'two' } })).toThrow(
    `${about}.spec.replicas: expected numeric (int or float), got string`,
  );
});
