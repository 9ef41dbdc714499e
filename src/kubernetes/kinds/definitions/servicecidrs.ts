// ServiceCIDR.
import { ageCell } from '../cells';
import { defineKind } from '../define-kind';
import type { ServiceCIDR } from '../generated/types';

export default defineKind<ServiceCIDR>({
  name: 'servicecidrs',
  group: 'networking.k8s.io',
  kind: 'ServiceCIDR',
  hasGeneration: true,
  cells: (object, { nowMs }) => [
    object.metadata.name,
    (object.spec?.cidrs ?? []).join(','),
    ageCell(object, nowMs),
  ],
});
