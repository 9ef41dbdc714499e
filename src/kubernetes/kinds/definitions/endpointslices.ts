// EndpointSlice.
import { ageCell } from '../cells';
import { changeField, complete, mapSame } from '../complete';
import { defineKind } from '../define-kind';
import { immutableText } from '../field-checks';
import { type FieldError, invalid, notSupported, required } from '../field-error';
import type { EndpointSlice } from '../generated/types';

const shown = 3;
const types = ['FQDN', 'IPv4', 'IPv6'];

export default defineKind<EndpointSlice>({
  name: 'endpointslices',
  group: 'discovery.k8s.io',
  kind: 'EndpointSlice',
  hasGeneration: true,

  applyDefaults(object) {
    const withPorts = changeField(object, 'ports', (ports) =>
      mapSame(ports, (port) => complete(port, { name: '', protocol: 'TCP' })),
    );
    const full = changeField(withPorts, 'endpoints', (all) =>
      mapSame(all, (one) => complete(one, { conditions: {} })),
    );
    // Both lists are printed as null where they are empty.
    const ports = full.ports?.length ? full.ports : null;
    const endpoints = full.endpoints?.length ? full.endpoints : null;
    if (full.ports === ports && full.endpoints === endpoints) return full;
    return { ...full, ports, endpoints } as unknown as EndpointSlice;
  },

  validate(object) {
    const errors: FieldError[] = [];
    if (!object.addressType) errors.push(required('addressType'));
    else if (!types.includes(object.addressType)) {
      errors.push(notSupported('addressType', object.addressType, types));
    }
    (object.endpoints ?? []).forEach((one, i) => {
      if (one.addresses?.length) return;
      const why = 'must contain at least one address';
      errors.push(required(`endpoints[${i}].addresses`, why));
    });
    return errors;
  },

  validateUpdate(object, old) {
    if (object.addressType === old.addressType) return [];
    return [invalid('addressType', object.addressType, immutableText)];
  },

  cells: (object, { nowMs }) => [
    object.metadata.name,
    object.addressType ?? '',
    limited((object.ports ?? []).map((port) => (port.port ? String(port.port) : port.name || '*'))),
    limited((object.endpoints ?? []).flatMap((one) => one.addresses)),
    ageCell(object, nowMs),
  ],
});

function limited(all: readonly string[]): string {
  if (all.length === 0) return '<unset>';
  const text = all.slice(0, shown).join(',');
  return all.length > shown ? `${text} + ${all.length - shown} more...` : text;
}
