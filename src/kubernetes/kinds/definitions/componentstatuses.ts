// ComponentStatus: never stored, but shown in tables.
import { defineKind } from '../define-kind';
import type { ComponentStatus } from '../generated/types';

export default defineKind<ComponentStatus>({
  name: 'componentstatuses',
  group: '',
  kind: 'ComponentStatus',
  cells(object) {
    const healthy = object.conditions?.find((one) => one.type === 'Healthy');
    const status =
      healthy?.status === 'True'
        ? 'Healthy'
        : healthy?.status === 'False'
          ? 'Unhealthy'
          : 'Unknown';
    return [object.metadata.name, status, healthy?.message ?? '', healthy?.error ?? ''];
  },
});
