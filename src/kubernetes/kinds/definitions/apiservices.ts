// APIService: local groups are always there, others when their service answers.
import { ageCell } from '../cells';
import { defineKind } from '../define-kind';
import type { APIService } from '../generated/types';
import { pathSegmentErrors } from '../rbac-rules';

export default defineKind<APIService>({
  name: 'apiservices',
  group: 'apiregistration.k8s.io',
  kind: 'APIService',
  validateName: pathSegmentErrors,

  prepareForCreate(object) {
    if (object.spec?.service !== undefined) return { ...object, status: {} };
    const available = {
      type: 'Available',
      status: 'True',
      reason: 'Local',
      message: 'Local APIServices are always available',
      lastTransitionTime: object.metadata.creationTimestamp,
    };
    return { ...object, status: { conditions: [available] } };
  },

  cells(object, { nowMs }) {
    const service = object.spec?.service;
    const available = object.status?.conditions?.find((one) => one.type === 'Available');
    const isTrue = available?.status === 'True';
    const reason = isTrue || !available?.reason ? '' : ` (${available.reason})`;
    return [
      object.metadata.name,
      service ? `${service.namespace}/${service.name}` : 'Local',
      available ? `${available.status}${reason}` : 'Unknown',
      ageCell(object, nowMs),
    ];
  },
});
