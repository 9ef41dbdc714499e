// Endpoints.
import { ageCell } from '../cells';
import { changeField, complete, mapSame } from '../complete';
import { defineKind } from '../define-kind';
import type { Endpoints } from '../generated/types';

const shown = 3;

export default defineKind<Endpoints>({
  name: 'endpoints',
  group: '',
  kind: 'Endpoints',

  applyDefaults: (object) =>
    changeField(object, 'subsets', (subsets) =>
      mapSame(subsets, (subset) =>
        changeField(subset, 'ports', (ports) =>
          mapSame(ports, (port) => complete(port, { protocol: 'TCP' })),
        ),
      ),
    ),

  cells: (object, { nowMs }) => [object.metadata.name, listCell(object), ageCell(object, nowMs)],
});

function listCell(object: Endpoints): string {
  const all = (object.subsets ?? []).flatMap((subset) => {
    const addresses = (subset.addresses ?? []).map((one) => one.ip);
    const ports = subset.ports ?? [];
    if (ports.length === 0) return addresses;
    return ports.flatMap((port) => addresses.map((ip) => `${ip}:${port.port}`));
  });
  if (all.length === 0) return '<none>';
  const text = all.slice(0, shown).join(',');
  return all.length > shown ? `${text} + ${all.length - shown} more...` : text;
}
