import { describe, expect, test } from 'vitest';
import { formatRfc3339 } from '../../../base/time';
import type {
  AutoscalingV2HorizontalPodAutoscaler as Autoscaler,
  Deployment,
  Pod,
} from '../../kinds/generated/types';
import { type TestCluster, template, testCluster } from '../testing';

const labels = { app: 'web' };

function setup(cpuRequest: string | undefined, metric: object, more: object = {}) {
  const cluster = testCluster();
  const own = template(labels);
  const resources = cpuRequest ? { requests: { cpu: cpuRequest } } : {};
  const containers = [{ ...own.spec.containers[0], resources }];
  cluster.create('apps/v1', 'Deployment', 'web', {
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: { ...own, spec: { ...own.spec, containers } },
    },
  });
  cluster.create('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      minReplicas: 1,
      maxReplicas: 6,
      metrics: [metric],
      ...more,
    },
  });
  return cluster;
}

const utilization = (percent: number) => ({
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: percent } },
});

/** Serves the metrics API: what each pod uses. */
function serve({ cluster, sim, all }: TestCluster, cpu: () => string) {
  const pods = cluster.server.catalog.find('v1', 'pods');
  if (pods === undefined) throw new Error('no pods');
  const [group, version] = ['metrics.k8s.io', 'v1beta1'];
  const storage = 'pods.metrics.k8s.io';
  cluster.server.catalog.add({
    ...pods,
    group,
    version,
    apiVersion: `${group}/${version}`,
    storage,
    kind: 'PodMetrics',
    verbs: ['get', 'list'],
  });
  cluster.server.virtualResources.set(storage, function* () {
    yield* [];
    const items = all<Pod>('pods').map(({ metadata: { name } }) => ({
      metadata: { name, namespace: 'default' },
      timestamp: formatRfc3339(sim.now),
      containers: [{ name: 'c', usage: { cpu: cpu(), memory: '10Mi' } }],
    }));
    const object = { kind: 'PodMetricsList', apiVersion: 'v1', metadata: {}, items };
    return { code: 200, object: object as never, warnings: [] };
  });
}

const size = ({ get }: TestCluster) => get<Deployment>('deployments.apps', 'web')?.spec.replicas;
const status = ({ get }: TestCluster) =>
  get<Autoscaler>('horizontalpodautoscalers.autoscaling', 'web')?.status;

describe('autoscalers', () => {
  test('without metrics say so and leave the size', () => {
    const cluster = setup('100m', utilization(50));
    cluster.wait(18);
    const why =
      'failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)';
    expect(cluster.eventsOf('web').filter((one) => one.startsWith('FailedGet'))).toEqual([
      `FailedGetResourceMetric ${why}`,
    ]);
    expect(cluster.eventsOf('web')).toContain(
      `FailedComputeMetricsReplicas invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: ${why}`,
    );
    expect(
      status(cluster)?.conditions?.map((one) => `${one.type}=${one.status} ${one.reason}`),
    ).toEqual([
      'AbleToScale=True SucceededGetScale',
      'ScalingActive=False FailedGetResourceMetric',
    ]);
    expect([status(cluster)?.currentReplicas, status(cluster)?.desiredReplicas]).toEqual([2, 0]);
    expect(size(cluster)).toBe(2);
  });

  test('grow with the load and shrink five minutes after it', () => {
    const cluster = setup('100m', utilization(50));
    let cpu = '100m';
    serve(cluster, () => cpu);
    cluster.wait(330);
    expect(size(cluster)).toBe(6);
    expect(cluster.eventsOf('web')).toContain(
      'SuccessfulRescale New size: 4; reason: cpu resource utilization (percentage of request) above target',
    );
    const limited = status(cluster)?.conditions?.find((one) => one.type === 'ScalingLimited');
    expect(limited?.reason).toBe('TooManyReplicas');
    cpu = '5m';
    cluster.wait(200);
    expect(size(cluster)).toBe(6);
    cluster.wait(160);
    expect(size(cluster)).toBe(1);
    expect(cluster.eventsOf('web')).toContain(
      'SuccessfulRescale New size: 1; reason: All metrics below target',
    );
  });

  test('a request that is missing', () => {
    const cluster = setup(undefined, utilization(50));
    serve(cluster, () => '10m');
    cluster.wait(320);
    const active = status(cluster)?.conditions?.find((one) => one.type === 'ScalingActive');
    expect(active?.message).toMatch(
      /failed to get cpu utilization: missing request for cpu in container c of Pod web-/,
    );
  });

  test('the minimum holds at once', () => {
    const cluster = setup('100m', utilization(50), { minReplicas: 3 });
    cluster.wait(18);
    expect(size(cluster)).toBe(3);
    expect(cluster.eventsOf('web')).toContain(
      'SuccessfulRescale New size: 3; reason: Current number of replicas below Spec.MinReplicas',
    );
  });
});
