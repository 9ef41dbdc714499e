// create: objects from files, and a generator for each of its subcommands.
import type { JsonObject } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import { findObjects, requireFiles } from '../../builder/builder';
import { withSource } from '../../builder/info';
import type { Context } from '../../framework/context';
import { fieldValidation, readDryRun, writeQuery } from '../../framework/dry-run';
import { fail, failAll } from '../../framework/errors';
import { defineVerb } from '../../framework/verb';
import { ResultPrinter, withLastApplied } from '../../printers/result';
import { editThenCreate } from '../edit/create';
import { writeBody } from '../get/raw';
import { configmap, dockerRegistry, generic, tls } from './configs';
import { ingress } from './ingress';
import {
  namespace,
  poddisruptionbudget,
  priorityclass,
  quota,
  serviceaccount,
  token,
} from './others';
import { clusterrole, clusterrolebinding, role, rolebinding } from './rbac';
import { clusterip, externalname, loadbalancer, nodeport } from './services';
import { cronjob, deployment, job } from './workloads';

export default defineVerb({
  name: 'create',
  run: runCreate,
  subcommands: {
    clusterrole,
    clusterrolebinding,
    configmap,
    cronjob,
    deployment,
    ingress,
    job,
    namespace,
    poddisruptionbudget,
    priorityclass,
    quota,
    role,
    rolebinding,
    secret: {
      name: 'secret',
      subcommands: { generic, tls, 'docker-registry': dockerRegistry },
    },
    service: { name: 'service', subcommands: { clusterip, externalname, loadbalancer, nodeport } },
    serviceaccount,
    token,
  },
});

function* runCreate(ctx: Context): Task<number> {
  const { flags } = ctx;
  if (flags.list('filename').length === 0 && flags.string('kustomize') === '') {
    if (ctx.args.length > 0) throw ctx.usageError(`Unexpected args: [${ctx.args.join(' ')}]`);
  }
  requireFiles(ctx);
  if (ctx.args.length > 0) throw ctx.usageError(`Unexpected args: [${ctx.args.join(' ')}]`);
  if (flags.string('raw') !== '') return yield* createRaw(ctx);
  if (flags.bool('edit')) return yield* editThenCreate(ctx);
  const dryRun = yield* readDryRun(ctx);
  const printer = new ResultPrinter(ctx, dryRun);
  const validation = fieldValidation(ctx);
  const found = yield* findObjects(ctx, {
    useFiles: true,
    validate: validation !== 'Ignore',
    attempts: dryRun === 'client' ? 4 : 5,
  });
  if (found.outcomes.length === 0) fail('no objects passed to create');
  const errors: unknown[] = [];
  for (const outcome of found.outcomes) {
    if ('error' in outcome) {
      errors.push(outcome.error);
      continue;
    }
    const { info } = outcome;
    const body = flags.bool('save-config') ? withLastApplied(info.object) : info.object;
    if (dryRun === 'client') {
      yield* printer.print(body, 'created');
      continue;
    }
    const rest = yield* ctx.rest();
    try {
      const answer = yield* rest.request({
        verb: 'create',
        apiVersion: info.resource.apiVersion,
        resource: info.resource.resource,
        ...(info.namespace ? { namespace: info.namespace } : {}),
        query: { ...writeQuery(ctx, dryRun), fieldValidation: validation },
        body,
      });
      yield* printer.print(answer.object as unknown as JsonObject, 'created');
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      errors.push(withSource(error, 'creating', info.source));
    }
  }
  failAll(errors);
  return 0;
}

/** Sends a file as it is. */
function* createRaw(ctx: Context): Task<number> {
  const [file = '', ...more] = ctx.flags.list('filename');
  if (more.length > 0) fail('--raw can only use a single local file or stdin');
  const body = file === '-' ? yield* ctx.process.readAll() : ctx.process.files.read(file);
  const rest = yield* ctx.rest();
  const path = ctx.flags.string('raw');
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json, */*' };
  const answer = yield* rest.http('POST', path, { headers, body });
  yield* writeBody(ctx, answer, path);
  return 0;
}
