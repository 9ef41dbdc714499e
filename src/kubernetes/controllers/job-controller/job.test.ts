import { describe, expect, test } from 'vitest';
import { formatRfc3339 } from '../../../base/time';
import type { Job, Pod } from '../../kinds/generated/types';
import { type TestCluster, template, testCluster } from '../testing';
import { formatIndexes, parseIndexes } from './indexes';

function setup(spec: object, restartPolicy = 'Never') {
  const cluster = testCluster(0);
  const { spec: pod } = template({});
  cluster.create('batch/v1', 'Job', 'j', {
    spec: { template: { spec: { ...pod, restartPolicy } }, ...spec },
  });
  cluster.wait(1.5);
  return cluster;
}

/** Ends all active pods that `choose` chooses. */
function end(cluster: TestCluster, exitCode: number, choose: (pod: Pod) => boolean = () => true) {
  const { patch, sim } = cluster;
  for (const pod of active(cluster).filter(choose)) {
    const finishedAt = formatRfc3339(sim.now);
    const terminated = { exitCode, reason: exitCode ? 'Error' : 'Completed', finishedAt };
    const containerStatuses = [{ name: 'c', state: { terminated }, restartCount: 0 }];
    const status = { phase: exitCode ? 'Failed' : 'Succeeded', containerStatuses };
    patch('v1', 'Pod', pod.metadata.name, { status }, 'status');
  }
  cluster.wait(1.2);
}

function active({ all }: TestCluster): Pod[] {
  return all<Pod>('pods').filter(
    ({ status }) => status?.phase !== 'Failed' && status?.phase !== 'Succeeded',
  );
}

const job = ({ get }: TestCluster) => get<Job>('jobs.batch', 'j');
const conditions = (cluster: TestCluster) =>
  job(cluster)?.status?.conditions?.map((one) => `${one.type}=${one.status} ${one.reason}`);

describe('jobs', () => {
  test('complete', () => {
    const cluster = setup({});
    expect(job(cluster)?.status).toMatchObject({ active: 1, ready: 0, terminating: 0 });
    end(cluster, 0);
    expect(conditions(cluster)).toEqual([
      'SuccessCriteriaMet=True CompletionsReached',
      'Complete=True CompletionsReached',
    ]);
    expect(job(cluster)?.status).toMatchObject({ succeeded: 1, uncountedTerminatedPods: {} });
    expect(job(cluster)?.status?.active).toBeUndefined();
    expect(cluster.eventsOf('j').map((one) => one.split(' ')[0])).toEqual(
      expect.arrayContaining(['SuccessfulCreate', 'Completed']),
    );
    expect(cluster.all<Pod>('pods').map((one) => one.metadata.finalizers)).toEqual([undefined]);
  });

  test('retry with growing pauses, then fail', () => {
    const cluster = setup({ backoffLimit: 2 });
    end(cluster, 4);
    expect(active(cluster)).toEqual([]);
    cluster.wait(9);
    expect(active(cluster)).toHaveLength(1);
    end(cluster, 4);
    cluster.wait(10);
    expect(active(cluster)).toEqual([]);
    cluster.wait(10);
    expect(active(cluster)).toHaveLength(1);
    end(cluster, 4);
    expect(conditions(cluster)).toEqual([
      'FailureTarget=True BackoffLimitExceeded',
      'Failed=True BackoffLimitExceeded',
    ]);
    expect(job(cluster)?.status?.failed).toBe(3);
    expect(cluster.eventsOf('j')).toContain(
      'BackoffLimitExceeded Job has reached the specified backoff limit',
    );
  });

  test('indexed, with a limit for each index', () => {
    const cluster = setup({
      completions: 4,
      parallelism: 4,
      completionMode: 'Indexed',
      backoffLimitPerIndex: 0,
    });
    const [pod] = active(cluster);
    expect(pod?.spec.hostname).toBe('j-0');
    expect(pod?.metadata.labels?.['batch.kubernetes.io/job-completion-index']).toBe('0');
    expect(pod?.spec.containers[0]?.env?.[0]?.name).toBe('JOB_COMPLETION_INDEX');
    end(cluster, 1, (one) => one.spec.hostname === 'j-2');
    end(cluster, 0);
    expect(job(cluster)?.status).toMatchObject({
      completedIndexes: '0,1,3',
      failedIndexes: '2',
      succeeded: 3,
      failed: 1,
    });
    expect(conditions(cluster)).toEqual([
      'FailureTarget=True FailedIndexes',
      'Failed=True FailedIndexes',
    ]);
  });

  test('two at a time', () => {
    const cluster = setup({ completions: 3, parallelism: 2 });
    expect(active(cluster)).toHaveLength(2);
    end(cluster, 0);
    expect(active(cluster)).toHaveLength(1);
    end(cluster, 0);
    expect(job(cluster)?.status?.succeeded).toBe(3);
    expect(conditions(cluster)?.[1]).toBe('Complete=True CompletionsReached');
  });

  test('suspend and resume', () => {
    const cluster = setup({ suspend: true, parallelism: 2, completions: 2 });
    expect(active(cluster)).toEqual([]);
    expect(job(cluster)?.status).toEqual({
      conditions: [
        {
          type: 'Suspended',
          status: 'True',
          reason: 'JobSuspended',
          message: 'Job suspended',
          lastProbeTime: expect.any(String),
          lastTransitionTime: expect.any(String),
        },
      ],
      ready: 0,
      terminating: 0,
      uncountedTerminatedPods: {},
    });
    cluster.patch('batch/v1', 'Job', 'j', { spec: { suspend: false } });
    cluster.wait(1);
    expect(active(cluster)).toHaveLength(2);
    expect(job(cluster)?.status?.startTime).toBeDefined();
    cluster.patch('batch/v1', 'Job', 'j', { spec: { suspend: true } });
    cluster.wait(3);
    expect(cluster.all('pods')).toEqual([]);
    expect(conditions(cluster)).toEqual(['Suspended=True JobSuspended']);
    expect(job(cluster)?.status?.startTime).toBeUndefined();
    expect(job(cluster)?.status?.failed).toBeUndefined();
  });

  test('a policy fails the job, or ignores a failure', () => {
    const onExitCodes = (code: number) => ({ operator: 'In', values: [code] });
    const rules = [
      { action: 'FailJob', onExitCodes: onExitCodes(42) },
      { action: 'Ignore', onExitCodes: onExitCodes(7) },
    ];
    const cluster = setup({ podFailurePolicy: { rules }, backoffLimit: 0 });
    end(cluster, 7);
    expect(active(cluster)).toHaveLength(1);
    const name = active(cluster)[0]?.metadata.name;
    end(cluster, 42);
    expect(conditions(cluster)?.[1]).toBe('Failed=True PodFailurePolicy');
    expect(job(cluster)?.status?.conditions?.[1]?.message).toBe(
      `Container c for pod default/${name} failed with exit code 42 matching FailJob rule at index 0`,
    );
  });

  test('a deadline, and a time to live', () => {
    const cluster = setup({ activeDeadlineSeconds: 5, ttlSecondsAfterFinished: 10 });
    cluster.wait(5);
    expect(conditions(cluster)).toEqual([
      'FailureTarget=True DeadlineExceeded',
      'Failed=True DeadlineExceeded',
    ]);
    expect(cluster.all('pods')).toEqual([]);
    cluster.wait(12);
    expect(job(cluster)).toBeUndefined();
  });

  test('pods go with their job', () => {
    const cluster = setup({});
    cluster.remove('batch/v1', 'Job', 'j', { propagationPolicy: 'Background' });
    cluster.wait(2);
    expect(cluster.all('pods')).toEqual([]);
  });

  test('enough successes end it early', () => {
    const cluster = setup({
      completions: 3,
      parallelism: 3,
      completionMode: 'Indexed',
      successPolicy: { rules: [{ succeededIndexes: '0' }] },
    });
    end(cluster, 0, (one) => one.spec.hostname === 'j-0');
    cluster.wait(2);
    expect(conditions(cluster)).toEqual([
      'SuccessCriteriaMet=True SuccessPolicy',
      'Complete=True SuccessPolicy',
    ]);
    expect(active(cluster)).toEqual([]);
  });
});

test('indexes as text', () => {
  for (const text of ['', '0', '0,1', '0-2,5', '1,3-5,7,8']) {
    expect(formatIndexes(parseIndexes(text, 100))).toBe(text);
  }
  expect([...parseIndexes('0-9', 2)]).toEqual([0, 1]);
});
