// Assigning whole arrays: `a=(1 2)`, `m+=([k]=v)`.
import type { Task } from '../../base/sim';
import type { ArrayElement } from '../ast';
import { expandElements } from '../expansion/words';
import { AssociativeArray, IndexedArray } from './arrays';
import { checkWritable, convert, resolveName } from './assign';
import { ShellError } from './errors';
import type { Shell } from './shell';
import type { Variable } from './variables';

export interface ArrayOptions {
  readonly isAppend?: boolean;
  /** Assign to this one instead of the visible one. */
  readonly variable?: Variable;
}

/** @throws ShellError readonly variable, bad array subscript */
export function* assignArray(
  shell: Shell,
  name: string,
  elements: readonly ArrayElement[],
  options: ArrayOptions = {},
): Task<void> {
  const target = options.variable === undefined ? resolveName(shell, name).name : name;
  const items = yield* expandElements(shell, elements);
  const variable = options.variable ?? shell.variables.ensure(target);
  checkWritable(target, variable);
  variable.attributes.unassigned = false;
  if (shell.options.has('allexport')) variable.attributes.exported = true;
  if (variable.value instanceof AssociativeArray) {
    fillAssociative(shell, target, variable, items, options.isAppend === true);
    return;
  }
  const array = options.isAppend ? keepIndexed(variable) : new IndexedArray();
  let next = array.last + 1;
  for (const item of items) {
    if (item.subscript !== undefined) {
      next = Number(shell.calculator.evaluate(item.subscript));
      if (next < 0) next += array.last + 1;
      if (next < 0) throw new ShellError(`[${item.subscript}]=${item.value}: bad array subscript`);
    }
    const before = item.isAppend ? (array.get(next) ?? '') : undefined;
    array.set(next, convert(shell, variable, item.value, before));
    next++;
  }
  variable.value = array;
}

function keepIndexed(variable: Variable): IndexedArray {
  const { value } = variable;
  if (value instanceof IndexedArray) return value;
  return new IndexedArray(typeof value === 'string' ? [value] : []);
}

interface Item {
  readonly subscript?: string;
  readonly isAppend: boolean;
  readonly value: string;
}

/** Keys in brackets, or keys and values in turn. */
function fillAssociative(
  shell: Shell,
  name: string,
  variable: Variable,
  items: readonly Item[],
  isAppend: boolean,
): void {
  const before = variable.value instanceof AssociativeArray ? variable.value : undefined;
  const array = isAppend && before !== undefined ? before : new AssociativeArray();
  const isPairs = items.length > 0 && items[0]?.subscript === undefined;
  if (isPairs) {
    for (let i = 0; i < items.length; i += 2) {
      const key = items[i]?.value ?? '';
      if (key === '') throw new ShellError(`${name}: bad array subscript`);
      array.set(key, convert(shell, variable, items[i + 1]?.value ?? '', undefined));
    }
  } else {
    for (const { subscript, isAppend: adds, value } of items) {
      if (subscript === undefined) {
        throw new ShellError(
          `${name}: ${value}: must use subscript when assigning associative array`,
        );
      }
      if (subscript === '') throw new ShellError(`[${subscript}]=${value}: bad array subscript`);
      const old = adds ? (array.get(subscript) ?? before?.get(subscript) ?? '') : undefined;
      array.set(subscript, convert(shell, variable, value, old));
    }
  }
  variable.value = array;
}
