// IPAddress.
import { defineKind } from '../define-kind';
import type { IPAddress } from '../generated/types';

export default defineKind<IPAddress>({
  name: 'ipaddresses',
  group: 'networking.k8s.io',
  kind: 'IPAddress',
  hasGeneration: true,
  cells(object) {
    const { group, resource, namespace, name } = object.spec?.parentRef ?? {};
    const kind = group ? `${resource}.${group}` : resource;
    return [object.metadata.name, [kind, namespace, name].filter(Boolean).join('/')];
  },
});
