// FlowSchema.
import { ageCell } from '../cells';
import { defineKind } from '../define-kind';
import type { FlowSchema } from '../generated/types';

export default defineKind<FlowSchema>({
  name: 'flowschemas',
  group: 'flowcontrol.apiserver.k8s.io',
  kind: 'FlowSchema',
  hasGeneration: true,
  cells(object, { nowMs }) {
    const dangling = object.status?.conditions?.find((one) => one.type === 'Dangling');
    return [
      object.metadata.name,
      object.spec?.priorityLevelConfiguration?.name ?? '<none>',
      object.spec?.matchingPrecedence ?? 1000,
      object.spec?.distinguisherMethod?.type ?? '<none>',
      ageCell(object, nowMs),
      dangling?.status ?? 'False',
    ];
  },
});
