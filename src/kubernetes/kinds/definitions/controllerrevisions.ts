// ControllerRevision.
import { deepEqual } from '../../../base/json';
import { ageCell } from '../cells';
import { defineKind } from '../define-kind';
import { immutableText } from '../field-checks';
import { invalid } from '../field-error';
import type { ControllerRevision } from '../generated/types';
import { controllerOf } from '../object';

export default defineKind<ControllerRevision>({
  name: 'controllerrevisions',
  group: 'apps',
  kind: 'ControllerRevision',

  validateUpdate(object, old) {
    if (deepEqual(object.data, old.data)) return [];
    return [invalid('data', object.data ?? null, immutableText)];
  },

  cells(object, { nowMs }) {
    const owner = controllerOf(object);
    const group = owner?.apiVersion?.split('/')[0] ?? '';
    const kind = owner ? owner.kind.toLowerCase() : '';
    const controller = owner
      ? `${kind}${owner.apiVersion?.includes('/') ? `.${group}` : ''}/${owner.name}`
      : '<none>';
    return [object.metadata.name, controller, object.revision, ageCell(object, nowMs)];
  },
});
