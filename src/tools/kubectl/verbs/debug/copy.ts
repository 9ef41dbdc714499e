// A copy of a pod with another image, another command, or one container more.
import { isObject, type JsonObject } from '../../../../base/json';
import type { Pod } from '../../../../kubernetes/kinds/generated/types';
import type { Context } from '../../framework/context';
import { fail } from '../../framework/errors';
import { commandOf, debugContainer, debuggerName } from './container';
import { profileSecurity } from './profiles';

/** The copy, the container to attach to ('' for none), whether its name was made up. */
export interface PodCopy {
  readonly object: JsonObject;
  readonly container: string;
  readonly isDefaulted: boolean;
}

/** Makes the copy. @throws PlainError */
export function copyOfPod(ctx: Context, pod: Pod): PodCopy {
  const { flags } = ctx;
  const source = pod as unknown as JsonObject;
  const { nodeName, ephemeralContainers: _, ...spec } = source.spec as JsonObject;
  const old = source.metadata as JsonObject;
  const images = flags.map('set-image');
  let containers = listOf(spec.containers).map((one) => cleaned(ctx, one));
  containers = containers.map((one) => withImage(one, images));
  const init = flags.bool('keep-init-containers')
    ? listOf(spec.initContainers).map((one) => withImage(one, images))
    : [];
  let name = flags.string('container');
  let isDefaulted = false;
  const at = containers.findIndex((one) => one.name === name);
  const changes = flags.string('image') !== '' || commandOf(ctx).length > 0;
  if (name !== '' && at >= 0) containers[at] = changed(ctx, containers[at] ?? {});
  else if (changes || name !== '') {
    if (flags.string('image') === '' && name !== '') {
      fail('you must specify image when creating new container');
    }
    if (flags.string('image') === '') {
      const [first, ...rest] = containers;
      name = String(first?.name ?? '');
      containers = [changed(ctx, first ?? {}), ...rest];
    } else {
      isDefaulted = name === '';
      if (isDefaulted) name = debuggerName(ctx);
      const added = { ...debugContainer(ctx, name, 'copy'), terminationMessagePolicy: 'File' };
      containers = [...containers, added];
    }
  }
  const { initContainers: _init, shareProcessNamespace: _share, ...rest } = spec;
  const shares = flags.bool('share-processes');
  const object: JsonObject = {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      name: flags.string('copy-to'),
      namespace: old.namespace ?? '',
      ...(flags.bool('keep-labels') && old.labels ? { labels: old.labels } : {}),
      ...(flags.bool('keep-annotations') && old.annotations
        ? { annotations: old.annotations }
        : {}),
    },
    spec: {
      ...rest,
      containers,
      ...(init.length > 0 ? { initContainers: init } : {}),
      ...(shares ? { shareProcessNamespace: true } : {}),
      ...(flags.bool('same-node') && nodeName ? { nodeName } : {}),
    },
  };
  return { object, container: name, isDefaulted };
}

function listOf(value: JsonObject[string] | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Probes go unless they are to be kept. */
function cleaned(ctx: Context, container: JsonObject): JsonObject {
  const { livenessProbe, readinessProbe, startupProbe, ...rest } = container;
  const { flags } = ctx;
  return {
    ...rest,
    ...(livenessProbe && flags.bool('keep-liveness') ? { livenessProbe } : {}),
    ...(readinessProbe && flags.bool('keep-readiness') ? { readinessProbe } : {}),
    ...(startupProbe && flags.bool('keep-startup') ? { startupProbe } : {}),
  };
}

function withImage(container: JsonObject, images: ReadonlyMap<string, string>): JsonObject {
  const image = images.get(String(container.name)) ?? images.get('*');
  return image === undefined ? container : { ...container, image };
}

/** An existing container with another image or command. */
function changed(ctx: Context, container: JsonObject): JsonObject {
  const { flags } = ctx;
  const command = commandOf(ctx);
  const { command: _, args: _args, ...rest } = container;
  const words =
    command.length === 0
      ? container
      : flags.bool('arguments-only')
        ? { ...container, args: [...command] }
        : { ...rest, command: [...command] };
  return {
    ...words,
    ...(flags.string('image') ? { image: flags.string('image') } : {}),
    ...(flags.bool('stdin') ? { stdin: true } : {}),
    ...(flags.bool('tty') ? { tty: true } : {}),
    ...profileSecurity(flags.string('profile'), 'copy'),
  };
}
