// postStart and preStop: exec, HTTP, sleep.
import type { Task } from '../../base/sim';
import type { LifecycleHandler } from '../kinds/generated/types';
import type { ContainerLife } from './container-life';
import type { LiveContainer } from './container-runtime';
import { probeOnce } from './probes';

/** Runs a hook. Returns what went wrong, or undefined. */
export function* runHook(
  life: ContainerLife,
  hook: LifecycleHandler,
  live: LiveContainer,
): Task<string | undefined> {
  const { kubelet, pod, record } = life.worker;
  if (hook.sleep) {
    yield { until: kubelet.sim.now + hook.sleep.seconds * 1000 };
    return undefined;
  }
  const target = { sim: kubelet.sim, pod, container: life.container, podIp: record.ip, live };
  // A hook is a probe without a time-out of its own: the grace period bounds it.
  const result = yield* probeOnce(target, { ...hook, timeoutSeconds: 86_400 });
  return result.ok ? undefined : result.message;
}
