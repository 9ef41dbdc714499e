// auth reconcile: adds what RBAC objects lack compared with files, and removes extras on request.
import type { JsonObject } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import { isReason } from '../../../../kubernetes/api/errors';
import { findObjects, onlyInfos, requireFiles } from '../../builder/builder';
import type { Info } from '../../builder/info';
import { list, text, texts } from '../../describe/page';
import type { Context } from '../../framework/context';
import { type DryRun, readDryRun } from '../../framework/dry-run';
import { defineVerb } from '../../framework/verb';
import { ResultPrinter } from '../../printers/result';

export const reconcile = defineVerb({
  name: 'reconcile',
  *run(ctx) {
    requireFiles(ctx);
    const dryRun = yield* readDryRun(ctx);
    const printer = new ResultPrinter(ctx, dryRun);
    const found = yield* findObjects(ctx, { useFiles: true });
    for (const info of onlyInfos(found)) {
      if (info.resource.group !== 'rbac.authorization.k8s.io') continue;
      const isRole = info.resource.kind.endsWith('Role');
      const report: string[] = [];
      const object = yield* reconcileOne(ctx, info, { isRole, report, dryRun });
      yield* printer.print(object, 'reconciled');
      for (const line of report) yield* ctx.err(`${line}\n`);
    }
    return 0;
  },
});

interface How {
  readonly isRole: boolean;
  readonly report: string[];
  readonly dryRun: DryRun;
}

function* reconcileOne(ctx: Context, info: Info, how: How): Task<JsonObject> {
  const rest = yield* ctx.rest();
  const at = {
    apiVersion: info.resource.apiVersion,
    resource: info.resource.resource,
    ...(info.namespace ? { namespace: info.namespace } : {}),
  };
  let live: JsonObject | undefined;
  try {
    const answer = yield* rest.request({ verb: 'get', ...at, name: info.name });
    live = answer.object as unknown as JsonObject;
  } catch (error) {
    if (!isReason(error, 'NotFound')) throw error;
  }
  const field = how.isRole ? 'rules' : 'subjects';
  const change = how.isRole
    ? ruleChange(ctx, live, info.object)
    : subjectChange(ctx, live, info.object);
  if (live !== undefined && change.added.length + change.removed.length === 0) return live;
  how.report.push(
    live === undefined ? '\treconciliation required create' : '\treconciliation required update',
  );
  const noun = how.isRole ? 'rules' : 'subjects';
  const show = how.isRole ? ruleText : subjectText;
  if (change.added.length > 0) how.report.push(`\tmissing ${noun} added:`);
  for (const one of change.added) how.report.push(`\t\t${show(one)}`);
  if (change.removed.length > 0) how.report.push(`\textra ${noun} removed:`);
  for (const one of change.removed) how.report.push(`\t\t${show(one)}`);
  const body: JsonObject = live === undefined ? info.object : { ...live, [field]: change.result };
  if (how.dryRun === 'client') return body;
  const query = how.dryRun === 'server' ? { dryRun: 'All' } : {};
  const answer =
    live === undefined
      ? yield* rest.request({ verb: 'create', ...at, body, query })
      : yield* rest.request({ verb: 'update', ...at, name: info.name, body, query });
  return answer.object as unknown as JsonObject;
}

interface Change {
  readonly added: readonly JsonObject[];
  readonly removed: readonly JsonObject[];
  readonly result: readonly JsonObject[];
}

/** Rules broken up into single verbs, groups, resources and names. */
function breakdown(rules: readonly JsonObject[]): JsonObject[] {
  const out: JsonObject[] = [];
  for (const rule of rules) {
    const names = texts(rule, 'resourceNames');
    for (const group of texts(rule, 'apiGroups')) {
      for (const resource of texts(rule, 'resources')) {
        for (const verb of texts(rule, 'verbs')) {
          const base = { verbs: [verb], apiGroups: [group], resources: [resource] };
          if (names.length === 0) out.push(base);
          for (const name of names) out.push({ ...base, resourceNames: [name] });
        }
      }
    }
    for (const url of texts(rule, 'nonResourceURLs')) {
      for (const verb of texts(rule, 'verbs')) out.push({ verbs: [verb], nonResourceURLs: [url] });
    }
  }
  return out;
}

function covers(owner: JsonObject, wanted: JsonObject): boolean {
  const has = (field: string) => {
    const have = texts(owner, field);
    return have.includes('*') || texts(wanted, field).every((one) => have.includes(one));
  };
  if (!has('verbs')) return false;
  if (texts(wanted, 'nonResourceURLs').length > 0) return has('nonResourceURLs');
  const names = texts(owner, 'resourceNames');
  const isNamed =
    names.length === 0 || (texts(wanted, 'resourceNames').length > 0 && has('resourceNames'));
  return has('apiGroups') && has('resources') && isNamed;
}

function ruleChange(ctx: Context, live: JsonObject | undefined, wanted: JsonObject): Change {
  const [old, expected] = [list(live, 'rules'), list(wanted, 'rules')];
  const added = breakdown(expected).filter((one) => !old.some((rule) => covers(rule, one)));
  const extra = breakdown(old).filter((one) => !expected.some((rule) => covers(rule, one)));
  const removes = ctx.flags.bool('remove-extra-permissions');
  if (removes) return { added, removed: extra, result: expected };
  return { added, removed: [], result: [...old, ...added] };
}

function subjectChange(ctx: Context, live: JsonObject | undefined, wanted: JsonObject): Change {
  const [old, expected] = [list(live, 'subjects'), list(wanted, 'subjects')];
  const same = (a: JsonObject, b: JsonObject) =>
    ['kind', 'name', 'namespace'].every((field) => text(a, field) === text(b, field));
  const added = expected.filter((one) => !old.some((two) => same(one, two)));
  const extra = old.filter((one) => !expected.some((two) => same(one, two)));
  if (ctx.flags.bool('remove-extra-subjects')) return { added, removed: extra, result: expected };
  return { added, removed: [], result: [...old, ...added] };
}

function ruleText(rule: JsonObject): string {
  const show = (field: string) => `[${texts(rule, field).join(' ')}]`;
  return (
    `{Verbs:${show('verbs')} APIGroups:${show('apiGroups')} Resources:${show('resources')} ` +
    `ResourceNames:${show('resourceNames')} NonResourceURLs:${show('nonResourceURLs')}}`
  );
}

function subjectText(subject: JsonObject): string {
  const show = (field: string) => text(subject, field);
  return (
    `{Kind:${show('kind')} APIGroup:${show('apiGroup')} Name:${show('name')} ` +
    `Namespace:${show('namespace')}}`
  );
}
