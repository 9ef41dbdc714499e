// RuntimeClass.
import { ageCell } from '../cells';
import { defineKind } from '../define-kind';
import { checkDnsLabel } from '../field-checks';
import { required } from '../field-error';
import type { RuntimeClass } from '../generated/types';

export default defineKind<RuntimeClass>({
  name: 'runtimeclasses',
  group: 'node.k8s.io',
  kind: 'RuntimeClass',
  validate: ({ handler }) => (handler ? checkDnsLabel('handler', handler) : [required('handler')]),
  cells: (object, { nowMs }) => [object.metadata.name, object.handler, ageCell(object, nowMs)],
});
