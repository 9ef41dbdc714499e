// A selector's text as the LabelSelector object of a spec.
import type { JsonObject } from '../../../base/json';
import type { LabelSelector } from '../../../base/labels';

/** {matchLabels, matchExpressions} of a parsed selector. */
export function selectorObject(selector: LabelSelector): JsonObject {
  const matchLabels: Record<string, string> = {};
  const matchExpressions: JsonObject[] = [];
  for (const one of selector.requirements) {
    if (one.operator === 'In' && one.values.length === 1 && one.symbol !== undefined) {
      matchLabels[one.key] = one.values[0] ?? '';
    } else {
      const { key, operator } = one;
      const values = one.values.length > 0 ? { values: [...one.values] } : {};
      matchExpressions.push({ key, operator, ...values });
    }
  }
  return {
    ...(Object.keys(matchLabels).length > 0 ? { matchLabels } : {}),
    ...(matchExpressions.length > 0 ? { matchExpressions } : {}),
  };
}
