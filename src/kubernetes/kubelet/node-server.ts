// The kubelet's own API: what the API server asks of it for logs, exec, port-forward and usage.
import type { Task } from '../../base/sim';
import type { Socket } from '../../machine/types';
import { ApiError, badRequest } from '../api/errors';
import type { LogOptions, NodeProxy, NodeUsage } from '../api/node-proxy';
import type { ExecSession, HttpApiAnswer, HttpApiRequest, TextStream } from '../api/request';
import type { Pod } from '../kinds/generated/types';
import type { ContainerLife } from './container-life';
import { attachToContainer, execInContainer } from './exec-session';
import type { Kubelet } from './kubelet';

/** Answers for one kubelet. */
export class NodeServer implements NodeProxy {
  #kubelet: Kubelet;

  constructor(kubelet: Kubelet) {
    this.#kubelet = kubelet;
  }

  *logs(pod: Pod, options: LogOptions): Task<TextStream> {
    const life = this.#life(pod, options.container);
    const id = loggedContainer(pod, options);
    const kept = [life?.live, life?.live?.exit === undefined ? life?.previous : undefined];
    const found = kept.find((one) => one !== undefined && one.spec.id === id);
    return found === undefined ? unavailable(id) : found.log.read(options);
  }

  *exec(
    pod: Pod,
    container: string,
    request: {
      readonly command?: readonly string[] | undefined;
      readonly stdin: boolean;
      readonly tty: boolean;
    },
  ): Task<ExecSession> {
    this.#kubelet.workerOf(pod)?.showProcesses();
    const live = this.#life(pod, container)?.live;
    if (live === undefined || live.exit !== undefined) {
      // Plain text, no Status: clients say themselves what they could not do.
      throw new ApiError(404, '', `container not found (${JSON.stringify(container)})`);
    }
    if (request.command === undefined) return attachToContainer(live);
    return execInContainer(this.#kubelet.sim, live, request.command, request);
  }

  *portForward(pod: Pod, port: number): Task<Socket> {
    const worker = this.#kubelet.workerOf(pod);
    if (worker === undefined) throw new ApiError(404, 'NotFound', 'pod not found');
    return yield* worker.net.connect('127.0.0.1', port);
  }

  *http(request: HttpApiRequest): Task<HttpApiAnswer> {
    const path = request.path.split('?')[0] ?? '/';
    const headers = { 'content-type': 'text/plain; charset=utf-8' };
    if (path === '/healthz') return { code: 200, headers, body: 'ok' };
    return { code: 404, headers, body: '404 page not found\n' };
  }

  usage(): NodeUsage {
    const pods = new Map<string, Map<string, { cpuMillis: number; memoryBytes: number }>>();
    let cpuMillis = 60;
    let memoryBytes = 600_000_000;
    for (const [uid, worker] of this.#kubelet.workers) {
      const containers = new Map<string, { cpuMillis: number; memoryBytes: number }>();
      for (const [name, life] of worker.lives) {
        if (life.live === undefined || !life.isRunning) continue;
        const used = life.live.usage();
        containers.set(name, used);
        cpuMillis += used.cpuMillis;
        memoryBytes += used.memoryBytes;
      }
      if (containers.size > 0) pods.set(uid, containers);
    }
    return { cpuMillis, memoryBytes, pods };
  }

  #life(pod: Pod, container: string): ContainerLife | undefined {
    return this.#kubelet.workerOf(pod)?.lives.get(container);
  }
}

/** The container (by id) whose log is meant, by what the pod's status says. @throws ApiError */
function loggedContainer(pod: Pod, options: LogOptions): string {
  const { container, previous } = options;
  const status = pod.status;
  const found = [
    ...(status?.containerStatuses ?? []),
    ...(status?.initContainerStatuses ?? []),
    ...(status?.ephemeralContainerStatuses ?? []),
  ].find((one) => one.name === container);
  const who = `container ${JSON.stringify(container)} in pod ${JSON.stringify(pod.metadata.name)}`;
  const plain = (id: string | undefined) => (id ?? '').replace(/^containerd:\/\//, '');
  const last = found?.lastState?.terminated;
  if (previous) {
    if (!last?.containerID) throw badRequest(`previous terminated ${who} not found`);
    return plain(last.containerID);
  }
  const { running, terminated, waiting } = found?.state ?? {};
  if (running) return plain(found?.containerID);
  if (terminated?.containerID) return plain(terminated.containerID);
  if (last?.containerID) return plain(last.containerID);
  if (terminated || last) throw badRequest(`${who} is terminated`);
  const isInitializing = (pod.spec.initContainers ?? []).length > 0;
  const reason = waiting?.reason ?? (isInitializing ? 'PodInitializing' : 'ContainerCreating');
  const why =
    reason === 'ErrImagePull'
      ? "image can't be pulled"
      : reason === 'ImagePullBackOff'
        ? 'trying and failing to pull image'
        : reason;
  throw badRequest(`${who} is waiting to start: ${why}`);
}

/** The container is gone from the node; one dead container is kept. */
function unavailable(id: string): TextStream {
  let text: string | undefined = `unable to retrieve container logs for containerd://${id}`;
  return {
    *next() {
      const piece = text;
      text = undefined;
      return piece;
    },
    close() {},
  };
}
