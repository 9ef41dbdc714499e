// Lists of ranges as cut and numfmt take them: 1,3-5,7-.

/** Positions from `from` to `to`, counted from 1, both included. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The ranges, sorted and merged; a string is what is wrong with which part. */
export function readRanges(
  text: string,
):
  | readonly Range[]
  | { readonly problem: 'decreasing' | 'zero' | 'value' | 'empty'; part: string } {
  const ranges: Range[] = [];
  for (const part of text.split(/[, \t]/)) {
    const m = /^(\d*)(-?)(\d*)$/.exec(part);
    if (m === null)
      return { problem: 'value', part: part.replace(/^[\d-]*?(?=[^\d-])/, '') && part };
    if (m[1] === '' && m[3] === '') return { problem: part === '-' ? 'empty' : 'zero', part };
    if (m[1] !== '' && Number(m[1]) === 0) return { problem: 'zero', part };
    const from = Number(m[1] || 1);
    const to = m[2] === '' ? from : m[3] === '' ? Number.POSITIVE_INFINITY : Number(m[3]);
    if (to === 0) return { problem: 'decreasing', part };
    if (to < from) return { problem: 'decreasing', part };
    ranges.push({ from, to });
  }
  ranges.sort((a, b) => a.from - b.from);
  const merged: Range[] = [];
  for (const range of ranges) {
    const last = merged[merged.length - 1];
    if (last !== undefined && range.from <= last.to) {
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
    } else merged.push(range);
  }
  return merged;
}

/** What the ranges leave out. */
export function complementRanges(ranges: readonly Range[]): readonly Range[] {
  const out: Range[] = [];
  let next = 1;
  for (const { from, to } of ranges) {
    if (from > next) out.push({ from: next, to: from - 1 });
    next = to + 1;
  }
  if (Number.isFinite(next)) out.push({ from: next, to: Number.POSITIVE_INFINITY });
  return out;
}
