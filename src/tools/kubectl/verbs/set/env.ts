// set env: environment variables of containers, by value or from a ConfigMap or Secret.
import { isObject, type Json, type JsonObject } from '../../../../base/json';
import { strictEnvVarNameErrors } from '../../../../base/names';
import type { Task } from '../../../../base/sim';
import { findObjects, onlyInfos } from '../../builder/builder';
import { splitPairs } from '../../builder/pairs';
import type { Context } from '../../framework/context';
import { readDryRun } from '../../framework/dry-run';
import { fail } from '../../framework/errors';
import { defineVerb } from '../../framework/verb';
import { containersOf, mapContainers, nameMatches, updatePodSpec } from '../../pods/pod-template';
import { listEnv } from './list-env';
import { findForSet, updateAll } from './update';

export const env = defineVerb({ name: 'env', run: runEnv });

function* runEnv(ctx: Context): Task<number> {
  const { flags } = ctx;
  const dryRun = yield* readDryRun(ctx);
  const { resources, pairs } = splitPairs(ctx.args, 'environment');
  const hasFiles = flags.list('filename').length > 0 || flags.string('kustomize') !== '';
  if (resources.length === 0 && !hasFiles) {
    fail('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  }
  const all = [...pairs, ...flags.list('env')];
  const set: JsonObject[] = [];
  const remove = new Set<string>();
  for (const pair of all) readPair(pair, set, remove);
  if (flags.string('from') !== '') set.push(...(yield* variablesFrom(ctx)));
  const found = yield* findForSet(ctx, resources);
  if (flags.bool('list')) return yield* listEnv(ctx, found);
  const pattern = flags.string('containers');
  const isLocal = flags.bool('local');
  const outcomes = [];
  for (const outcome of found.outcomes) {
    if ('info' in outcome && !hasMatch(outcome.info.object, pattern)) {
      const { info } = outcome;
      yield* ctx.err(
        `Warning: ${info.resource.kind}/${info.name} does not have any containers matching ` +
          `${JSON.stringify(pattern)}\n`,
      );
      continue;
    }
    outcomes.push(outcome);
  }
  const overwrite = flags.bool('overwrite');
  return yield* updateAll(
    ctx,
    { ...found, outcomes },
    {
      dryRun,
      operation: 'env updated',
      failure: 'failed to patch env update to pod template: ',
      change: (info) =>
        updatePodSpec(info, isLocal, (spec) =>
          mapContainers(spec, (container) =>
            nameMatches(pattern, String(container.name))
              ? withVariables(container, { set, remove, overwrite })
              : container,
          ),
        ),
    },
  );
}

/** Whether any container matches; kinds without containers are left to their own error. */
function hasMatch(object: JsonObject, pattern: string): boolean {
  let spec: JsonObject | undefined;
  const visit = (value: Json | undefined, depth: number): void => {
    if (!isObject(value) || depth > 6 || spec !== undefined) return;
    if (Array.isArray(value.containers)) spec = value;
    else for (const key of ['spec', 'template', 'jobTemplate']) visit(value[key], depth + 1);
  };
  visit(object, 0);
  if (spec === undefined) return true;
  return containersOf(spec).some((one) => nameMatches(pattern, String(one.name)));
}

function readPair(pair: string, set: JsonObject[], remove: Set<string>): void {
  const at = pair.indexOf('=');
  const name = at < 0 ? pair.slice(0, -1) : pair.slice(0, at);
  if (at < 0 && pair.endsWith('-')) {
    remove.add(name);
    return;
  }
  const errors = strictEnvVarNameErrors(name);
  if (errors.length > 0)
    fail(`${JSON.stringify(name)} is not a valid key name: ${errors.join(';')}`);
  const value = pair.slice(at + 1);
  set.push(value === '' ? { name } : { name, value });
}

function* variablesFrom(ctx: Context): Task<JsonObject[]> {
  const { flags } = ctx;
  const found = yield* findObjects(ctx, { args: [flags.string('from')] });
  const keys = flags.list('keys');
  const out: JsonObject[] = [];
  for (const info of onlyInfos(found)) {
    const isSecret = info.resource.kind === 'Secret';
    if (!isSecret && info.resource.kind !== 'ConfigMap') {
      fail(`unsupported resource specified in --from`);
    }
    const data = isObject(info.object.data) ? info.object.data : {};
    for (const key of Object.keys(data).sort()) {
      if (keys.length > 0 && !keys.includes(key)) continue;
      const name = key.replace(/[^a-zA-Z0-9_]/g, '_').toUpperCase();
      yield* ctx.err(`Warning: key ${key} transferred to ${name}\n`);
      const reference = { key, name: info.name };
      const valueFrom = isSecret ? { secretKeyRef: reference } : { configMapKeyRef: reference };
      out.push({ name: flags.string('prefix') + name, valueFrom });
    }
  }
  return out;
}

function withVariables(
  container: JsonObject,
  change: {
    readonly set: readonly JsonObject[];
    readonly remove: ReadonlySet<string>;
    readonly overwrite: boolean;
  },
): JsonObject {
  const before = Array.isArray(container.env) ? container.env.filter(isObject) : [];
  const variables = [...before];
  for (const one of change.set) {
    const at = variables.findIndex((old) => old.name === one.name);
    if (at < 0) variables.push(one);
    else if (change.overwrite) variables[at] = one;
  }
  const kept = variables.filter((one) => !change.remove.has(String(one.name)));
  const { env: _, ...rest } = container;
  if (kept.length === before.length && kept.every((one, i) => one === before[i])) return container;
  return kept.length === 0 ? rest : { ...rest, env: kept };
}
