// What keeps an autoscaler steady: minimum and maximum, policies for the pace, and a window whose
// highest (or lowest) recommendation counts.
import type {
  AutoscalingV2HorizontalPodAutoscaler as Autoscaler,
  HPAScalingRules,
} from '../../kinds/generated/types';
import type { ControllerContext } from '../controller';
import type { Conditions } from './conditions';

interface Past {
  readonly atMs: number;
  readonly value: number;
}

/** Remembered until the controller manager restarts. */
interface History {
  recommendations: Past[];
  /** Sizes by which it grew and shrank. */
  ups: Past[];
  downs: Past[];
}

const defaultDownWindowSeconds = 300;
const defaultUp: HPAScalingRules = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};
const defaultDown: HPAScalingRules = {
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
};

function historyOf(autoscaler: Autoscaler, context: ControllerContext): History {
  const key = autoscaler.metadata.uid;
  let history = context.memory.get(key) as History | undefined;
  if (history === undefined) {
    context.memory.set(key, (history = { recommendations: [], ups: [], downs: [] }));
  }
  return history;
}

/** Notes that the target was scaled: the pace counts from such steps. */
export function noteScaling(
  autoscaler: Autoscaler,
  before: number,
  after: number,
  context: ControllerContext,
): void {
  const history = historyOf(autoscaler, context);
  const step = { atMs: context.nowMs, value: Math.abs(after - before) };
  (after > before ? history.ups : history.downs).push(step);
}

/** The size that may be set now, given the proposed one. */
export function normalize(
  autoscaler: Autoscaler,
  current: number,
  proposed: number,
  conditions: Conditions,
  context: ControllerContext,
): number {
  const { behavior, minReplicas = 1, maxReplicas } = autoscaler.spec;
  const up = behavior?.scaleUp ?? defaultUp;
  const down = behavior?.scaleDown ?? defaultDown;
  const history = historyOf(autoscaler, context);
  const steady = stabilize(history, current, proposed, { up, down, nowMs: context.nowMs });
  if (steady === proposed) {
    const text = 'recommended size matches current size';
    if (proposed === current) conditions.set('AbleToScale', 'True', 'ReadyForNewScale', text);
  } else {
    const isDown = proposed < steady;
    const text = isDown
      ? 'recent recommendations were higher than current one, applying the highest recent recommendation'
      : 'recent recommendations were lower than current one, applying the lowest recent recommendation';
    const reason = isDown ? 'ScaleDownStabilized' : 'ScaleUpStabilized';
    conditions.set('AbleToScale', 'True', reason, text);
  }
  return limit(
    steady,
    { current, minReplicas, maxReplicas, up, down, history },
    conditions,
    context,
  );
}

function stabilize(
  history: History,
  current: number,
  proposed: number,
  { up, down, nowMs }: { up: HPAScalingRules; down: HPAScalingRules; nowMs: number },
): number {
  const upMs = (up.stabilizationWindowSeconds ?? 0) * 1000;
  const downMs = (down.stabilizationWindowSeconds ?? defaultDownWindowSeconds) * 1000;
  let [lowest, highest] = [proposed, proposed];
  for (const { atMs, value } of history.recommendations) {
    if (atMs > nowMs - upMs) lowest = Math.min(lowest, value);
    if (atMs > nowMs - downMs) highest = Math.max(highest, value);
  }
  const keepMs = Math.max(upMs, downMs);
  history.recommendations = history.recommendations.filter(({ atMs }) => atMs > nowMs - keepMs);
  history.recommendations.push({ atMs: nowMs, value: proposed });
  let steady = current;
  if (steady < lowest) steady = lowest;
  if (steady > highest) steady = highest;
  return steady;
}

interface Bounds {
  readonly current: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly up: HPAScalingRules;
  readonly down: HPAScalingRules;
  readonly history: History;
}

function limit(
  wanted: number,
  bounds: Bounds,
  conditions: Conditions,
  { nowMs }: ControllerContext,
): number {
  const { current, minReplicas, maxReplicas, up, down, history } = bounds;
  const limited = (reason: string, text: string) =>
    conditions.set('ScalingLimited', 'True', reason, text);
  if (wanted > current) {
    const most = paceLimit(current, up, history.ups, nowMs, 1);
    const top = Math.min(maxReplicas, most);
    if (wanted > top) {
      if (most < maxReplicas) {
        limited(
          'ScaleUpLimit',
          'the desired replica count is increasing faster than the maximum scale rate',
        );
      } else {
        limited(
          'TooManyReplicas',
          'the desired replica count is more than the maximum replica count',
        );
      }
      return top;
    }
  } else if (wanted < current) {
    const least = paceLimit(current, down, history.downs, nowMs, -1);
    const bottom = Math.max(minReplicas, least);
    if (wanted < bottom) {
      if (least > minReplicas) {
        limited(
          'ScaleDownLimit',
          'the desired replica count is decreasing faster than the maximum scale rate',
        );
      } else {
        limited(
          'TooFewReplicas',
          'the desired replica count is less than the minimum replica count',
        );
      }
      return bottom;
    }
  } else if (wanted > maxReplicas || wanted < minReplicas) {
    return Math.min(Math.max(wanted, minReplicas), maxReplicas);
  }
  const text = 'the desired count is within the acceptable range';
  conditions.set('ScalingLimited', 'False', 'DesiredWithinRange', text);
  return wanted;
}

/** How far the policies let it grow (sign 1) or shrink (-1). */
function paceLimit(
  current: number,
  rules: HPAScalingRules,
  steps: readonly Past[],
  nowMs: number,
  sign: 1 | -1,
): number {
  if (rules.selectPolicy === 'Disabled') return current;
  const found = (rules.policies ?? []).map((policy) => {
    const recent = steps.filter(({ atMs }) => atMs > nowMs - policy.periodSeconds * 1000);
    const start = current - sign * recent.reduce((sum, one) => sum + one.value, 0);
    if (policy.type === 'Pods') return start + sign * policy.value;
    const scaled = start * (1 + (sign * policy.value) / 100);
    return sign > 0 ? Math.ceil(scaled - 1e-9) : Math.floor(scaled + 1e-9);
  });
  const isFastest = rules.selectPolicy !== 'Min';
  return isFastest === sign > 0 ? Math.max(...found) : Math.min(...found);
}
