import { describe, expect, test } from 'vitest';
import { formatRfc3339, parseRfc3339 } from '../../../base/time';
import { parseCron } from '../../kinds/cron';
import type { CronJob, Job } from '../../kinds/generated/types';
import { template, testCluster } from '../testing';
import { lastDue, nextTime } from './schedule';
import { offsetOf } from './time-zones';

function timing(text: string, zone = 'UTC') {
  const parsed = parseCron(text);
  const offset = offsetOf(zone);
  if (!parsed.ok || offset === undefined) throw new Error(text);
  return { schedule: parsed.schedule, offset };
}

function next(text: string, after: string, zone = 'UTC'): string {
  const at = nextTime(timing(text, zone), parseRfc3339(after) ?? 0);
  return at === undefined ? 'never' : formatRfc3339(at);
}

describe('times of a schedule', () => {
  test.each([
    ['* * * * *', '2026-11-24T10:00:30Z', '2026-11-24T10:01:00Z'],
    ['*/70 * * * *', '2026-11-24T10:00:30Z', '2026-11-24T11:00:00Z'],
    ['0 3 * * 1-5', '2026-11-27T04:00:00Z', '2026-11-30T03:00:00Z'],
    ['0 0 31 * *', '2026-11-01T00:00:00Z', '2026-12-31T00:00:00Z'],
    ['0 0 31 2 *', '2026-11-01T00:00:00Z', 'never'],
    ['0 0 13 * 5', '2026-11-01T00:00:00Z', '2026-11-06T00:00:00Z'],
    ['30 4 29 2 *', '2026-01-01T00:00:00Z', '2028-02-29T04:30:00Z'],
    ['59 23 31 12 *', '2026-12-31T23:59:00Z', '2027-12-31T23:59:00Z'],
  ])('%s after %s', (text, after, wanted) => expect(next(text, after)).toBe(wanted));

  test('in a zone, in winter and in summer', () => {
    expect(next('0 8 * * *', '2026-01-10T00:00:00Z', 'Europe/Madrid')).toBe('2026-01-10T07:00:00Z');
    expect(next('0 8 * * *', '2026-07-10T00:00:00Z', 'Europe/Madrid')).toBe('2026-07-10T06:00:00Z');
    expect(next('0 8 * * *', '2026-03-29T00:00:00Z', 'Europe/Madrid')).toBe('2026-03-29T06:00:00Z');
    expect(next('0 8 * * *', '2026-07-10T00:00:00Z', 'America/New_York')).toBe(
      '2026-07-10T12:00:00Z',
    );
    expect(next('0 8 * * *', '2026-07-10T00:00:00Z', 'Etc/GMT+5')).toBe('2026-07-10T13:00:00Z');
    expect(offsetOf('Mars/Olympus')).toBeUndefined();
  });

  test('the latest that was due', () => {
    const at = (text: string) => parseRfc3339(text) ?? 0;
    const due = lastDue(
      timing('*/5 * * * *'),
      at('2026-11-24T10:01:00Z'),
      at('2026-11-24T10:17:00Z'),
    );
    expect(due).toEqual({ atMs: at('2026-11-24T10:15:00Z'), isManyMissed: false });
    const many = lastDue(
      timing('* * * * *'),
      at('2026-11-24T00:00:00Z'),
      at('2026-11-24T10:17:30Z'),
    );
    expect(many).toEqual({ atMs: at('2026-11-24T10:17:00Z'), isManyMissed: true });
    expect(
      lastDue(timing('0 0 * * *'), at('2026-11-24T00:00:00Z'), at('2026-11-24T10:00:00Z')),
    ).toBe(undefined);
  });
});

function setup(spec: object) {
  const cluster = testCluster(1);
  const pod = { ...template({}).spec, restartPolicy: 'Never' };
  const jobTemplate = { spec: { template: { spec: pod } } };
  cluster.create('batch/v1', 'CronJob', 'tick', {
    spec: { schedule: '* * * * *', jobTemplate, ...spec },
  });
  return cluster;
}

describe('cron jobs', () => {
  test('a job each minute, named after it', () => {
    const { wait, all, get, eventsOf } = setup({});
    wait(130);
    const jobs = all<Job>('jobs.batch');
    expect(jobs).toHaveLength(2);
    const cron = get<CronJob>('cronjobs.batch', 'tick');
    const last = parseRfc3339(cron?.status?.lastScheduleTime ?? '') ?? 0;
    expect(jobs[1]?.metadata.name).toBe(`tick-${last / 60_000}`);
    expect(cron?.status?.active?.map((one) => one.name)).toEqual(
      jobs.map((one) => one.metadata.name),
    );
    expect(eventsOf('tick')).toContain(`SuccessfulCreate Created job tick-${last / 60_000}`);
  });

  test('Forbid and Replace', () => {
    const forbid = setup({ concurrencyPolicy: 'Forbid' });
    forbid.wait(190);
    expect(forbid.all('jobs.batch')).toHaveLength(1);
    expect(forbid.eventsOf('tick').some((one) => one.startsWith('JobAlreadyActive'))).toBe(true);
    const replace = setup({ concurrencyPolicy: 'Replace' });
    replace.wait(190);
    expect(replace.all('jobs.batch')).toHaveLength(1);
    expect(replace.get<CronJob>('cronjobs.batch', 'tick')?.status?.active).toHaveLength(1);
  });

  test('suspended: nothing', () => {
    const { wait, all } = setup({ suspend: true });
    wait(190);
    expect(all('jobs.batch')).toEqual([]);
  });

  test('a job made by hand is unexpected', () => {
    const { create, get, wait, eventsOf } = setup({});
    const uid = get('cronjobs.batch', 'tick')?.metadata.uid ?? '';
    const owner = { apiVersion: 'batch/v1', kind: 'CronJob', name: 'tick', uid, controller: true };
    const pod = { ...template({}).spec, restartPolicy: 'Never' };
    create('batch/v1', 'Job', 'now', {
      metadata: { ownerReferences: [owner] },
      spec: { template: { spec: pod } },
    });
    wait(1);
    expect(eventsOf('tick')).toEqual([
      'UnexpectedJob Saw a job that the controller did not create or forgot: now',
    ]);
  });

  test('keeps as many finished ones as it should', () => {
    const { wait, all, patch } = setup({ successfulJobsHistoryLimit: 2 });
    for (let i = 0; i < 5; i++) {
      wait(60);
      for (const pod of all('pods')) {
        patch('v1', 'Pod', pod.metadata.name, { status: { phase: 'Succeeded' } }, 'status');
      }
      wait(2);
    }
    expect(all('jobs.batch').length).toBeLessThanOrEqual(3);
    expect(all('jobs.batch').length).toBeGreaterThanOrEqual(2);
  });
});
