/** The order of elements in lists that strategic merge patches have merged. */

import { deepEqual, isObject } from '../json';

/** True when two elements are the same: equal merge keys, or equal scalars. */
export function isSameElement(a: unknown, b: unknown, mergeKey: string): boolean {
  if (isObject(a) && isObject(b)) {
    if (mergeKey === '') return deepEqual(a, b);
    return a[mergeKey] !== undefined && deepEqual(a[mergeKey], b[mergeKey]);
  }
  return a === b;
}

export function findElement(list: readonly unknown[], one: unknown, mergeKey: string): number {
  return list.findIndex((other) => isSameElement(one, other, mergeKey));
}

/**
 * Orders a merged list: elements that the patch names stand as the patch has them, the others keep
 * their places relative to those they stood before.
 */
export function orderMerged(
  merged: readonly unknown[],
  patchOrder: readonly unknown[],
  liveOrder: readonly unknown[],
  mergeKey: string,
): unknown[] {
  const inPatch = merged.filter((one) => findElement(patchOrder, one, mergeKey) >= 0);
  const others = merged.filter((one) => findElement(patchOrder, one, mergeKey) < 0);
  const right = sortLike(inPatch, patchOrder, mergeKey);
  const left = sortLike(others, liveOrder, mergeKey);
  const out: unknown[] = [];
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    const a = findElement(liveOrder, left[i], mergeKey);
    const b = findElement(liveOrder, right[j], mergeKey);
    if (a >= 0 && b >= 0 && a < b) out.push(left[i++]);
    else out.push(right[j++]);
  }
  return [...out, ...left.slice(i), ...right.slice(j)];
}

/** Sorts elements as they stand in another list. */
export function sortLike(
  list: readonly unknown[],
  order: readonly unknown[],
  mergeKey: string,
): unknown[] {
  const placed = list.map((one) => ({ one, at: findElement(order, one, mergeKey) }));
  return placed.sort((a, b) => a.at - b.at).map(({ one }) => one);
}
