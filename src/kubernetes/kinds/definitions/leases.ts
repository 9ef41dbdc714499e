// Lease.
import { ageCell } from '../cells';
import { defineKind } from '../define-kind';
import type { Lease } from '../generated/types';

export default defineKind<Lease>({
  name: 'leases',
  group: 'coordination.k8s.io',
  kind: 'Lease',
  cells: (object, { nowMs }) => [
    object.metadata.name,
    object.spec?.holderIdentity ?? '',
    ageCell(object, nowMs),
  ],
});
