// The command line of vi: `:w`, `:q`, `:s///`, `:set`, line numbers.

import { utf8Length } from '../../base/bytes';
import { compileBre } from '../../base/regex';
import { failureCode, failureText } from '../framework/failure';
import type { Vim } from './editor';

/** Runs a command line; returns a message for the status line. */
export function runEx(vim: Vim, text: string): string {
  const parsed = readRange(vim, text.trim());
  if (typeof parsed === 'string') return parsed;
  const { from, to, rest, hasRange } = parsed;
  if (rest === '') {
    if (hasRange) vim.goToLine(to);
    return '';
  }
  const match = /^([a-zA-Z]+|[&<>=!])(!?)\s*(.*)$/s.exec(rest);
  const [, name = '', bang = '', argument = ''] = match ?? [];
  const isSubstitute = /^s([^a-zA-Z\s])/.exec(rest);
  if (isSubstitute !== null) return substitute(vim, from, to, rest.slice(1));
  switch (name) {
    case 'w':
    case 'write':
      return write(vim, argument, bang === '!', hasRange ? [from, to] : undefined);
    case 'wq':
    case 'x':
    case 'xit':
    case 'exit': {
      if (name.startsWith('x') && !vim.buffer.isModified) {
        vim.isDone = true;
        return '';
      }
      const message = write(vim, argument, bang === '!', undefined);
      if (!/^E\d/.test(message)) vim.isDone = true;
      return message;
    }
    case 'wa':
      return write(vim, '', bang === '!', undefined);
    case 'q':
    case 'quit':
    case 'qa':
    case 'qall':
      if (vim.buffer.isModified && bang === '') {
        return 'E37: No write since last change (add ! to override)';
      }
      vim.isDone = true;
      return '';
    case 'wqa':
    case 'xa':
      return runEx(vim, 'wq');
    case 'cq':
      vim.exitCode = 1;
      vim.isDone = true;
      return '';
    case 'e':
    case 'edit':
      return edit(vim, argument, bang === '!');
    case 'r':
    case 'read':
      return readIn(vim, argument, to);
    case 'd':
    case 'delete':
      vim.change(() => {
        const taken = vim.buffer.removeLines(from, to - from + 1);
        vim.register = { text: taken.join('\n'), isLinewise: true };
      });
      vim.goToLine(from);
      return '';
    case 'y':
    case 'yank': {
      const lines = vim.buffer.lines.slice(from, to + 1);
      vim.register = { text: lines.join('\n'), isLinewise: true };
      return lines.length > 2 ? `${lines.length} lines yanked` : '';
    }
    case 'set':
    case 'se':
      return setOption(vim, argument);
    case 'noh':
    case 'nohl':
    case 'nohlsearch':
    case 'syntax':
    case 'syn':
    case 'filetype':
      return '';
    case 'u':
    case 'undo':
      return vim.undo();
    case 'red':
    case 'redo':
      return vim.redo();
    case 'f':
    case 'file':
      return vim.fileInfo();
    case 'g':
    case 'global':
    case 'v':
      return globally(vim, rest, hasRange ? [from, to] : [0, vim.buffer.count - 1]);
    default:
      return `E492: Not an editor command: ${rest}`;
  }
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly rest: string;
  readonly hasRange: boolean;
}

function readRange(vim: Vim, text: string): Range | string {
  const last = vim.buffer.count - 1;
  if (text.startsWith('%'))
    return { from: 0, to: last, rest: text.slice(1).trim(), hasRange: true };
  const address = /^(\d+|\.|\$|'[a-z]|\/[^/]*\/)?([-+]\d*)*/;
  const first = address.exec(text)?.[0] ?? '';
  let rest = text.slice(first.length);
  let from = first === '' ? vim.at.line : lineOf(vim, first);
  let to = from;
  let hasRange = first !== '';
  if (rest.startsWith(',') || rest.startsWith(';')) {
    const second = address.exec(rest.slice(1))?.[0] ?? '';
    rest = rest.slice(1 + second.length);
    to = second === '' ? vim.at.line : lineOf(vim, second);
    hasRange = true;
  }
  if (from > to) [from, to] = [to, from];
  if (hasRange && rest !== '' && (from < -1 || to > last)) return 'E16: Invalid range';
  const clamp = (line: number): number => Math.max(0, Math.min(line, last));
  return { from: clamp(from), to: clamp(to), rest: rest.trim(), hasRange };
}

function lineOf(vim: Vim, address: string): number {
  const base = /^(\d+|\.|\$|\/[^/]*\/)?/.exec(address)?.[0] ?? '';
  let line = vim.at.line;
  if (base === '$') line = vim.buffer.count - 1;
  else if (base.startsWith('/')) {
    const wanted = base.slice(1, -1);
    line = vim.buffer.lines.findIndex((text, i) => i > vim.at.line && text.includes(wanted));
  } else if (/^\d/.test(base)) line = Number(base) - 1;
  for (const offset of address.slice(base.length).match(/[-+]\d*/g) ?? []) {
    line += (offset[0] === '-' ? -1 : 1) * Number(offset.slice(1) || 1);
  }
  return line;
}

function write(
  vim: Vim,
  argument: string,
  isForced: boolean,
  range: readonly [number, number] | undefined,
): string {
  const { files } = vim.process;
  const path = argument === '' ? vim.path : argument;
  if (path === '') return 'E32: No file name';
  if (vim.isReadOnly && !isForced) return "E45: 'readonly' option is set (add ! to override)";
  const isNew = !files.exists(path);
  if (!isNew && path !== vim.path && !isForced) return 'E13: File exists (add ! to override)';
  const whole = vim.buffer.text;
  const text =
    range === undefined ? whole : `${vim.buffer.lines.slice(range[0], range[1] + 1).join('\n')}\n`;
  try {
    files.write(path, text);
  } catch (error) {
    const why = failureCode(error) === 'EISDIR' ? 'is a directory' : failureText(error);
    return why === 'is a directory'
      ? `E17: "${path}" is a directory`
      : `"${path}" E212: Can't open file for writing`;
  }
  if (range === undefined && (vim.path === '' || path === vim.path)) {
    vim.path = path;
    vim.buffer.markSaved();
  }
  const count = text === '' ? 0 : text.split('\n').length - 1;
  return `"${path}" ${isNew ? '[New] ' : ''}${count}L, ${utf8Length(text)}B written`;
}

function edit(vim: Vim, argument: string, isForced: boolean): string {
  if (vim.buffer.isModified && !isForced) {
    return 'E37: No write since last change (add ! to override)';
  }
  const path = argument === '' ? vim.path : argument;
  return path === '' ? 'E32: No file name' : vim.load(path);
}

function readIn(vim: Vim, path: string, after: number): string {
  try {
    const text = vim.process.files.read(path);
    const lines = text.replace(/\n$/, '').split('\n');
    vim.change(() => vim.buffer.insertLines(after + 1, lines));
    vim.goToLine(after + 1);
    return `"${path}" ${lines.length}L, ${utf8Length(text)}B`;
  } catch (error) {
    failureCode(error);
    return `E484: Can't open file ${path}`;
  }
}

function setOption(vim: Vim, argument: string): string {
  for (const word of argument.split(/\s+/)) {
    const [name = '', value] = word.split('=');
    const isOff = name.startsWith('no');
    switch (isOff ? name.slice(2) : name) {
      case 'nu':
      case 'number':
        vim.showsNumbers = !isOff;
        break;
      case 'rnu':
      case 'relativenumber':
      case 'hls':
      case 'hlsearch':
      case 'is':
      case 'incsearch':
      case 'ruler':
      case 'wrap':
      case 'paste':
      case 'list':
      case 'cursorcolumn':
      case 'cuc':
      case 'ft':
      case 'filetype':
      case 'sts':
      case 'softtabstop':
        break;
      case 'ic':
      case 'ignorecase':
        vim.ignoresCase = !isOff;
        break;
      case 'ai':
      case 'autoindent':
        vim.autoIndent = !isOff;
        break;
      case 'et':
      case 'expandtab':
        vim.expandTab = !isOff;
        break;
      case 'ro':
      case 'readonly':
        vim.isReadOnly = !isOff;
        break;
      case 'sw':
      case 'shiftwidth':
        vim.shiftWidth = Number(value) || 8;
        break;
      case 'ts':
      case 'tabstop':
        vim.tabSize = Number(value) || 8;
        break;
      default:
        return `E518: Unknown option: ${word}`;
    }
  }
  return '';
}

/** @param text from the delimiter on: `/old/new/g`. */
function substitute(vim: Vim, from: number, to: number, text: string): string {
  const delimiter = text[0] ?? '/';
  const parts = splitAt(text.slice(1), delimiter);
  const [given = '', replacement = '', flags = ''] = parts;
  const pattern = given === '' ? vim.lastSearch : given;
  const ignoreCase = vim.ignoresCase || flags.includes('i');
  const compiled = compileBre(pattern, { ignoreCase });
  if (compiled.regex === undefined) return `E486: Pattern not found: ${pattern}`;
  vim.lastSearch = pattern;
  const { regex } = compiled;
  let count = 0;
  let lines = 0;
  let last = vim.at.line;
  vim.change(() => {
    for (let index = from, end = to; index <= end; index++) {
      const line = vim.buffer.line(index);
      let out = '';
      let at = 0;
      let here = 0;
      for (let match = regex.exec(line, at); match !== null; match = regex.exec(line, at)) {
        out += line.slice(at, match.index) + expand(replacement, match);
        at = match.index + match[0].length;
        here++;
        if (match[0] === '') {
          out += line[at] ?? '';
          at++;
        }
        if (!flags.includes('g') || at > line.length) break;
      }
      if (here === 0) continue;
      count += here;
      lines++;
      const pieces = (out + line.slice(at)).split('\n');
      vim.buffer.replaceLine(index, pieces[0] ?? '');
      vim.buffer.insertLines(index + 1, pieces.slice(1));
      index += pieces.length - 1;
      end += pieces.length - 1;
      last = index;
    }
  });
  if (count === 0) return flags.includes('e') ? '' : `E486: Pattern not found: ${pattern}`;
  vim.goToLine(last);
  const where = `${lines} line${lines === 1 ? '' : 's'}`;
  return count > 2 ? `${count} substitutions on ${where}` : '';
}

function splitAt(text: string, delimiter: string): string[] {
  const parts = [''];
  for (let i = 0; i < text.length; i++) {
    const last = parts.length - 1;
    if (text[i] === '\\' && i + 1 < text.length) {
      const next = text[++i] ?? '';
      parts[last] = (parts[last] ?? '') + (next === delimiter ? next : `\\${next}`);
    } else if (text[i] === delimiter && last < 2) parts.push('');
    else parts[last] = (parts[last] ?? '') + text[i];
  }
  return parts;
}

function expand(replacement: string, match: RegExpExecArray): string {
  return replacement.replace(/\\(.)|&/g, (all, char: string | undefined) => {
    if (all === '&') return match[0];
    if (char !== undefined && /\d/.test(char)) return match[Number(char)] ?? '';
    return char === 'n' || char === 'r' ? '\n' : char === 't' ? '\t' : (char ?? '');
  });
}

/** `:g/pattern/d` and `:v`: a command on each line that matches (or doesn't). */
function globally(vim: Vim, rest: string, range: readonly [number, number]): string {
  const match = /^(g|global|v)(!?)([^a-zA-Z\s])(.*)$/s.exec(rest);
  if (match === null) return 'E148: Regular expression missing from global';
  const [pattern = '', command = 'p'] = splitAt(match[4] ?? '', match[3] ?? '/');
  const compiled = compileBre(pattern, { ignoreCase: vim.ignoresCase });
  if (compiled.regex === undefined) return `E486: Pattern not found: ${pattern}`;
  const isInverse = match[1] === 'v' || match[2] === '!';
  let message = '';
  let count = 0;
  for (let line = range[1]; line >= range[0]; line--) {
    if (compiled.regex.test(vim.buffer.line(line)) === isInverse) continue;
    count++;
    message = runEx(vim, `${line + 1}${command}`);
  }
  if (count === 0) return `E486: Pattern not found: ${pattern}`;
  return /^E\d/.test(message) ? message : count > 2 ? `${count} lines changed` : '';
}
