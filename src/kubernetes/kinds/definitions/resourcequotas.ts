// ResourceQuota.
import { ageCell } from '../cells';
import { defineKind } from '../define-kind';
import { checkQuantity } from '../field-checks';
import { type FieldError, invalid, notSupported } from '../field-error';
import type { ResourceQuota } from '../generated/types';

const scopes = [
  'BestEffort',
  'CrossNamespacePodAffinity',
  'NotBestEffort',
  'NotTerminating',
  'PriorityClass',
  'Terminating',
  'VolumeAttributesClass',
];
const countable = new Set([
  'cpu',
  'memory',
  'ephemeral-storage',
  'requests.cpu',
  'requests.memory',
  'requests.ephemeral-storage',
  'requests.storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  'pods',
  'services',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
  'storage',
]);

export default defineKind<ResourceQuota>({
  name: 'resourcequotas',
  group: '',
  kind: 'ResourceQuota',

  applyDefaults: (object) => (object.spec === undefined ? { ...object, spec: {} } : object),

  prepareForCreate: (object) => ({ ...object, status: {} }),

  validate({ spec }) {
    const errors: FieldError[] = [];
    for (const [name, text] of Object.entries(spec.hard ?? {}).sort()) {
      const field = `spec.hard[${name}]`;
      if (!name.includes('/') && !countable.has(name) && !/^(requests\.)?hugepages-/.test(name)) {
        errors.push(
          invalid(field, name, 'must be a standard resource type or fully qualified'),
          invalid(field, name, 'must be a standard resource for quota'),
        );
      }
      errors.push(...checkQuantity(field, text));
    }
    for (const scope of spec.scopes ?? []) {
      if (!scopes.includes(scope)) errors.push(notSupported('spec.scopes', scope, scopes));
    }
    return errors;
  },

  cells(object, { nowMs }) {
    const hard = object.status?.hard ?? {};
    const used = object.status?.used ?? {};
    const text = (isLimit: boolean) =>
      Object.keys(hard)
        .sort()
        .filter((name) => name.startsWith('limits.') === isLimit)
        .map((name) => `${name}: ${used[name] ?? '0'}/${hard[name]}`)
        .join(', ');
    return [object.metadata.name, text(false), text(true), ageCell(object, nowMs)];
  },
});
