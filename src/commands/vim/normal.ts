// Normal mode: commands that are neither motions nor operators.
import type { Task } from '../../base/sim';
import type { Vim } from './editor';
import { runEx } from './ex';
import type { Motion } from './motions';
import { onLines, onText, operate } from './operators';
import { readCount, readMotion } from './read-motion';
import { insertMode, promptLine } from './typing';

/** Reads and does one command. */
export function* runNormal(vim: Vim): Task<void> {
  const { key, count } = yield* readCount(vim, yield* vim.key());
  vim.message = '';
  if (key === 'd' || key === 'c' || key === 'y' || key === '>' || key === '<') {
    yield* operate(vim, key, count);
    return;
  }
  const motion = yield* readMotion(vim, key, count);
  if (motion !== undefined) {
    moveTo(vim, motion, key);
    return;
  }
  yield* simpleCommand(vim, key, count);
}

function moveTo(vim: Vim, motion: Motion, key: string): void {
  const isVertical = /^(j|k|up|down|ctrl-n|ctrl-p)$/.test(key);
  if (isVertical) vim.wish ??= vim.at.column;
  else vim.wish = key === '$' || key === 'end' ? Number.MAX_SAFE_INTEGER : undefined;
  vim.at = isVertical ? { line: motion.to.line, column: vim.wish ?? 0 } : motion.to;
  vim.clamp();
}

function* simpleCommand(vim: Vim, key: string, count: number | undefined): Task<void> {
  const { buffer, at } = vim;
  const n = count ?? 1;
  const text = buffer.line(at.line);
  switch (key) {
    case 'i':
      vim.begin();
      return yield* insertMode(vim, n);
    case 'a':
      vim.begin();
      vim.at = { ...at, column: Math.min(text.length, at.column + 1) };
      return yield* insertMode(vim, n);
    case 'I':
      vim.begin();
      vim.at = { ...at, column: text.search(/\S|$/) };
      return yield* insertMode(vim, n);
    case 'A':
      vim.begin();
      vim.at = { ...at, column: text.length };
      return yield* insertMode(vim, n);
    case 'o':
    case 'O': {
      vim.begin();
      const indent = vim.autoIndent ? (/^\s*/.exec(text)?.[0] ?? '') : '';
      const line = key === 'o' ? at.line + 1 : at.line;
      buffer.insertLines(line, [indent]);
      vim.at = { line, column: indent.length };
      return yield* insertMode(vim);
    }
    case 's':
      return yield* onText(vim, 'c', at, { ...at, column: Math.min(text.length, at.column + n) });
    case 'S':
      return yield* onLines(vim, 'c', at.line, Math.min(buffer.count - 1, at.line + n - 1));
    case 'x':
    case 'delete':
      if (text === '') return;
      return yield* onText(vim, 'd', at, { ...at, column: Math.min(text.length, at.column + n) });
    case 'X':
      return yield* onText(vim, 'd', { ...at, column: Math.max(0, at.column - n) }, at);
    case 'D':
      return yield* onText(vim, 'd', at, { ...at, column: text.length });
    case 'C':
      return yield* onText(vim, 'c', at, { ...at, column: text.length });
    case 'Y':
      return yield* onLines(vim, 'y', at.line, Math.min(buffer.count - 1, at.line + n - 1));
    case 'p':
    case 'P':
      put(vim, key === 'p', n);
      return;
    case 'r': {
      const char = yield* vim.key();
      if (char === 'escape' || at.column + n > text.length) return;
      vim.change(() => {
        const put = char === 'enter' ? '\n' : char.repeat(n);
        buffer.remove(at, { ...at, column: at.column + n });
        buffer.insert(at, put);
        vim.at =
          char === 'enter'
            ? { line: at.line + 1, column: 0 }
            : { ...at, column: at.column + n - 1 };
      });
      return;
    }
    case 'R':
      vim.begin();
      return yield* insertMode(vim, 1, true);
    case 'J':
      joinLines(vim, Math.max(1, n - 1));
      return;
    case '~':
      vim.change(() => {
        const part = text.slice(at.column, at.column + n);
        const turned = [...part].map((c) =>
          c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase(),
        );
        buffer.replaceLine(
          at.line,
          text.slice(0, at.column) + turned.join('') + text.slice(at.column + n),
        );
        vim.at = { ...at, column: at.column + n };
      });
      return;
    case 'u':
      for (let i = 0; i < n; i++) vim.message = vim.undo();
      return;
    case 'ctrl-r':
      for (let i = 0; i < n; i++) vim.message = vim.redo();
      return;
    case '.':
      vim.repeat();
      return;
    case ':': {
      const typed = yield* promptLine(vim, ':');
      if (typed !== undefined) vim.message = runEx(vim, typed);
      return;
    }
    case 'Z': {
      const next = yield* vim.key();
      if (next === 'Z') vim.message = runEx(vim, 'x');
      else if (next === 'Q') vim.message = runEx(vim, 'q!');
      return;
    }
    case 'ctrl-g':
      vim.message = vim.fileInfo();
      return;
    case 'ctrl-l':
      vim.screen.forget();
      return;
    case 'ctrl-e':
      vim.top = Math.min(buffer.count - 1, vim.top + 1);
      if (at.line < vim.top) vim.at = { ...at, line: vim.top };
      return;
    case 'ctrl-y':
      vim.top = Math.max(0, vim.top - 1);
      return;
    case 'ctrl-c':
      vim.message = 'Type  :qa  and press <Enter> to exit Vim';
      return;
    default:
      if (key !== 'escape') yield* vim.screen.beep();
  }
}

function put(vim: Vim, isAfter: boolean, count: number): void {
  const { register, buffer, at } = vim;
  if (register.text === '' && !register.isLinewise) return;
  vim.begin();
  if (register.isLinewise) {
    const one = register.text.split('\n');
    const lines = Array.from({ length: count }, () => one).flat();
    const line = isAfter ? at.line + 1 : at.line;
    buffer.insertLines(line, lines);
    if (lines.length > 2) vim.message = `${lines.length} more lines`;
    vim.goToLine(line);
    return;
  }
  const isEmpty = buffer.line(at.line) === '';
  const from = { ...at, column: isAfter && !isEmpty ? at.column + 1 : at.column };
  const end = buffer.insert(from, register.text.repeat(count));
  vim.at = register.text.includes('\n') ? from : { ...end, column: Math.max(0, end.column - 1) };
}

function joinLines(vim: Vim, count: number): void {
  const { buffer, at } = vim;
  if (at.line + 1 >= buffer.count) return;
  vim.begin();
  for (let i = 0; i < count && at.line + 1 < buffer.count; i++) {
    const first = buffer.line(at.line).trimEnd();
    const second = buffer.line(at.line + 1).trimStart();
    const glue = first === '' || second === '' || second.startsWith(')') ? '' : ' ';
    vim.at = { line: at.line, column: first.length };
    buffer.replaceLine(at.line, first + glue + second);
    buffer.removeLines(at.line + 1, 1);
  }
}
