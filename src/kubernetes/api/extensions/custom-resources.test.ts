import { expect, test } from 'vitest';
import { type TestServer, testServer } from '../testing';

const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'boats.sea.example.com' },
  spec: {
    group: 'sea.example.com',
    names: { kind: 'Boat', plural: 'boats', shortNames: ['bt'] },
    scope: 'Namespaced',
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: {
          scale: { specReplicasPath: '.spec.masts', statusReplicasPath: '.status.masts' },
        },
        additionalPrinterColumns: [{ name: 'Masts', type: 'integer', jsonPath: '.spec.masts' }],
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                required: ['masts'],
                'x-kubernetes-validations': [
                  { rule: 'self.masts <= self.length / 5', message: 'too many masts' },
                ],
                properties: {
                  masts: { type: 'integer', minimum: 1, maximum: 5 },
                  length: { type: 'integer', default: 20 },
                  kind: { type: 'string', enum: ['sloop', 'ketch'] },
                },
              },
            },
          },
        },
      },
    ],
  },
};

function boat(spec: object) {
  return { apiVersion: 'sea.example.com/v1', kind: 'Boat', metadata: { name: 'b' }, spec };
}

function world(): TestServer {
  const made = testServer();
  made.create(definition);
  made.sim.advance(made.sim.now + 1000);
  return made;
}

test('a definition is established and served, with defaults, columns and scale', () => {
  const { create, request, http } = world();
  expect(create(boat({ masts: 2 })).spec).toEqual({ masts: 2, length: 20 });
  const target = {
    apiVersion: 'sea.example.com/v1',
    resource: 'boats',
    namespace: 'default',
  } as const;
  const table = request({ ...target, verb: 'list', accept: 'table' });
  expect((table.rows as { cells: unknown }[]).map((row) => row.cells)).toEqual([['b', 2]]);
  const scale = request({ ...target, name: 'b', verb: 'get', subresource: 'scale' });
  expect(scale.spec).toEqual({ replicas: 2 });
  expect(http('GET', '/apis/sea.example.com/v1').code).toBe(200);
});

const unchecked =
  '<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation';

test.each([
  [
    { masts: 9 },
    '[spec.masts: Invalid value: 9: spec.masts in body should be less than or equal to 5, spec: Invalid value: too many masts]',
  ],
  [{ masts: 5 }, 'spec: Invalid value: too many masts'],
  [
    { kind: 'raft' },
    `[spec.kind: Unsupported value: "raft": supported values: "sloop", "ketch", spec.masts: Required value, ${unchecked}]`,
  ],
])('a wrong object %j', (spec, message) => {
  expect(world().refusalOf(boat(spec))).toBe(`Boat.sea.example.com "b" is invalid: ${message}`);
});

test('without its definition a kind is gone, with its objects', () => {
  const { create, request, server, sim } = world();
  create(boat({ masts: 1 }));
  const name = definition.metadata.name;
  const resource = 'customresourcedefinitions';
  request({ apiVersion: definition.apiVersion, resource, name, verb: 'delete' });
  sim.advance(sim.now + 1000);
  expect(server.catalog.byKind('sea.example.com/v1', 'Boat')).toBeUndefined();
  expect(server.store.count('boats.sea.example.com')).toBe(0);
});

test('a restored server serves what its definitions say', () => {
  const [first, second] = [world(), testServer()];
  second.server.restore(JSON.parse(JSON.stringify(first.server.snapshot())));
  expect(second.create(boat({ masts: 1 })).kind).toBe('Boat');
});
