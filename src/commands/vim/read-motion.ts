// Which keys are motions, and where they lead.
import type { Task } from '../../base/sim';
import type { Position } from '../screen/buffer';
import type { Vim } from './editor';
import {
  endOfWord,
  findChar,
  firstNonBlank,
  type Motion,
  matchingBracket,
  nextWord,
  paragraph,
  previousWord,
  textObject,
} from './motions';
import { promptLine } from './typing';

/** A count, and the key after it. */
export function* readCount(
  vim: Vim,
  first: string,
): Task<{ readonly key: string; readonly count: number | undefined }> {
  let key = first;
  let digits = '';
  while (/^[1-9]$/.test(key) || (digits !== '' && key === '0')) {
    digits += key;
    key = yield* vim.key();
  }
  return { key, count: digits === '' ? undefined : Number(digits) };
}

const exclusive = (to: Position): Motion => ({ to, isLinewise: false, isInclusive: false });
export const inclusive = (to: Position): Motion => ({ to, isLinewise: false, isInclusive: true });
const linewise = (vim: Vim, line: number): Motion => {
  const to = Math.max(0, Math.min(line, vim.buffer.count - 1));
  return {
    to: { line: to, column: firstNonBlank(vim.buffer, to) },
    isLinewise: true,
    isInclusive: true,
  };
};

function times(
  count: number | undefined,
  from: Position,
  step: (at: Position) => Position,
): Position {
  let at = from;
  for (let i = 0; i < (count ?? 1); i++) at = step(at);
  return at;
}

/** The motion that begins with this key; undefined when it is none. */
export function* readMotion(
  vim: Vim,
  key: string,
  count: number | undefined,
): Task<Motion | undefined> {
  const { buffer, at } = vim;
  const n = count ?? 1;
  const half = Math.max(1, (vim.screen.rows - 1) >> 1);
  switch (key) {
    case 'h':
    case 'left':
    case 'backspace':
      return exclusive({ ...at, column: Math.max(0, at.column - n) });
    case 'l':
    case 'right':
    case ' ':
      return exclusive({ ...at, column: Math.min(buffer.line(at.line).length, at.column + n) });
    case 'j':
    case 'down':
    case 'ctrl-n':
      return linewise(vim, at.line + n);
    case 'k':
    case 'up':
    case 'ctrl-p':
      return linewise(vim, at.line - n);
    case '+':
    case 'enter':
    case 'ctrl-j':
      return linewise(vim, at.line + n);
    case '-':
      return linewise(vim, at.line - n);
    case '0':
    case 'home':
      return exclusive({ ...at, column: 0 });
    case '^':
    case '_':
      return exclusive({ ...at, column: firstNonBlank(buffer, at.line) });
    case '$':
    case 'end': {
      const line = Math.min(buffer.count - 1, at.line + n - 1);
      return inclusive({ line, column: Math.max(0, buffer.line(line).length - 1) });
    }
    case 'w':
    case 'W':
      return exclusive(times(count, at, (from) => nextWord(buffer, from, key === 'W')));
    case 'b':
    case 'B':
      return exclusive(times(count, at, (from) => previousWord(buffer, from, key === 'B')));
    case 'e':
    case 'E':
      return inclusive(times(count, at, (from) => endOfWord(buffer, from, key === 'E')));
    case 'G':
      return linewise(vim, count === undefined ? buffer.count - 1 : count - 1);
    case 'H':
      return linewise(vim, vim.top);
    case 'M':
      return linewise(vim, vim.top + (half >> 0));
    case 'L':
      return linewise(vim, vim.top + vim.screen.rows - 2);
    case '}':
      return exclusive(times(count, at, (from) => paragraph(buffer, from, 1)));
    case '{':
      return exclusive(times(count, at, (from) => paragraph(buffer, from, -1)));
    case '%': {
      const to = matchingBracket(buffer, at);
      return to === undefined ? exclusive(at) : inclusive(to);
    }
    case 'page-down':
    case 'ctrl-f':
      return linewise(vim, at.line + half * 2 * n);
    case 'page-up':
    case 'ctrl-b':
      return linewise(vim, at.line - half * 2 * n);
    case 'ctrl-d':
      return linewise(vim, at.line + half);
    case 'ctrl-u':
      return linewise(vim, at.line - half);
    case 'g':
      return yield* readG(vim, count);
    case 'f':
    case 't':
    case 'F':
    case 'T': {
      vim.lastFind = { key, char: yield* vim.key() };
      return findMotion(vim, vim.lastFind, n);
    }
    case ';':
      return findMotion(vim, vim.lastFind, n);
    case ',': {
      const last = vim.lastFind;
      if (last === undefined) return exclusive(at);
      const isUpper = last.key === last.key.toUpperCase();
      const opposite = isUpper ? last.key.toLowerCase() : last.key.toUpperCase();
      return findMotion(vim, { ...last, key: opposite }, n);
    }
    case '/':
    case '?':
    case 'n':
    case 'N':
    case '*':
    case '#':
      return yield* searchMotion(vim, key);
    default:
      return undefined;
  }
}

function* readG(vim: Vim, count: number | undefined): Task<Motion> {
  const next = yield* vim.key();
  if (next === 'g') return linewise(vim, (count ?? 1) - 1);
  if (next === '_') {
    const length = vim.buffer.line(vim.at.line).trimEnd().length;
    return inclusive({ ...vim.at, column: Math.max(0, length - 1) });
  }
  return exclusive(vim.at);
}

function findMotion(
  vim: Vim,
  find: { readonly key: string; readonly char: string } | undefined,
  count: number,
): Motion {
  if (find === undefined) return exclusive(vim.at);
  const column = findChar(vim.buffer.line(vim.at.line), vim.at.column, find, count);
  if (column === undefined) return exclusive(vim.at);
  const to = { ...vim.at, column };
  return find.key === 'f' || find.key === 't' ? inclusive(to) : exclusive(to);
}

function* searchMotion(vim: Vim, key: string): Task<Motion> {
  const before = vim.at;
  if (key === '/' || key === '?') {
    const typed = yield* promptLine(vim, key);
    if (typed === undefined) return exclusive(before);
    if (typed !== '') vim.lastSearch = typed;
    vim.searchesBackwards = key === '?';
  } else if (key === '*' || key === '#') {
    const word = textObject(vim.buffer, vim.at, false, 'w');
    const text = vim.buffer.line(vim.at.line).slice(word?.from.column, word?.to.column);
    vim.lastSearch = `\\<${text}\\>`;
    vim.searchesBackwards = key === '#';
  }
  const isBackwards = key === 'N' ? !vim.searchesBackwards : vim.searchesBackwards;
  vim.message = vim.search(isBackwards);
  const to = vim.at;
  vim.at = before;
  return exclusive(to);
}
