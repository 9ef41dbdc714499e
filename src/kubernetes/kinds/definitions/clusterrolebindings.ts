// ClusterRoleBinding.
import { ageCell } from '../cells';
import { changeField, complete, mapSame, withField } from '../complete';
import { defineKind } from '../define-kind';
import type { ClusterRoleBinding } from '../generated/types';
import {
  checkBinding,
  checkBindingUpdate,
  pathSegmentErrors,
  rbacGroup,
  subjectCells,
  subjectDefaults,
} from '../rbac-rules';

export default defineKind<ClusterRoleBinding>({
  name: 'clusterrolebindings',
  group: rbacGroup,
  kind: 'ClusterRoleBinding',
  validateName: pathSegmentErrors,

  applyDefaults(object) {
    const roleRef = complete(object.roleRef ?? { kind: '', name: '' }, { apiGroup: rbacGroup });
    const full = changeField(object, 'subjects', (all) => mapSame(all, subjectDefaults));
    return withField(full, 'roleRef', roleRef);
  },

  validate: (object) => checkBinding(object, false),
  validateUpdate: checkBindingUpdate,

  cells: (object, { nowMs }) => [
    object.metadata.name,
    `${object.roleRef.kind}/${object.roleRef.name}`,
    ageCell(object, nowMs),
    ...subjectCells(object.subjects),
  ],
});
