// Hunks: changes with the lines around them.
import type { Change } from '../../base/diff';

/** Changes that are printed together because their contexts touch. */
export function groupChanges(changes: readonly Change[], context: number): Change[][] {
  const groups: Change[][] = [];
  let last: Change | undefined;
  for (const change of changes) {
    const isNear = last !== undefined && change.fromA - last.toA <= 2 * context;
    if (isNear) groups[groups.length - 1]?.push(change);
    else groups.push([change]);
    last = change;
  }
  return groups;
}

/** `12,3` of a hunk header: first line and count; the count 1 is left out. */
export function hunkRange(from: number, to: number): string {
  const count = to - from;
  if (count === 1) return String(from + 1);
  return `${count === 0 ? from : from + 1},${count}`;
}

/** A hunk's lines, each with its newline. */
export function unifiedHunk(
  a: { readonly lines: readonly string[]; readonly isOpen: boolean },
  b: { readonly lines: readonly string[]; readonly isOpen: boolean },
  { group, context }: { group: readonly Change[]; context: number },
): string[] {
  const first = group[0];
  const last = group[group.length - 1];
  if (first === undefined || last === undefined) return [];
  const fromA = Math.max(0, first.fromA - context);
  const fromB = Math.max(0, first.fromB - context);
  const toA = Math.min(a.lines.length, last.toA + context);
  const toB = Math.min(b.lines.length, last.toB + context);
  const out = [`@@ -${hunkRange(fromA, toA)} +${hunkRange(fromB, toB)} @@\n`];
  const put = (mark: string, side: typeof a, i: number) => {
    const isOpen = side.isOpen && i === side.lines.length - 1;
    out.push(`${mark}${side.lines[i]}\n${isOpen ? '\\ No newline at end of file\n' : ''}`);
  };
  let at = fromA;
  for (const change of group) {
    for (; at < change.fromA; at++) put(' ', a, at);
    for (; at < change.toA; at++) put('-', a, at);
    for (let j = change.fromB; j < change.toB; j++) put('+', b, j);
  }
  for (; at < toA; at++) put(' ', a, at);
  return out;
}
