// What a node refuses, and in which words.
import { expect, test } from 'vitest';
import type { Node, Pod } from '../kinds/generated/types';
import { refusalOf } from './admission';

const node = {
  metadata: { name: 'n', uid: 'n', labels: { disk: 'ssd' } },
  spec: {},
  status: { allocatable: { cpu: '2', memory: '1Gi', pods: '3' } },
} as unknown as Node;

function pod(spec: object): Pod {
  return {
    metadata: { name: 'p', uid: Math.PI.toString(), namespace: 'default' },
    spec: { containers: [], ...spec },
  } as unknown as Pod;
}

const asking = (cpu: string) =>
  pod({ containers: [{ name: 'c', resources: { requests: { cpu } } }] });

test('a pod that fits is taken', () => {
  expect(refusalOf({ pod: asking('500m'), node, others: [asking('1500m')] })).toBeUndefined();
});

test('too much CPU', () => {
  expect(refusalOf({ pod: asking('1'), node, others: [asking('1500m')] })).toEqual({
    reason: 'OutOfcpu',
    message:
      "Pod was rejected: Node didn't have enough resource: cpu, requested: 1000, used: 1500, capacity: 2000",
  });
});

test('too many pods, a selector, a host port', () => {
  const others = [pod({}), pod({}), pod({})];
  expect(refusalOf({ pod: pod({}), node, others })?.reason).toBe('OutOfpods');
  const picky = pod({ nodeSelector: { disk: 'hdd' } });
  expect(refusalOf({ pod: picky, node, others: [] })?.reason).toBe('NodeAffinity');
  const web = pod({ containers: [{ name: 'c', ports: [{ containerPort: 80, hostPort: 80 }] }] });
  expect(refusalOf({ pod: web, node, others: [web] })?.reason).toBe('NodePorts');
});
