// `Warning:` lines about pod specs.
import { parseQuantity } from '../../../base/quantity';
import type { Container, PodSpec } from '../generated/types';

const quiet = new WeakSet<object>();

/** Warnings about a pod spec at a path. */
export function podSpecWarnings(spec: PodSpec, at: string): readonly string[] {
  if (quiet.has(spec)) return [];
  const warnings: string[] = [];
  const ports: { where: string; name: string; key: string }[] = [];
  (spec.containers ?? []).forEach((container, i) => {
    const path = `${at}.containers[${i}]`;
    portWarnings(container, path, ports, warnings);
    envWarnings(container, path, warnings);
    quantityWarnings(container, path, warnings);
  });
  (spec.initContainers ?? []).forEach((container, i) => {
    envWarnings(container, `${at}.initContainers[${i}]`, warnings);
    quantityWarnings(container, `${at}.initContainers[${i}]`, warnings);
  });
  if (warnings.length === 0 && Object.isFrozen(spec)) quiet.add(spec);
  return warnings;
}

function portWarnings(
  container: Container,
  path: string,
  seen: { where: string; name: string; key: string }[],
  warnings: string[],
): void {
  (container.ports ?? []).forEach((port, i) => {
    const where = `${path}.ports[${i}]`;
    const key = `${port.protocol ?? 'TCP'}/${port.containerPort}/${port.hostPort ?? ''}/${port.hostIP ?? ''}`;
    const sameName = port.name ? seen.find((one) => one.name === port.name) : undefined;
    if (sameName) {
      warnings.push(
        `${where}: duplicate port name ${JSON.stringify(port.name)} with ${sameName.where}, services and probes that select ports by name will use ${sameName.where}`,
      );
    }
    const same = seen.find((one) => one.key === key);
    if (same) warnings.push(`${where}: duplicate port definition with ${same.where}`);
    seen.push({ where, name: port.name ?? '', key });
  });
}

function envWarnings(container: Container, path: string, warnings: string[]): void {
  const seen = new Set<string>();
  (container.env ?? []).forEach((one, i) => {
    if (seen.has(one.name)) {
      const what = `hides previous definition of ${JSON.stringify(one.name)}`;
      warnings.push(`${path}.env[${i}]: ${what}, which may be dropped when using apply`);
    }
    seen.add(one.name);
  });
}

function quantityWarnings(container: Container, path: string, warnings: string[]): void {
  for (const list of ['requests', 'limits'] as const) {
    for (const [name, text] of Object.entries(container.resources?.[list] ?? {})) {
      if (name !== 'memory' && name !== 'ephemeral-storage') continue;
      if ((parseQuantity(text)?.nano ?? 0n) % 1_000_000_000n === 0n) continue;
      warnings.push(
        `${path}.resources.${list}[${name}]: fractional byte value ${JSON.stringify(text)} is invalid, must be an integer`,
      );
    }
  }
}
