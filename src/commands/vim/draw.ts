// vi's screen: wrapped lines, `~` beyond the end, the status line.
import { cutTo, expandLine, fitted } from '../screen/screen';
import { textWidth } from '../system/width';
import type { Vim } from './editor';

/** Puts the present state onto the screen (without writing it out). */
export function draw(vim: Vim): void {
  const { screen } = vim;
  const { columns, rows } = screen;
  const height = Math.max(1, rows - 1);
  const margin = vim.showsNumbers ? Math.max(3, String(vim.buffer.count).length) + 1 : 0;
  const width = Math.max(1, columns - margin);
  scroll(vim, height, width);
  let row = 0;
  let cursor: [number, number] = [0, 0];
  let line = vim.top;
  for (; line < vim.buffer.count && row < height; line++) {
    const pieces = wrap(expandLine(vim.buffer.line(line), vim.tabSize), width);
    if (row + pieces.length > height && line !== vim.at.line && line > vim.top) break;
    if (line === vim.at.line) cursor = cursorPlace(vim, row, width, margin);
    for (const [i, piece] of pieces.entries()) {
      if (row >= height) break;
      const number = String(line + 1).padStart(Math.max(0, margin - 1));
      const lead = margin === 0 ? '' : i === 0 ? `${number} ` : ' '.repeat(margin);
      screen.setLine(row++, lead + piece);
    }
  }
  const filler = line < vim.buffer.count ? '@' : '~';
  while (row < height) screen.setLine(row++, `\x1b[94m${filler}`);
  screen.setLine(rows - 1, statusLine(vim, columns, height));
  if (vim.mode === 'command' || vim.mode === 'search') {
    cursor = [rows - 1, Math.min(columns - 1, textWidth(vim.typed))];
  }
  screen.setCursor(cursor);
}

function wrap(text: string, width: number): readonly string[] {
  if (textWidth(text) <= width) return [text];
  const pieces: string[] = [];
  for (let rest = text; rest !== ''; ) {
    const piece = cutTo(rest, width) || rest.slice(0, 1);
    pieces.push(piece);
    rest = rest.slice(piece.length);
  }
  return pieces;
}

function heightOf(vim: Vim, line: number, width: number): number {
  return wrap(expandLine(vim.buffer.line(line), vim.tabSize), width).length;
}

function scroll(vim: Vim, height: number, width: number): void {
  if (vim.top >= vim.buffer.count) vim.top = vim.buffer.count - 1;
  if (vim.at.line < vim.top) {
    const isFar = vim.top - vim.at.line > height / 2;
    vim.top = isFar ? Math.max(0, vim.at.line - (height >> 1)) : vim.at.line;
  }
  let used = 0;
  let first = vim.at.line;
  while (first >= vim.top) {
    used += heightOf(vim, first, width);
    if (used > height && first < vim.at.line) break;
    first--;
  }
  if (first < vim.top) return;
  const isFar = vim.at.line - vim.top > height * 1.5;
  vim.top = isFar ? Math.max(first + 1, vim.at.line - (height >> 1)) : first + 1;
}

function cursorPlace(vim: Vim, row: number, width: number, margin: number): [number, number] {
  const before = expandLine(vim.buffer.line(vim.at.line).slice(0, vim.at.column), vim.tabSize);
  const column = textWidth(before);
  const isTab = vim.buffer.line(vim.at.line)[vim.at.column] === '\t' && vim.mode === 'normal';
  const shown = isTab ? column + vim.tabSize - (column % vim.tabSize) - 1 : column;
  return [row + Math.floor(shown / width), margin + (shown % width)];
}

function statusLine(vim: Vim, columns: number, height: number): string {
  if (vim.mode === 'command' || vim.mode === 'search') return cutTo(vim.typed, columns - 1);
  const modeTexts = {
    insert: '\x1b[1m-- INSERT --\x1b[0m',
    replace: '\x1b[1m-- REPLACE --\x1b[0m',
  };
  const isTyping = vim.mode === 'insert' || vim.mode === 'replace';
  const message = vim.message;
  const ruler = rulerText(vim, height);
  const left = Math.max(0, columns - 18);
  if (isTyping) {
    const text = modeTexts[vim.mode as 'insert' | 'replace'];
    const width = vim.mode === 'insert' ? 12 : 13;
    return `${text}${' '.repeat(Math.max(0, left - width))}${ruler}`;
  }
  const shown = cutTo(message, columns - 1);
  const isError = /^E\d+:/.test(message);
  if (textWidth(shown) > left) return isError ? `\x1b[97;41m${shown}` : shown;
  const text = fitted(shown, left);
  return `${isError ? `\x1b[97;41m${shown}\x1b[0m${text.slice(shown.length)}` : text}${ruler}`;
}

function rulerText(vim: Vim, height: number): string {
  const { line, column } = vim.at;
  const text = vim.buffer.line(line);
  const shown = textWidth(expandLine(text.slice(0, column), vim.tabSize)) + 1;
  const place = text === '' ? `${line + 1},0-1` : `${line + 1},${column + 1}`;
  const full = text !== '' && shown !== column + 1 ? `${place}-${shown}` : place;
  const { count } = vim.buffer;
  const isTop = vim.top === 0;
  const isBottom = vim.top + height >= count;
  const percent = Math.floor((vim.top / Math.max(1, count - height)) * 100);
  const where = isTop && isBottom ? 'All' : isTop ? 'Top' : isBottom ? 'Bot' : `${percent}%`;
  return `${full.padEnd(14)}${where}`;
}
