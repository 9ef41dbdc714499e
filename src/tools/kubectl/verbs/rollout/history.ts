// rollout history: revisions with their causes, or one revision's template.
import { isObject, type JsonObject } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import { tabWriter } from '../../../../base/table';
import type { Info } from '../../builder/info';
import { describePodTemplate } from '../../describe/pod-template';
import type { Context } from '../../framework/context';
import { fail } from '../../framework/errors';
import { defineVerb } from '../../framework/verb';
import { namePrinter, objectPrinter, outputFormat } from '../../printers/printer';
import { findWorkloads } from './find';
import { CHANGE_CAUSE, type Revision, revisionsOf } from './revisions';

export const history = defineVerb({
  name: 'history',
  *run(ctx) {
    const wanted = ctx.flags.int('revision');
    if (wanted < 0) fail(`revision must be a positive integer: ${wanted}`);
    const found = yield* findWorkloads(ctx);
    for (const outcome of found.outcomes) {
      if ('error' in outcome) throw outcome.error;
      const { info } = outcome;
      const revisions = yield* revisionsOf(ctx, info);
      if (outputFormat(ctx) !== '') yield* printObjects(ctx, revisions, wanted);
      else yield* ctx.out(textOf(info, revisions, wanted));
    }
    return 0;
  },
});

function find(revisions: readonly Revision[], wanted: number): Revision {
  const found = revisions.find((one) => one.number === wanted);
  return found ?? fail('unable to find the specified revision');
}

function* printObjects(ctx: Context, all: readonly Revision[], wanted: number): Task<void> {
  const printer = objectPrinter(ctx, outputFormat(ctx));
  for (const one of wanted > 0 ? [find(all, wanted)] : all) {
    const printed = printer.print(one.object);
    yield* ctx.out(printed.text);
    if (printed.error) throw printed.error;
  }
}

function textOf(info: Info, revisions: readonly Revision[], wanted: number): string {
  const operation =
    wanted > 0
      ? `with revision #${wanted}\n${templateText(find(revisions, wanted))}`
      : `\n${tableOf(revisions)}`;
  return namePrinter(operation).print(info.object).text;
}

function tableOf(revisions: readonly Revision[]): string {
  if (revisions.length === 0) return 'No rollout history found.';
  const lines = revisions.map((one) => `${one.number}\t${one.changeCause || '<none>'}\n`);
  return tabWriter(`REVISION\tCHANGE-CAUSE\n${lines.join('')}`);
}

function templateText(revision: Revision): string {
  return describePodTemplate(withCause(revision));
}

/** The cause is shown among the template's annotations. */
function withCause(revision: Revision): JsonObject {
  if (revision.changeCause === '') return revision.template;
  const { template } = revision;
  const metadata = isObject(template.metadata) ? template.metadata : {};
  const old = isObject(metadata.annotations) ? metadata.annotations : {};
  const annotations = { ...old, [CHANGE_CAUSE]: revision.changeCause };
  return { ...template, metadata: { ...metadata, annotations } };
}
