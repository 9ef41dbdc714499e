// auth can-i: asks the server whether an action is allowed, or for all that is.
import type { JsonObject } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import { printTable } from '../../../../base/table';
import { list, part, text, texts } from '../../describe/page';
import type { Context } from '../../framework/context';
import { ExactError, fail } from '../../framework/errors';
import { reportError } from '../../framework/report';
import { defineVerb } from '../../framework/verb';
import type { ApiResource } from '../../rest/discovery';

const VERSION = 'authorization.k8s.io/v1';
const resourceVerbs = new Set(
  (
    '* get list watch create update patch delete deletecollection use bind escalate ' +
    'impersonate approve sign attest'
  ).split(' '),
);
const urlVerbs = new Set(['get', 'put', 'post', 'head', 'options', 'delete', 'patch', '*']);

export const canI = defineVerb({ name: 'can-i', run: runCanI });

function* runCanI(ctx: Context): Task<number> {
  const { flags, args } = ctx;
  if (flags.bool('list')) {
    if (args.length > 0) fail('list option must be specified with no arguments');
    return yield* listAll(ctx);
  }
  checkImpersonation(ctx);
  const [verb = '', what = ''] = args;
  if (args.length !== 2) {
    throw new ExactError(
      'error: you must specify two arguments: verb resource or verb resource/resourceName.\n' +
        "See 'kubectl auth can-i -h' for help and examples.",
    );
  }
  const spec = what.startsWith('/')
    ? yield* urlSpec(ctx, verb, what)
    : yield* resourceSpec(ctx, verb, what);
  const rest = yield* ctx.rest();
  const answer = yield* rest.request({
    verb: 'create',
    apiVersion: VERSION,
    resource: 'selfsubjectaccessreviews',
    body: { kind: 'SelfSubjectAccessReview', apiVersion: VERSION, metadata: {}, spec },
  });
  const status = part(answer.object as unknown as JsonObject, 'status');
  const isAllowed = status.allowed === true;
  if (!flags.bool('quiet')) yield* ctx.out(verdict(status, isAllowed));
  return isAllowed ? 0 : 1;
}

function verdict(status: JsonObject, isAllowed: boolean): string {
  if (isAllowed) return 'yes\n';
  const reason = text(status, 'reason');
  const problem = text(status, 'evaluationError');
  return `no${reason ? ` - ${reason}` : ''}${problem ? ` - ${problem}` : ''}\n`;
}

function checkImpersonation(ctx: Context): void {
  const { flags } = ctx;
  const also = flags.list('as-group').length > 0 || flags.string('as-uid') !== '';
  if (also && flags.string('as') === '') {
    const config = ctx.config();
    const context = config.contexts.get(config.currentContext);
    const user = String(context?.value.user ?? '');
    fail(`requesting uid, groups or user-extra for ${user} without impersonating a user`);
  }
}

function* urlSpec(ctx: Context, verb: string, path: string): Task<JsonObject> {
  if (!urlVerbs.has(verb)) yield* ctx.err(`Warning: verb '${verb}' is not a known verb\n\n`);
  return { nonResourceAttributes: { path, verb } };
}

function* resourceSpec(ctx: Context, verb: string, what: string): Task<JsonObject> {
  const { flags } = ctx;
  const slash = what.indexOf('/');
  const type = slash < 0 ? what : what.slice(0, slash);
  let name = slash < 0 ? '' : what.slice(slash + 1);
  let subresource = flags.string('subresource');
  const found = yield* lookUp(ctx, type);
  if (found?.subresources.includes(name) && subresource === '') {
    subresource = name;
    name = '';
  }
  const isAll = flags.bool('all-namespaces');
  const namespace = isAll ? '' : ctx.namespace().name;
  yield* warn(ctx, { verb, type, found, namespace });
  const dot = type.indexOf('.');
  const resource = found?.resource ?? (dot < 0 ? type : type.slice(0, dot));
  const group = found?.group ?? (dot < 0 ? (type === '*' ? '*' : '') : type.slice(dot + 1));
  return {
    resourceAttributes: {
      namespace,
      verb,
      group,
      resource,
      subresource,
      name,
    },
  };
}

function* lookUp(ctx: Context, type: string): Task<ApiResource | undefined> {
  if (type === '*') return undefined;
  const rest = yield* ctx.rest();
  try {
    const known = yield* rest.discovery(2);
    return known.find(type) ?? (yield* rest.freshDiscovery(2)).find(type);
  } catch (error) {
    if (reportError(error) === undefined) throw error;
    return undefined;
  }
}

function* warn(
  ctx: Context,
  asked: {
    readonly verb: string;
    readonly type: string;
    readonly found: ApiResource | undefined;
    readonly namespace: string;
  },
): Task<void> {
  const { verb, type, found, namespace } = asked;
  if (!resourceVerbs.has(verb)) yield* ctx.err(`Warning: verb '${verb}' is not a known verb\n\n`);
  if (type === '*') return;
  if (found === undefined) {
    const [resource = '', ...group] = type.split('.');
    const where = group.length > 0 ? ` in group '${group.join('.')}'` : '';
    yield* ctx.err(`Warning: the server doesn't have a resource type '${resource}'${where}\n\n`);
  } else if (!found.namespaced && namespace !== '') {
    const group = found.group ? ` in group '${found.group}'` : '';
    yield* ctx.err(`Warning: resource '${found.resource}' is not namespace scoped${group}\n\n`);
  }
}

function* listAll(ctx: Context): Task<number> {
  const rest = yield* ctx.rest();
  const answer = yield* rest.request({
    verb: 'create',
    apiVersion: VERSION,
    resource: 'selfsubjectrulesreviews',
    body: {
      kind: 'SelfSubjectRulesReview',
      apiVersion: VERSION,
      metadata: {},
      spec: { namespace: ctx.namespace().name },
    },
  });
  const status = part(answer.object as unknown as JsonObject, 'status');
  const rows = new Map<string, { cells: string[]; verbs: string[] }>();
  const add = (cells: string[], verbs: readonly string[]) => {
    const key = cells.join('|');
    const known = rows.get(key);
    if (known === undefined) rows.set(key, { cells, verbs: [...verbs] });
    else known.verbs.push(...verbs.filter((one) => !known.verbs.includes(one)));
  };
  for (const rule of list(status, 'resourceRules')) {
    const names = texts(rule, 'resourceNames');
    for (const group of texts(rule, 'apiGroups')) {
      for (const resource of texts(rule, 'resources')) {
        add([fullName(resource, group), '[]', `[${names.join(' ')}]`], texts(rule, 'verbs'));
      }
    }
  }
  for (const rule of list(status, 'nonResourceRules')) {
    for (const url of texts(rule, 'nonResourceURLs'))
      add(['', `[${url}]`, '[]'], texts(rule, 'verbs'));
  }
  const sorted = [...rows.values()].sort((a, b) => order(a.cells, b.cells));
  const shown = sorted.map(({ cells, verbs }) => [...cells, `[${verbs.join(' ')}]`]);
  const heads = ['Resources', 'Non-Resource URLs', 'Resource Names', 'Verbs'];
  yield* ctx.out(printTable(ctx.flags.bool('no-headers') ? shown : [heads, ...shown]));
  return 0;
}

function fullName(resource: string, group: string): string {
  if (group === '') return resource;
  const [own = '', ...rest] = resource.split('/');
  return `${own}.${group}${rest.length > 0 ? `/${rest.join('/')}` : ''}`;
}

/** Resources stay as the server lists them, URLs come after them in order. */
function order(a: readonly string[], b: readonly string[]): number {
  const [x, y] = [a[0] === '' ? 1 : 0, b[0] === '' ? 1 : 0];
  if (x !== y) return x - y;
  if (x === 0) return 0;
  return (a[1] ?? '') < (b[1] ?? '') ? -1 : 1;
}
