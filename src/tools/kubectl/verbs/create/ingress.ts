// create ingress: rules as host/path=service:port[,tls[=secret]].
import type { JsonObject } from '../../../../base/json';
import type { Context } from '../../framework/context';
import { fail } from '../../framework/errors';
import { defineVerb } from '../../framework/verb';
import { createGenerated, namespaceField, oneName } from './generate';

export const ingress = defineVerb({
  name: 'ingress',
  *run(ctx) {
    const name = oneName(ctx);
    const { flags } = ctx;
    const rules = flags.list('rule');
    const backend = flags.string('default-backend');
    if (backend === '' && rules.length === 0) {
      fail(
        'not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)',
      );
    }
    checkRules(rules);
    const annotations = readAnnotations(ctx);
    const ingressClassName = flags.string('class');
    const tls = tlsOf(rules);
    const object: JsonObject = {
      kind: 'Ingress',
      apiVersion: 'networking.k8s.io/v1',
      metadata: { name, ...namespaceField(ctx), ...(annotations ? { annotations } : {}) },
      spec: {
        ...(ingressClassName ? { ingressClassName } : {}),
        ...(backend ? { defaultBackend: backendOf(backend) } : {}),
        ...(tls.length > 0 ? { tls } : {}),
        ...(rules.length > 0 ? { rules: rulesOf(rules) } : {}),
      },
      status: { loadBalancer: {} },
    };
    return yield* createGenerated(ctx, object, {
      apiVersion: 'networking.k8s.io/v1',
      resource: 'ingresses',
      failure: 'failed to create ingress: ',
    });
  },
});

const RULE =
  /^(?<host>[\w*\-.]*)\/(?<path>[^=]*)=(?<backend>[\w-]+:[\w-]+)(?<tls>,tls(=[\w-]+)?)?$/;

interface Rule {
  readonly host: string;
  readonly path: string;
  readonly backend: string;
  readonly tls: string | undefined;
}

function parse(rule: string): Rule | undefined {
  const groups = RULE.exec(rule)?.groups;
  if (groups === undefined) return undefined;
  const { host = '', path = '', backend = '', tls } = groups;
  return { host, path: `/${path}`, backend, tls };
}

function checkRules(rules: readonly string[]): void {
  for (const rule of rules) {
    if (parse(rule) === undefined) {
      fail(
        `rule ${rule} is invalid and should be in format ` +
          'host/path=svcname:svcport[,tls[=secret]]',
      );
    }
  }
}

function readAnnotations(ctx: Context): Record<string, string> | undefined {
  const pairs = ctx.flags.list('annotation');
  if (pairs.length === 0) return undefined;
  const annotations: Record<string, string> = {};
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at < 0) {
      fail(`annotation ${pair} is invalid and should be in format key=[value]`);
    }
    annotations[pair.slice(0, at)] = pair.slice(at + 1);
  }
  return annotations;
}

function backendOf(text: string): JsonObject {
  const [name = '', port = ''] = text.split(':');
  const numbered = /^\d+$/.test(port) ? { number: Number(port) } : { name: port };
  return { service: { name, port: numbered } };
}

function rulesOf(rules: readonly string[]): JsonObject[] {
  const byHost = new Map<string, JsonObject[]>();
  for (const text of rules) {
    const rule = parse(text);
    if (rule === undefined) continue;
    const isPrefix = rule.path.endsWith('*');
    const path = {
      path: isPrefix ? rule.path.slice(0, -1) : rule.path,
      pathType: isPrefix ? 'Prefix' : 'Exact',
      backend: backendOf(rule.backend),
    };
    const list = byHost.get(rule.host);
    if (list === undefined) byHost.set(rule.host, [path]);
    else list.push(path);
  }
  return [...byHost].map(([host, paths]) => ({ ...(host ? { host } : {}), http: { paths } }));
}

/** Hosts by secret; a bare `tls` means the default certificate. */
function tlsOf(rules: readonly string[]): JsonObject[] {
  const out: JsonObject[] = [];
  for (const text of rules) {
    const rule = parse(text);
    if (rule?.tls === undefined) continue;
    const secretName = rule.tls.slice(',tls='.length);
    const hosts = rule.host ? { hosts: [rule.host] } : {};
    out.push({ ...hosts, ...(secretName ? { secretName } : {}) });
  }
  return out;
}
