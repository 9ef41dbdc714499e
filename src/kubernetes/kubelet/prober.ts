// One probe of one container, again and again, until the container ends.
import type { Task } from '../../base/sim';
import type { Probe } from '../kinds/generated/types';
import type { ContainerLife } from './container-life';
import type { LiveContainer } from './container-runtime';
import { type ProbeKind, probeOnce } from './probes';

/** Probes and tells the container's life when a threshold is reached. */
export function* keepProbing(
  life: ContainerLife,
  what: { readonly kind: ProbeKind; readonly probe: Probe; readonly live: LiveContainer },
): Task<void> {
  const { kind, probe, live } = what;
  const { worker, record, container } = life;
  const { sim } = worker.kubelet;
  const periodMs = (probe.periodSeconds ?? 10) * 1000;
  const initialMs = (probe.initialDelaySeconds ?? 0) * 1000;
  let successes = 0;
  let failures = 0;
  if (initialMs > 0) yield { until: sim.now + initialMs };
  for (;;) {
    if (live.exit !== undefined || life.live !== live) return;
    if (kind === 'Startup' ? record.hasStarted : !record.hasStarted) {
      if (kind === 'Startup') return;
      yield { until: sim.now + Math.min(periodMs, 1000) };
      continue;
    }
    const podIp = worker.record.ip;
    const result = yield* probeOnce({ sim, pod: worker.pod, container, podIp, live }, probe);
    if (live.exit !== undefined || life.isStopping) return;
    if (result.ok) {
      successes++;
      failures = 0;
      if (successes >= (probe.successThreshold ?? 1)) life.passed(kind);
    } else {
      successes = 0;
      const outcome = result.isError ? 'errored and resulted in unknown state' : 'failed';
      life.event('Warning', 'Unhealthy', `${kind} probe ${outcome}: ${result.message}`);
      if (!result.isError) failures++;
      if (failures >= (probe.failureThreshold ?? 3)) {
        failures = 0;
        if (life.failed(kind, probe)) return;
      }
    }
    yield { until: sim.now + periodMs };
  }
}
