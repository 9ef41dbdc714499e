// Makes clusters of a world: the objects that a new one has, its API on the network, its add-ons.
// Loaded when the first cluster is needed, not before the prompt.
import type { Sim, Task } from '../base/sim';
import { createImageCatalog } from '../images/registry';
import { ApiError } from '../kubernetes/api/errors';
import type { ApiService } from '../kubernetes/api/request';
import { createApiService } from '../kubernetes/api/service/service';
import { Cluster } from '../kubernetes/cluster';
import { bootstrapObjects } from '../kubernetes/kinds/bootstrap';
import type { KubeObject } from '../kubernetes/kinds/object';
import type { Fabric } from '../kubernetes/network/fabric';
import type { HostStack } from '../kubernetes/network/host-stack';
import type { Tree } from '../machine/filesystem/tree';
import type { Program } from '../machine/types';
import { serveApi } from './api-http';

export interface ClusterRecipe {
  readonly sim: Sim;
  readonly fabric: Fabric;
  readonly name: string;
  readonly seed: string;
  readonly programs: ReadonlyMap<string, Program>;
  readonly nodeTree: () => Tree;
  readonly nodes: readonly NodeRecipe[];
  readonly apiPort: number;
  /** Where the API server will be, when the nodes come later. */
  readonly apiAddress?: string;
  /** Its objects come from a snapshot. */
  readonly isRestored?: boolean;
  /** Scheduler and controllers are switched on by their pods. */
  readonly isControlPlaneInPods?: boolean;
  /** Add-ons to install at once. */
  readonly addons: readonly (readonly KubeObject[])[];
}

export interface NodeRecipe {
  readonly name: string;
  readonly address: string;
  readonly podPrefix: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A cluster with its API on the network. */
export interface MadeCluster {
  readonly cluster: Cluster;
  /** What leads to its services. */
  readonly router: Fabric['routers'][number] | undefined;
  readonly service: ApiService;
  /** What the administrator's kubeconfig holds. */
  readonly admin: { readonly clientCertificate: string; readonly clientKey: string };
}

/** Makes a cluster and switches it on. What is created comes about in virtual time. */
export function makeCluster(recipe: ClusterRecipe): MadeCluster {
  const { sim, fabric, name, seed, programs, nodeTree } = recipe;
  const cluster = new Cluster({
    sim,
    name,
    seed,
    fabric,
    images: createImageCatalog(),
    programs,
    nodeTree,
    dnsAddress: '10.96.0.10',
  });
  const router = fabric.routers.at(-1);
  const client = cluster.client('system:apiserver', 'kube-apiserver');
  if (!recipe.isRestored) {
    const objects = basicObjects(recipe, cluster.caCertificate);
    sim.start('bootstrap', createAll(cluster, client, objects));
  }
  const admin = {
    clientCertificate: cluster.certificate('minikube-user'),
    clientKey: cluster.certificate('minikube-user key').replaceAll('CERTIFICATE', 'PRIVATE KEY'),
  };
  const groups = ['system:masters', 'system:authenticated'];
  const service = createApiService({
    server: cluster.server,
    caCertificate: cluster.caCertificate,
    isUp: () => cluster.isApiUp,
    certificates: new Map([[admin.clientCertificate.trim(), { name: 'minikube-user', groups }]]),
    token: (token) => cluster.userOfToken(token),
  });
  for (const node of recipe.nodes) cluster.addNode(node);
  if (!recipe.isControlPlaneInPods) cluster.start();
  const first = cluster.nodes.get(recipe.nodes[0]?.name ?? '');
  if (first !== undefined) listenApi(first.host, recipe.apiPort, service);
  for (const addon of recipe.addons) sim.start('addon', createAll(cluster, client, addon));
  return { cluster, service, admin, router };
}

/** Offers the API on a port of a node. */
export function listenApi(host: HostStack, port: number, service: ApiService): void {
  host.listen({
    address: '0.0.0.0',
    port,
    protocol: 'tcp',
    owner: 'kube-apiserver',
    service,
    serve: serveApi(service),
  });
}

/** Creates objects one after the other; what is there already stays. */
export function* createAll(
  cluster: Cluster,
  client: ReturnType<Cluster['client']>,
  objects: readonly KubeObject[],
): Task<void> {
  for (const object of objects) {
    const resource = cluster.server.catalog.byKind(object.apiVersion, object.kind);
    if (resource === undefined) continue;
    try {
      yield* client.create(resource, object);
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error;
    }
  }
}

function basicObjects(recipe: ClusterRecipe, caCertificate: string): readonly KubeObject[] {
  const names = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];
  const namespaces = names.map((name) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name },
  }));
  const address = recipe.apiAddress ?? recipe.nodes[0]?.address ?? '';
  const labels = { component: 'apiserver', provider: 'kubernetes' };
  const port = { name: 'https', port: 443, protocol: 'TCP', targetPort: recipe.apiPort };
  return [
    ...namespaces,
    ...bootstrapObjects(caCertificate),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'kubernetes', namespace: 'default', labels },
      spec: { clusterIP: '10.96.0.1', ports: [port], sessionAffinity: 'None', type: 'ClusterIP' },
    },
    {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: {
        name: 'kubernetes',
        namespace: 'default',
        labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' },
      },
      subsets: [
        {
          addresses: [{ ip: address }],
          ports: [{ name: 'https', port: recipe.apiPort, protocol: 'TCP' }],
        },
      ],
    },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: 'kubernetes',
        namespace: 'default',
        labels: { 'kubernetes.io/service-name': 'kubernetes' },
      },
      addressType: 'IPv4',
      endpoints: [{ addresses: [address], conditions: { ready: true } }],
      ports: [{ name: 'https', port: recipe.apiPort, protocol: 'TCP' }],
    },
  ] as unknown as readonly KubeObject[];
}
