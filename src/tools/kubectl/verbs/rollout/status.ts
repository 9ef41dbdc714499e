// rollout status: follows a rollout until it is done.
import { isObject, type JsonObject } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import type { Info } from '../../builder/info';
import type { Context } from '../../framework/context';
import { fail } from '../../framework/errors';
import { defineVerb } from '../../framework/verb';
import { findWorkloads } from './find';

export const status = defineVerb({
  name: 'status',
  *run(ctx) {
    const { flags } = ctx;
    const revision = flags.int('revision');
    if (revision < 0) fail(`revision must be a positive integer: ${revision}`);
    const found = yield* findWorkloads(ctx);
    const timeoutMs = flags.duration('timeout');
    const end = timeoutMs > 0 ? ctx.now + timeoutMs : undefined;
    if (found.outcomes.length === 0) {
      yield* ctx.err(`No resources found in ${ctx.namespace().name} namespace.\n`);
      return 0;
    }
    for (const outcome of found.outcomes) {
      if ('error' in outcome) throw outcome.error;
      yield* follow(ctx, outcome.info, { revision, end });
    }
    return 0;
  },
});

interface Progress {
  readonly text: string;
  readonly isDone: boolean;
}

function* follow(
  ctx: Context,
  info: Info,
  how: { readonly revision: number; readonly end: number | undefined },
): Task<void> {
  const view = viewers[info.resource.kind];
  if (view === undefined) {
    const { kind, group } = info.resource;
    fail(`no status viewer has been implemented for ${group ? `${kind}.${group}` : kind}`);
  }
  const rest = yield* ctx.rest();
  const at = {
    apiVersion: info.resource.apiVersion,
    resource: info.resource.resource,
    namespace: info.namespace,
  };
  const fieldSelector = `metadata.name=${info.name}`;
  let object = info.object;
  for (;;) {
    const progress = view?.(object, how.revision) ?? { text: '', isDone: true };
    yield* ctx.out(progress.text);
    if (progress.isDone || !ctx.flags.bool('watch')) return;
    const version = isObject(object.metadata) ? String(object.metadata.resourceVersion) : '0';
    const query = { fieldSelector, watch: 'true', resourceVersion: version };
    const { watch } = yield* rest.request({ ...at, verb: 'watch', query });
    if (watch === undefined) return;
    try {
      for (;;) {
        const event = watch.take();
        if (event?.type === 'DELETED') fail('object has been deleted');
        if (event?.type === 'ADDED' || event?.type === 'MODIFIED') {
          object = event.object as unknown as JsonObject;
          const next = view?.(object, how.revision) ?? { text: '', isDone: true };
          yield* ctx.out(next.text);
          if (next.isDone) return;
          continue;
        }
        if (event !== undefined) continue;
        if (how.end !== undefined && ctx.now >= how.end)
          fail('timed out waiting for the condition');
        if (watch.isEnded) break;
        yield { on: watch.changed, ...(how.end === undefined ? {} : { until: how.end }) };
      }
    } finally {
      watch.close();
    }
  }
}

type Viewer = (object: JsonObject, revision: number) => Progress;

function parts(object: JsonObject) {
  const part = (value: unknown) => (isObject(value) ? value : {});
  return {
    name: String(part(object.metadata).name ?? ''),
    metadata: part(object.metadata),
    spec: part(object.spec),
    status: part(object.status),
    number: (value: unknown) => Number(value ?? 0),
  };
}

function waiting(text: string): Progress {
  return { text: `${text}\n`, isDone: false };
}

function done(text: string): Progress {
  return { text: `${text}\n`, isDone: true };
}

const viewDeployment: Viewer = (object, revision) => {
  const { name, metadata, spec, status: now, number } = parts(object);
  if (revision > 0) {
    const annotations = isObject(metadata.annotations) ? metadata.annotations : {};
    const current = number(annotations['deployment.kubernetes.io/revision']);
    if (revision !== current) {
      fail(`desired revision (${revision}) is different from the running revision (${current})`);
    }
  }
  if (number(metadata.generation) > number(now.observedGeneration)) {
    return waiting('Waiting for deployment spec update to be observed...');
  }
  const conditions = Array.isArray(now.conditions) ? now.conditions.filter(isObject) : [];
  const progressing = conditions.find((one) => one.type === 'Progressing');
  if (progressing?.reason === 'ProgressDeadlineExceeded') {
    fail(`deployment ${JSON.stringify(name)} exceeded its progress deadline`);
  }
  const head = `Waiting for deployment ${JSON.stringify(name)} rollout to finish:`;
  const [updated, all] = [number(now.updatedReplicas), number(now.replicas)];
  const wanted = number(spec.replicas ?? 1);
  if (updated < wanted) {
    return waiting(`${head} ${updated} out of ${wanted} new replicas have been updated...`);
  }
  if (all > updated) {
    return waiting(`${head} ${all - updated} old replicas are pending termination...`);
  }
  const available = number(now.availableReplicas);
  if (available < updated) {
    return waiting(`${head} ${available} of ${updated} updated replicas are available...`);
  }
  return done(`deployment ${JSON.stringify(name)} successfully rolled out`);
};

function strategyType(spec: JsonObject): string {
  const strategy = isObject(spec.updateStrategy) ? spec.updateStrategy : {};
  return String(strategy.type ?? 'RollingUpdate');
}

const viewDaemonSet: Viewer = (object) => {
  const { name, metadata, spec, status: now, number } = parts(object);
  if (strategyType(spec) !== 'RollingUpdate') {
    fail('rollout status is only available for RollingUpdate strategy type');
  }
  if (number(metadata.generation) > number(now.observedGeneration)) {
    return waiting('Waiting for daemon set spec update to be observed...');
  }
  const head = `Waiting for daemon set ${JSON.stringify(name)} rollout to finish:`;
  const wanted = number(now.desiredNumberScheduled);
  const [updated, available] = [number(now.updatedNumberScheduled), number(now.numberAvailable)];
  if (updated < wanted) {
    return waiting(`${head} ${updated} out of ${wanted} new pods have been updated...`);
  }
  if (available < wanted) {
    return waiting(`${head} ${available} of ${wanted} updated pods are available...`);
  }
  return done(`daemon set ${JSON.stringify(name)} successfully rolled out`);
};

const viewStatefulSet: Viewer = (object) => {
  const { metadata, spec, status: now, number } = parts(object);
  if (strategyType(spec) !== 'RollingUpdate') {
    fail('rollout status is only available for RollingUpdate strategy type');
  }
  const seen = number(now.observedGeneration);
  if (seen === 0 || number(metadata.generation) > seen) {
    return waiting('Waiting for statefulset spec update to be observed...');
  }
  const wanted = number(spec.replicas ?? 1);
  const ready = number(now.readyReplicas);
  if (ready < wanted) return waiting(`Waiting for ${wanted - ready} pods to be ready...`);
  const strategy = isObject(spec.updateStrategy) ? spec.updateStrategy : {};
  const updated = number(now.updatedReplicas);
  if (isObject(strategy.rollingUpdate)) {
    const least = wanted - number(strategy.rollingUpdate.partition);
    if (strategy.rollingUpdate.partition !== undefined && updated < least) {
      return waiting(
        `Waiting for partitioned roll out to finish: ${updated} out of ${least} new pods have ` +
          'been updated...',
      );
    }
    return done(`partitioned roll out complete: ${updated} new pods have been updated...`);
  }
  if (now.updateRevision !== now.currentRevision) {
    const revision = String(now.updateRevision);
    return waiting(
      `waiting for statefulset rolling update to complete ${updated} pods at revision ${revision}...`,
    );
  }
  const current = number(now.currentReplicas);
  const revision = String(now.currentRevision);
  return done(`statefulset rolling update complete ${current} pods at revision ${revision}...`);
};

const viewers: Readonly<Record<string, Viewer>> = {
  Deployment: viewDeployment,
  DaemonSet: viewDaemonSet,
  StatefulSet: viewStatefulSet,
};
