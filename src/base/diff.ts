/**
 * Differences of two texts line by line: Myers' algorithm, groups moved as GNU diff moves them, and
 * the outputs of `diff -u` and plain `diff`.
 */

/** A changed region: lines [from, to) of each side, counted from 0. */
export interface Change {
  readonly fromA: number;
  readonly toA: number;
  readonly fromB: number;
  readonly toB: number;
}

/** A text's lines, and whether the last one lacks its newline. */
export interface Lines {
  readonly lines: readonly string[];
  readonly isUnterminated: boolean;
}

/** Splits a text at newlines; the newline is not part of a line. */
export function splitLines(text: string): Lines {
  if (text === '') return { lines: [], isUnterminated: false };
  const lines = text.split('\n');
  const isUnterminated = lines[lines.length - 1] !== '';
  if (!isUnterminated) lines.pop();
  return { lines, isUnterminated };
}

/**
 * Regions in which two lists of lines differ, in order. Changes slide over equal lines, but at most
 * `horizon` lines into what both have in common at their ends (GNU diff: its lines of context).
 */
export function diffLines(a: readonly string[], b: readonly string[], horizon = 0): Change[] {
  let start = 0;
  let [endA, endB] = [a.length, b.length];
  while (start < endA && start < endB && a[start] === b[start]) start++;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  const kept = Math.min(horizon, a.length - endA);
  start = Math.max(0, start - horizon);
  return changesOf(a.slice(start, endA + kept), b.slice(start, endB + kept), start);
}

function changesOf(a: readonly string[], b: readonly string[], offset: number): Change[] {
  const { left, right } = markChanges(a, b);
  shiftGroups(a, left, right);
  shiftGroups(b, right, left);
  const changes: Change[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [fromA, fromB] = [i, j];
    while (left[i]) i++;
    while (right[j]) j++;
    if (i > fromA || j > fromB) {
      changes.push({
        fromA: fromA + offset,
        toA: i + offset,
        fromB: fromB + offset,
        toB: j + offset,
      });
    }
    i++;
    j++;
  }
  return changes;
}

/** Marks lines that are not common; one place longer than the lists, as an end mark. */
function markChanges(
  a: readonly string[],
  b: readonly string[],
): { left: Uint8Array; right: Uint8Array } {
  const left = new Uint8Array(a.length + 1);
  const right = new Uint8Array(b.length + 1);
  const trace = shortestEdit(a, b);
  if (trace === null) {
    left.fill(1, 0, a.length);
    right.fill(1, 0, b.length);
    return { left, right };
  }
  let [x, y] = [a.length, b.length];
  for (let d = trace.length - 1; d > 0; d--) {
    const before = trace[d - 1];
    const k = x - y;
    const size = d - 1;
    const down = reach(before, k + 1, size);
    const along = reach(before, k - 1, size);
    const isInsertion = k === -d || (k !== d && along < down);
    const previousX = isInsertion ? down : along;
    const previousY = isInsertion ? previousX - (k + 1) : previousX - (k - 1);
    if (isInsertion) right[previousY] = 1;
    else left[previousX] = 1;
    x = previousX;
    y = previousY;
  }
  return { left, right };
}

/** How far a diagonal was reached in a step of the trace; -1 when it was not. */
function reach(row: Int32Array | undefined, k: number, size: number): number {
  return k < -size || k > size ? -1 : (row?.[k + size] ?? -1);
}

/** Beyond so many edits (memory grows with their square) texts count as wholly different. */
const MAX_EDITS = 3000;

/** Myers' greedy search: for each number of edits, the furthest x on each diagonal. */
function shortestEdit(a: readonly string[], b: readonly string[]): Int32Array[] | null {
  const trace: Int32Array[] = [];
  for (let d = 0; d <= MAX_EDITS; d++) {
    const row = new Int32Array(2 * d + 1);
    const before = trace[d - 1];
    for (let k = -d; k <= d; k += 2) {
      const down = reach(before, k + 1, d - 1);
      const along = reach(before, k - 1, d - 1);
      let x = d === 0 ? 0 : k === -d || (k !== d && along < down) ? down : along + 1;
      let y = x - k;
      while (x < a.length && y < b.length && a[x] === b[y]) {
        x++;
        y++;
      }
      row[k + d] = x;
      if (x >= a.length && y >= b.length) {
        trace.push(row);
        return trace;
      }
    }
    trace.push(row);
  }
  return null;
}

/**
 * Groups of changed lines can slide over equal lines. As in GNU diff they slide up to merge with
 * others, then down as far as possible, and back to where the other side has changes too.
 */
function shiftGroups(lines: readonly string[], changed: Uint8Array, other: Uint8Array): void {
  const end = lines.length;
  let [i, j] = [0, 0];
  for (;;) {
    while (i < end && !changed[i]) {
      while (other[j]) j++;
      j++;
      i++;
    }
    if (i >= end) return;
    let start = i;
    while (changed[i]) i++;
    while (other[j]) j++;
    let length: number;
    let matching: number;
    do {
      length = i - start;
      while (start > 0 && lines[start - 1] === lines[i - 1]) {
        changed[--start] = 1;
        changed[--i] = 0;
        while (start > 0 && changed[start - 1]) start--;
        do j--;
        while (j > 0 && other[j]);
      }
      matching = j > 0 && other[j - 1] ? i : end;
      while (i < end && lines[start] === lines[i]) {
        changed[start++] = 0;
        changed[i++] = 1;
        while (changed[i]) i++;
        for (j++; other[j]; j++) matching = i;
      }
    } while (length !== i - start);
    while (matching < i) {
      changed[--start] = 1;
      changed[--i] = 0;
      do j--;
      while (j > 0 && other[j]);
    }
  }
}

/** How {@link unifiedDiff} prints. */
export interface UnifiedOptions {
  /** What stands behind `--- ` and `+++ `: name, tab, time. */
  readonly from: string;
  readonly to: string;
  /** Unchanged lines around changes; 3 by default. */
  readonly context?: number;
}

const NO_NEWLINE = '\\ No newline at end of file\n';

/** The output of `diff -u`; '' when the texts are equal. */
export function unifiedDiff(a: string, b: string, options: UnifiedOptions): string {
  const { left, right, changes } = compare(a, b, options.context ?? 3);
  if (changes.length === 0) return '';
  const context = options.context ?? 3;
  let out = `--- ${options.from}\n+++ ${options.to}\n`;
  for (const group of grouped(changes, context)) {
    const [first, last] = [group[0], group[group.length - 1]];
    if (!first || !last) continue;
    const startA = Math.max(0, first.fromA - context);
    const startB = Math.max(0, first.fromB - context);
    const endA = Math.min(left.lines.length, last.toA + context);
    const endB = Math.min(right.lines.length, last.toB + context);
    out += `@@ -${span(startA, endA)} +${span(startB, endB)} @@\n`;
    let at = startA;
    for (const { fromA, toA, fromB, toB } of group) {
      out += section(' ', left, at, fromA) + section('-', left, fromA, toA);
      out += section('+', right, fromB, toB);
      at = toA;
    }
    out += section(' ', left, at, endA);
  }
  return out;
}

/** The output of plain `diff`; '' when the texts are equal. */
export function normalDiff(a: string, b: string): string {
  const { left, right, changes } = compare(a, b, 0);
  return changes
    .map(({ fromA, toA, fromB, toB }) => {
      const isAddition = fromA === toA;
      const isDeletion = fromB === toB;
      const letter = isAddition ? 'a' : isDeletion ? 'd' : 'c';
      const header = `${lineRange(fromA, toA)}${letter}${lineRange(fromB, toB)}\n`;
      const middle = letter === 'c' ? '---\n' : '';
      const removed = section('< ', left, fromA, toA);
      return header + removed + middle + section('> ', right, fromB, toB);
    })
    .join('');
}

function compare(
  a: string,
  b: string,
  horizon: number,
): { left: Lines; right: Lines; changes: Change[] } {
  const [left, right] = [splitLines(a), splitLines(b)];
  // A last line without newline differs from the same line with one.
  const mark = ({ lines, isUnterminated }: Lines): readonly string[] =>
    isUnterminated ? [...lines.slice(0, -1), `${lines[lines.length - 1]}\n`] : lines;
  return { left, right, changes: diffLines(mark(left), mark(right), horizon) };
}

/** Changes whose surroundings touch print as one hunk. */
function grouped(changes: readonly Change[], context: number): Change[][] {
  const groups: Change[][] = [];
  for (const change of changes) {
    const group = groups[groups.length - 1];
    const before = group?.[group.length - 1];
    if (group && before && change.fromA - before.toA <= 2 * context) group.push(change);
    else groups.push([change]);
  }
  return groups;
}

function span(from: number, to: number): string {
  const length = to - from;
  if (length === 1) return String(from + 1);
  return `${length === 0 ? from : from + 1},${length}`;
}

function lineRange(from: number, to: number): string {
  if (to - from <= 1) return String(to);
  return `${from + 1},${to}`;
}

function section(sign: string, of: Lines, from: number, to: number): string {
  let out = '';
  for (let i = from; i < to; i++) out += `${sign}${of.lines[i]}\n`;
  const isLast = to > from && to === of.lines.length;
  return isLast && of.isUnterminated ? out + NO_NEWLINE : out;
}
