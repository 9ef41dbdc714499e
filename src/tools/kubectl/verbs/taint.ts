// taint: sets, changes and removes taints of nodes.
import { isObject, type JsonObject } from '../../../base/json';
import { labelValueErrors, qualifiedNameErrors } from '../../../base/names';
import type { Task } from '../../../base/sim';
import { findObjects, onlyInfos } from '../builder/builder';
import type { Info } from '../builder/info';
import { differencePatch, patchInfo } from '../builder/patch-info';
import { completeKinds } from '../complete-arguments';
import type { Context } from '../framework/context';
import { readDryRun } from '../framework/dry-run';
import { fail } from '../framework/errors';
import { defineVerb } from '../framework/verb';
import { ResultPrinter } from '../printers/result';

export default defineVerb({ name: 'taint', run: runTaint, complete: completeKinds(['node']) });

interface Taint {
  readonly key: string;
  readonly value: string;
  /** '' for removals of every effect. */
  readonly effect: string;
}

interface Changes {
  readonly add: readonly Taint[];
  readonly remove: readonly Taint[];
}

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

function* runTaint(ctx: Context): Task<number> {
  const { flags } = ctx;
  const dryRun = yield* readDryRun(ctx);
  const { resources, specs } = splitArguments(ctx.args);
  if (resources.length === 0) {
    fail('one or more resources must be specified as <resource> <name>');
  }
  const changes = readChanges(ctx, specs);
  const [type = ''] = resources;
  const rest = yield* ctx.rest();
  const word = type.split('/')[0] ?? '';
  const resource = yield* rest.resourceFor(word);
  if (resource.kind !== 'Node') {
    fail(`invalid resource type ${word}, only node types are supported`);
  }
  if (changes.add.length + changes.remove.length === 0)
    fail('at least one taint update is required');
  checkBoth(changes);
  const printer = new ResultPrinter(ctx, 'none');
  const found = yield* findObjects(ctx, {
    args: resources,
    selector: flags.string('selector'),
    selectAll: flags.bool('all'),
  });
  for (const info of onlyInfos(found)) {
    const { node, operation } = changed(ctx, info, changes);
    if (dryRun === 'client') {
      yield* printer.print(node, operation);
      continue;
    }
    const patch = differencePatch(info, info.object, node);
    yield* printer.print(yield* patchInfo(ctx, info, { ...patch, dryRun }), operation);
  }
  return 0;
}

/** Resources first; a taint has `=`, `:` or ends in `-`. */
function splitArguments(args: readonly string[]): { resources: string[]; specs: string[] } {
  const resources: string[] = [];
  const specs: string[] = [];
  for (const arg of args) {
    const isSpec = arg.includes('=') || arg.includes(':') || arg.endsWith('-');
    if (isSpec) specs.push(arg);
    else if (specs.length === 0) resources.push(arg);
    else fail(`all resources must be specified before taint changes: ${arg}`);
  }
  return { resources, specs };
}

function readChanges(ctx: Context, specs: readonly string[]): Changes {
  const add: Taint[] = [];
  const remove: Taint[] = [];
  for (const spec of specs) {
    if (spec.endsWith('-')) {
      const [key = '', effect = ''] = spec.slice(0, -1).split(':');
      const bare = key.split('=')[0] ?? '';
      if (effect !== '' && !effects.includes(effect)) {
        throw ctx.usageError(`invalid taint effect: ${effect}, unsupported taint effect`);
      }
      remove.push({ key: bare, value: '', effect });
      continue;
    }
    const taint = parseTaint(ctx, spec);
    const twin = add.find((one) => one.key === taint.key && one.effect === taint.effect);
    if (twin !== undefined) {
      const shown = `{${taint.key} ${taint.value} ${taint.effect} <nil>}`;
      throw ctx.usageError(`duplicated taints with the same key and effect: ${shown}`);
    }
    add.push(taint);
  }
  return { add, remove };
}

function parseTaint(ctx: Context, spec: string): Taint {
  const [pair = '', effect = '', ...more] = spec.split(':');
  if (more.length > 0) throw ctx.usageError(`invalid taint spec: ${spec}`);
  const equals = pair.indexOf('=');
  const hasEffect = spec.includes(':');
  const key = equals < 0 || !hasEffect ? pair : pair.slice(0, equals);
  const value = equals < 0 || !hasEffect ? '' : pair.slice(equals + 1);
  if (hasEffect && !effects.includes(effect)) {
    throw ctx.usageError(`invalid taint effect: ${effect}, unsupported taint effect`);
  }
  const wrong = [...qualifiedNameErrors(key), ...(value ? labelValueErrors(value) : [])];
  if (wrong.length > 0) throw ctx.usageError(`invalid taint spec: ${spec}, ${wrong.join('; ')}`);
  return { key, value, effect };
}

function checkBoth(changes: Changes): void {
  const both = changes.add.filter((one) =>
    changes.remove.some(
      (gone) => gone.key === one.key && (gone.effect === '' || gone.effect === one.effect),
    ),
  );
  if (both.length === 0) return;
  const shown = both.map((one) => `${one.key}=${one.effect}`).join(',');
  fail(`can not both modify and remove the following taint(s) in the same command: ${shown}`);
}

function changed(
  ctx: Context,
  info: Info,
  changes: Changes,
): { node: JsonObject; operation: string } {
  const spec = isObject(info.object.spec) ? info.object.spec : {};
  const old = Array.isArray(spec.taints) ? spec.taints.filter(isObject) : [];
  const isSame = (a: JsonObject, b: Taint) => a.key === b.key && a.effect === b.effect;
  if (!ctx.flags.bool('overwrite')) {
    const known = changes.add.some((one) => old.some((two) => isSame(two, one)));
    if (known) {
      fail(`node ${info.name} already has a taint(s) with same effect(s) and --overwrite is false`);
    }
  }
  let kept = old.filter((one) => !changes.add.some((two) => isSame(one, two)));
  const replaced = old.length - kept.length;
  for (const gone of changes.remove) {
    const left = kept.filter(
      (one) => one.key !== gone.key || (gone.effect !== '' && one.effect !== gone.effect),
    );
    if (left.length === kept.length) {
      const name = gone.effect ? `${gone.key}:${gone.effect}` : gone.key;
      fail(`taint ${JSON.stringify(name)} not found`);
    }
    kept = left;
  }
  const added = changes.add.map(({ key, value, effect }) => ({
    key,
    ...(value ? { value } : {}),
    effect,
  }));
  const taints = [...added, ...kept];
  const { taints: _, ...rest } = spec;
  const node = { ...info.object, spec: taints.length > 0 ? { ...rest, taints } : rest };
  const operation =
    changes.add.length === 0
      ? 'untainted'
      : changes.remove.length > 0 || replaced > 0
        ? 'modified'
        : 'tainted';
  return { node, operation };
}
