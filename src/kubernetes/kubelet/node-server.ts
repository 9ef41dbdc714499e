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
    const { name } = pod.metadata;
    const waiting = (why: string) =>
      badRequest(
        `container ${JSON.stringify(options.container)} in pod ${JSON.stringify(name)} is waiting to start: ${why}`,
      );
    if (options.previous) {
      const { previous } = life ?? {};
      if (previous !== undefined) return previous.log.read(options);
      throw badRequest(
        `previous terminated container ${JSON.stringify(options.container)} in pod ${JSON.stringify(name)} not found`,
      );
    }
    if (life?.live !== undefined && life.record.id !== '') return life.live.log.read(options);
    const failure = life?.record.failure;
    if (failure?.reason === 'ErrImagePull') throw waiting("image can't be pulled");
    if (failure?.reason === 'ImagePullBackOff') throw waiting('trying and failing to pull image');
    if (failure !== undefined) throw waiting(failure.reason);
    const hasInit = (pod.spec.initContainers ?? []).length > 0;
    throw waiting(hasInit ? 'PodInitializing' : 'ContainerCreating');
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
    const live = this.#life(pod, container)?.live;
    if (live === undefined || live.exit !== undefined) {
      throw new ApiError(
        404,
        'NotFound',
        `unable to upgrade connection: container not found (${JSON.stringify(container)})`,
      );
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
