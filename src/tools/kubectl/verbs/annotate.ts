// annotate: sets, changes, removes and lists annotations.
import { createMergePatch } from '../../../base/patch';
import type { Task } from '../../../base/sim';
import { errorsOf } from '../builder/builder';
import type { Info } from '../builder/info';
import { checkLocal, splitPairs } from '../builder/pairs';
import { patchInfo } from '../builder/patch-info';
import { completeResources } from '../complete-arguments';
import type { Context } from '../framework/context';
import { type DryRun, readDryRun } from '../framework/dry-run';
import { fail, failAll, PlainError } from '../framework/errors';
import { defineVerb } from '../framework/verb';
import { ResultPrinter } from '../printers/result';
import { checkVersionFlag, findChangeable, listMaps, mapOf, withMap, withVersion } from './label';

export default defineVerb({ name: 'annotate', run: runAnnotate, complete: completeResources });

interface Changes {
  readonly set: ReadonlyMap<string, string>;
  readonly remove: readonly string[];
}

function* runAnnotate(ctx: Context): Task<number> {
  const { flags } = ctx;
  const dryRun = yield* readDryRun(ctx);
  const { resources, pairs } = splitPairs(ctx.args, 'annotation');
  if (flags.bool('all') && flags.string('selector') !== '') {
    fail('cannot set --all and --selector at the same time');
  }
  checkLocal(ctx, resources);
  const hasFiles = flags.list('filename').length > 0 || flags.string('kustomize') !== '';
  if (resources.length === 0 && !hasFiles) {
    fail('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  }
  const changes = readChanges(pairs);
  const isList = flags.bool('list');
  if (changes.set.size + changes.remove.length === 0 && !isList) {
    fail('at least one annotation update is required');
  }
  const printer = new ResultPrinter(ctx, dryRun);
  const found = yield* findChangeable(ctx, resources);
  checkVersionFlag(ctx, found);
  if (isList) return yield* listMaps(ctx, found, 'annotations');
  const errors: unknown[] = errorsOf(found);
  for (const outcome of found.outcomes) {
    if ('error' in outcome) continue;
    try {
      yield* annotateOne(ctx, outcome.info, { changes, dryRun, printer });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      errors.push(error);
    }
  }
  failAll(errors);
  return 0;
}

/** @throws PlainError */
function readChanges(pairs: readonly string[]): Changes {
  const set = new Map<string, string>();
  const remove: string[] = [];
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at >= 0) set.set(pair.slice(0, at), pair.slice(at + 1));
    else remove.push(pair.slice(0, -1));
  }
  const both = remove.filter((key) => set.has(key));
  if (both.length > 0) {
    fail(
      'can not both modify and remove the following annotation(s) in the same command: ' +
        both.join(', '),
    );
  }
  return { set, remove };
}

function* annotateOne(
  ctx: Context,
  info: Info,
  how: { readonly changes: Changes; readonly dryRun: DryRun; readonly printer: ResultPrinter },
): Task<void> {
  const { changes, dryRun, printer } = how;
  const before = mapOf(info.object, 'annotations');
  if (!ctx.flags.bool('overwrite')) {
    const taken = [...changes.set].filter(([key, value]) => {
      return before[key] !== undefined && before[key] !== value;
    });
    if (taken.length > 0) {
      const list = taken.map(([key]) => `'${key}' already has a value (${String(before[key])})`);
      throw new PlainError(
        `--overwrite is false but found the following declared annotation(s): ${list.join('; ')}`,
      );
    }
  }
  const after: Record<string, unknown> = { ...before };
  for (const [key, value] of changes.set) after[key] = value;
  for (const key of changes.remove) delete after[key];
  const changed = withMap(info.object, 'annotations', after);
  if (dryRun === 'client' || ctx.flags.bool('local')) {
    yield* printer.print(changed, 'annotated');
    return;
  }
  const version = ctx.flags.string('resource-version');
  const body = withVersion(createMergePatch(info.object, changed), version);
  const object =
    Object.keys(body).length === 0
      ? info.object
      : yield* patchInfo(ctx, info, { type: 'merge', body, dryRun });
  yield* printer.print(object, 'annotated');
}
