// describe: details of objects, by name, prefix, selector or file.
import type { Task } from '../../../base/sim';
import { isReason } from '../../../kubernetes/api/errors';
import { errorsOf, findObjects } from '../builder/builder';
import type { Info } from '../builder/info';
import { completeResources } from '../complete-arguments';
import type { Subject } from '../describe/describer';
import { eventLines, eventsOf } from '../describe/events';
import { describeGeneric } from '../describe/generic';
import { Page } from '../describe/page';
import { describerOf } from '../describe/registry';
import type { Context } from '../framework/context';
import { fail, failAll } from '../framework/errors';
import { defineVerb } from '../framework/verb';

export default defineVerb({ name: 'describe', run: runDescribe, complete: completeResources });

function* runDescribe(ctx: Context): Task<number> {
  const { flags, args } = ctx;
  const hasFiles = flags.list('filename').length > 0 || flags.string('kustomize') !== '';
  if (args.length === 0 && !hasFiles) {
    fail(
      'You must specify the type of resource to describe. Use "kubectl api-resources" for a ' +
        'complete list of supported resources.',
    );
  }
  const found = yield* findObjects(ctx, {
    args,
    useFiles: true,
    latest: true,
    allowEmptySelector: true,
    selector: flags.string('selector'),
    allNamespaces: flags.bool('all-namespaces'),
    query: flags.int('chunk-size') > 0 ? { limit: flags.string('chunk-size') } : {},
  });
  const errors = errorsOf(found);
  const infos = found.outcomes.flatMap((one) => ('info' in one ? [one.info] : []));
  const [first] = errors;
  if (infos.length === 0 && errors.length === 1 && isReason(first, 'NotFound') && !hasFiles) {
    return yield* describeByPrefix(ctx, first);
  }
  const withEvents = flags.bool('show-events') && found.outcomes.length === 1;
  for (const [i, info] of infos.entries()) {
    const text = yield* describeOne(ctx, info, withEvents);
    yield* ctx.out(i === 0 ? text : `\n\n${text}`);
  }
  if (infos.length === 0 && errors.length === 0) {
    const inNamespace =
      !flags.bool('all-namespaces') && found.resources.every((one) => one.namespaced);
    const where = inNamespace ? ` in ${ctx.namespace().name} namespace.` : '';
    yield* ctx.err(`No resources found${where}\n`);
  }
  failAll(errors);
  return 0;
}

/** `describe pod web` when no pod is called just that: all that begin so. */
function* describeByPrefix(ctx: Context, error: unknown): Task<number> {
  const [argument = '', second] = ctx.args;
  const [type = '', prefix = ''] = argument.includes('/')
    ? argument.split('/')
    : [argument, second];
  if (ctx.args.length > 2) throw error;
  const all = yield* findObjects(ctx, { args: [type], allowEmptySelector: true });
  let count = 0;
  for (const outcome of all.outcomes) {
    if ('error' in outcome || !outcome.info.name.startsWith(prefix)) continue;
    count++;
    yield* ctx.out(`${yield* describeOne(ctx, outcome.info, false)}\n`);
  }
  if (count === 0) throw error;
  return 0;
}

function* describeOne(ctx: Context, info: Info, withEvents: boolean): Task<string> {
  const page = new Page();
  const subject: Subject = {
    ctx,
    info,
    object: info.object,
    page,
    *events() {
      if (withEvents) eventLines(page, yield* eventsOf(ctx, info), ctx.now);
    },
  };
  const describer = describerOf(info.resource);
  yield* describer === undefined ? describeGeneric(subject) : describer.describe(subject);
  return page.text();
}
