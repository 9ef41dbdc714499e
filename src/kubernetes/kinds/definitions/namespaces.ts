// Namespace: it stays, terminating, until its own finalizers have gone.
import { dns1123LabelErrors } from '../../../base/labels';
import { ageCell } from '../cells';
import { defineKind } from '../define-kind';
import type { Namespace } from '../generated/types';

const nameLabel = 'kubernetes.io/metadata.name';

export default defineKind<Namespace>({
  name: 'namespaces',
  group: '',
  kind: 'Namespace',
  validateName: dns1123LabelErrors,

  applyDefaults(object) {
    const { name, generateName } = object.metadata;
    if (!name && generateName) return object;
    if (object.metadata.labels?.[nameLabel] === name) return object;
    const labels = { ...object.metadata.labels, [nameLabel]: name };
    return { ...object, metadata: { ...object.metadata, labels } };
  },

  prepareForCreate: (object) => ({
    ...object,
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  }),

  prepareForUpdate: (object, old) => ({ ...object, spec: old.spec, status: old.status }),

  holdsDeletion: (object) => Boolean(object.spec?.finalizers?.length),

  whileDeleting: (object) => ({ ...object, status: { ...object.status, phase: 'Terminating' } }),

  selectableFields: (object) => ({ 'status.phase': object.status?.phase ?? '' }),

  cells: (object, { nowMs }) => [
    object.metadata.name,
    object.status?.phase ?? '',
    ageCell(object, nowMs),
  ],

  subresources: {
    finalize: {
      update: (old, body) => ({ ...old, spec: (body as Namespace).spec ?? {} }),
    },
  },
});
