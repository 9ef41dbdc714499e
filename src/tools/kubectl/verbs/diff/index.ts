// diff: what apply would change, shown by the diff program.
import type { JsonObject } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import { printYaml } from '../../../../base/yaml';
import { isReason } from '../../../../kubernetes/api/errors';
import { SystemError } from '../../../../machine/errno';
import { findObjects, requireFiles } from '../../builder/builder';
import type { Info } from '../../builder/info';
import { matchesText } from '../../builder/match-selector';
import type { Context } from '../../framework/context';
import { ExactError, fail, failAll } from '../../framework/errors';
import { reportError } from '../../framework/report';
import { defineVerb } from '../../framework/verb';
import { withoutManagedFields } from '../../printers/printer';
import { withLastApplied } from '../../printers/result';
import { createPatch } from '../apply/client-side';
import { maskSecrets } from './mask';

/** Errors of diff have their own exit code: 1 means that there are differences. */
const TROUBLE = 2;

export default defineVerb({
  name: 'diff',
  *run(ctx) {
    try {
      return yield* runDiff(ctx);
    } catch (error) {
      const report = reportError(error);
      if (report === undefined) throw error;
      throw new ExactError(report.text, TROUBLE);
    }
  },
});

function* runDiff(ctx: Context): Task<number> {
  requireFiles(ctx);
  const found = yield* findObjects(ctx, { useFiles: true });
  const number = Math.floor(ctx.process.machine.random('kubectl-diff') * 4_000_000_000);
  const folders = { live: `/tmp/LIVE-${number}`, merged: `/tmp/MERGED-${number + 1}` };
  const { files } = ctx.process;
  files.mkdirAll(folders.live, 0o700);
  files.mkdirAll(folders.merged, 0o700);
  try {
    const errors: unknown[] = [];
    for (const outcome of found.outcomes) {
      if ('error' in outcome) {
        errors.push(outcome.error);
        continue;
      }
      const selector = ctx.flags.string('selector');
      if (selector !== '' && !matchesText(selector, outcome.info.object)) continue;
      try {
        yield* writePair(ctx, outcome.info, folders);
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        errors.push(error);
      }
    }
    failAll(errors);
    return yield* runTool(ctx, folders);
  } finally {
    files.removeAll(folders.live);
    files.removeAll(folders.merged);
  }
}

interface Folders {
  readonly live: string;
  readonly merged: string;
}

function* writePair(ctx: Context, info: Info, folders: Folders): Task<void> {
  const live = yield* fetchLive(ctx, info);
  const merged = yield* dryRunApply(ctx, info, live);
  const [a, b] =
    info.resource.kind === 'Secret' ? maskSecrets(live, merged) : ([live, merged] as const);
  const { group, version, kind } = info.resource;
  const name = [group, version, kind, info.namespace, info.name].filter(Boolean).join('.');
  const clean = ctx.flags.bool('show-managed-fields')
    ? (one: JsonObject) => one
    : withoutManagedFields;
  const show = (one: JsonObject | undefined) => (one === undefined ? '' : printYaml(clean(one)));
  ctx.process.files.write(`${folders.live}/${name}`, show(a));
  ctx.process.files.write(`${folders.merged}/${name}`, show(b));
}

function at(info: Info) {
  return {
    apiVersion: info.resource.apiVersion,
    resource: info.resource.resource,
    ...(info.namespace ? { namespace: info.namespace } : {}),
  };
}

function* fetchLive(ctx: Context, info: Info): Task<JsonObject | undefined> {
  const rest = yield* ctx.rest();
  try {
    const answer = yield* rest.request({
      verb: 'get',
      ...at(info),
      name: info.name,
      withManagedFields: true,
    });
    return answer.object as unknown as JsonObject;
  } catch (error) {
    if (isReason(error, 'NotFound')) return undefined;
    throw error;
  }
}

/** The object as it would be after the apply. */
function* dryRunApply(ctx: Context, info: Info, live: JsonObject | undefined): Task<JsonObject> {
  const rest = yield* ctx.rest();
  const { flags } = ctx;
  const query = { dryRun: 'All', fieldManager: flags.string('field-manager') };
  if (flags.bool('server-side')) {
    const answer = yield* rest.request({
      verb: 'patch',
      ...at(info),
      name: info.name,
      patchType: 'apply',
      body: info.object,
      query: {
        ...query,
        fieldManager: flags.changed('field-manager') ? flags.string('field-manager') : 'kubectl',
        force: 'true',
      },
      withManagedFields: true,
    });
    return answer.object as unknown as JsonObject;
  }
  if (live === undefined) {
    const body = info.object;
    const answer = yield* rest.request({ verb: 'create', ...at(info), body, query });
    return answer.object as unknown as JsonObject;
  }
  const patch = createPatch(info, withLastApplied(info.object), live);
  if (Object.keys(patch.body).length === 0) return live;
  const answer = yield* rest.request({
    verb: 'patch',
    ...at(info),
    name: info.name,
    patchType: patch.type,
    body: patch.body,
    query,
    withManagedFields: true,
  });
  return answer.object as unknown as JsonObject;
}

function* runTool(ctx: Context, folders: Folders): Task<number> {
  const given = ctx.process.env.get('KUBECTL_EXTERNAL_DIFF') ?? '';
  const words = given.split(' ').filter(Boolean);
  const [program = 'diff', ...options] = words.length > 0 ? words : ['diff', '-u', '-N'];
  const argv = [program, ...options, folders.live, folders.merged];
  try {
    const child = ctx.process.spawn({ argv });
    const status = yield* ctx.process.wait(child);
    if (status.code > 1)
      fail(`failed to run ${JSON.stringify(program)}: exit status ${status.code}`);
    return status.code;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    return fail(`failed to run ${JSON.stringify(program)}: executable file not found in $PATH`);
  }
}
