// create deployment, job, cronjob.
import type { JsonObject } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import { findObjects, onlyInfos } from '../../builder/builder';
import type { Context } from '../../framework/context';
import { fail } from '../../framework/errors';
import { defineVerb } from '../../framework/verb';
import { commandWords, createGenerated, namespaceField, oneName } from './generate';

export const deployment = defineVerb({
  name: 'deployment',
  *run(ctx) {
    const name = oneName(ctx);
    const images = ctx.flags.list('image');
    const command = commandWords(ctx);
    if (images.length > 1 && command.length > 0) {
      fail('cannot specify multiple --image options and command');
    }
    const port = ctx.flags.int('port');
    const labels = { app: name };
    const containers = images.map((image) => ({
      name: containerName(image),
      image,
      ...(command.length > 0 ? { command: [...command] } : {}),
      ...(port >= 0 ? { ports: [{ containerPort: port }] } : {}),
      resources: {},
    }));
    const object = {
      kind: 'Deployment',
      apiVersion: 'apps/v1',
      metadata: { name, ...namespaceField(ctx), labels },
      spec: {
        replicas: ctx.flags.int('replicas'),
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: withUniqueNames(containers) } },
        strategy: {},
      },
      status: {},
    };
    return yield* createGenerated(ctx, object, {
      apiVersion: 'apps/v1',
      resource: 'deployments',
      failure: 'failed to create deployment: ',
    });
  },
});

/** Repeated images get a random ending in the real tool; here a counted one. */
function withUniqueNames<T extends { readonly name: string }>(containers: readonly T[]): T[] {
  const seen = new Map<string, number>();
  return containers.map((one) => {
    const count = seen.get(one.name) ?? 0;
    seen.set(one.name, count + 1);
    return count === 0 ? one : { ...one, name: `${one.name}-${count}` };
  });
}

/** The last part of an image's path without tag and digest. */
function containerName(image: string): string {
  const last = image.split('/').at(-1) ?? '';
  const name = last.split('@')[0]?.split(':')[0] ?? '';
  return name.replaceAll('_', '-');
}

export const job = defineVerb({
  name: 'job',
  *run(ctx) {
    const name = oneName(ctx);
    const image = ctx.flags.string('image');
    const from = ctx.flags.string('from');
    const command = commandWords(ctx);
    if ((image === '') === (from === '')) fail('either --image or --from must be specified');
    if (from !== '' && command.length > 0) fail('cannot specify --from and command');
    const object = from === '' ? plainJob(ctx, name, command) : yield* jobFrom(ctx, name, from);
    return yield* createGenerated(ctx, object, {
      apiVersion: 'batch/v1',
      resource: 'jobs',
      failure: 'failed to create job: ',
    });
  },
});

function plainJob(ctx: Context, name: string, command: readonly string[]): JsonObject {
  return {
    kind: 'Job',
    apiVersion: 'batch/v1',
    metadata: { name, ...namespaceField(ctx) },
    spec: {
      template: {
        metadata: {},
        spec: {
          containers: [container(name, ctx.flags.string('image'), command)],
          restartPolicy: 'Never',
        },
      },
    },
    status: {},
  };
}

function container(name: string, image: string, command: readonly string[]): JsonObject {
  return {
    name,
    image,
    ...(command.length > 0 ? { command: [...command] } : {}),
    resources: {},
  };
}

function* jobFrom(ctx: Context, name: string, from: string): Task<JsonObject> {
  const found = yield* findObjects(ctx, { args: [from] });
  const [info] = onlyInfos(found);
  if (info === undefined || info.resource.kind !== 'CronJob') {
    return fail(`from must be an existing cronjob`);
  }
  const spec = info.object.spec as JsonObject;
  const template = spec.jobTemplate as JsonObject;
  const metadata = (template.metadata ?? {}) as JsonObject;
  const annotations = (metadata.annotations ?? {}) as JsonObject;
  const uid = String((info.object.metadata as JsonObject).uid ?? '');
  return {
    kind: 'Job',
    apiVersion: 'batch/v1',
    metadata: {
      name,
      ...namespaceField(ctx),
      ...(metadata.labels === undefined ? {} : { labels: metadata.labels }),
      annotations: { 'cronjob.kubernetes.io/instantiate': 'manual', ...annotations },
      ownerReferences: [
        { apiVersion: 'batch/v1', kind: 'CronJob', name: info.name, uid, controller: true },
      ],
    },
    spec: template.spec ?? {},
    status: {},
  };
}

export const cronjob = defineVerb({
  name: 'cronjob',
  *run(ctx) {
    const name = oneName(ctx);
    const restart = ctx.flags.string('restart') || 'OnFailure';
    const pod = {
      containers: [container(name, ctx.flags.string('image'), commandWords(ctx))],
      restartPolicy: restart,
    };
    const object = {
      kind: 'CronJob',
      apiVersion: 'batch/v1',
      metadata: { name, ...namespaceField(ctx) },
      spec: {
        schedule: ctx.flags.string('schedule'),
        jobTemplate: { metadata: { name }, spec: { template: { metadata: {}, spec: pod } } },
      },
      status: {},
    };
    return yield* createGenerated(ctx, object, {
      apiVersion: 'batch/v1',
      resource: 'cronjobs',
      failure: 'failed to create cronjob: ',
    });
  },
});
