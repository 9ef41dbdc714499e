// An autoscaler's conditions: the latest change first, as the controller writes them.
import { formatRfc3339 } from '../../../base/time';
import type { HorizontalPodAutoscalerCondition as Condition } from '../../kinds/generated/types';

export type ConditionType = 'AbleToScale' | 'ScalingActive' | 'ScalingLimited';

/** The conditions of one look. */
export class Conditions {
  #all: readonly Condition[];
  #nowMs: number;

  constructor(all: readonly Condition[], nowMs: number) {
    this.#all = all;
    this.#nowMs = nowMs;
  }

  get all(): readonly Condition[] {
    return this.#all;
  }

  set(type: ConditionType, status: 'True' | 'False', reason: string, message: string): void {
    const old = this.#all.find((one) => one.type === type);
    const isSame = old?.status === status;
    const lastTransitionTime = isSame ? old.lastTransitionTime : formatRfc3339(this.#nowMs);
    const condition = { type, status, lastTransitionTime, reason, message };
    this.#all =
      old === undefined
        ? [...this.#all, condition]
        : this.#all.map((one) => (one === old ? condition : one));
  }
}
