// Incremental search in the history: ^R and ^S.
import type { Task } from '../../base/sim';
import type { Editor } from './editor';

/** Searches while keys come; any other editing key takes the line that was found. */
export function* searchHistory(editor: Editor, first: 1 | -1): Task<void> {
  const { line, shell } = editor;
  const original = { text: line.text, at: editor.historyAt, prompt: editor.prompt };
  const count = shell.history?.lines.length ?? 0;
  let step = first;
  let query = '';
  let at = editor.historyAt;
  let isFailed = false;
  const find = (from: number): void => {
    for (let i = from; i >= 0 && i < count; i += step) {
      const text = editor.historyText(i);
      const where = text.lastIndexOf(query);
      if (where < 0) continue;
      at = i;
      isFailed = false;
      line.set(text, [...text.slice(0, where)].length);
      return;
    }
    isFailed = true;
  };
  for (;;) {
    const name = step < 0 ? 'reverse-i-search' : 'i-search';
    editor.prompt = `(${isFailed ? 'failed ' : ''}${name})\`${query}': `;
    yield* editor.refresh();
    const key = yield* editor.readKey();
    if (key === '\x12' || key === '\x13') {
      step = key === '\x12' ? -1 : 1;
      if (query === '') query = editor.lastSearch;
      if (query !== '') find(Math.min(at, count) + (at === count ? Math.min(step, 0) : step));
    } else if (key === '\x7f' || key === '\b') {
      query = [...query].slice(0, -1).join('');
      if (query !== '') find(step < 0 ? count - 1 : 0);
    } else if (key === '\x07' || key === '\x03') {
      line.set(original.text);
      editor.prompt = original.prompt;
      if (key === '\x03') yield* editor.run('abort-line');
      return;
    } else if (key.length >= 1 && key >= ' ' && key !== '\x7f') {
      query += key;
      find(Math.min(at, count - 1));
    } else {
      if (query !== '') editor.lastSearch = query;
      editor.historyAt = at;
      editor.prompt = original.prompt;
      if (key !== '\x1b') editor.typed = key + editor.typed;
      return;
    }
  }
}
