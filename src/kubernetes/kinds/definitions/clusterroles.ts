// ClusterRole.
import { defineKind } from '../define-kind';
import { required } from '../field-error';
import type { ClusterRole } from '../generated/types';
import { checkRules, pathSegmentErrors } from '../rbac-rules';

export default defineKind<ClusterRole>({
  name: 'clusterroles',
  group: 'rbac.authorization.k8s.io',
  kind: 'ClusterRole',
  validateName: pathSegmentErrors,
  applyDefaults: (object) =>
    object.rules === undefined ? ({ ...object, rules: null } as never) : object,

  validate(object) {
    const selectors = object.aggregationRule?.clusterRoleSelectors;
    const errors = checkRules(object.rules ?? [], false);
    if (object.aggregationRule && !selectors?.length) {
      const why = 'at least one clusterRoleSelector required if aggregationRule is non-nil';
      errors.push(required('aggregationRule.clusterRoleSelectors', why));
    }
    return errors;
  },
});
