// apply: three-way merges on this side, or a server-side apply; --prune afterwards.
import type { JsonObject } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import { findObjects, requireFiles } from '../../builder/builder';
import type { Info } from '../../builder/info';
import { matchesText } from '../../builder/match-selector';
import type { Context } from '../../framework/context';
import { type DryRun, fieldValidation, readDryRun } from '../../framework/dry-run';
import { fail, failAll } from '../../framework/errors';
import { defineVerb } from '../../framework/verb';
import { ResultPrinter } from '../../printers/result';
import { applyOnClient } from './client-side';
import { editLastApplied } from './edit-last-applied';
import { prune, readAllowlist } from './prune';
import { applyOnServer } from './server-side';
import { setLastApplied } from './set-last-applied';
import { viewLastApplied } from './view-last-applied';

export default defineVerb({
  name: 'apply',
  run: runApply,
  subcommands: {
    'edit-last-applied': editLastApplied,
    'set-last-applied': setLastApplied,
    'view-last-applied': viewLastApplied,
  },
});

/** What one object's apply needs. */
export interface ApplyRun {
  readonly ctx: Context;
  readonly dryRun: DryRun;
  readonly validation: string;
  readonly printer: ResultPrinter;
}

function* runApply(ctx: Context): Task<number> {
  const { flags, args } = ctx;
  if (args.length > 0) throw ctx.usageError(`Unexpected args: [${args.join(' ')}]`);
  const isServerSide = flags.bool('server-side');
  const selector = flags.string('selector');
  const dryRun = yield* readDryRun(ctx);
  checkFlags(ctx, dryRun);
  const validation = fieldValidation(ctx);
  requireFiles(ctx);
  const allowlist = flags.bool('prune') ? yield* readAllowlist(ctx) : [];
  const printer = new ResultPrinter(ctx, dryRun);
  const found = yield* findObjects(ctx, {
    useFiles: true,
    validate: validation !== 'Ignore',
  });
  const outcomes = found.outcomes.filter(
    (one) => 'error' in one || selector === '' || matchesText(selector, one.info.object),
  );
  if (outcomes.length === 0) fail('no objects passed to apply');
  const run: ApplyRun = { ctx, dryRun, validation, printer };
  const errors: unknown[] = [];
  const applied: { info: Info; uid: string }[] = [];
  const gathered: JsonObject[] = [];
  for (const outcome of outcomes) if ('error' in outcome) errors.push(outcome.error);
  for (const outcome of outcomes) {
    if ('error' in outcome) continue;
    const { info } = outcome;
    try {
      const result = isServerSide
        ? yield* applyOnServer(run, info)
        : yield* applyOnClient(run, info);
      const metadata = (result.object.metadata ?? {}) as JsonObject;
      applied.push({ info, uid: String(metadata.uid ?? '') });
      if (printer.isPlain) yield* printer.print(result.object, result.operation);
      else gathered.push(result.object);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      errors.push(error);
    }
  }
  yield* printGathered(printer, gathered);
  if (flags.bool('prune')) yield* prune(run, applied, allowlist);
  failAll(errors);
  return 0;
}

/** With -o several objects are one List. */
function* printGathered(printer: ResultPrinter, objects: readonly JsonObject[]): Task<void> {
  const [first] = objects;
  if (first === undefined) return;
  const list = { apiVersion: 'v1', items: [...objects], kind: 'List', metadata: {} };
  yield* printer.print(objects.length === 1 ? first : list, '');
}

function checkFlags(ctx: Context, dryRun: DryRun): void {
  const { flags } = ctx;
  const isServerSide = flags.bool('server-side');
  if (flags.bool('force-conflicts') && !isServerSide) {
    fail('--force-conflicts only works with --server-side');
  }
  if (dryRun === 'client' && isServerSide) {
    fail(
      "--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)",
    );
  }
  if (dryRun === 'server' && flags.bool('force')) {
    fail('--dry-run=server cannot be used with --force');
  }
  if (flags.bool('force') && isServerSide) fail('--force cannot be used with --server-side');
  if (flags.bool('prune') && !flags.bool('all') && flags.string('selector') === '') {
    fail(
      'all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector',
    );
  }
}
