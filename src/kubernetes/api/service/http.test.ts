import { expect, test } from 'vitest';
import { testServer } from '../testing';

const path = '/api/v1/namespaces/default/configmaps';
const json = { 'content-type': 'application/json' };

function outcome(body: unknown): unknown[] {
  const { reason, code, message } = JSON.parse(String(body));
  return [reason, code, message];
}

test('a missing object is a Status, laid out for curl', () => {
  const { http } = testServer();
  const answer = http('GET', '/api/v1/namespaces/default/pods/nope');
  expect(answer.code).toBe(404);
  expect(answer.body).toBe(`{
  "kind": "Status",
  "apiVersion": "v1",
  "metadata": {},
  "status": "Failure",
  "message": "pods \\"nope\\" not found",
  "reason": "NotFound",
  "details": {
    "name": "nope",
    "kind": "pods"
  },
  "code": 404
}`);
});

test('paths that are nothing', () => {
  const { http } = testServer();
  expect(http('GET', '/nothing/here').body).toBe('404 page not found\n');
  expect(http('GET', '/livez/nope').body).toBe('404 page not found\n');
  expect(http('GET', '/livez/ping').body).toBe('ok');
  expect(outcome(http('GET', '/api/v1/namespaces/default/configmapz').body)).toEqual([
    'NotFound',
    404,
    'the server could not find the requested resource',
  ]);
});

const object = (fields: object) =>
  JSON.stringify({ kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'x' }, ...fields });

test.each([
  [
    object({ kind: 'Secret' }),
    'Secret in version "v1" cannot be handled as a ConfigMap: converting (v1.Secret) to (core.ConfigMap): unknown conversion',
  ],
  [
    object({ apiVersion: 'v2' }),
    'ConfigMap in version "v2" cannot be handled as a ConfigMap: no kind "ConfigMap" is registered for version "v2" in scheme "pkg/runtime/scheme.go:111"',
  ],
  [
    object({ metadata: { name: 'x', namespace: 'other' } }),
    'the namespace of the provided object does not match the namespace sent on the request',
  ],
  [
    object({ data: { a: 1 } }),
    'ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct field ConfigMap.data of type string',
  ],
  [
    '',
    "the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)",
  ],
  [
    '[]',
    'the object provided is unrecognized (must be of type ConfigMap): couldn\'t get version/kind; json parse error: json: cannot unmarshal array into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" } (5b5d)',
  ],
  [
    '{bad',
    "the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: invalid character 'b' looking for beginning of object key string ({bad)",
  ],
])('a wrong body %s', (body, message) => {
  const { http } = testServer();
  expect(outcome(http('POST', path, { body, headers: json }).body)).toEqual([
    'BadRequest',
    400,
    message,
  ]);
});

test.each([
  ['?limit=x', 'strconv.ParseInt: parsing "x": invalid syntax'],
  [
    '?labelSelector=a%20b%20c',
    "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt",
  ],
  ['?fieldSelector=spec.x%3D1', 'field label not supported: spec.x'],
  [
    '?resourceVersion=x',
    'invalid resource version: resourceVersion: Invalid value: "x": strconv.ParseUint: parsing "x": invalid syntax',
  ],
  [
    '?continue=e30&resourceVersion=1',
    'specifying resource version is not allowed when using continue',
  ],
])('a wrong query %s', (query, message) => {
  const { http } = testServer();
  expect(outcome(http('GET', path + query).body)).toEqual(['BadRequest', 400, message]);
});

test('patches, preconditions, dry runs', () => {
  const { http, create } = testServer();
  const { uid } = create({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'typed' },
  }).metadata;
  const at = `${path}/typed`;
  expect(outcome(http('PATCH', at, { body: '{}', headers: json }).body)).toEqual([
    'UnsupportedMediaType',
    415,
    '415: Unsupported Media Type',
  ]);
  const merge = { 'content-type': 'application/merge-patch+json' };
  expect(outcome(http('PATCH', at, { body: '{bad', headers: merge }).body)).toEqual([
    'BadRequest',
    400,
    "error decoding patch: invalid character 'b' looking for beginning of object key string",
  ]);
  const wrong = JSON.stringify({
    kind: 'DeleteOptions',
    apiVersion: 'v1',
    preconditions: { uid: 'abc' },
  });
  expect(outcome(http('DELETE', at, { body: wrong, headers: json }).body)[2]).toBe(
    `Operation cannot be fulfilled on ConfigMap "typed": the UID in the precondition (abc) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
  );
  expect(outcome(http('DELETE', `${at}?dryRun=Some`).body)).toEqual([
    'Invalid',
    422,
    'DeleteOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Some"]: supported values: "All"',
  ]);
  expect(JSON.parse(String(http('DELETE', `${at}?dryRun=All`).body)).details.name).toBe('typed');
  expect(JSON.parse(String(http('DELETE', at).body))).toEqual({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name: 'typed', kind: 'configmaps', uid },
  });
});

test('pages go on where they ended', () => {
  const { http, create } = testServer();
  for (const name of ['a', 'b', 'c'])
    create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
  const first = JSON.parse(String(http('GET', `${path}?limit=2`).body));
  expect(first.metadata.remainingItemCount).toBe(1);
  const token = encodeURIComponent(first.metadata.continue);
  const second = JSON.parse(String(http('GET', `${path}?limit=2&continue=${token}`).body));
  expect(second.items.map((one: { metadata: { name: string } }) => one.metadata.name)).toEqual([
    'c',
  ]);
  expect(second.items[0].kind).toBeUndefined();
});

test('formats that Accept asks for', () => {
  const { http } = testServer();
  expect(http('GET', path, { headers: { accept: 'text/html' } }).code).toBe(406);
  const yaml = http('GET', path, { headers: { accept: 'application/yaml' } });
  expect(yaml.body).toMatch(/^apiVersion: v1\nitems: \[\]\nkind: ConfigMapList\n/);
  const table = 'application/json;as=Table;v=v1;g=meta.k8s.io';
  expect(JSON.parse(String(http('GET', path, { headers: { accept: table } }).body)).kind).toBe(
    'Table',
  );
});

test('discovery', () => {
  const { http } = testServer();
  const { resources } = JSON.parse(String(http('GET', '/api/v1').body));
  const pods = resources.find((one: { name: string }) => one.name === 'pods');
  expect(pods.storageVersionHash).toBe('xPOwRZ+Yhw8=');
  expect(JSON.parse(String(http('GET', '/apis/apps').body)).preferredVersion.version).toBe('v1');
  const index = JSON.parse(String(http('GET', '/openapi/v3').body));
  expect(Object.keys(index.paths).length).toBeGreaterThan(20);
  const apps = JSON.parse(String(http('GET', index.paths['apis/apps/v1'].serverRelativeURL).body));
  expect(apps.components.schemas['io.k8s.api.apps.v1.Deployment']).toBeDefined();
});
