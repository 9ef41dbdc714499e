// Where vi takes text: insert and replace mode, and the line after `:` and `/`.
import type { Task } from '../../base/sim';
import type { Vim } from './editor';

/** Inserts until escape. The change must have begun. @param count how often it is put in. */
export function* insertMode(vim: Vim, count = 1, isReplacing = false): Task<void> {
  vim.mode = isReplacing ? 'replace' : 'insert';
  let typed = '';
  for (;;) {
    const key = yield* vim.key();
    if (key === 'escape' || key === 'ctrl-c' || key === 'ctrl-[') break;
    const text = insertKey(vim, key, isReplacing);
    if (text === undefined) typed = '';
    else typed += text;
  }
  for (let i = 1; i < count && typed !== ''; i++) vim.at = vim.buffer.insert(vim.at, typed);
  vim.mode = 'normal';
  vim.at = { ...vim.at, column: Math.max(0, vim.at.column - 1) };
  vim.wish = undefined;
  vim.clamp();
}

/** Does one key; returns the text that it put in, undefined when the cursor moved elsewhere. */
function insertKey(vim: Vim, key: string, isReplacing: boolean): string | undefined {
  const { buffer, at } = vim;
  const line = buffer.line(at.line);
  switch (key) {
    case 'enter':
    case 'ctrl-j': {
      const indent = vim.autoIndent ? (/^\s*/.exec(line)?.[0] ?? '').slice(0, at.column) : '';
      return put(vim, `\n${indent}`);
    }
    case 'tab': {
      const width = vim.shiftWidth === 8 ? vim.tabSize : vim.shiftWidth;
      return put(vim, vim.expandTab ? ' '.repeat(width - (at.column % width)) : '\t');
    }
    case 'backspace':
    case 'ctrl-h':
      if (at.column > 0) {
        vim.at = { ...at, column: at.column - 1 };
        buffer.remove(vim.at, at);
      } else if (at.line > 0) {
        vim.at = { line: at.line - 1, column: buffer.line(at.line - 1).length };
        buffer.remove(vim.at, at);
      }
      return undefined;
    case 'delete':
      if (at.column < line.length) buffer.remove(at, { ...at, column: at.column + 1 });
      else if (at.line + 1 < buffer.count) buffer.remove(at, { line: at.line + 1, column: 0 });
      return undefined;
    case 'ctrl-w': {
      const start = line.slice(0, at.column).replace(/(\w+|[^\w\s]+)?\s*$/, '').length;
      vim.at = { ...at, column: start };
      buffer.remove(vim.at, at);
      return undefined;
    }
    case 'ctrl-u':
      vim.at = { ...at, column: 0 };
      buffer.remove(vim.at, at);
      return undefined;
    case 'left':
      vim.at = { ...at, column: Math.max(0, at.column - 1) };
      return undefined;
    case 'right':
      vim.at = { ...at, column: Math.min(line.length, at.column + 1) };
      return undefined;
    case 'up':
    case 'down':
      vim.at = { ...at, line: at.line + (key === 'up' ? -1 : 1) };
      vim.clamp();
      return undefined;
    case 'home':
      vim.at = { ...at, column: 0 };
      return undefined;
    case 'end':
      vim.at = { ...at, column: line.length };
      return undefined;
  }
  if (key.length !== 1 && !/^[\ud800-\udbff]/.test(key)) return '';
  if (isReplacing && at.column < line.length) buffer.remove(at, { ...at, column: at.column + 1 });
  return put(vim, key);
}

function put(vim: Vim, text: string): string {
  vim.at = vim.buffer.insert(vim.at, text);
  return text;
}

/** Reads a line at the bottom; undefined when it was left with escape. */
export function* promptLine(vim: Vim, lead: string): Task<string | undefined> {
  vim.mode = lead === ':' ? 'command' : 'search';
  vim.typed = lead;
  try {
    for (;;) {
      const key = yield* vim.key();
      if (key === 'enter' || key === 'ctrl-j') return vim.typed.slice(1);
      if (key === 'escape' || key === 'ctrl-c') return undefined;
      if (key === 'backspace') {
        if (vim.typed === lead) return undefined;
        vim.typed = [...vim.typed].slice(0, -1).join('');
      } else if (key === 'ctrl-u') vim.typed = lead;
      else if (key === 'ctrl-w') vim.typed = lead + vim.typed.slice(1).replace(/\S*\s*$/, '');
      else if (key === 'tab') vim.typed += '\t';
      else if (key.length === 1 || /^[\ud800-\udbff]/.test(key)) vim.typed += key;
    }
  } finally {
    vim.mode = 'normal';
  }
}
