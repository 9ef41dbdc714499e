// What the API server asks of kubelets: logs, exec, port-forward, usage. Each kubelet registers.
import type { Task } from '../../base/sim';
import type { Socket } from '../../machine/types';
import type { Pod } from '../kinds/generated/types';
import type { ExecSession, HttpApiAnswer, HttpApiRequest, TextStream } from './request';

/** Query of pods/log. */
export interface LogOptions {
  readonly container: string;
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly sinceMs?: number | undefined;
  readonly tailLines?: number | undefined;
  readonly limitBytes?: number | undefined;
}

/** What a node and its containers use at this moment. */
export interface NodeUsage {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
  readonly pods: ReadonlyMap<string, ReadonlyMap<string, ContainerUsage>>;
}

export interface ContainerUsage {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
}

/** A kubelet as the API server sees it. All may throw ApiError. */
export interface NodeProxy {
  logs(pod: Pod, options: LogOptions): Task<TextStream>;
  /** `command` undefined attaches to the container's own process. */
  exec(
    pod: Pod,
    container: string,
    request: {
      readonly command?: readonly string[] | undefined;
      readonly stdin: boolean;
      readonly tty: boolean;
    },
  ): Task<ExecSession>;
  portForward(pod: Pod, port: number): Task<Socket>;
  /** `/api/v1/nodes/NAME/proxy/...`. */
  http(request: HttpApiRequest): Task<HttpApiAnswer>;
  /** By pod uid and container name. */
  usage(): NodeUsage;
}
