// Validation of tolerations and topology spread constraints.
import { labelValueErrors } from '../../../base/labels';
import { checkLabelSelector, checkOneOf, checkQualifiedName } from '../field-checks';
import type { FieldError } from '../field-error';
import { duplicate, invalid, notSupported, required } from '../field-error';
import type { Toleration, TopologySpreadConstraint } from '../generated/types';

/** Effects of taints, in the order messages list them. */
export const taintEffects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** Findings about tolerations. */
export function checkTolerations(
  all: readonly Toleration[],
  path: string,
  errors: FieldError[],
): void {
  all.forEach((one, i) => {
    const at = `${path}[${i}]`;
    const { key, operator = '', value = '', effect, tolerationSeconds } = one;
    if (key) errors.push(...checkQualifiedName(`${at}.key`, key));
    else if (operator !== 'Exists') {
      const why =
        'operator must be Exists when `key` is empty, which means "match all values and all keys"';
      errors.push(invalid(`${at}.operator`, operator, why));
    }
    if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
      const why = "effect must be 'NoExecute' when `tolerationSeconds` is set";
      errors.push(invalid(`${at}.effect`, effect ?? '', why));
    }
    checkOperator(operator, value, `${at}.operator`, errors);
    if (effect) errors.push(...checkOneOf(`${at}.effect`, effect, taintEffects));
  });
}

function checkOperator(operator: string, value: string, at: string, errors: FieldError[]): void {
  switch (operator) {
    case '':
    case 'Equal':
      for (const why of labelValueErrors(value)) errors.push(invalid(at, value, why));
      break;
    case 'Exists':
      if (value) errors.push(invalid(at, value, "value must be empty when `operator` is 'Exists'"));
      break;
    case 'Lt':
    case 'Gt':
      errors.push(notSupported(at, operator, ['Equal', 'Exists', 'Lt', 'Gt']));
      break;
    default:
      errors.push(notSupported(at, operator, ['Equal', 'Exists']));
  }
}

const actions = ['DoNotSchedule', 'ScheduleAnyway'];

/** Findings about topology spread constraints. */
export function checkSpread(
  all: readonly TopologySpreadConstraint[],
  path: string,
  errors: FieldError[],
): void {
  const seen = new Set<string>();
  all.forEach((one, i) => {
    const at = `${path}[${i}]`;
    const { maxSkew, topologyKey, whenUnsatisfiable, minDomains } = one;
    if (!(maxSkew > 0))
      errors.push(invalid(`${at}.maxSkew`, maxSkew ?? 0, 'must be greater than zero'));
    if (!topologyKey) errors.push(required(`${at}.topologyKey`, 'can not be empty'));
    if (!actions.includes(whenUnsatisfiable)) {
      errors.push(notSupported(`${at}.whenUnsatisfiable`, whenUnsatisfiable ?? '', actions));
    }
    const pair = `{${topologyKey}, ${whenUnsatisfiable}}`;
    if (seen.has(pair)) errors.push(duplicate(`${at}.{topologyKey, whenUnsatisfiable}`, pair));
    seen.add(pair);
    if (minDomains !== undefined) {
      if (minDomains <= 0) {
        errors.push(invalid(`${at}.minDomains`, minDomains, 'must be greater than zero'));
      }
      if (whenUnsatisfiable === 'ScheduleAnyway') {
        const why = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${whenUnsatisfiable}`;
        errors.push(invalid(`${at}.minDomains`, minDomains, why));
      }
    }
    for (const field of ['nodeAffinityPolicy', 'nodeTaintsPolicy'] as const) {
      const policy = one[field];
      if (policy && policy !== 'Honor' && policy !== 'Ignore') {
        errors.push(notSupported(`${at}.${field}`, policy, ['Honor', 'Ignore']));
      }
    }
    errors.push(...checkLabelSelector(`${at}.labelSelector`, one.labelSelector));
  });
}
