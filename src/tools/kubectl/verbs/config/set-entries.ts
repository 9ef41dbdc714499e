// config set-cluster, set-context, set-credentials.
import { encodeBase64 } from '../../../../base/base64';
import type { Json, JsonObject } from '../../../../base/json';
import { errorText } from '../../../../machine/errno';
import type { Context } from '../../framework/context';
import { fail } from '../../framework/errors';
import { defineVerb } from '../../framework/verb';
import { changeFile, completeSection, expectArguments, fileOf, readMerged } from './access';

type Draft = Record<string, Json>;

export const setCluster = defineVerb({
  name: 'set-cluster',
  complete: completeSection('clusters'),
  *run(ctx) {
    yield* expectArguments(ctx, 1);
    const [name = ''] = ctx.args;
    const { flags } = ctx;
    const embeds = flags.bool('embed-certs');
    const authority = flags.string('certificate-authority');
    if (flags.bool('insecure-skip-tls-verify') && authority !== '') {
      fail('you cannot specify a certificate authority and insecure mode at the same time');
    }
    if (embeds) {
      if (authority === '') fail('you must specify a --certificate-authority to embed');
      checkFile(ctx, authority, 'certificate-authority');
    }
    const entry = readMerged(ctx).clusters.get(name);
    const value: Draft = { ...entry?.value };
    if (flags.changed('server')) value.server = flags.string('server').replace(/\/$/, '');
    if (flags.changed('tls-server-name'))
      value['tls-server-name'] = flags.string('tls-server-name');
    if (flags.changed('insecure-skip-tls-verify')) {
      setFlag(value, 'insecure-skip-tls-verify', flags.bool('insecure-skip-tls-verify'));
      if (flags.bool('insecure-skip-tls-verify')) {
        delete value['certificate-authority'];
        delete value['certificate-authority-data'];
      }
    }
    if (authority !== '') {
      placeFile(ctx, value, { field: 'certificate-authority', path: authority, embeds });
      delete value['insecure-skip-tls-verify'];
    }
    if (flags.changed('proxy-url')) value['proxy-url'] = flags.string('proxy-url');
    if (value.server === undefined) value.server = '';
    changeFile(
      ctx,
      fileOf(ctx, entry),
      (config) => void config.clusters.set(name, { value, file: '' }),
    );
    yield* ctx.out(`Cluster ${JSON.stringify(name)} set.\n`);
    return 0;
  },
});

function setFlag(value: Draft, field: string, isOn: boolean): void {
  if (isOn) value[field] = true;
  else delete value[field];
}

function checkFile(ctx: Context, path: string, what: string): void {
  try {
    ctx.process.files.stat(path);
  } catch (error) {
    const why = errorText(error).toLowerCase();
    fail(`could not stat ${what} file ${path}: stat ${path}: ${why}`);
  }
}

/** A certificate's path or its content. */
function placeFile(
  ctx: Context,
  value: Draft,
  what: { readonly field: string; readonly path: string; readonly embeds: boolean },
): void {
  const data = `${what.field}-data`;
  if (what.embeds) {
    value[data] = encodeBase64(ctx.process.files.read(what.path));
    delete value[what.field];
    return;
  }
  value[what.field] = ctx.process.files.resolve(what.path);
  delete value[data];
}

export const setContext = defineVerb({
  name: 'set-context',
  complete: completeSection('contexts'),
  *run(ctx) {
    const { flags } = ctx;
    const isCurrent = flags.bool('current');
    if (isCurrent && ctx.args.length > 0)
      fail('you cannot specify both a context name and --current');
    const config = readMerged(ctx);
    const [name = isCurrent ? config.currentContext : ''] = ctx.args;
    if (isCurrent && name === '') fail('no current context is set');
    if (name === '') fail('you must specify a non-empty context name or --current');
    const entry = config.contexts.get(name);
    const value: Draft = { cluster: '', user: '', ...entry?.value };
    for (const field of ['cluster', 'user', 'namespace']) {
      if (flags.changed(field)) value[field] = flags.string(field);
    }
    if (value.namespace === '') delete value.namespace;
    changeFile(
      ctx,
      fileOf(ctx, entry),
      (file) => void file.contexts.set(name, { value, file: '' }),
    );
    yield* ctx.out(`Context ${JSON.stringify(name)} ${entry ? 'modified' : 'created'}.\n`);
    return 0;
  },
});

export const setCredentials = defineVerb({
  name: 'set-credentials',
  complete: completeSection('users'),
  *run(ctx) {
    yield* expectArguments(ctx, 1);
    const [name = ''] = ctx.args;
    const { flags } = ctx;
    const methods: string[] = [];
    if (flags.string('token') !== '') methods.push('--token');
    if (flags.string('username') !== '' || flags.string('password') !== '') {
      methods.push('--username/--password');
    }
    if (methods.length > 1) {
      fail(
        'you cannot specify more than one authentication method at the same time: ' +
          methods.join(', '),
      );
    }
    const entry = readMerged(ctx).users.get(name);
    const value: Draft = { ...entry?.value };
    certificates(ctx, value);
    if (flags.changed('token')) {
      value.token = flags.string('token');
      delete value.username;
      delete value.password;
    }
    for (const field of ['username', 'password']) {
      if (!flags.changed(field)) continue;
      value[field] = flags.string(field);
      delete value.token;
    }
    execPlugin(ctx, value);
    changeFile(ctx, fileOf(ctx, entry), (file) => void file.users.set(name, { value, file: '' }));
    yield* ctx.out(`User ${JSON.stringify(name)} set.\n`);
    return 0;
  },
});

function certificates(ctx: Context, value: Draft): void {
  const { flags } = ctx;
  const embeds = flags.bool('embed-certs');
  const [certificate, key] = [flags.string('client-certificate'), flags.string('client-key')];
  if (embeds) {
    if (certificate === '' && key === '') {
      fail('you must specify a --client-certificate or --client-key to embed');
    }
    if (certificate !== '') checkFile(ctx, certificate, 'client-certificate');
    if (key !== '') checkFile(ctx, key, 'client-key');
  }
  if (certificate !== '')
    placeFile(ctx, value, { field: 'client-certificate', path: certificate, embeds });
  if (key !== '') placeFile(ctx, value, { field: 'client-key', path: key, embeds });
}

function execPlugin(ctx: Context, value: Draft): void {
  const { flags } = ctx;
  const old = (value.exec ?? {}) as JsonObject;
  const env = flags.list('exec-env').map((pair) => {
    if (!pair.includes('=') && !pair.endsWith('-')) fail(`invalid exec-env format: ${pair}`);
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1) };
  });
  const command = flags.string('exec-command');
  if (command === '' && env.length === 0) return;
  const args = flags.list('exec-arg');
  value.exec = {
    apiVersion: flags.string('exec-api-version') || (old.apiVersion ?? ''),
    args: args.length > 0 ? args : (old.args ?? null),
    command: command || (old.command ?? ''),
    env: env.length > 0 ? env : (old.env ?? null),
    interactiveMode:
      flags.string('exec-interactive-mode') || (old.interactiveMode ?? 'IfAvailable'),
    provideClusterInfo: flags.bool('exec-provide-cluster-info'),
  };
}
