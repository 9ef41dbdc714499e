// create configmap, secret generic, secret tls, secret docker-registry.
import { encodeBase64 } from '../../../../base/base64';
import { goJson, type JsonObject } from '../../../../base/json';
import type { Context } from '../../framework/context';
import { fail } from '../../framework/errors';
import { defineVerb } from '../../framework/verb';
import { openWhy } from '../../rest/client-config';
import { createGenerated, namespaceField, oneName } from './generate';
import { checkKeyPair } from './key-pair';
import { isText, keyValues } from './key-values';
import { hashedName } from './name-hash';

export const configmap = defineVerb({
  name: 'configmap',
  *run(ctx) {
    const name = oneName(ctx);
    const values = keyValues(ctx, 'ConfigMap', name);
    const data: Record<string, string> = {};
    const binaryData: Record<string, string> = {};
    for (const [key, value] of values) {
      if (isText(value)) data[key] = value;
      else binaryData[key] = encodeBase64(value);
    }
    const object: JsonObject = {
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: { name, ...namespaceField(ctx) },
      ...(Object.keys(data).length > 0 ? { data } : {}),
      ...(Object.keys(binaryData).length > 0 ? { binaryData } : {}),
    };
    return yield* createGenerated(ctx, withHash(ctx, object), {
      apiVersion: 'v1',
      resource: 'configmaps',
      failure: 'failed to create configmap: ',
    });
  },
});

function withHash(ctx: Context, object: JsonObject): JsonObject {
  if (!ctx.flags.bool('append-hash')) return object;
  const metadata = object.metadata as JsonObject;
  return { ...object, metadata: { ...metadata, name: hashedName(object) } };
}

const secretTarget = {
  apiVersion: 'v1',
  resource: 'secrets',
  failure: 'failed to create secret ',
} as const;

function secretObject(
  ctx: Context,
  name: string,
  values: Iterable<readonly [string, string]>,
  type: string,
): JsonObject {
  const data: Record<string, string> = {};
  for (const [key, value] of values) data[key] = encodeBase64(value);
  return withHash(ctx, {
    kind: 'Secret',
    apiVersion: 'v1',
    metadata: { name, ...namespaceField(ctx) },
    ...(Object.keys(data).length > 0 ? { data } : {}),
    ...(type ? { type } : {}),
  });
}

export const generic = defineVerb({
  name: 'generic',
  *run(ctx) {
    const name = oneName(ctx);
    const object = secretObject(
      ctx,
      name,
      keyValues(ctx, 'Secret', name),
      ctx.flags.string('type'),
    );
    return yield* createGenerated(ctx, object, secretTarget);
  },
});

export const tls = defineVerb({
  name: 'tls',
  *run(ctx) {
    const name = oneName(ctx);
    const [cert, key] = [ctx.flags.string('cert'), ctx.flags.string('key')];
    if (cert === '' || key === '') fail('key and cert must be specified');
    const certificate = readPart(ctx, cert);
    const privateKey = readPart(ctx, key);
    checkKeyPair(certificate, privateKey);
    const values = [
      ['tls.crt', certificate],
      ['tls.key', privateKey],
    ] as const;
    const object = secretObject(ctx, name, values, 'kubernetes.io/tls');
    return yield* createGenerated(ctx, object, secretTarget);
  },
});

function readPart(ctx: Context, path: string): string {
  try {
    return ctx.process.files.read(path);
  } catch (error) {
    return fail(`Cannot read file ${path}, ${openWhy(error, path)}`);
  }
}

export const dockerRegistry = defineVerb({
  name: 'docker-registry',
  *run(ctx) {
    const name = oneName(ctx);
    const { flags } = ctx;
    const files = flags.list('from-file');
    const [user, password] = [flags.string('docker-username'), flags.string('docker-password')];
    const server = flags.string('docker-server');
    if (files.length === 0 && (user === '' || password === '' || server === '')) {
      fail(
        'either --from-file or the combination of --docker-username, --docker-password and ' +
          '--docker-server is required',
      );
    }
    const values = files.length > 0 ? fromFiles(ctx, files) : [dockerConfig(ctx)];
    const object = secretObject(ctx, name, values, 'kubernetes.io/dockerconfigjson');
    return yield* createGenerated(ctx, object, secretTarget);
  },
});

function fromFiles(ctx: Context, sources: readonly string[]): [string, string][] {
  return sources.map((source) => {
    const at = source.indexOf('=');
    const path = at < 0 ? source : source.slice(at + 1);
    const key = at < 0 ? '.dockerconfigjson' : source.slice(0, at);
    return [key, readPart(ctx, path)];
  });
}

function dockerConfig(ctx: Context): readonly [string, string] {
  const { flags } = ctx;
  const [username, password] = [flags.string('docker-username'), flags.string('docker-password')];
  const email = flags.string('docker-email');
  const login = {
    username,
    password,
    ...(email ? { email } : {}),
    auth: encodeBase64(`${username}:${password}`),
  };
  const config = { auths: { [flags.string('docker-server')]: login } };
  return ['.dockerconfigjson', goJson(config, { keepOrder: true })];
}
