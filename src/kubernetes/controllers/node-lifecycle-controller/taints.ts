// Conditions as taints: what a node's state keeps away (NoSchedule) and drives out (NoExecute).
import { deepEqual } from '../../../base/json';
import type { Task } from '../../../base/sim';
import { formatRfc3339 } from '../../../base/time';
import { nodes } from '../../api/refs';
import type { Node, Taint } from '../../kinds/generated/types';
import type { ControllerContext } from '../controller';
import { ignoring } from '../outcomes';
import { conditionOf, readyOf } from './conditions';

const prefix = 'node.kubernetes.io';
const notReady = `${prefix}/not-ready`;
const unreachable = `${prefix}/unreachable`;
const pressures = new Map([
  ['MemoryPressure', `${prefix}/memory-pressure`],
  ['DiskPressure', `${prefix}/disk-pressure`],
  ['PIDPressure', `${prefix}/pid-pressure`],
  ['NetworkUnavailable', `${prefix}/network-unavailable`],
]);
const unschedulable = `${prefix}/unschedulable`;
const own = new Set([notReady, unreachable, unschedulable, ...pressures.values()]);

/** Brings the node's own taints in line with its conditions; others stay. */
export function* updateTaints(node: Node, context: ControllerContext): Task<void> {
  const old = node.spec.taints ?? [];
  const wanted = wantedTaints(node);
  const timeAdded = formatRfc3339(context.nowMs);
  const taints = [
    ...old.filter((one) => !isOwn(one) || wanted.some((other) => isSame(one, other))),
    ...wanted
      .filter((one) => !old.some((other) => isSame(one, other)))
      .map((one) => ({ ...one, timeAdded })),
  ];
  if (deepEqual(taints, old)) return;
  const body = {
    metadata: { resourceVersion: node.metadata.resourceVersion },
    spec: { taints: taints.length > 0 ? taints : null },
  };
  const patch = { type: 'merge', body } as const;
  const request = context.client.patch(nodes, { name: node.metadata.name }, patch);
  yield* ignoring(['NotFound', 'Conflict'], request);
}

function isOwn(taint: Taint): boolean {
  if (!own.has(taint.key)) return false;
  if (taint.effect === 'NoSchedule') return true;
  return taint.effect === 'NoExecute' && (taint.key === notReady || taint.key === unreachable);
}

function isSame(a: Taint, b: Taint): boolean {
  return a.key === b.key && a.effect === b.effect;
}

function wantedTaints(node: Node): Taint[] {
  const taints: Taint[] = [];
  const ready = readyOf(node)?.status;
  const key = ready === 'False' ? notReady : ready === 'Unknown' ? unreachable : undefined;
  if (key !== undefined) taints.push({ key, effect: 'NoSchedule' });
  for (const [type, pressed] of pressures) {
    if (conditionOf(node, type)?.status !== 'True') continue;
    taints.push({ key: pressed, effect: 'NoSchedule' });
  }
  if (node.spec.unschedulable) taints.push({ key: unschedulable, effect: 'NoSchedule' });
  if (key !== undefined) taints.push({ key, effect: 'NoExecute' });
  return taints;
}
