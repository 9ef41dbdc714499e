// The same kind of Deployment on @ngrok/webernetes, whose clusters have three nodes and real time.
const limitMs = 60_000;

interface Result {
  /** Undefined: not all were Ready in time. */
  readonly ms: number | undefined;
  readonly limitMs: number;
}

/** What of the library's cluster is used here. */
interface OtherCluster {
  registerImage(image: unknown): void;
  init(): Promise<void>;
  apply(objects: readonly unknown[]): Promise<void>;
  shutdown?(): Promise<void>;
  readonly client?: unknown;
}

/** Starts a Deployment and waits until its pods are Ready. Undefined when it isn't installed. */
export async function measureWebernetes(pods: number): Promise<Result | undefined> {
  let library: Record<string, unknown>;
  try {
    library = await import('@ngrok/webernetes');
  } catch {
    return undefined;
  }
  const Base = library.BaseImage as new () => object;
  class Server extends Base {
    static readonly imageName = 'server';
    static readonly imageVersion = '1.0';
    readonly defaultCommand = ['server'];
    ready = 0;
    async exec(context: { waitUntilKilled(): Promise<number> }): Promise<number> {
      started++;
      return context.waitUntilKilled();
    }
  }
  let started = 0;
  const Made = library.Cluster as new () => OtherCluster;
  const cluster = new Made();
  cluster.registerImage(Server);
  await cluster.init();
  const began = performance.now();
  await cluster.apply([objects(pods)]);
  while (started < pods && performance.now() - began < limitMs) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const ms = started < pods ? undefined : Math.round(performance.now() - began);
  await cluster.shutdown?.();
  return { ms, limitMs };
}

function objects(replicas: number): unknown {
  const spec = { containers: [{ name: 'web', image: 'server:1.0' }] };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec },
    },
  };
}
