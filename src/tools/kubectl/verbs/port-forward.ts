// port-forward: local ports of this machine lead into a pod.

import type { JsonObject } from '../../../base/json';
import { Condition, type Task } from '../../../base/sim';
import type { Pod } from '../../../kubernetes/kinds/generated/types';
import { SystemError } from '../../../machine/errno';
import type { Socket } from '../../../machine/types';
import { findObjects, onlyInfos } from '../builder/builder';
import { completePods } from '../complete-arguments';
import { list, part, text } from '../describe/page';
import type { Context } from '../framework/context';
import { fail } from '../framework/errors';
import { klogLine } from '../framework/klog';
import { defineVerb } from '../framework/verb';
import { pipeSockets } from '../pods/pipe-sockets';
import { attachablePod } from '../pods/pod';

export default defineVerb({ name: 'port-forward', run: runForward, complete: completePods });

interface PortPair {
  local: number;
  readonly remote: number;
}

function* runForward(ctx: Context): Task<number> {
  const [target = '', ...specs] = ctx.args;
  if (ctx.args.length < 2) {
    throw ctx.usageError('TYPE/NAME and list of ports are required for port-forward');
  }
  const pod = yield* attachablePod(ctx, target, 'attach to');
  const wanted = yield* translate(ctx, target, pod, specs);
  if (pod.status?.phase !== 'Running') {
    fail(
      'unable to forward port because pod is not running. ' +
        `Current status=${pod.status?.phase ?? ''}`,
    );
  }
  const pairs = wanted.map(parsePair);
  return yield* serve(ctx, pod, pairs);
}

/** Ports of services become those of the pod; names become numbers. */
function* translate(
  ctx: Context,
  target: string,
  pod: Pod,
  specs: readonly string[],
): Task<string[]> {
  const service = yield* serviceOf(ctx, target);
  return specs.map((spec) => {
    const parts = spec.split(':');
    const [first = '', second] = parts;
    const local = first;
    const remote = parts.length === 2 ? (second ?? '') : first;
    if (service !== undefined)
      return `${local === '' && parts.length === 2 ? '' : local}:${servicePort(service, pod, remote)}`;
    const number = /^\d+$/.test(remote) ? remote : String(podPort(pod, remote));
    return parts.length === 2 || !/^\d+$/.test(first)
      ? `${parts.length === 2 ? local : number}:${number}`
      : first;
  });
}

function* serviceOf(ctx: Context, target: string): Task<JsonObject | undefined> {
  if (!target.includes('/')) return undefined;
  const [info] = onlyInfos(yield* findObjects(ctx, { args: [target] }));
  return info?.resource.kind === 'Service' ? info.object : undefined;
}

function servicePort(service: JsonObject, pod: Pod, wanted: string): number {
  const name = text(part(service, 'metadata'), 'name');
  const ports = list(part(service, 'spec'), 'ports');
  const isNumber = /^\d+$/.test(wanted);
  const found = ports.find((one) => text(one, isNumber ? 'port' : 'name') === wanted);
  if (found === undefined) {
    if (isNumber) fail(`Service ${name} does not have a service port ${wanted}`);
    fail(`Service '${name}' does not have a named port '${wanted}'`);
  }
  if (text(part(service, 'spec'), 'clusterIP') === 'None') return Number(text(found, 'port'));
  const target = text(found, 'targetPort');
  return /^\d+$/.test(target) ? Number(target) : podPort(pod, target);
}

function podPort(pod: Pod, name: string): number {
  for (const container of pod.spec.containers) {
    const port = container.ports?.find((one) => one.name === name);
    if (port !== undefined) return port.containerPort;
  }
  return fail(`Pod '${pod.metadata.name}' does not have a named port '${name}'`);
}

/** `8080`, `8080:80`, `:80`. @throws PlainError */
function parsePair(spec: string): PortPair {
  const parts = spec.split(':');
  const [localText = '', remoteText = localText] = parts;
  const local = parsePort(localText || '0', `error parsing local port '${localText}'`);
  const remote = parsePort(remoteText, `error parsing remote port '${remoteText}'`);
  if (remote === 0) fail('remote port must be > 0');
  return { local, remote };
}

function parsePort(value: string, what: string): number {
  const quoted = JSON.stringify(value);
  if (!/^\d+$/.test(value)) fail(`${what}: strconv.ParseUint: parsing ${quoted}: invalid syntax`);
  const port = Number(value);
  if (port > 65_535) fail(`${what}: strconv.ParseUint: parsing ${quoted}: value out of range`);
  return port;
}

/** Addresses to listen on. @throws PlainError */
function addresses(ctx: Context): string[] {
  return ctx.flags.list('address').flatMap((one) => {
    if (one === 'localhost') return ['127.0.0.1', '::1'];
    if (!/^\d+\.\d+\.\d+\.\d+$/.test(one) && !one.includes(':')) fail(`${one} is not a valid IP`);
    return [one];
  });
}

function* serve(ctx: Context, pod: Pod, pairs: readonly PortPair[]): Task<number> {
  const { process } = ctx;
  const changed = new Condition();
  const said: { stream: 'out' | 'err'; text: string }[] = [];
  const state = { isLost: false, isInterrupted: false };
  const say = (stream: 'out' | 'err', line: string) => {
    said.push({ stream, text: line });
    changed.wake();
  };
  process.onSignal('INT', () => {
    state.isInterrupted = true;
    changed.wake();
  });
  const closers: (() => void)[] = [];
  const handle = function* (socket: Socket, pair: PortPair): Task<void> {
    say('out', `Handling connection for ${pair.local}\n`);
    try {
      const rest = yield* ctx.rest();
      const { namespace = '', name } = pod.metadata;
      const remote = yield* rest.portForward({ namespace, pod: name, port: pair.remote });
      yield* pipeSockets(process.sim, socket, remote);
    } catch (error) {
      socket.close();
      const why = error instanceof Error ? error.message : String(error);
      const what = `an error occurred forwarding ${pair.local} -> ${pair.remote}: ${why}`;
      say('err', klogLine(process, 'portforward.go:522', what));
      state.isLost = true;
      changed.wake();
    }
  };
  const watcher = process.sim.spawn(
    'pod-watch',
    noticeEnd(ctx, pod, () => {
      state.isLost = true;
      changed.wake();
    }),
  );
  try {
    yield* listenAll(ctx, pairs, { closers, handle });
    for (;;) {
      for (const one of said.splice(0)) {
        yield* one.stream === 'out' ? ctx.out(one.text) : ctx.err(one.text);
      }
      if (said.length > 0) continue;
      if (state.isInterrupted) return 0;
      if (state.isLost) fail('lost connection to pod');
      yield { on: changed };
    }
  } finally {
    watcher.kill();
    for (const close of closers) close();
  }
}

interface ListenHow {
  readonly closers: (() => void)[];
  readonly handle: (socket: Socket, pair: PortPair) => Task<void>;
}

function* listenAll(ctx: Context, pairs: readonly PortPair[], how: ListenHow): Task<void> {
  const hosts = addresses(ctx);
  let count = 0;
  for (const pair of pairs) {
    const errors: string[] = [];
    if (pair.local === 0) pair.local = freePort(ctx);
    let opened = 0;
    for (const address of hosts) {
      const shown = address.includes(':') ? `[${address}]` : address;
      try {
        how.closers.push(
          ctx.process.machine.net.listen({
            address,
            port: pair.local,
            protocol: 'tcp',
            owner: 'kubectl',
            serve: (socket) => how.handle(socket, pair),
          }),
        );
        opened++;
        yield* ctx.out(`Forwarding from ${shown}:${pair.local} -> ${pair.remote}\n`);
      } catch (error) {
        if (!(error instanceof SystemError)) throw error;
        const family = address.includes(':') ? 'tcp6' : 'tcp4';
        const why = error.code === 'EADDRINUSE' ? 'address already in use' : 'permission denied';
        errors.push(
          `unable to create listener: Error listen ${family} ${shown}:${pair.local}: bind: ${why}`,
        );
      }
    }
    count += opened;
    if (opened === 0) {
      yield* ctx.err(
        `Unable to listen on port ${pair.local}: Listeners failed to create with the following ` +
          `errors: [${errors.join(' ')}]\n`,
      );
    }
  }
  if (count > 0) return;
  const shown = pairs.map((pair) => `{${pair.local} ${pair.remote}}`).join(' ');
  fail(`unable to listen on any of the requested ports: [${shown}]`);
}

function freePort(ctx: Context): number {
  const { net } = ctx.process.machine;
  for (;;) {
    const port = 32_768 + Math.floor(ctx.process.machine.random('port-forward') * 28_000);
    if (!net.listeners.some((one) => one.port === port)) return port;
  }
}

/** Calls back when the pod is gone or has ended. */
function* noticeEnd(ctx: Context, pod: Pod, lost: () => void): Task<void> {
  const rest = yield* ctx.rest();
  const { namespace = '', name, resourceVersion = '0' } = pod.metadata;
  const { watch } = yield* rest.request({
    verb: 'watch',
    apiVersion: 'v1',
    resource: 'pods',
    namespace,
    query: { fieldSelector: `metadata.name=${name}`, watch: 'true', resourceVersion },
  });
  if (watch === undefined) return;
  try {
    for (;;) {
      const event = yield* watch.next();
      if (event === undefined) return;
      if (event.type === 'DELETED') lost();
    }
  } finally {
    watch.close();
  }
}
