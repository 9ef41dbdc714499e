// nano: an editor for everyone.
import type { Files } from '../../machine/types';
import { defineCommand } from '../command';
import { failureCode, failureText } from '../framework/failure';
import { Screen } from '../screen/screen';
import { Nano, type NanoFile } from './editor';

export default defineCommand({
  name: 'nano',
  summary: { en: 'Edit a text file.', es: 'Edita un archivo de texto.' },
  options: {
    lineNumbers: ['-l, --linenumbers', 'show line numbers'],
    view: ['-v, --view', 'read only'],
    tabs: ['-E, --tabstospaces', 'typed tabs become blanks'],
    tabSize: ['-T, --tabsize=NUM', 'columns of a tab'],
    autoIndent: ['-i, --autoindent', 'new lines begin like the one before'],
    noWrap: ['-w, --nowrap', 'ignored'],
    softWrap: ['-S, --softwrap', 'ignored'],
  },
  operands: '[+LINE[,COLUMN]] [FILE]',
  *run(ctx) {
    const { process } = ctx;
    let operands = [...ctx.operands];
    const start = /^\+(\d+)(?:,(\d+))?$/.exec(operands[0] ?? '');
    if (start !== null) operands = operands.slice(1);
    const screen = yield* Screen.open(process);
    if (screen === undefined) {
      yield* ctx.err('Standard input is not a terminal\n');
      return 1;
    }
    try {
      const file = readFile(ctx.process.files, operands[0]);
      const { lineNumbers, view, tabs, autoIndent, tabSize } = ctx.options;
      const nano = new Nano(process, screen, file, {
        lineNumbers,
        isReadOnly: view,
        tabsToSpaces: tabs,
        autoIndent,
        tabSize: Number(tabSize ?? 8),
      });
      if (start !== null) nano.goTo(Number(start[1]) - 1, Number(start[2] ?? 1) - 1);
      yield* nano.run();
    } finally {
      yield* screen.close();
    }
    return 0;
  },
});

function readFile(files: Files, path: string | undefined): NanoFile {
  if (path === undefined || path === '')
    return { path: '', text: '', message: 'Welcome to nano.  For basic help, type Ctrl+G.' };
  try {
    if (files.isDir(path)) return { path: '', text: '', message: `[ "${path}" is a directory ]` };
    const text = files.read(path);
    const lines = text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
    const note = files.may(path, 'w') ? '' : ' (Warning: No write permission)';
    const message = `[ Read ${lines} line${lines === 1 ? '' : 's'}${note} ]`;
    return { path, text, message };
  } catch (error) {
    if (failureCode(error) === 'ENOENT') return { path, text: '', message: '[ New File ]' };
    return { path, text: '', message: `[ Error reading ${path}: ${failureText(error)} ]` };
  }
}
