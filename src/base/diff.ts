// The shortest edit script between two lists of lines (Myers, in linear space), and its unified
// form. Changes slide down as far as they can, as GNU diff has them.

/** Lines `fromA`..`toA` of the first become `fromB`..`toB` of the second (ends excluded). */
export interface Change {
  readonly fromA: number;
  readonly toA: number;
  readonly fromB: number;
  readonly toB: number;
}

/** The changes in order. Lines are equal when their texts are. */
export function diffLines(a: readonly string[], b: readonly string[]): readonly Change[] {
  const ids = new Map<string, number>();
  const number = (line: string): number => {
    const known = ids.get(line);
    if (known !== undefined) return known;
    ids.set(line, ids.size);
    return ids.size - 1;
  };
  const left = Int32Array.from(a, number);
  const right = Int32Array.from(b, number);
  const search = new Search(left, right);
  search.compare(0, left.length, 0, right.length);
  slide(search.deleted, search.added, left);
  slide(search.added, search.deleted, right);
  return collect(search.deleted, search.added);
}

class Search {
  /** Which lines of either side are changed; one more entry that never is. */
  readonly deleted: Uint8Array;
  readonly added: Uint8Array;
  #a: Int32Array;
  #b: Int32Array;
  #forward: Int32Array;
  #backward: Int32Array;
  #offset: number;

  constructor(a: Int32Array, b: Int32Array) {
    this.#a = a;
    this.#b = b;
    this.deleted = new Uint8Array(a.length + 1);
    this.added = new Uint8Array(b.length + 1);
    const size = a.length + b.length + 3;
    this.#forward = new Int32Array(size);
    this.#backward = new Int32Array(size);
    this.#offset = b.length + 1;
  }

  compare(a0: number, a1: number, b0: number, b1: number): void {
    let [fromA, toA, fromB, toB] = [a0, a1, b0, b1];
    while (fromA < toA && fromB < toB && this.#a[fromA] === this.#b[fromB]) {
      fromA++;
      fromB++;
    }
    while (fromA < toA && fromB < toB && this.#a[toA - 1] === this.#b[toB - 1]) {
      toA--;
      toB--;
    }
    if (fromA === toA) this.added.fill(1, fromB, toB);
    else if (fromB === toB) this.deleted.fill(1, fromA, toA);
    else {
      const [x, y] = this.#middle(fromA, toA, fromB, toB);
      this.compare(fromA, x, fromB, y);
      this.compare(x, toA, y, toB);
    }
  }

  /** A point on a shortest path, found from both ends at once. Diagonal d is x - y. */
  #middle(fromA: number, toA: number, fromB: number, toB: number): [number, number] {
    const forward = this.#forward;
    const backward = this.#backward;
    const o = this.#offset;
    const least = fromA - toB;
    const most = toA - fromB;
    const start = fromA - fromB;
    const end = toA - toB;
    const isOdd = ((start - end) & 1) !== 0;
    let [fmin, fmax, bmin, bmax] = [start, start, end, end];
    forward[o + start] = fromA;
    backward[o + end] = toA;
    for (;;) {
      if (fmin > least) forward[o + --fmin - 1] = -1;
      else ++fmin;
      if (fmax < most) forward[o + ++fmax + 1] = -1;
      else --fmax;
      for (let d = fmax; d >= fmin; d -= 2) {
        const low = forward[o + d - 1] as number;
        const high = forward[o + d + 1] as number;
        let x = low < high ? high : low + 1;
        let y = x - d;
        while (x < toA && y < toB && this.#a[x] === this.#b[y]) {
          x++;
          y++;
        }
        forward[o + d] = x;
        if (isOdd && bmin <= d && d <= bmax && (backward[o + d] as number) <= x) return [x, y];
      }
      if (bmin > least) backward[o + --bmin - 1] = 0x7fffffff;
      else ++bmin;
      if (bmax < most) backward[o + ++bmax + 1] = 0x7fffffff;
      else --bmax;
      for (let d = bmax; d >= bmin; d -= 2) {
        const low = backward[o + d - 1] as number;
        const high = backward[o + d + 1] as number;
        let x = low < high ? low : high - 1;
        let y = x - d;
        while (fromA < x && fromB < y && this.#a[x - 1] === this.#b[y - 1]) {
          x--;
          y--;
        }
        backward[o + d] = x;
        if (!isOdd && fmin <= d && d <= fmax && x <= (forward[o + d] as number)) return [x, y];
      }
    }
  }
}

/**
 * Moves each run of changed lines as far up and then down as its lines allow, joining runs that
 * meet; where that is possible it ends opposite to a change of the other side.
 */
function slide(changed: Uint8Array, other: Uint8Array, lines: Int32Array): void {
  let i = 0;
  let j = 0;
  const end = lines.length;
  for (;;) {
    while (i < end && changed[i] === 0) {
      while (other[j++] === 1);
      i++;
    }
    if (i === end) return;
    let start = i;
    while (changed[++i] === 1);
    while (other[j] === 1) j++;
    let length: number;
    let corresponding: number;
    do {
      length = i - start;
      while (start > 0 && lines[start - 1] === lines[i - 1]) {
        changed[--start] = 1;
        changed[--i] = 0;
        while (changed[start - 1] === 1) start--;
        while (other[--j] === 1);
      }
      corresponding = other[j - 1] === 1 ? i : end;
      while (i !== end && lines[start] === lines[i]) {
        changed[start++] = 0;
        changed[i++] = 1;
        while (changed[i] === 1) i++;
        while (other[++j] === 1) corresponding = i;
      }
    } while (length !== i - start);
    while (corresponding < i) {
      changed[--start] = 1;
      changed[--i] = 0;
      while (other[--j] === 1);
    }
  }
}

function collect(deleted: Uint8Array, added: Uint8Array): Change[] {
  const changes: Change[] = [];
  let i = 0;
  let j = 0;
  while (i < deleted.length || j < added.length) {
    if (deleted[i] === 1 || added[j] === 1) {
      const fromA = i;
      const fromB = j;
      while (deleted[i] === 1) i++;
      while (added[j] === 1) j++;
      changes.push({ fromA, toA: i, fromB, toB: j });
    }
    i++;
    j++;
  }
  return changes;
}

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

/** Lines of a text; `isOpen`: the last one has no newline. */
export function splitLines(text: string): { lines: string[]; isOpen: boolean } {
  if (text === '') return { lines: [], isOpen: false };
  const isOpen = !text.endsWith('\n');
  return { lines: (isOpen ? text : text.slice(0, -1)).split('\n'), isOpen };
}

/** The hunks of a unified diff (without the two header lines); '' when the texts are equal. */
export function unifiedDiff(before: string, after: string, context = 3): string {
  const a = splitLines(before);
  const b = splitLines(after);
  const key = (side: typeof a) =>
    side.isOpen ? side.lines.map((l, i) => (i === side.lines.length - 1 ? `${l}\0` : l)) : side.lines;
  let out = '';
  for (const group of groupChanges(diffLines(key(a), key(b)), context)) {
    out += unifiedHunk(a, b, { group, context }).join('');
  }
  return out;
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
