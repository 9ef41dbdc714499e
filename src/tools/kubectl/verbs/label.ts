// label: sets, changes, removes and lists labels.
import { isObject, type JsonObject } from '../../../base/json';
import { labelValueErrors } from '../../../base/names';
import { createMergePatch } from '../../../base/patch';
import type { Task } from '../../../base/sim';
import { errorsOf, findObjects } from '../builder/builder';
import type { Found, Info } from '../builder/info';
import { checkLocal, splitPairs } from '../builder/pairs';
import { patchInfo } from '../builder/patch-info';
import { completeResources } from '../complete-arguments';
import type { Context } from '../framework/context';
import { type DryRun, readDryRun } from '../framework/dry-run';
import { fail, failAll, PlainError } from '../framework/errors';
import { defineVerb } from '../framework/verb';
import { ResultPrinter } from '../printers/result';

export default defineVerb({ name: 'label', run: runLabel, complete: completeResources });

interface Changes {
  readonly set: ReadonlyMap<string, string>;
  readonly remove: readonly string[];
}

function* runLabel(ctx: Context): Task<number> {
  const { flags } = ctx;
  const dryRun = yield* readDryRun(ctx);
  const { resources, pairs } = splitPairs(ctx.args, 'label');
  checkArguments(ctx, resources);
  const changes = readChanges(pairs);
  const isList = flags.bool('list');
  if (changes.set.size + changes.remove.length === 0 && !isList) {
    fail('at least one label update is required');
  }
  if (isList && flags.string('output') !== '') {
    fail('--list and --output may not be specified together');
  }
  const printer = new ResultPrinter(ctx, dryRun);
  const found = yield* findChangeable(ctx, resources);
  checkVersionFlag(ctx, found);
  if (isList) return yield* listMaps(ctx, found, 'labels');
  const errors: unknown[] = errorsOf(found);
  for (const outcome of found.outcomes) {
    if ('error' in outcome) continue;
    try {
      yield* labelOne(ctx, outcome.info, { changes, dryRun, printer });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      errors.push(error);
    }
  }
  failAll(errors);
  return 0;
}

function checkArguments(ctx: Context, resources: readonly string[]): void {
  const { flags } = ctx;
  if (flags.bool('all') && flags.string('selector') !== '') {
    fail('cannot set --all and --selector at the same time');
  }
  if (flags.bool('all') && flags.string('field-selector') !== '') {
    fail('cannot set --all and --field-selector at the same time');
  }
  checkLocal(ctx, resources);
  const hasFiles = flags.list('filename').length > 0 || flags.string('kustomize') !== '';
  if (resources.length === 0 && !hasFiles) {
    fail('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  }
}

/** The objects that label and annotate work on. */
export function* findChangeable(ctx: Context, resources: readonly string[]): Task<Found> {
  const { flags } = ctx;
  const local = flags.bool('local');
  return yield* findObjects(ctx, {
    args: resources,
    useFiles: true,
    local,
    latest: !local,
    selector: flags.string('selector'),
    fieldSelector: flags.string('field-selector'),
    allowEmptySelector: flags.bool('all'),
    allNamespaces: flags.bool('all-namespaces'),
  });
}

/** @throws PlainError */
export function checkVersionFlag(ctx: Context, found: Found): void {
  if (ctx.flags.string('resource-version') === '') return;
  if (found.outcomes.length > 1) {
    fail('--resource-version may only be used with a single resource');
  }
}

/** @throws PlainError */
function readChanges(pairs: readonly string[]): Changes {
  const set = new Map<string, string>();
  const remove: string[] = [];
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at >= 0) {
      const value = pair.slice(at + 1);
      const errors = labelValueErrors(value);
      if (errors.length > 0)
        fail(`invalid label value: ${JSON.stringify(pair)}: ${errors.join(';')}`);
      set.set(pair.slice(0, at), value);
    } else remove.push(pair.slice(0, -1));
  }
  if (remove.some((key) => set.has(key))) {
    fail('can not both modify and remove a label in the same command');
  }
  return { set, remove };
}

/** Prints labels or annotations, with a heading for each when there are several objects. */
export function* listMaps(
  ctx: Context,
  found: Found,
  field: 'labels' | 'annotations',
): Task<number> {
  for (const outcome of found.outcomes) {
    if ('error' in outcome) continue;
    const { info } = outcome;
    const map = mapOf(info.object, field);
    const lines = Object.keys(map)
      .sort()
      .map((key) => `${key}=${String(map[key])}`);
    if (found.isSingle) {
      yield* ctx.out(lines.map((line) => `${line}\n`).join(''));
      continue;
    }
    const { kind, group } = info.resource;
    yield* ctx.out(`Listing ${field} for ${kind}.${group}/${info.name}:\n`);
    yield* ctx.out(lines.map((line) => ` ${line}\n`).join(''));
  }
  failAll(errorsOf(found));
  return 0;
}

/** The labels or annotations of an object. */
export function mapOf(object: JsonObject, field: 'labels' | 'annotations'): JsonObject {
  const metadata = isObject(object.metadata) ? object.metadata : {};
  return isObject(metadata[field]) ? metadata[field] : {};
}

/** The object with other labels or annotations; an empty map disappears. */
export function withMap(
  object: JsonObject,
  field: 'labels' | 'annotations',
  map: Readonly<Record<string, unknown>>,
): JsonObject {
  const metadata = isObject(object.metadata) ? object.metadata : {};
  const { [field]: _, ...rest } = metadata;
  const isEmpty = Object.keys(map).length === 0;
  return { ...object, metadata: isEmpty ? rest : { ...rest, [field]: map as JsonObject } };
}

function* labelOne(
  ctx: Context,
  info: Info,
  how: { readonly changes: Changes; readonly dryRun: DryRun; readonly printer: ResultPrinter },
): Task<void> {
  const { changes, dryRun, printer } = how;
  const before = mapOf(info.object, 'labels');
  if (!ctx.flags.bool('overwrite')) {
    for (const [key, value] of changes.set) {
      const old = before[key];
      if (old === undefined || old === value) continue;
      throw new PlainError(
        `'${key}' already has a value (${String(old)}), and --overwrite is false`,
      );
    }
  }
  const after: Record<string, unknown> = { ...before };
  for (const [key, value] of changes.set) after[key] = value;
  for (const key of changes.remove) {
    if (before[key] === undefined) yield* ctx.out(`label ${JSON.stringify(key)} not found.\n`);
    delete after[key];
  }
  const changed = withMap(info.object, 'labels', after);
  const version = ctx.flags.string('resource-version');
  const body = withVersion(createMergePatch(info.object, changed), version);
  const isSame = Object.keys(body).length === 0;
  const operation = isSame ? 'not labeled' : operationOf(changes);
  if (dryRun === 'client' || ctx.flags.bool('local') || isSame) {
    yield* printer.print(changed, operation);
    return;
  }
  yield* printer.print(yield* patchInfo(ctx, info, { type: 'merge', body, dryRun }), operation);
}

/** A patch that only counts for one version of the object. */
export function withVersion(patch: JsonObject, version: string): JsonObject {
  if (version === '') return patch;
  const metadata = isObject(patch.metadata) ? patch.metadata : {};
  return { ...patch, metadata: { ...metadata, resourceVersion: version } };
}

function operationOf(changes: Changes): string {
  if (changes.remove.length === 0) return 'labeled';
  return changes.set.size === 0 ? 'unlabeled' : 'modified';
}
