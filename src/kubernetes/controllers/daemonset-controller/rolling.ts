// RollingUpdate of a DaemonSet: old pods go within maxUnavailable, or new ones come first within
// maxSurge.
import type { DaemonSet, IntOrString, Pod } from '../../kinds/generated/types';
import { isAvailable } from '../pods';
import { revisionHashLabel } from '../revisions';
import type { DaemonRun } from './daemon-pods';
import { belongs, type Step } from './placement';

function scaled(value: IntOrString | undefined, total: number): number {
  if (value === undefined) return 0;
  if (typeof value === 'number') return value;
  return Math.ceil((Number.parseInt(value, 10) / 100) * total - 1e-9);
}

/** maxSurge and maxUnavailable for so many nodes; never both zero. */
export function fenceposts(set: DaemonSet, total: number): { surge: number; unavailable: number } {
  const strategy = set.spec.updateStrategy;
  if (strategy?.type !== 'RollingUpdate') return { surge: 0, unavailable: 0 };
  const surge = scaled(strategy.rollingUpdate?.maxSurge, total);
  const unavailable = scaled(strategy.rollingUpdate?.maxUnavailable ?? 1, total);
  return surge === 0 && unavailable === 0 ? { surge: 0, unavailable: 1 } : { surge, unavailable };
}

/** The next step of the update. */
export function rollingUpdate(run: DaemonRun): Step {
  const total = run.nodes.filter((node) => belongs(run.set, node).runs).length;
  const { surge, unavailable } = fenceposts(run.set, total);
  return surge === 0 ? replace(run, unavailable) : outgrow(run, surge);
}

interface Pair {
  readonly node: string;
  readonly now: Pod | undefined;
  readonly old: Pod | undefined;
}

/** The old and the new pod of each node; nodes with more of a kind are left out. */
function pairs({ pods, hash }: DaemonRun): { pairs: Pair[]; odd: number } {
  const found: Pair[] = [];
  let odd = 0;
  for (const [node, here] of pods) {
    const alive = here.filter((pod) => !pod.metadata.deletionTimestamp);
    const isNew = (pod: Pod) => pod.metadata.labels?.[revisionHashLabel] === hash;
    const [news, olds] = [alive.filter(isNew), alive.filter((pod) => !isNew(pod))];
    if (news.length > 1 || olds.length > 1) odd++;
    else found.push({ node, now: news[0], old: olds[0] });
  }
  return { pairs: found, odd };
}

function serves({ set, context }: DaemonRun, pod: Pod): boolean {
  return isAvailable(pod, set.spec.minReadySeconds ?? 0, context.nowMs);
}

function replace(run: DaemonRun, maxUnavailable: number): Step {
  const { pairs: found, odd } = pairs(run);
  let unavailable = odd;
  const remove: Pod[] = [];
  const candidates: Pod[] = [];
  for (const { now, old } of found) {
    if ((now === undefined) === (old === undefined)) unavailable++;
    else if (now) unavailable += serves(run, now) ? 0 : 1;
    else if (old && !serves(run, old)) remove.push(old);
    else if (old) candidates.push(old);
  }
  const room = Math.max(0, maxUnavailable - unavailable);
  return { missing: [], remove: [...remove, ...candidates.slice(0, room)] };
}

function outgrow(run: DaemonRun, maxSurge: number): Step {
  const { pairs: found, odd } = pairs(run);
  let surging = odd;
  const missing: string[] = [];
  const candidates: string[] = [];
  const remove: Pod[] = [];
  for (const { node, now, old } of found) {
    if (old === undefined) continue;
    if (now === undefined) (serves(run, old) ? candidates : missing).push(node);
    else if (serves(run, now)) remove.push(old);
    else surging++;
  }
  const room = Math.max(0, maxSurge - surging);
  const runs = new Set(
    run.nodes.filter((one) => belongs(run.set, one).runs).map((one) => one.metadata.name),
  );
  const wanted = [...missing, ...candidates.slice(0, room)].filter((name) => runs.has(name));
  return { missing: wanted, remove };
}
