// The row of a service.
import { ageCell, pairsCell } from '../../cells';
import type { Cell } from '../../define-kind';
import type { Service, ServiceSpec } from '../../generated/types';

/** The cells of a service's row. */
export function serviceCells(object: Service, { nowMs }: { readonly nowMs: number }): Cell[] {
  const { spec } = object;
  return [
    object.metadata.name,
    spec.type ?? '',
    spec.clusterIPs?.[0] ?? '<none>',
    externalCell(object),
    portsCell(spec),
    ageCell(object, nowMs),
    pairsCell(spec.selector),
  ];
}

function externalCell(object: Service): string {
  const { spec } = object;
  const own = spec.externalIPs ?? [];
  switch (spec.type) {
    case 'ClusterIP':
    case 'NodePort':
      return own.length > 0 ? own.join(',') : '<none>';
    case 'ExternalName':
      return spec.externalName ?? '';
    case 'LoadBalancer': {
      const ingress = object.status?.loadBalancer?.ingress ?? [];
      const given = ingress.map((one) => one.ip || one.hostname || '').filter((one) => one !== '');
      const all = [...given, ...own];
      return all.length > 0 ? all.join(',') : '<pending>';
    }
    default:
      return '<unknown>';
  }
}

function portsCell(spec: ServiceSpec): string {
  const ports = spec.ports ?? [];
  if (ports.length === 0) return '<none>';
  return ports
    .map((port) => `${port.port}${port.nodePort ? `:${port.nodePort}` : ''}/${port.protocol}`)
    .join(',');
}
