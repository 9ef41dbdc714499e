// Node.
import { ageCell } from '../cells';
import { complete, withField } from '../complete';
import { defineKind } from '../define-kind';
import { checkOneOf, checkQualifiedName } from '../field-checks';
import { duplicate, type FieldError } from '../field-error';
import type { Node, Taint } from '../generated/types';
import { taintEffects } from '../pod-template/validate-scheduling';

const rolePrefix = 'node-role.kubernetes.io/';

export default defineKind<Node>({
  name: 'nodes',
  group: '',
  kind: 'Node',

  applyDefaults: (object) => (object.spec === undefined ? { ...object, spec: {} } : object),

  prepareForCreate(object) {
    const status = object.status;
    if (!status?.capacity || status.allocatable) return object;
    return withField(object, 'status', complete(status, { allocatable: status.capacity }));
  },

  validate: ({ spec }) => checkTaints(spec.taints ?? []),

  selectableFields: ({ spec }) => ({ 'spec.unschedulable': String(spec.unschedulable ?? false) }),

  cells(object, { nowMs }) {
    const { status } = object;
    const address = (type: string) =>
      status?.addresses?.find((one) => one.type === type)?.address ?? '<none>';
    const info = status?.nodeInfo;
    return [
      object.metadata.name,
      statusCell(object),
      rolesCell(object),
      ageCell(object, nowMs),
      info?.kubeletVersion ?? '',
      address('InternalIP'),
      address('ExternalIP'),
      info?.osImage || '<unknown>',
      info?.kernelVersion || '<unknown>',
      info?.containerRuntimeVersion || '<unknown>',
    ];
  },
});

function statusCell(object: Node): string {
  const ready = object.status?.conditions?.find((one) => one.type === 'Ready');
  const parts = [ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady'];
  if (object.spec.unschedulable) parts.push('SchedulingDisabled');
  return parts.join(',');
}

function rolesCell(object: Node): string {
  const roles = new Set<string>();
  for (const [key, value] of Object.entries(object.metadata.labels ?? {})) {
    if (key.startsWith(rolePrefix) && key.length > rolePrefix.length) {
      roles.add(key.slice(rolePrefix.length));
    } else if (key === 'kubernetes.io/role' && value) roles.add(value);
  }
  return roles.size > 0 ? [...roles].sort().join(',') : '<none>';
}

function checkTaints(taints: readonly Taint[]): FieldError[] {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  taints.forEach((taint, i) => {
    const at = `spec.taints[${i}]`;
    errors.push(...checkQualifiedName(`${at}.key`, taint.key));
    errors.push(...checkOneOf(`${at}.effect`, taint.effect, taintEffects));
    const key = `${taint.key}:${taint.effect}`;
    if (seen.has(key)) {
      errors.push(
        duplicate(at, { Key: taint.key, Value: taint.value ?? '', Effect: taint.effect }),
      );
    }
    seen.add(key);
  });
  return errors;
}
