import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json';
import {
  applyJsonPatch,
  applyMergePatch,
  applyStrategicMergePatch,
  createThreeWayJsonMergePatch,
  createThreeWayMergePatch,
  createTwoWayMergePatch,
  decodeJsonPatch,
  type PatchSchema,
} from '.';

interface Extra {
  readonly mergeKey?: string;
  readonly patchStrategy?: readonly string[];
  readonly isList?: boolean;
}

function schema(fields: Record<string, PatchSchema>, extra: Extra = {}): PatchSchema {
  return { isList: false, ...extra, child: (field) => fields[field] };
}

const listBy = (mergeKey: string, fields: Record<string, PatchSchema> = {}): PatchSchema =>
  schema(fields, { isList: true, mergeKey, patchStrategy: ['merge'] });

const pod = schema({
  metadata: schema({ finalizers: schema({}, { isList: true, patchStrategy: ['merge'] }) }),
  spec: schema({
    containers: listBy('name', { env: listBy('name') }),
    strategy: schema({}, { patchStrategy: ['retainKeys'] }),
  }),
});

const spec = (...containers: JsonObject[]): JsonObject => ({ spec: { containers } });

describe('JSON patch', () => {
  const document = { data: { a: '1' }, list: [1, 2, 3], keep: { deep: true } };
  const check = (...operations: object[]): unknown => {
    const result = applyJsonPatch(document, operations);
    return result.ok ? result.value : result.error;
  };

  it('applies, with the habits of the real one', () => {
    expect(check({ op: 'add', path: '/list/-', value: 4 })).toMatchObject({ list: [1, 2, 3, 4] });
    expect(check({ op: 'remove', path: '/list/-1' })).toMatchObject({ list: [1, 2] });
    expect(check({ op: 'replace', path: '/data/new', value: 'x' })).toMatchObject({
      data: { a: '1', new: 'x' },
    });
    expect(check({ op: 'move', from: '/data/a', path: '/data/b' })).toMatchObject({
      data: { b: '1' },
    });
    const added = check({ op: 'add', path: '/data/b', value: '2' }) as typeof document;
    expect(added.keep).toBe(document.keep);
  });

  it('complains', () => {
    expect(check({ op: 'remove', path: '/data/none' })).toBe(
      "error in remove for path: '/data/none': Unable to remove nonexistent key: none: missing value",
    );
    expect(check({ op: 'test', path: '/data/a', value: '2' })).toBe(
      'testing value /data/a failed: test failed',
    );
    expect(check({ op: 'add', path: '/q/r', value: 1 })).toBe(
      'add operation does not apply: doc is missing path: "/q/r": missing value',
    );
    expect(decodeJsonPatch('{}')).toEqual({
      ok: false,
      error: 'json: cannot unmarshal object into Go value of type jsonpatch.Patch',
    });
  });
});

describe('merge patch', () => {
  it('applies, and keeps what it does not touch', () => {
    const document = { a: { x: 1, y: 2 }, b: { z: 1 } };
    const result = applyMergePatch(document, {
      a: { x: null, n: { q: null, p: 1 } },
    }) as JsonObject;
    expect(result).toEqual({ a: { y: 2, n: { p: 1 } }, b: { z: 1 } });
    expect(result.b).toBe(document.b);
    expect(applyMergePatch(document, { a: { y: 2 } })).toBe(document);
  });

  it('is created from three versions', () => {
    const original = { spec: { a: 1, gone: 2, list: [1] } };
    const modified = { spec: { a: 3, list: [1, 2] } };
    const current = { spec: { a: 1, gone: 2, list: [1], other: true } };
    expect(createThreeWayJsonMergePatch(original, modified, current)).toEqual({
      spec: { a: 3, gone: null, list: [1, 2] },
    });
  });
});

describe('strategic merge patch', () => {
  const live = spec({ name: 'a', image: '1' }, { name: 'b', image: '2' }, { name: 'side' });
  const apply = (patch: JsonObject, to: JsonObject = live): unknown => {
    const result = applyStrategicMergePatch(to, patch, pod);
    return result.ok ? result.value : result.error;
  };

  it('merges lists by key', () => {
    expect(apply(spec({ name: 'b', image: '3' }, { name: 'c' }))).toEqual(
      spec({ name: 'a', image: '1' }, { name: 'b', image: '3' }, { name: 'c' }, { name: 'side' }),
    );
    expect(apply(spec({ name: 'b', $patch: 'delete' }))).toEqual(
      spec({ name: 'a', image: '1' }, { name: 'side' }),
    );
    expect(apply(spec({ $patch: 'replace' }, { name: 'z' }))).toEqual(spec({ name: 'z' }));
    expect(
      apply({ spec: { '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }] } }),
    ).toEqual(spec({ name: 'b', image: '2' }, { name: 'a', image: '1' }, { name: 'side' }));
    expect(
      apply(
        { metadata: { '$deleteFromPrimitiveList/finalizers': ['x'] } },
        {
          metadata: { finalizers: ['x', 'y'] },
        },
      ),
    ).toEqual({ metadata: { finalizers: ['y'] } });
    expect(apply(spec({ image: 'x' }))).toBe(
      'map: map[image:x] does not contain declared merge key: name',
    );
  });

  it('keeps the reference when nothing changes', () => {
    expect(apply(spec({ name: 'a', image: '1' }))).toBe(live);
  });

  it('is created from two or three versions', () => {
    const before = spec({ name: 'a', image: '1' }, { name: 'b', image: '2' });
    const after = spec({ name: 'a', image: '9' });
    const patch = {
      spec: {
        '$setElementOrder/containers': [{ name: 'a' }],
        containers: [
          { image: '9', name: 'a' },
          { $patch: 'delete', name: 'b' },
        ],
      },
    };
    expect(createTwoWayMergePatch(before, after, pod)).toEqual(patch);
    const current = spec({ name: 'a', image: '1', pulled: true }, { name: 'b' }, { name: 'c' });
    expect(createThreeWayMergePatch(before, after, current, pod)).toEqual(patch);
    expect(createThreeWayMergePatch(before, before, { ...before }, pod)).toEqual({});
    const rolling = { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: {} } } };
    expect(
      createTwoWayMergePatch(rolling, { spec: { strategy: { type: 'Recreate' } } }, pod),
    ).toEqual({
      spec: { strategy: { $retainKeys: ['type'], rollingUpdate: null, type: 'Recreate' } },
    });
  });
});
