// Questions on nano's status line, and the shortcuts at the bottom.
import type { Task } from '../../base/sim';
import { fitted, reversed, type Screen } from '../screen/screen';
import { textWidth } from '../system/width';

export interface Question {
  readonly text: string;
  readonly kind: 'yes-no' | 'name' | 'search';
  readonly initial?: string;
}

type Shortcuts = readonly (readonly [key: string, label: string])[];

const shortcuts: Readonly<Record<'main' | Question['kind'], Shortcuts>> = {
  main: [
    ['^G', 'Help'],
    ['^X', 'Exit'],
    ['^O', 'Write Out'],
    ['^R', 'Read File'],
    ['^W', 'Where Is'],
    ['^\\', 'Replace'],
    ['^K', 'Cut'],
    ['^U', 'Paste'],
    ['^C', 'Location'],
    ['^/', 'Go To Line'],
    ['M-U', 'Undo'],
    ['M-E', 'Redo'],
  ],
  'yes-no': [
    [' Y', 'Yes'],
    [' N', 'No'],
    ['', ''],
    ['^C', 'Cancel'],
  ],
  name: [
    ['^G', 'Help'],
    ['^C', 'Cancel'],
  ],
  search: [
    ['^G', 'Help'],
    ['^C', 'Cancel'],
  ],
};

/** The two rows at the bottom: pairs stand one above the other. */
export function shortcutRows(
  kind: 'main' | Question['kind'],
  columns: number,
): readonly [string, string] {
  const all = shortcuts[kind];
  const pairs = Math.min(Math.ceil(all.length / 2), Math.max(1, Math.floor(columns / 13)));
  const width = Math.floor(columns / Math.max(pairs, 6));
  const rows: [string, string] = ['', ''];
  for (let i = 0; i < pairs * 2; i++) {
    const [key, label] = all[i] ?? ['', ''];
    const text = fitted(label, Math.max(0, width - key.length - 1));
    const cell = key === '' ? ' '.repeat(width) : `${reversed(key)} ${text}`;
    rows[i % 2 === 0 ? 0 : 1] += cell;
  }
  return rows;
}

/** Asks; undefined when it was cancelled. Yes-no questions answer `y` or `n`. */
export function* ask(screen: Screen, question: Question): Task<string | undefined> {
  let text = question.initial ?? '';
  for (;;) {
    const { rows, columns } = screen;
    const shown = question.text + text;
    screen.setLine(rows - 3, reversed(fitted(shown, columns)));
    const [first, second] = shortcutRows(question.kind, columns);
    screen.setLine(rows - 2, first);
    screen.setLine(rows - 1, second);
    screen.setCursor([rows - 3, Math.min(textWidth(shown), columns - 1)]);
    yield* screen.flush();
    const key = yield* screen.keyboard.next();
    if (key === 'ctrl-c' || key === 'escape' || key === 'eof') return undefined;
    if (question.kind === 'yes-no') {
      if (/^[yY]$/.test(key)) return 'y';
      if (/^[nN]$/.test(key)) return 'n';
      continue;
    }
    if (key === 'enter' || key === 'ctrl-j') return text;
    if (key === 'backspace') text = [...text].slice(0, -1).join('');
    else if (key === 'ctrl-u' || key === 'ctrl-k') text = '';
    else if (key.length === 1 || /^[\ud800-\udbff]/.test(key)) text += key;
  }
}

/** The page that Ctrl-G shows. */
export function helpLines(): readonly string[] {
  const lines = shortcuts.main.map(([key, label]) => `${key.padEnd(6)}${label}`);
  return [
    'nano: help',
    '',
    'Type to insert text; the arrow keys move. ^X means Ctrl with X, M-U means Alt with U.',
    '',
    ...lines,
    '^S    Save without asking',
    'M-W   Find next',
    'M-N   Line numbers',
    '^A ^E Begin and end of the line',
    '^Y ^V Page up and down',
    '',
    'Press any key to go back.',
  ];
}
