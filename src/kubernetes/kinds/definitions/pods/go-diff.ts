// The unified diff that update errors carry: both values as JSON by Go's field names, one space a
// level, three lines of context.
import { goJson } from '../../../../base/json';

const context = 3;

/** The hunks between two values, without file headers. */
export function goDiff(before: unknown, after: unknown): string {
  const [a, b] = [linesOf(before), linesOf(after)];
  const steps = compare(a, b);
  const out: string[] = [];
  let i = 0;
  while (i < steps.length) {
    if (steps[i]?.kind === ' ') {
      i++;
      continue;
    }
    const from = Math.max(0, i - context);
    let last = i;
    for (let j = i; j < steps.length && j - last <= context * 2; j++) {
      if (steps[j]?.kind !== ' ') last = j;
    }
    const to = Math.min(steps.length, last + context + 1);
    out.push(...hunk(steps, from, to));
    i = to;
  }
  return out.length > 0 ? `${out.join('\n')}\n` : '';
}

interface Step {
  readonly kind: ' ' | '-' | '+';
  readonly line: string;
}

function linesOf(value: unknown): string[] {
  return goJson(value, { indent: 1, keepOrder: true, escapeHtml: false }).split('\n');
}

function hunk(steps: readonly Step[], from: number, to: number): string[] {
  const before = steps.slice(0, from);
  const part = steps.slice(from, to);
  const count = (list: readonly Step[], not: string) => list.filter((s) => s.kind !== not).length;
  const oldAt = count(before, '+') + 1;
  const newAt = count(before, '-') + 1;
  const header = `@@ -${oldAt},${count(part, '+')} +${newAt},${count(part, '-')} @@`;
  return [header, ...part.map((step) => step.kind + step.line)];
}

/** Line by line: common head and tail, a longest common subsequence between. */
function compare(a: readonly string[], b: readonly string[]): Step[] {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (
    tail < a.length - head &&
    tail < b.length - head &&
    a[a.length - 1 - tail] === b[b.length - 1 - tail]
  ) {
    tail++;
  }
  const same = (line: string): Step => ({ kind: ' ', line });
  return [
    ...a.slice(0, head).map(same),
    ...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
    ...a.slice(a.length - tail).map(same),
  ];
}

function middle(a: readonly string[], b: readonly string[]): Step[] {
  const lengths: number[][] = Array.from({ length: a.length + 1 }, () =>
    new Array<number>(b.length + 1).fill(0),
  );
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = lengths[i] as number[];
      row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const steps: Step[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      steps.push({ kind: ' ', line: a[i] as string });
      i++;
      j++;
    } else if (i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1))) {
      steps.push({ kind: '-', line: a[i++] as string });
    } else steps.push({ kind: '+', line: b[j++] as string });
  }
  return steps;
}
