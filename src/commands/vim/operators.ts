// Operators: d, c, y, > and < on what a motion covers.
import type { Task } from '../../base/sim';
import type { Position } from '../screen/buffer';
import type { Vim } from './editor';
import { endOfWord, type Motion, textObject } from './motions';
import { inclusive, readCount, readMotion } from './read-motion';
import { insertMode } from './typing';

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}

/** d, c, y, > and < with what follows. */
export function* operate(vim: Vim, operator: string, before: number | undefined): Task<void> {
  const read = yield* readCount(vim, yield* vim.key());
  const key = read.key;
  const count =
    before === undefined && read.count === undefined
      ? undefined
      : (before ?? 1) * (read.count ?? 1);
  if (key === 'escape') return;
  if (key === operator) {
    const last = Math.min(vim.buffer.count - 1, vim.at.line + (count ?? 1) - 1);
    yield* onLines(vim, operator, vim.at.line, last);
    return;
  }
  if (key === 'i' || key === 'a') {
    const object = textObject(vim.buffer, vim.at, key === 'a', yield* vim.key());
    if (object !== undefined) yield* onText(vim, operator, object.from, object.to);
    return;
  }
  // `cw` on a word behaves like `ce`.
  const isWord = operator === 'c' && /^[wW]$/.test(key);
  const isOnBlank = /^\s?$/.test(vim.buffer.line(vim.at.line)[vim.at.column] ?? '');
  const motionKey = isWord && !isOnBlank ? (key === 'w' ? 'e' : 'E') : key;
  const start = isWord && !isOnBlank ? wordEnd(vim, key === 'W', count) : undefined;
  const motion = start ?? (yield* readMotion(vim, motionKey, count));
  if (motion === undefined) return;
  const forward = !isBefore(motion.to, vim.at);
  const [from, end] = forward ? [vim.at, motion.to] : [motion.to, vim.at];
  if (motion.isLinewise || operator === '>' || operator === '<') {
    yield* onLines(vim, operator, from.line, end.line);
    return;
  }
  let to = motion.isInclusive ? { ...end, column: end.column + 1 } : end;
  // A word motion that ends on another line stops at the end of this one.
  if (/^[wW]$/.test(key) && to.line > from.line) {
    to = { line: to.line - 1, column: vim.buffer.line(to.line - 1).length };
  }
  yield* onText(vim, operator, from, to);
}

/** The end of the word the cursor is in, which may be where it stands. */
function wordEnd(vim: Vim, isBig: boolean, count: number | undefined): Motion {
  const object = textObject(vim.buffer, vim.at, false, isBig ? 'W' : 'w');
  let end: Position = { ...vim.at, column: Math.max(0, (object?.to.column ?? 1) - 1) };
  for (let i = 1; i < (count ?? 1); i++) end = endOfWord(vim.buffer, end, isBig);
  return inclusive(end);
}

/** On whole lines. */
export function* onLines(vim: Vim, operator: string, from: number, to: number): Task<void> {
  const lines = vim.buffer.lines.slice(from, to + 1);
  const many = lines.length > 2 ? `${lines.length} ` : '';
  if (operator === '>' || operator === '<') {
    vim.change(() => {
      for (const [i, line] of lines.entries()) {
        vim.buffer.replaceLine(from + i, shift(vim, line, operator));
      }
    });
    vim.goToLine(from);
    return;
  }
  vim.register = { text: lines.join('\n'), isLinewise: true };
  if (operator === 'y') {
    if (many !== '') vim.message = `${many}lines yanked`;
    vim.at = { line: from, column: vim.at.column };
    return;
  }
  vim.begin();
  if (operator === 'd') {
    vim.buffer.removeLines(from, to - from + 1);
    if (many !== '') vim.message = `${many}fewer lines`;
    vim.goToLine(from);
    return;
  }
  const indent = vim.autoIndent ? (/^\s*/.exec(lines[0] ?? '')?.[0] ?? '') : '';
  vim.buffer.removeLines(from + 1, to - from);
  vim.buffer.replaceLine(from, indent);
  vim.at = { line: from, column: indent.length };
  yield* insertMode(vim);
}

function shift(vim: Vim, line: string, operator: string): string {
  if (operator === '>') {
    if (line === '') return line;
    const unit = vim.expandTab || vim.shiftWidth !== 8 ? ' '.repeat(vim.shiftWidth) : '\t';
    return unit + line;
  }
  const cut = new RegExp(`^(\\t| {1,${vim.shiftWidth}})`);
  return line.replace(cut, '');
}

/** On the text from a place up to (not including) another. */
export function* onText(vim: Vim, operator: string, from: Position, to: Position): Task<void> {
  if (operator === '>' || operator === '<') {
    yield* onLines(vim, operator, from.line, to.line);
    return;
  }
  if (operator === 'y') {
    const lines = vim.buffer.lines.slice(from.line, to.line + 1);
    const last = lines.length - 1;
    lines[last] = (lines[last] ?? '').slice(0, to.column);
    lines[0] = (lines[0] ?? '').slice(from.column);
    vim.register = { text: lines.join('\n'), isLinewise: false };
    vim.at = from;
    return;
  }
  vim.begin();
  vim.register = { text: vim.buffer.remove(from, to), isLinewise: false };
  vim.at = from;
  if (operator === 'c') yield* insertMode(vim);
}
