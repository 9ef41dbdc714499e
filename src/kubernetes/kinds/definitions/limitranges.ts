// LimitRange: what is given as default follows from what is given as limit.
import { cmpQuantity, parseQuantity, zeroQuantity } from '../../../base/quantity';
import { changeField, complete, mapSame, withField } from '../complete';
import { defineKind } from '../define-kind';
import { type FieldError, invalid, required } from '../field-error';
import type { LimitRange, LimitRangeItem } from '../generated/types';

type Amounts = Readonly<Record<string, string>>;

export default defineKind<LimitRange>({
  name: 'limitranges',
  group: '',
  kind: 'LimitRange',

  applyDefaults(object) {
    const spec = changeField(object.spec ?? { limits: [] }, 'limits', (all) =>
      mapSame(all, itemDefaults),
    );
    return withField(object, 'spec', spec);
  },

  validate({ spec }) {
    const errors: FieldError[] = [];
    (spec.limits ?? []).forEach((item, i) => {
      checkItem(item, `spec.limits[${i}]`, errors);
    });
    return errors;
  },
});

function itemDefaults(item: LimitRangeItem): LimitRangeItem {
  if (item.type !== 'Container') return item;
  const limits = complete<Record<string, string>>({ ...item.default }, { ...item.max });
  const isSame = Object.keys(limits).length === Object.keys(item.default ?? {}).length;
  const filled = isSame ? item : { ...item, default: limits };
  const requests = complete<Record<string, string>>(
    { ...filled.defaultRequest },
    { ...item.min, ...(filled.default ?? {}) },
  );
  const isComplete =
    Object.keys(requests).length === Object.keys(filled.defaultRequest ?? {}).length;
  return isComplete ? filled : { ...filled, defaultRequest: requests };
}

function more(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return cmpQuantity(parseQuantity(a) ?? zeroQuantity, parseQuantity(b) ?? zeroQuantity) > 0;
}

function checkItem(item: LimitRangeItem, at: string, errors: FieldError[]): void {
  if (!item.type) errors.push(required(`${at}.type`));
  const {
    min = {},
    max = {},
    default: limits = {},
    defaultRequest: requests = {},
  } = item as {
    readonly min?: Amounts;
    readonly max?: Amounts;
    readonly default?: Amounts;
    readonly defaultRequest?: Amounts;
  };
  const names = new Set([min, max, limits, requests].flatMap((list) => Object.keys(list)));
  for (const name of [...names].sort()) {
    const pairs: readonly (readonly [string, Amounts, string, Amounts, string])[] = [
      ['min', min, 'max', max, 'min value'],
      ['defaultRequest', requests, 'max', max, 'default request value'],
      ['defaultRequest', requests, 'default', limits, 'default request value'],
      ['default', limits, 'max', max, 'default value'],
    ];
    for (const [field, low, other, high, what] of pairs) {
      if (!more(low[name], high[name])) continue;
      const whatHigh = other === 'default' ? 'default limit value' : `${other} value`;
      const why = `${what} ${low[name]} is greater than ${whatHigh} ${high[name]}`;
      errors.push(invalid(`${at}.${field}[${name}]`, low[name], why));
    }
  }
}
