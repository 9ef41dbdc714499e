// Tab: inserts what is certain, lists the rest.
import type { Task } from '../../base/sim';
import type { Editor } from '../readline/editor';
import { textWidth } from '../readline/width';
import { type Completion, findCompletions } from './complete';

/** Above this many candidates the user is asked first. */
const askAbove = 100;

/** The `complete` command; a second Tab in a row lists. */
export function* completeAtCursor(editor: Editor): Task<void> {
  const before = editor.line.chars.slice(0, editor.line.cursor).join('');
  const completion = yield* findCompletions(editor.shell, before);
  const { candidates } = completion;
  if (candidates.length === 0) {
    yield* editor.bell();
    return;
  }
  const [only] = candidates;
  if (candidates.length === 1 && only !== undefined) {
    insert(editor, completion, before, finished(editor, completion, only));
    return;
  }
  const prefix = commonPrefix(candidates);
  const current = unquoted(before.slice(completion.start));
  if (prefix !== '' && prefix !== current && prefix.length >= current.length) {
    insert(editor, completion, before, quoted(completion, prefix));
    return;
  }
  if (editor.lastCommand === 'complete') yield* list(editor, completion);
  else yield* editor.bell();
}

/** `Alt-?`: lists without a second Tab. */
export function* listCompletions(editor: Editor): Task<void> {
  const before = editor.line.chars.slice(0, editor.line.cursor).join('');
  const completion = yield* findCompletions(editor.shell, before);
  if (completion.candidates.length === 0) yield* editor.bell();
  else yield* list(editor, completion);
}

function unquoted(text: string): string {
  return text.replace(/\\(.)|["']/g, '$1');
}

function commonPrefix(candidates: readonly string[]): string {
  let [prefix = ''] = candidates;
  for (const candidate of candidates) {
    while (!candidate.startsWith(prefix)) prefix = [...prefix].slice(0, -1).join('');
  }
  return prefix;
}

/** A single candidate with what follows it: a slash, a closing quote, a blank. */
function finished(editor: Editor, completion: Completion, candidate: string): string {
  const text = quoted(completion, candidate);
  const { files } = editor.shell.process;
  const home = editor.shell.variables.find('HOME')?.text ?? '';
  const path = candidate.startsWith('~/') ? home + candidate.slice(1) : candidate;
  if (completion.areFiles && files.isDir(path)) return text.endsWith('/') ? text : `${text}/`;
  const { quote } = completion.context;
  const isBlankNext = editor.line.chars[editor.line.cursor] === ' ';
  return `${text}${quote}${completion.noSpace || isBlankNext ? '' : ' '}`;
}

/** File names are quoted as the user has begun to. */
function quoted(completion: Completion, text: string): string {
  const { quote } = completion.context;
  if (!completion.areFiles && quote === '') return text;
  if (quote === "'") return `'${text.replaceAll("'", "'\\''")}`;
  if (quote === '"') return `"${text.replace(/[$`"\\]/g, '\\$&')}`;
  return text.replace(/[\s"'\\$`|&;()<>*?[\]{}!#]/g, '\\$&');
}

function insert(editor: Editor, completion: Completion, before: string, text: string): void {
  const from = [...before.slice(0, completion.start)].length;
  editor.line.replace(from, editor.line.cursor, text);
}

function* list(editor: Editor, completion: Completion): Task<void> {
  const names = completion.candidates.map((one) => shownName(editor, completion, one));
  const { line } = editor;
  const at = line.cursor;
  line.cursor = line.chars.length;
  yield* editor.refresh();
  yield* editor.send(editor.screen.leave());
  line.cursor = at;
  if (names.length > askAbove) {
    yield* editor.send(`Display all ${names.length} possibilities? (y or n)`);
    const key = yield* editor.readKey();
    yield* editor.send('\r\n');
    if (!/^[yY \t]$/.test(key)) return;
  }
  yield* editor.send(inColumns(names, editor.tty.columns));
}

/** Only the last part of a path, with a slash after folders. */
function shownName(editor: Editor, completion: Completion, candidate: string): string {
  if (!completion.areFiles) return candidate;
  const { files } = editor.shell.process;
  const home = editor.shell.variables.find('HOME')?.text ?? '';
  const path = candidate.startsWith('~/') ? home + candidate.slice(1) : candidate;
  const base = candidate.replace(/\/+$/, '').replace(/.*\//, '');
  return files.isDir(path) ? `${base}/` : base;
}

/** Sorted down the columns, as readline prints. */
export function inColumns(names: readonly string[], columns: number): string {
  const width = Math.max(...names.map(textWidth)) + 2;
  const perRow = Math.max(1, Math.floor(columns / width));
  const height = Math.ceil(names.length / perRow);
  let out = '';
  for (let y = 0; y < height; y++) {
    const row: string[] = [];
    for (let x = y; x < names.length; x += height) {
      const name = names[x] ?? '';
      const isLast = x + height >= names.length;
      row.push(isLast ? name : name + ' '.repeat(width - textWidth(name)));
    }
    out += `${row.join('')}\r\n`;
  }
  return out;
}
