// Which entered lines are kept: HISTCONTROL, HISTIGNORE, and how several lines become one.
import { compilePattern } from '../expansion/pattern';
import { readVariable } from '../interpreter/assign';
import { limitOf } from '../interpreter/history-file';
import type { Shell } from '../interpreter/shell';

/** Adds a command to the history unless the rules say no. */
export function rememberLine(shell: Shell, text: string): void {
  const { history } = shell;
  if (history === undefined || !shell.options.has('history')) return;
  const entry = joinLines(text);
  if (entry.trim() === '') return;
  const control = (readVariable(shell, 'HISTCONTROL') ?? '').split(':');
  const ignoresSpace = control.includes('ignorespace') || control.includes('ignoreboth');
  const ignoresSame = control.includes('ignoredups') || control.includes('ignoreboth');
  if (ignoresSpace && /^\s/.test(entry)) return;
  const last = history.lines[history.lines.length - 1]?.text;
  if (ignoresSame && last === entry) return;
  for (const pattern of (readVariable(shell, 'HISTIGNORE') ?? '').split(':')) {
    if (pattern === '') continue;
    if (compilePattern(pattern.replaceAll('&', last ?? '')).test(entry)) return;
  }
  if (control.includes('erasedups')) {
    history.lines = history.lines.filter((line) => line.text !== entry);
  }
  history.add(entry, shell.process.sim.now, limitOf(shell, 'HISTSIZE'));
}

/** `cmdhist`: one entry for several lines, joined by `; ` where that means the same. */
function joinLines(text: string): string {
  const lines = text.split('\n');
  if (lines.length === 1 || /<<|['"`]/.test(text)) return text;
  let out = '';
  lines.forEach((line, i) => {
    const trimmed = i === 0 ? line : line.trimStart();
    if (i === 0) {
      out = trimmed;
      return;
    }
    if (trimmed === '') return;
    const needsNone = /(?:^|[\s;&|(){}])(?:do|then|else|elif|in|\{|\(|&&|\|\||\||&|;;|;)\s*$/.test(
      out,
    );
    if (/\\$/.test(out)) out = out.slice(0, -1) + trimmed;
    else out += (needsNone || out === '' ? ' ' : '; ') + trimmed;
  });
  return out;
}
