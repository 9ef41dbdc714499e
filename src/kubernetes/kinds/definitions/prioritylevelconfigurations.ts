// PriorityLevelConfiguration.
import { ageCell } from '../cells';
import { defineKind } from '../define-kind';
import type { PriorityLevelConfiguration } from '../generated/types';

const unset = '<none>';

export default defineKind<PriorityLevelConfiguration>({
  name: 'prioritylevelconfigurations',
  group: 'flowcontrol.apiserver.k8s.io',
  kind: 'PriorityLevelConfiguration',
  hasGeneration: true,
  cells(object, { nowMs }) {
    const { type, limited, exempt } = object.spec ?? {};
    const queuing = limited?.limitResponse?.queuing;
    const shares = limited?.nominalConcurrencyShares ?? exempt?.nominalConcurrencyShares;
    return [
      object.metadata.name,
      type ?? unset,
      shares === undefined ? unset : String(shares),
      queuing === undefined ? unset : String(queuing.queues ?? 64),
      queuing === undefined ? unset : String(queuing.handSize ?? 8),
      queuing === undefined ? unset : String(queuing.queueLengthLimit ?? 50),
      ageCell(object, nowMs),
    ];
  },
});
