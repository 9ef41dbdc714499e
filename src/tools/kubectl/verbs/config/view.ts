// config view: the merged configuration, secrets left out unless --raw.
import { encodeBase64 } from '../../../../base/base64';
import type { Json, JsonObject } from '../../../../base/json';
import { printYaml } from '../../../../base/yaml';
import type { Context } from '../../framework/context';
import { fail } from '../../framework/errors';
import { defineVerb } from '../../framework/verb';
import { objectPrinter, outputFormat } from '../../printers/printer';
import { configObject, emptyConfig, type KubeConfig, sections } from '../../rest/kubeconfig';
import { readMerged } from './access';

export const view = defineVerb({
  name: 'view',
  *run(ctx) {
    const { flags } = ctx;
    let config = readMerged(ctx);
    if (flags.bool('minify')) config = minified(ctx, config);
    if (flags.bool('flatten'))
      config = mapValues(config, (value, file) => flatten(ctx, value, file));
    else config = mapValues(config, (value, file) => absolute(ctx, value, file));
    if (!flags.bool('raw')) config = mapValues(config, hidden);
    const object = configObject(config);
    const format = outputFormat(ctx);
    if (format === '' || format === 'yaml') yield* ctx.out(printYaml(object));
    else {
      const printed = objectPrinter(ctx, format).print(object);
      yield* ctx.out(printed.text);
      if (printed.error) throw printed.error;
    }
    return 0;
  },
});

function mapValues(
  config: KubeConfig,
  change: (value: JsonObject, file: string) => JsonObject,
): KubeConfig {
  const out = { ...config };
  for (const [section] of sections) {
    const changed = [...config[section]].map(([name, entry]) => {
      return [name, { ...entry, value: change(entry.value, entry.file) }] as const;
    });
    out[section] = new Map(changed);
  }
  return out;
}

/** Only what the current context uses. */
function minified(ctx: Context, config: KubeConfig): KubeConfig {
  const name = ctx.flags.string('context') || config.currentContext;
  if (name === '') fail('current-context must exist in order to minify');
  const context = config.contexts.get(name);
  if (context === undefined) return fail(`cannot locate context ${name}`);
  const out: KubeConfig = { ...emptyConfig(), currentContext: name };
  out.contexts.set(name, context);
  const [cluster, user] = [String(context.value.cluster ?? ''), String(context.value.user ?? '')];
  const foundCluster = config.clusters.get(cluster);
  const foundUser = config.users.get(user);
  if (cluster !== '' && foundCluster === undefined) return fail(`cannot locate cluster ${cluster}`);
  if (user !== '' && foundUser === undefined) return fail(`cannot locate user ${user}`);
  if (foundCluster) out.clusters.set(cluster, foundCluster);
  if (foundUser) out.users.set(user, foundUser);
  return out;
}

const fileFields = ['certificate-authority', 'client-certificate', 'client-key'];

function located(ctx: Context, path: string, file: string): string {
  if (path.startsWith('/')) return path;
  return `${ctx.process.files.resolve(file).replace(/\/[^/]*$/, '')}/${path}`;
}

function absolute(ctx: Context, value: JsonObject, file: string): JsonObject {
  const out: Record<string, Json> = { ...value };
  for (const field of fileFields) {
    const path = value[field];
    if (typeof path === 'string' && path !== '') out[field] = located(ctx, path, file);
  }
  return out;
}

function flatten(ctx: Context, value: JsonObject, file: string): JsonObject {
  const out: Record<string, Json> = { ...value };
  for (const field of fileFields) {
    const path = value[field];
    if (typeof path !== 'string' || path === '') continue;
    out[`${field}-data`] = encodeBase64(ctx.process.files.read(located(ctx, path, file)));
    delete out[field];
  }
  return out;
}

/** Secrets as words that say there is something. */
function hidden(value: JsonObject): JsonObject {
  const out: Record<string, Json> = { ...value };
  for (const field of ['token', 'password']) if (out[field]) out[field] = 'REDACTED';
  for (const field of [
    'certificate-authority-data',
    'client-certificate-data',
    'client-key-data',
  ]) {
    if (out[field]) out[field] = 'DATA+OMITTED';
  }
  return out;
}
