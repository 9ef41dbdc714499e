// Role.
import { defineKind } from '../define-kind';
import type { Role } from '../generated/types';
import { checkRules, pathSegmentErrors } from '../rbac-rules';

export default defineKind<Role>({
  name: 'roles',
  group: 'rbac.authorization.k8s.io',
  kind: 'Role',
  validateName: pathSegmentErrors,
  applyDefaults: (object) =>
    object.rules === undefined ? ({ ...object, rules: null } as never) : object,
  validate: (object) => checkRules(object.rules ?? [], true),
});
