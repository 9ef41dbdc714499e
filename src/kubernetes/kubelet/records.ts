// What a kubelet knows of its pods and containers: data, so that it can be saved. Live parts
// (machines, processes) hang beside it and are made again after a restore.

/** How a container ended. Times are virtual ms since the epoch. */
export interface Terminated {
  readonly exitCode: number;
  readonly signal?: number | undefined;
  readonly reason: string;
  readonly message?: string | undefined;
  /** 0 when it never started. */
  readonly startedAtMs: number;
  readonly finishedAtMs: number;
  readonly containerId: string;
}

export type ContainerState =
  /** Not created (again) yet. */
  | { readonly kind: 'none' }
  | { readonly kind: 'running'; readonly startedAtMs: number }
  | ({ readonly kind: 'terminated' } & Terminated);

export type ContainerKind = 'init' | 'sidecar' | 'app' | 'ephemeral';

/** One container of a pod, through its restarts. */
export interface ContainerRecord {
  readonly name: string;
  readonly kind: ContainerKind;
  state: ContainerState;
  /** The one before the present one. */
  last: Terminated | undefined;
  restartCount: number;
  id: string;
  /** As the runtime names it: `docker.io/library/nginx:1.25`. */
  image: string;
  imageId: string;
  /** Why the last attempt to start it failed; shown as the waiting reason. */
  failure: { readonly reason: string; readonly message: string } | undefined;
  /** Start-up probe passed (or there is none). */
  hasStarted: boolean;
  isReady: boolean;
  /** Restart back-off: until when nothing is tried, and the next pause. */
  backoff: { readonly sinceMs: number; readonly pauseMs: number } | undefined;
}

/** One pod of the node. */
export interface PodRecord {
  uid: string;
  readonly key: string;
  readonly startTimeMs: number;
  ip: string;
  hasSandbox: boolean;
  /** Refused by the node, or ended by it (deadline, eviction): reason and message of the status. */
  ended:
    | { readonly reason: string; readonly message: string; readonly isRefusal?: boolean }
    | undefined;
  isKilled: boolean;
  readonly containers: Map<string, ContainerRecord>;
}

/** A container that has not been started. */
export function newContainer(name: string, kind: ContainerKind): ContainerRecord {
  return {
    name,
    kind,
    state: { kind: 'none' },
    last: undefined,
    restartCount: 0,
    id: '',
    image: '',
    imageId: '',
    failure: undefined,
    hasStarted: false,
    isReady: false,
    backoff: undefined,
  };
}
