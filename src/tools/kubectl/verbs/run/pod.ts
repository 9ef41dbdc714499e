// The pod that `run` makes, and the service of --expose.
import type { JsonObject } from '../../../../base/json';
import { strictEnvVarNameErrors } from '../../../../base/names';
import type { Context } from '../../framework/context';
import { fail } from '../../framework/errors';
import { namespaceField } from '../create/generate';

/** The pod as the generator makes it; fields in Go's order. */
export function podFor(ctx: Context, restartPolicy: string): JsonObject {
  const { flags, args } = ctx;
  const [name = '', ...words] = args;
  const labels = readLabels(flags.string('labels'), name);
  const annotations = readPairs(flags.list('annotations'), 'annotation');
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      name,
      ...namespaceField(ctx),
      labels,
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
    },
    spec: {
      containers: [containerFor(ctx, name, words)],
      restartPolicy,
      dnsPolicy: 'ClusterFirst',
    },
    status: {},
  };
}

function containerFor(ctx: Context, name: string, words: readonly string[]): JsonObject {
  const { flags } = ctx;
  const env = readEnv(flags.list('env'));
  const port = readPort(flags.string('port'));
  const isCommand = flags.bool('command');
  const isInteractive = flags.bool('stdin');
  const policy = flags.string('image-pull-policy');
  return {
    name,
    image: flags.string('image'),
    ...(words.length > 0 ? { [isCommand ? 'command' : 'args']: [...words] } : {}),
    ...(port > 0 ? { ports: [{ containerPort: port }] } : {}),
    ...(env.length > 0 ? { env } : {}),
    resources: {},
    ...(policy ? { imagePullPolicy: policy } : {}),
    ...(flags.bool('privileged') ? { securityContext: { privileged: true } } : {}),
    ...(isInteractive ? { stdin: true } : {}),
    ...(isInteractive && !flags.bool('leave-stdin-open') ? { stdinOnce: true } : {}),
    ...(flags.bool('tty') ? { tty: true } : {}),
  };
}

function readPort(text: string): number {
  if (text === '') return 0;
  if (!/^-?\d+$/.test(text)) {
    fail(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
  }
  return Number(text);
}

function readLabels(text: string, name: string): JsonObject {
  if (text === '') return { run: name };
  const labels: Record<string, string> = {};
  for (const pair of text.split(',')) {
    const parts = pair.split('=');
    if (parts.length !== 2) fail(`unexpected label spec: ${pair}`);
    labels[parts[0] ?? ''] = parts[1] ?? '';
  }
  return labels;
}

function readPairs(pairs: readonly string[], what: string): Record<string, string> {
  const out: Record<string, string> = {};
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at < 0) fail(`unexpected ${what} spec: ${pair}`);
    out[pair.slice(0, at)] = pair.slice(at + 1);
  }
  return out;
}

function readEnv(pairs: readonly string[]): JsonObject[] {
  return pairs.map((pair) => {
    const at = pair.indexOf('=');
    const name = at < 0 ? '' : pair.slice(0, at);
    if (at < 0 || name === '' || strictEnvVarNameErrors(name).length > 0) {
      fail(`invalid env: ${pair}`);
    }
    const value = pair.slice(at + 1);
    return value === '' ? { name } : { name, value };
  });
}

/** The ClusterIP service of --expose. */
export function exposedService(ctx: Context, pod: JsonObject): JsonObject {
  const metadata = pod.metadata as JsonObject;
  const port = readPort(ctx.flags.string('port'));
  return {
    kind: 'Service',
    apiVersion: 'v1',
    metadata: { name: metadata.name ?? '', ...namespaceField(ctx) },
    spec: {
      ports: [{ protocol: 'TCP', port, targetPort: port }],
      selector: metadata.labels ?? {},
    },
    status: { loadBalancer: {} },
  };
}
