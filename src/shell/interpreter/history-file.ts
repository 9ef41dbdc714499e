// ~/.bash_history: read when an interactive shell begins, written when it ends.
import { SystemError } from '../../machine/errno';
import { readVariable } from './assign';
import { History } from './history';
import type { Shell } from './shell';

/** Adds the file's lines to the list. A missing file is no matter. */
export function readHistoryFile(shell: Shell, path: string): void {
  shell.history ??= new History();
  const { files } = shell.process;
  if (path === '' || !files.isFile(path)) return;
  const lines = files.read(path).split('\n');
  if (lines[lines.length - 1] === '') lines.pop();
  for (const text of lines) if (!/^#\d+$/.test(text)) shell.history.lines.push({ text });
  shell.history.stifle(limitOf(shell, 'HISTSIZE'));
}

/** Writes the whole list. */
export function writeHistory(shell: Shell, path: string): void {
  const lines = shell.history?.lines ?? [];
  const limit = limitOf(shell, 'HISTFILESIZE');
  const kept = limit < 0 ? lines : lines.slice(Math.max(0, lines.length - limit));
  save(shell, path, kept.map(({ text }) => `${text}\n`).join(''));
  if (shell.history !== undefined) shell.history.unsaved = 0;
}

/** Adds what is new since the last time. */
export function appendHistory(shell: Shell, path: string): void {
  const { history } = shell;
  if (history === undefined || history.unsaved === 0) return;
  const fresh = history.lines.slice(-history.unsaved);
  const text = fresh.map((entry) => `${entry.text}\n`).join('');
  const { files } = shell.process;
  const before = path !== '' && files.isFile(path) ? files.read(path) : '';
  save(shell, path, before + text);
  history.unsaved = 0;
}

function save(shell: Shell, path: string, text: string): void {
  if (path === '') return;
  try {
    shell.process.files.write(path, text, 0o600);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
  }
}

/** A size variable: -1 when there is no limit. */
export function limitOf(shell: Shell, name: string): number {
  const text = readVariable(shell, name);
  if (text === undefined || !/^-?\d+$/.test(text)) return -1;
  return Number(text);
}
