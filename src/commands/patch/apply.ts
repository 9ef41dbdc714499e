// Applying hunks: where each fits, with offset and fuzz.
import type { Hunk } from './parse';

/** A text as lines; `isOpen`: the last one has no newline. */
export interface Lines {
  readonly lines: readonly string[];
  readonly isOpen: boolean;
}

export interface HunkResult {
  readonly isApplied: boolean;
  /** Line (from 1) where it was applied, or was looked for. */
  readonly line: number;
  readonly offset: number;
  readonly fuzz: number;
}

/** The hunk the other way round. */
export function reversed(hunk: Hunk): Hunk {
  const flip = { '-': '+', '+': '-', ' ': ' ' } as const;
  // Within a change the removed lines come first.
  const lines: string[] = [];
  let added: string[] = [];
  const flush = () => {
    lines.push(...added);
    added = [];
  };
  for (const line of hunk.lines) {
    const mark = flip[line[0] as '-' | '+' | ' '];
    if (mark === ' ') flush();
    if (mark === '+') added.push(`+${line.slice(1)}`);
    else lines.push(mark + line.slice(1));
  }
  flush();
  return {
    oldStart: hunk.newStart,
    newStart: hunk.oldStart,
    lines,
    oldIsOpen: hunk.newIsOpen,
    newIsOpen: hunk.oldIsOpen,
  };
}

/** Applies the hunks in order; those that fit nowhere are left out. */
export function applyHunks(
  text: Lines,
  hunks: readonly Hunk[],
  maxFuzz: number,
): { text: Lines; results: HunkResult[] } {
  let lines = [...text.lines];
  let { isOpen } = text;
  let shift = 0;
  let lastOffset = 0;
  let least = 0;
  const results: HunkResult[] = [];
  for (const hunk of hunks) {
    const expected = Math.max(0, hunk.oldStart - 1) + shift;
    const place = findPlace(lines, hunk, { at: expected + lastOffset, least, maxFuzz });
    if (place === undefined) {
      results.push({ isApplied: false, line: hunk.newStart, offset: 0, fuzz: 0 });
      continue;
    }
    const { at, body, fuzz, cut } = place;
    const old = body.filter((l) => l[0] !== '+').length;
    // Context lines keep the file's own text.
    const fresh: string[] = [];
    let from = at;
    for (const line of body) {
      if (line[0] === '+') fresh.push(line.slice(1));
      else {
        if (line[0] === ' ') fresh.push(lines[from] ?? '');
        from++;
      }
    }
    if (at + old === lines.length && (hunk.oldIsOpen || hunk.newIsOpen || lines.length === 0)) {
      isOpen = hunk.newIsOpen;
    }
    lines = [...lines.slice(0, at), ...fresh, ...lines.slice(at + old)];
    const offset = at - cut - expected;
    lastOffset = offset;
    shift += fresh.length - old;
    least = at + fresh.length;
    results.push({ isApplied: true, line: at - cut + 1, offset, fuzz });
  }
  return { text: { lines, isOpen }, results };
}

interface Place {
  readonly at: number;
  readonly body: readonly string[];
  readonly fuzz: number;
  /** Lines of context left out at the beginning. */
  readonly cut: number;
}

function findPlace(
  lines: readonly string[],
  hunk: Hunk,
  { at, least, maxFuzz }: { at: number; least: number; maxFuzz: number },
): Place | undefined {
  const before = hunk.lines.findIndex((l) => l[0] !== ' ');
  const after = [...hunk.lines].reverse().findIndex((l) => l[0] !== ' ');
  const context = Math.max(before, after);
  for (let fuzz = 0; fuzz <= Math.min(maxFuzz, context); fuzz++) {
    const cut = Math.max(0, fuzz + before - context);
    const cutEnd = Math.max(0, fuzz + after - context);
    const body = hunk.lines.slice(cut, hunk.lines.length - cutEnd);
    const old = body.filter((l) => l[0] !== '+').map((l) => l.slice(1));
    const fits = (start: number) =>
      start >= least &&
      start + old.length <= lines.length &&
      old.every((line, i) => lines[start + i] === line);
    const start = at + cut;
    if (old.length === 0) {
      const place = Math.min(start, lines.length);
      return hunk.oldStart === 0 && lines.length > 0 ? undefined : { at: place, body, fuzz, cut };
    }
    // With less context before than after the hunk belongs to the file's beginning, and the like.
    for (let offset = 0; offset <= lines.length; offset++) {
      if (fits(start + offset)) return { at: start + offset, body, fuzz, cut };
      if (offset > 0 && fits(start - offset)) return { at: start - offset, body, fuzz, cut };
    }
  }
  return undefined;
}
