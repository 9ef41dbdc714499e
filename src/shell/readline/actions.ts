// What keys do, except completion and search.
import type { Task } from '../../base/sim';
import type { Editor } from './editor';

type Action = (editor: Editor) => Task<void> | undefined;

/** Makes an action of something that only changes the line. */
function change(run: (editor: Editor) => void): Action {
  return (editor) => {
    run(editor);
    return undefined;
  };
}

const kills = new Set([
  ...['kill-line', 'unix-line-discard', 'unix-word-rubout', 'kill-word', 'backward-kill-word'],
  'backward-kill-line',
]);

function kill(target: (editor: Editor) => number, place: 'before' | 'after'): Action {
  return change((editor) => {
    const gone = editor.line.remove(editor.line.cursor, target(editor));
    editor.ring.add(gone, place, kills.has(editor.lastCommand));
  });
}

function caseWord(convert: (word: string) => string): Action {
  return change(({ line }) => {
    const end = line.wordForward();
    const word = line.chars.slice(line.cursor, end).join('');
    line.replace(line.cursor, end, convert(word));
  });
}

function capitalized(word: string): string {
  return word.toLowerCase().replace(/[\p{L}\p{N}]/u, (c) => c.toUpperCase());
}

/** By the names that `bind -l` shows. */
export const editorActions: Readonly<Record<string, Action>> = {
  'beginning-of-line': change(({ line }) => {
    line.cursor = 0;
  }),
  'end-of-line': change(({ line }) => {
    line.cursor = line.chars.length;
  }),
  'backward-char': change(({ line }) => {
    line.cursor = Math.max(0, line.cursor - 1);
  }),
  'forward-char': change(({ line }) => {
    line.cursor = Math.min(line.chars.length, line.cursor + 1);
  }),
  'backward-word': change(({ line }) => {
    line.cursor = line.wordBack();
  }),
  'forward-word': change(({ line }) => {
    line.cursor = line.wordForward();
  }),
  'backward-delete-char': (editor) => {
    if (editor.line.cursor === 0) return editor.bell();
    editor.line.remove(editor.line.cursor - 1, editor.line.cursor);
    return undefined;
  },
  'delete-char': deleteChar,
  'kill-line': kill(({ line }) => line.chars.length, 'after'),
  'backward-kill-line': kill(() => 0, 'before'),
  'unix-line-discard': kill(() => 0, 'before'),
  'unix-word-rubout': kill(({ line }) => line.blankBack(), 'before'),
  'kill-word': kill(({ line }) => line.wordForward(), 'after'),
  'backward-kill-word': kill(({ line }) => line.wordBack(), 'before'),
  yank: change((editor) => editor.line.insert(editor.ring.current)),
  'yank-pop': change((editor) => {
    if (editor.lastCommand !== 'yank' && editor.lastCommand !== 'yank-pop') return;
    editor.line.undo();
    editor.line.insert(editor.ring.rotate());
  }),
  'yank-last-arg': change(yankLastArgument),
  'transpose-chars': change(transposeChars),
  'transpose-words': change(transposeWords),
  'upcase-word': caseWord((word) => word.toUpperCase()),
  'downcase-word': caseWord((word) => word.toLowerCase()),
  'capitalize-word': caseWord(capitalized),
  'delete-horizontal-space': change(({ line }) => {
    let from = line.cursor;
    let to = line.cursor;
    while (from > 0 && /[ \t]/.test(line.chars[from - 1] ?? '')) from--;
    while (/[ \t]/.test(line.chars[to] ?? '')) to++;
    line.remove(from, to);
  }),
  undo: (editor) => (editor.line.undo() ? undefined : editor.bell()),
  'revert-line': change(({ line }) => line.revert()),
  'accept-line': acceptLine,
  'abort-line': abortLine,
  abort: (editor) => editor.bell(),
  'clear-screen': clearScreen,
  'quoted-insert': quotedInsert,
  'insert-comment': function* (editor) {
    editor.line.set(`#${editor.line.text}`, 0);
    yield* acceptLine(editor);
  },
  'operate-and-get-next': function* (editor) {
    editor.nextFromHistory = editor.historyAt + 1;
    yield* acceptLine(editor);
  },
  'previous-history': (editor) => move(editor, editor.historyAt - 1),
  'next-history': (editor) => move(editor, editor.historyAt + 1),
  'beginning-of-history': (editor) => move(editor, 0),
  'end-of-history': (editor) => move(editor, editor.shell.history?.lines.length ?? 0),
  'history-search-backward': (editor) => searchPrefix(editor, -1),
  'history-search-forward': (editor) => searchPrefix(editor, 1),
};

function deleteChar(editor: Editor): Task<void> | undefined {
  const { line } = editor;
  if (line.chars.length === 0 && editor.lastCommand !== 'delete-char') {
    editor.finish({ kind: 'end' });
    return undefined;
  }
  if (line.cursor >= line.chars.length) return editor.bell();
  line.remove(line.cursor, line.cursor + 1);
  return undefined;
}

function* acceptLine(editor: Editor): Task<void> {
  editor.line.cursor = editor.line.chars.length;
  yield* editor.refresh();
  yield* editor.send(editor.screen.leave());
  editor.shell.typed = '';
  editor.finish({ kind: 'line', text: editor.line.text });
}

function* abortLine(editor: Editor): Task<void> {
  editor.line.cursor = editor.line.chars.length;
  yield* editor.refresh();
  yield* editor.send(`^C${editor.screen.leave()}`);
  editor.shell.typed = '';
  editor.finish({ kind: 'interrupt' });
}

function* clearScreen(editor: Editor): Task<void> {
  yield* editor.send('\x1b[H\x1b[2J');
  editor.screen.reset();
}

function* quotedInsert(editor: Editor): Task<void> {
  const key = yield* editor.readKey();
  editor.line.insert(key);
}

function move(editor: Editor, index: number): Task<void> | undefined {
  const count = editor.shell.history?.lines.length ?? 0;
  if (index < 0 || index > count) return editor.bell();
  editor.goTo(index);
  return undefined;
}

/** The next older (or newer) line that begins with what is before the cursor. */
function searchPrefix(editor: Editor, step: 1 | -1): Task<void> | undefined {
  const { line } = editor;
  const isAgain = editor.lastCommand.startsWith('history-search-');
  if (!isAgain) editor.searchPrefix = line.chars.slice(0, line.cursor).join('');
  const prefix = editor.searchPrefix;
  const count = editor.shell.history?.lines.length ?? 0;
  const current = line.text;
  for (let i = editor.historyAt + step; i >= 0 && i < count; i += step) {
    const text = editor.historyText(i);
    if (!text.startsWith(prefix) || text === current) continue;
    editor.goTo(i);
    line.cursor = prefix === '' ? line.chars.length : [...prefix].length;
    return undefined;
  }
  if (step === 1 && editor.historyAt < count) {
    editor.goTo(count);
    return undefined;
  }
  return editor.bell();
}

/** `Alt-.`: the last word of the line before, then of the one before that. */
function yankLastArgument(editor: Editor): void {
  const lines = editor.shell.history?.lines ?? [];
  if (editor.lastCommand === 'yank-last-arg') {
    editor.yankCount++;
    editor.line.undo();
  } else editor.yankCount = 1;
  const text = lines[lines.length - editor.yankCount]?.text;
  if (text === undefined) return;
  const words = text.trim().match(/(?:"[^"]*"|'[^']*'|\\.|\S)+/g);
  editor.line.insert(words?.[words.length - 1] ?? '');
}

function transposeChars({ line }: Editor): void {
  if (line.chars.length < 2 || line.cursor === 0) return;
  const at = line.cursor === line.chars.length ? line.cursor - 1 : line.cursor;
  const [a = '', b = ''] = [line.chars[at - 1], line.chars[at]];
  line.replace(at - 1, at + 1, b + a);
}

function transposeWords({ line }: Editor): void {
  const end = line.wordForward();
  line.cursor = end;
  const start = line.wordBack();
  line.cursor = start;
  const firstStart = line.wordBack();
  line.cursor = firstStart;
  const firstEnd = line.wordForward();
  line.cursor = end;
  if (firstEnd > start) return;
  const cut = (from: number, to: number): string => line.chars.slice(from, to).join('');
  const text = cut(start, end) + cut(firstEnd, start) + cut(firstStart, firstEnd);
  line.replace(firstStart, end, text);
}
