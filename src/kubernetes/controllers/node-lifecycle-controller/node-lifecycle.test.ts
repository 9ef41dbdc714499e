import { describe, expect, test } from 'vitest';
import type { Node, Pod } from '../../kinds/generated/types';
import { template, testCluster } from '../testing';

describe('a node whose kubelet stops', () => {
  test('becomes Unknown, is tainted, loses its pods after their toleration', () => {
    const { create, wait, get, all, cluster, eventsOf } = testCluster(2);
    create('v1', 'Pod', 'p', { spec: { nodeName: 'n2', ...template({}).spec } });
    wait(5);
    expect(get<Pod>('pods', 'p')?.status?.phase).toBe('Running');
    cluster.nodes.get('n2')?.kubelet.stop();
    wait(38);
    expect(get<Node>('nodes', 'n2')?.spec.taints).toBeUndefined();
    wait(22);
    const node = get<Node>('nodes', 'n2');
    expect(node?.spec.taints?.map((one) => `${one.key}:${one.effect}`)).toEqual([
      'node.kubernetes.io/unreachable:NoSchedule',
      'node.kubernetes.io/unreachable:NoExecute',
    ]);
    const ready = node?.status?.conditions?.find((one) => one.type === 'Ready');
    expect([ready?.status, ready?.reason]).toEqual(['Unknown', 'NodeStatusUnknown']);
    expect(eventsOf('n2')).toContain('NodeNotReady Node n2 status is now: NodeNotReady');
    expect(eventsOf('p')).toContain('NodeNotReady Node is not ready');
    const own = get<Pod>('pods', 'p')?.status?.conditions?.find((one) => one.type === 'Ready');
    expect(own?.status).toBe('False');
    wait(290);
    expect(get('pods', 'p')).toBeDefined();
    wait(20);
    const pod = get<Pod>('pods', 'p');
    expect(pod?.metadata.deletionTimestamp).toBeDefined();
    expect(pod?.status?.conditions?.some((one) => one.reason === 'DeletionByTaintManager')).toBe(
      true,
    );
    cluster.nodes.get('n2')?.kubelet.start();
    wait(15);
    expect(get<Node>('nodes', 'n2')?.spec.taints ?? []).toEqual([]);
    expect(all('pods')).toEqual([]);
  });

  test('a taint lets some stay for a while', () => {
    const { create, patch, wait, all } = testCluster(1);
    const { spec } = template({});
    const whileOnly = {
      key: 'broken',
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: 6,
    };
    create('v1', 'Pod', 'plain', { spec });
    create('v1', 'Pod', 'while', { spec: { ...spec, tolerations: [whileOnly] } });
    create('v1', 'Pod', 'always', { spec: { ...spec, tolerations: [{ operator: 'Exists' }] } });
    wait(4);
    const names = () => all<Pod>('pods').map((one) => one.metadata.name);
    patch('v1', 'Node', 'n1', { spec: { taints: [{ key: 'broken', effect: 'NoExecute' }] } });
    wait(4);
    expect(names()).toEqual(['always', 'while']);
    wait(6);
    expect(names()).toEqual(['always']);
  });

  test('a cordoned node is tainted', () => {
    const { patch, wait, get } = testCluster(1);
    patch('v1', 'Node', 'n1', { spec: { unschedulable: true } });
    wait(1);
    expect(get<Node>('nodes', 'n1')?.spec.taints?.[0]?.key).toBe(
      'node.kubernetes.io/unschedulable',
    );
    patch('v1', 'Node', 'n1', { spec: { unschedulable: null } });
    wait(1);
    expect(get<Node>('nodes', 'n1')?.spec.taints).toBeUndefined();
  });
});
