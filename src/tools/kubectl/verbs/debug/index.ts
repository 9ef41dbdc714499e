// debug: an ephemeral container, a copy of a pod, or a pod on a node.

import type { JsonObject } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import type { Pod } from '../../../../kubernetes/kinds/generated/types';
import { findObjects, onlyInfos } from '../../builder/builder';
import { completePods } from '../../complete-arguments';
import type { Context } from '../../framework/context';
import { fail } from '../../framework/errors';
import { defineVerb } from '../../framework/verb';
import { attachTo } from '../../pods/attach-session';
import { isFinished } from '../../pods/ready';
import { waitForPod } from '../../pods/wait-for-pod';
import { streamLogs } from '../logs/streams';
import { debugContainer, debuggerName } from './container';
import { copyOfPod } from './copy';
import { nodePod } from './node';
import { checkProfile } from './profiles';

export default defineVerb({ name: 'debug', run: runDebug, complete: completePods });

/** The pod and container that were made. */
interface Made {
  readonly pod: Pod;
  readonly container: string;
}

function* runDebug(ctx: Context): Task<number> {
  const { flags, args, argsBeforeDash } = ctx;
  checkFlags(ctx);
  const targets = argsBeforeDash < 0 ? args : args.slice(0, argsBeforeDash);
  if (targets.length === 0 && flags.list('filename').length === 0) {
    fail('NAME or filename is required for debug');
  }
  const names = targets.flatMap((one) => (one.includes('/') ? [one] : [`pods/${one}`]));
  const found = yield* findObjects(ctx, { args: names, useFiles: true, latest: true });
  yield* checkProfile(ctx);
  for (const info of onlyInfos(found)) {
    const { kind, group, version } = info.resource;
    let made: Made;
    if (kind === 'Node') made = yield* debugNode(ctx, info.name);
    else if (kind === 'Pod') {
      const pod = info.object as unknown as Pod;
      made = flags.string('copy-to') ? yield* debugCopy(ctx, pod) : yield* debugPod(ctx, pod);
    } else return fail(`"${group}/${version}, Kind=${kind}" not supported by debug`);
    const isAttached = flags.changed('attach') ? flags.bool('attach') : flags.bool('stdin');
    if (isAttached && made.container !== '') yield* attach(ctx, made);
  }
  return 0;
}

function checkFlags(ctx: Context): void {
  const { flags } = ctx;
  const copyTo = flags.string('copy-to');
  const setImage = flags.map('set-image');
  if (flags.string('image') === '' && copyTo === '' && setImage.size === 0) {
    fail('you must specify --image when not using --copy-to.');
  }
  if (copyTo === '') {
    if (setImage.size > 0) fail('--set-image may only be used with --copy-to.');
    if (flags.bool('replace')) fail('--replace may only be used with --copy-to.');
    if (flags.bool('same-node')) fail('--same-node may only be used with --copy-to.');
  } else if (flags.string('target') !== '') {
    fail('--target is incompatible with --copy-to. Use --share-processes instead.');
  }
  if (flags.bool('tty') && !flags.bool('stdin')) {
    fail('-i/--stdin is required for containers with -t/--tty=true');
  }
}

/** Keeps the containers in the order they were added in. */
const ORDER = '$setElementOrder/ephemeralContainers';

/** Adds an ephemeral container. */
function* debugPod(ctx: Context, pod: Pod): Task<Made> {
  const { flags } = ctx;
  const target = flags.string('target');
  const name = flags.string('container') || debuggerName(ctx);
  if (target !== '') {
    yield* ctx.out(
      `Targeting container ${JSON.stringify(target)}. If you don't see processes from this ` +
        "container it may be because the container runtime doesn't support this feature.\n",
    );
  }
  if (flags.string('container') === '') {
    yield* ctx.out(`Defaulting debug container name to ${name}.\n`);
  }
  const container = debugContainer(ctx, name, 'ephemeral');
  const added = { ...container, ...(target ? { targetContainerName: target } : {}) };
  const known = (pod.spec.ephemeralContainers ?? []).filter((one) => one.name !== name);
  const order = [...known.map((one) => ({ name: one.name })), { name }];
  const rest = yield* ctx.rest();
  const answer = yield* rest.request({
    verb: 'patch',
    apiVersion: 'v1',
    resource: 'pods',
    namespace: pod.metadata.namespace ?? '',
    name: pod.metadata.name,
    subresource: 'ephemeralcontainers',
    patchType: 'strategic',
    body: { spec: { [ORDER]: order, ephemeralContainers: [added] } },
  });
  return { pod: answer.object as unknown as Pod, container: name };
}

function* debugCopy(ctx: Context, pod: Pod): Task<Made> {
  const { flags } = ctx;
  const { object, container, isDefaulted } = copyOfPod(ctx, pod);
  if (isDefaulted) yield* ctx.out(`Defaulting debug container name to ${container}.\n`);
  const rest = yield* ctx.rest();
  const at = { apiVersion: 'v1', resource: 'pods', namespace: pod.metadata.namespace ?? '' };
  const answer = yield* rest.request({ verb: 'create', ...at, body: object });
  if (flags.bool('replace')) {
    yield* rest.request({
      verb: 'delete',
      ...at,
      name: pod.metadata.name,
      body: { kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: 0 },
    });
  }
  return { pod: answer.object as unknown as Pod, container };
}

function* debugNode(ctx: Context, node: string): Task<Made> {
  const object: JsonObject = nodePod(ctx, node);
  const rest = yield* ctx.rest();
  const namespace = ctx.namespace().name;
  const at = { apiVersion: 'v1', resource: 'pods', namespace };
  const answer = yield* rest.request({ verb: 'create', ...at, body: object });
  const pod = answer.object as unknown as Pod;
  const container = pod.spec.containers[0]?.name ?? '';
  yield* ctx.out(
    `Creating debugging pod ${pod.metadata.name} with container ${container} on node ${node}.\n`,
  );
  return { pod, container };
}

/** Waits for the container and connects to it; what has ended already shows its log. */
function* attach(ctx: Context, made: Made): Task<void> {
  const { container } = made;
  const isQuiet = ctx.flags.bool('quiet');
  const stateOf = (pod: Pod) => {
    const { containerStatuses = [], ephemeralContainerStatuses = [] } = pod.status ?? {};
    const all = [...containerStatuses, ...ephemeralContainerStatuses];
    return all.find((one) => one.name === container)?.state;
  };
  const pod = yield* waitForPod(ctx, made.pod, {
    isDone: (one) => {
      const state = stateOf(one);
      return isFinished(one) || state?.running !== undefined || state?.terminated !== undefined;
    },
  });
  if (stateOf(pod)?.terminated !== undefined || isFinished(pod)) {
    const at = { namespace: pod.metadata.namespace ?? '', pod: pod.metadata.name, container };
    yield* streamLogs(ctx, [at], {});
    return;
  }
  const [stdin, tty] = [ctx.flags.bool('stdin'), ctx.flags.bool('tty')];
  yield* attachTo(ctx, pod, { container, stdin, tty, isQuiet });
}
