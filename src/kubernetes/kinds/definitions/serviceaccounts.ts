// ServiceAccount.
import { ageCell } from '../cells';
import { defineKind } from '../define-kind';
import type { ServiceAccount } from '../generated/types';

export default defineKind<ServiceAccount>({
  name: 'serviceaccounts',
  group: '',
  kind: 'ServiceAccount',
  cells: (object, { nowMs }) => [object.metadata.name, ageCell(object, nowMs)],
});
