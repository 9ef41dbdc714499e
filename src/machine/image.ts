// A container image: files, programs, what it runs by default. Images are data with functions; the
// kubelet (and docker, later) makes machines of them.
import type { Sim, Task } from '../base/sim';
import type { Tree } from './filesystem/tree';
import type { Files, NetworkStack, Program, SignalName } from './types';

/** An image as its folder defines it. */
export interface ImageDefinition {
  /** The file's name: `nginx`. */
  readonly name: string;
  /** `docker.io/library/nginx`, ... */
  readonly repositories: readonly string[];
  /** Whether a tag exists. By default every tag does. */
  hasTag?(tag: string): boolean;
  readonly sizeBytes: number;
  /** The shared, read-only files; built at the first call and kept. Most tags hold the same. */
  tree(tag?: string): Tree;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly env?: readonly (readonly [string, string])[];
  readonly workingDir?: string;
  /** `root`, `101`, `nginx:nginx`; root by default. */
  readonly user?: string;
  readonly stopSignal?: SignalName;
  /** Programs of its own, by the names that executables in its tree carry. */
  readonly programs?: Readonly<Record<string, Program>>;
  /**
   * Programs that just serve, by their name: they run without a process until someone looks into
   * the container.
   */
  readonly services?: Readonly<Record<string, ServiceProgram>>;
}

/** What a cluster offers to programs that are part of it: `dns` for CoreDNS. */
export type Platform = Readonly<Record<string, unknown>>;

/** What a serving program gets. */
export interface ServiceContext {
  readonly sim: Sim;
  readonly argv: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly hostname: string;
  readonly net: NetworkStack;
  readonly platform: Platform;
  /** No volume is mounted: the files are the image's own until someone writes. */
  readonly isPristine: boolean;
  /** The container's files; the first use makes its machine. */
  files(): Files;
  /** Writes to the container's log. */
  log(text: string, stream?: 'stdout' | 'stderr'): void;
  /** Ends the container's process. */
  exit(code: number): void;
  /** 0 <= x < 1, by name. */
  random(name: string): number;
  /** Runs something beside, until the container ends. */
  spawn(name: string, task: Task<void>): void;
  /** Starts another program of the image as an ordinary process; its output is returned. */
  run(argv: readonly string[]): Task<{ readonly code: number; readonly output: string }>;
}

/** A serving program at work. */
export interface RunningService {
  /** What a signal does: ends it with a code after some ms; undefined: nothing happens. */
  onSignal(signal: SignalName): { readonly code: number; readonly afterMs: number } | undefined;
  /** CPU and memory that it uses, for metrics. */
  usage?(): { readonly cpuMillis: number; readonly memoryBytes: number };
}

/** A program that just serves. */
export interface ServiceProgram {
  /**
   * Starts serving (listens, writes its first log lines). Undefined: with these arguments it is an
   * ordinary program after all, run it as a process.
   */
  start(context: ServiceContext): RunningService | undefined;
}

/** Declares an image. */
export function defineImage(definition: ImageDefinition): ImageDefinition {
  return definition;
}

/** What a registry answers for a reference. */
export type ImageLookup =
  | { readonly kind: 'image'; readonly image: ImageDefinition }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'no-such-host'; readonly host: string };

/** All registries of a world. */
export interface ImageCatalog {
  find(reference: ImageReference): ImageLookup;
}

/** `docker.io/library/nginx:1.25`, taken apart. */
export interface ImageReference {
  /** `docker.io`. */
  readonly host: string;
  /** `docker.io/library/nginx`. */
  readonly repository: string;
  readonly tag: string;
  readonly digest: string | undefined;
  /** The whole, normalised: `docker.io/library/nginx:1.25`. */
  readonly full: string;
}

const name = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const pattern = new RegExp(
  `^(?:((?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*(?::\\d+)?)/)?(${name}(?:/${name})*)(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$`,
);

/** Reads an image name as container runtimes do; undefined when it isn't one. */
export function parseImageReference(text: string): ImageReference | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [, first, rest = '', tag, digest] = match;
  const isHost = first !== undefined && (/[.:]/.test(first) || first === 'localhost');
  const host = isHost ? first : 'docker.io';
  let path = first !== undefined && !isHost ? `${first}/${rest}` : rest;
  if (first !== undefined && !isHost && first !== first.toLowerCase()) return undefined;
  if (host === 'docker.io' && !path.includes('/')) path = `library/${path}`;
  const repository = `${host}/${path}`;
  const shownTag = tag ?? (digest === undefined ? 'latest' : '');
  const full = `${repository}${shownTag ? `:${shownTag}` : ''}${digest ? `@${digest}` : ''}`;
  return { host, repository, tag: shownTag, digest, full };
}
