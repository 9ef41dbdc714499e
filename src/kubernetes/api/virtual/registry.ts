// The resources that are never stored, by storage name.
import type { SubresourceHandler } from '../server';
import { reviewAccess, reviewRules } from './access-reviews';
import { reviewSelf, reviewToken } from './authentication-reviews';
import { componentStatuses } from './component-statuses';

export const virtualHandlers: Readonly<Record<string, SubresourceHandler>> = {
  componentstatuses: componentStatuses,
  'selfsubjectaccessreviews.authorization.k8s.io': reviewAccess,
  'subjectaccessreviews.authorization.k8s.io': reviewAccess,
  'localsubjectaccessreviews.authorization.k8s.io': reviewAccess,
  'selfsubjectrulesreviews.authorization.k8s.io': reviewRules,
  'selfsubjectreviews.authentication.k8s.io': reviewSelf,
  'tokenreviews.authentication.k8s.io': reviewToken,
};
