// create service clusterip, nodeport, loadbalancer, externalname.
import type { JsonObject } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import type { Context } from '../../framework/context';
import { fail } from '../../framework/errors';
import { defineVerb, type Verb } from '../../framework/verb';
import { createGenerated, namespaceField, oneName } from './generate';

type ServiceType = 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName';

function serviceVerb(name: string, type: ServiceType): Verb {
  return defineVerb({ name, run: (ctx) => createService(ctx, type) });
}

export const clusterip = serviceVerb('clusterip', 'ClusterIP');
export const nodeport = serviceVerb('nodeport', 'NodePort');
export const loadbalancer = serviceVerb('loadbalancer', 'LoadBalancer');
export const externalname = serviceVerb('externalname', 'ExternalName');

function* createService(ctx: Context, type: ServiceType): Task<number> {
  const name = oneName(ctx);
  const { flags } = ctx;
  const clusterIP = flags.knows('clusterip') ? flags.string('clusterip') : '';
  const tcp = flags.list('tcp');
  const mayLackPorts = type === 'ExternalName' || clusterIP === 'None';
  if (tcp.length === 0 && !mayLackPorts) fail('at least one tcp port specifier must be provided');
  const nodePort = flags.knows('node-port') ? flags.int('node-port') : 0;
  const ports = tcp.map((spec) => portOf(spec, nodePort));
  const labels = { app: name };
  const object: JsonObject = {
    kind: 'Service',
    apiVersion: 'v1',
    metadata: { name, ...namespaceField(ctx), labels },
    spec: {
      ...(ports.length > 0 ? { ports } : {}),
      selector: labels,
      ...(clusterIP ? { clusterIP } : {}),
      type,
      ...(type === 'ExternalName' ? { externalName: flags.string('external-name') } : {}),
    },
    status: { loadBalancer: {} },
  };
  return yield* createGenerated(ctx, object, {
    apiVersion: 'v1',
    resource: 'services',
    failure: `failed to create ${type} service: `,
  });
}

/** `80` or `80:8080` or `80:name`. @throws PlainError */
function portOf(spec: string, nodePort: number): JsonObject {
  const [portText = '', targetText] = spec.split(':');
  const port = parsePort(portText);
  const target = targetText ?? portText;
  const targetPort = /^\d+$/.test(target) ? Number(target) : target;
  const name = targetText === undefined ? portText : `${portText}-${targetText}`;
  return {
    name,
    protocol: 'TCP',
    port,
    targetPort,
    ...(nodePort > 0 ? { nodePort } : {}),
  };
}

/** Go's ParseUint with 16 bits. @throws PlainError */
function parsePort(text: string): number {
  const quoted = JSON.stringify(text);
  if (!/^\d+$/.test(text)) fail(`strconv.ParseUint: parsing ${quoted}: invalid syntax`);
  const port = Number(text);
  if (port > 65_535) fail(`strconv.ParseUint: parsing ${quoted}: value out of range`);
  return port;
}
