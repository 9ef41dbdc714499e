// certificate approve and deny: decides on certificate signing requests.
import { isObject, type JsonObject } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import { formatRfc3339 } from '../../../../base/time';
import { findObjects, onlyInfos } from '../../builder/builder';
import type { Info } from '../../builder/info';
import { objectNames } from '../../complete-arguments';
import type { Context } from '../../framework/context';
import { fail } from '../../framework/errors';
import { helpText } from '../../framework/help';
import { defineVerb } from '../../framework/verb';
import { ResultPrinter } from '../../printers/result';

function decide(name: string, type: 'Approved' | 'Denied') {
  return defineVerb({
    name,
    complete: (request) => objectNames(request.context, 'certificatesigningrequests'),
    run: (ctx) => runDecision(ctx, type),
  });
}

export default defineVerb({
  name: 'certificate',
  *run(ctx) {
    yield* ctx.out(helpText(ctx.command));
    return 0;
  },
  subcommands: { approve: decide('approve', 'Approved'), deny: decide('deny', 'Denied') },
});

function* runDecision(ctx: Context, type: 'Approved' | 'Denied'): Task<number> {
  const { args, flags } = ctx;
  if (
    args.length === 0 &&
    flags.list('filename').length === 0 &&
    flags.string('kustomize') === ''
  ) {
    fail('one or more CSRs must be specified as <name> or -f <filename>');
  }
  const printer = new ResultPrinter(ctx, 'none');
  const found = yield* findObjects(ctx, {
    args: args.length > 0 ? ['certificatesigningrequests', ...args] : [],
    useFiles: args.length === 0,
    latest: true,
  });
  for (const info of onlyInfos(found)) {
    const object = yield* update(ctx, info, type);
    yield* printer.print(object, type.toLowerCase());
  }
  return 0;
}

function* update(ctx: Context, info: Info, type: 'Approved' | 'Denied'): Task<JsonObject> {
  const status = isObject(info.object.status) ? info.object.status : {};
  const conditions = Array.isArray(status.conditions) ? status.conditions.filter(isObject) : [];
  const opposite = type === 'Approved' ? 'Denied' : 'Approved';
  if (conditions.some((one) => one.type === opposite)) {
    fail(`certificate signing request ${JSON.stringify(info.name)} is already ${opposite}`);
  }
  const isDone = conditions.some((one) => one.type === type);
  if (isDone && !ctx.flags.bool('force')) return info.object;
  const word = type === 'Approved' ? 'approve' : 'deny';
  const condition = {
    type,
    status: 'True',
    reason: `Kubectl${word[0]?.toUpperCase() ?? ''}${word.slice(1)}`,
    message: `This CSR was ${type.toLowerCase()} by kubectl certificate ${word}.`,
    lastUpdateTime: formatRfc3339(ctx.now),
  };
  const kept = conditions.filter((one) => one.type !== type);
  const rest = yield* ctx.rest();
  const answer = yield* rest.request({
    verb: 'update',
    apiVersion: info.resource.apiVersion,
    resource: info.resource.resource,
    name: info.name,
    subresource: 'approval',
    body: { ...info.object, status: { ...status, conditions: [...kept, condition] } },
  });
  return answer.object as unknown as JsonObject;
}
