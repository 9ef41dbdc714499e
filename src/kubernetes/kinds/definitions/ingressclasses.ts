// IngressClass.
import { ageCell } from '../cells';
import { defineKind } from '../define-kind';
import { immutableText } from '../field-checks';
import { invalid } from '../field-error';
import type { IngressClass } from '../generated/types';

export default defineKind<IngressClass>({
  name: 'ingressclasses',
  group: 'networking.k8s.io',
  kind: 'IngressClass',
  hasGeneration: true,

  validateUpdate(object, old) {
    if (object.spec?.controller === old.spec?.controller) return [];
    return [invalid('spec.controller', object.spec?.controller ?? '', immutableText)];
  },

  cells(object, { nowMs }) {
    const parameters = object.spec?.parameters;
    const group = parameters?.apiGroup ? `.${parameters.apiGroup}` : '';
    return [
      object.metadata.name,
      object.spec?.controller ?? '',
      parameters ? `${parameters.kind}${group}/${parameters.name}` : '<none>',
      ageCell(object, nowMs),
    ];
  },
});
