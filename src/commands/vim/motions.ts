// vi's motions: from the cursor to another place.
import type { Position, TextBuffer } from '../screen/buffer';

/** Where a motion leads, and what an operator does with it. */
export interface Motion {
  readonly to: Position;
  readonly isLinewise: boolean;
  /** The character under the end belongs to it. */
  readonly isInclusive: boolean;
}

type Kind = 'blank' | 'word' | 'other';

function kindOf(char: string | undefined, isBig: boolean): Kind {
  if (char === undefined || /\s/.test(char)) return 'blank';
  return isBig || /[\p{L}\p{N}_]/u.test(char) ? 'word' : 'other';
}

/** The beginning of the next word. */
export function nextWord(buffer: TextBuffer, from: Position, isBig: boolean): Position {
  let { line, column } = from;
  const start = kindOf(buffer.line(line)[column], isBig);
  if (start !== 'blank') {
    while (kindOf(buffer.line(line)[column], isBig) === start) column++;
  }
  for (;;) {
    const text = buffer.line(line);
    while (column < text.length && kindOf(text[column], isBig) === 'blank') column++;
    if (column < text.length) return { line, column };
    if (line + 1 >= buffer.count) return { line, column: Math.max(0, text.length) };
    line++;
    column = 0;
    if (buffer.line(line) === '') return { line, column: 0 };
  }
}

/** The beginning of this or the word before. */
export function previousWord(buffer: TextBuffer, from: Position, isBig: boolean): Position {
  let { line, column } = from;
  column--;
  for (;;) {
    const text = buffer.line(line);
    while (column >= 0 && kindOf(text[column], isBig) === 'blank') column--;
    if (column >= 0) break;
    if (line === 0) return { line: 0, column: 0 };
    line--;
    column = buffer.line(line).length - 1;
    if (buffer.line(line) === '') return { line, column: 0 };
  }
  const text = buffer.line(line);
  const kind = kindOf(text[column], isBig);
  while (column > 0 && kindOf(text[column - 1], isBig) === kind) column--;
  return { line, column };
}

/** The end of this or the next word. */
export function endOfWord(buffer: TextBuffer, from: Position, isBig: boolean): Position {
  let { line, column } = from;
  column++;
  for (;;) {
    const text = buffer.line(line);
    while (column < text.length && kindOf(text[column], isBig) === 'blank') column++;
    if (column < text.length) break;
    if (line + 1 >= buffer.count) return { line, column: Math.max(0, text.length - 1) };
    line++;
    column = 0;
  }
  const text = buffer.line(line);
  const kind = kindOf(text[column], isBig);
  while (column + 1 < text.length && kindOf(text[column + 1], isBig) === kind) column++;
  return { line, column };
}

/** The first character of a line that is not blank. */
export function firstNonBlank(buffer: TextBuffer, line: number): number {
  const found = buffer.line(line).search(/\S/);
  return found < 0 ? Math.max(0, buffer.line(line).length - 1) : found;
}

/** The end of a paragraph: the next empty line in that direction. */
export function paragraph(buffer: TextBuffer, from: Position, step: 1 | -1): Position {
  let line = from.line + step;
  while (line > 0 && line < buffer.count - 1 && buffer.line(line) !== '') line += step;
  line = Math.max(0, Math.min(line, buffer.count - 1));
  const isLast = line === buffer.count - 1 && buffer.line(line) !== '';
  return { line, column: isLast ? Math.max(0, buffer.line(line).length - 1) : 0 };
}

const brackets: Readonly<Record<string, readonly [partner: string, step: 1 | -1]>> = {
  '(': [')', 1],
  '[': [']', 1],
  '{': ['}', 1],
  ')': ['(', -1],
  ']': ['[', -1],
  '}': ['{', -1],
};

/** The bracket that belongs to the one at or after the cursor; undefined when there is none. */
export function matchingBracket(buffer: TextBuffer, from: Position): Position | undefined {
  const start = buffer
    .line(from.line)
    .slice(from.column)
    .search(/[()[\]{}]/);
  if (start < 0) return undefined;
  let { line } = from;
  let column = from.column + start;
  const own = buffer.line(line)[column] ?? '';
  const [partner, step] = brackets[own] ?? [')', 1];
  for (let depth = 0; line >= 0 && line < buffer.count; ) {
    const char = buffer.line(line)[column];
    if (char === own) depth++;
    if (char === partner && --depth === 0) return { line, column };
    column += step;
    if (column < 0 || column >= buffer.line(line).length) {
      line += step;
      column = step === 1 ? 0 : buffer.line(line).length - 1;
      if (column < 0 && line >= 0) column = 0;
    }
  }
  return undefined;
}

/** f, t, F, T on the cursor's line. */
export function findChar(
  text: string,
  column: number,
  search: { readonly key: string; readonly char: string },
  count: number,
): number | undefined {
  const isForward = search.key === 'f' || search.key === 't';
  let at = column;
  for (let i = 0; i < count; i++) {
    const isRepeat = search.key === 't' && i === 0 ? 1 : 0;
    at = isForward
      ? text.indexOf(search.char, at + 1 + (isRepeat && text[at + 1] === search.char ? 0 : 0))
      : text.lastIndexOf(search.char, at - 1);
    if (at < 0 || (!isForward && column === 0)) return undefined;
  }
  return search.key === 't' ? at - 1 : search.key === 'T' ? at + 1 : at;
}

/** What `iw`, `a"`, `i(` and so on cover on or around the cursor. */
export function textObject(
  buffer: TextBuffer,
  at: Position,
  isAround: boolean,
  what: string,
): { readonly from: Position; readonly to: Position } | undefined {
  const text = buffer.line(at.line);
  const on = (from: number, to: number) => ({
    from: { line: at.line, column: from },
    to: { line: at.line, column: to },
  });
  if (what === 'w' || what === 'W') {
    const kind = kindOf(text[at.column], what === 'W');
    let [from, to] = [at.column, at.column + 1];
    while (from > 0 && kindOf(text[from - 1], what === 'W') === kind) from--;
    while (to < text.length && kindOf(text[to], what === 'W') === kind) to++;
    if (isAround) while (to < text.length && /\s/.test(text[to] ?? '')) to++;
    return on(from, to);
  }
  if (/["'`]/.test(what)) {
    const from =
      text.lastIndexOf(what, at.column) >= 0
        ? text.lastIndexOf(what, at.column)
        : text.indexOf(what);
    const to = text.indexOf(what, from + 1);
    if (from < 0 || to < 0) return undefined;
    return isAround ? on(from, to + 1) : on(from + 1, to);
  }
  const pair = Object.entries({ '(': '()b', '[': '[]', '{': '{}B', '<': '<>' }).find(([, keys]) =>
    keys.includes(what),
  );
  if (pair === undefined) return undefined;
  for (let column = at.column; column >= 0; column--) {
    if (text[column] !== pair[0]) continue;
    const end = matchingBracket(buffer, { line: at.line, column });
    if (end === undefined) return undefined;
    const from = { line: at.line, column: isAround ? column : column + 1 };
    return { from, to: isAround ? { ...end, column: end.column + 1 } : end };
  }
  return undefined;
}
