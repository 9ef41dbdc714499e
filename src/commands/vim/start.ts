// What vim and vi have in common: options, and starting the editor.
import type { Task } from '../../base/sim';
import type { Context } from '../command';
import { Screen } from '../screen/screen';
import { Vim } from './editor';
import { runEx } from './ex';

export const vimOptions = {
  readOnly: ['-R', 'read only'],
  command: ['-c=COMMAND...', 'run COMMAND after the file was read'],
  noVimrc: ['-u=FILE', 'use FILE instead of a vimrc'],
  noSwap: ['-n', 'no swap file'],
  noPlugins: ['--noplugin', 'ignored'],
  clean: ['--clean', 'ignored'],
  binary: ['-b', 'ignored'],
  ex: ['-e', 'ignored'],
} as const;

/** Runs the editor on the operands of a command. */
export function* startVim(ctx: Context<typeof vimOptions>): Task<number> {
  const { process } = ctx;
  const operands = ctx.operands.filter((word) => !word.startsWith('+'));
  const commands = ctx.operands.filter((word) => word.startsWith('+')).map((word) => word.slice(1));
  const screen = yield* Screen.open(process);
  if (screen === undefined) {
    yield* ctx.err('Vim: Warning: Output is not to a terminal\n');
    return 1;
  }
  try {
    const vim = new Vim(process, screen);
    vim.isReadOnly = ctx.options.readOnly;
    readSettings(vim);
    const [path] = operands;
    if (path !== undefined) vim.message = vim.load(path);
    for (const command of [...commands, ...ctx.options.command]) {
      vim.message = runEx(vim, command === '' ? '$' : command) || vim.message;
    }
    return yield* vim.run();
  } finally {
    yield* screen.close();
  }
}

/** ~/.vimrc: its `set` lines. */
function readSettings(vim: Vim): void {
  const { files, env } = vim.process;
  const path = `${env.get('HOME') ?? ''}/.vimrc`;
  if (!files.may(path, 'r')) return;
  for (const line of files.read(path).split('\n')) {
    const match = /^\s*(?:set|se)\s+(.*?)\s*(?:".*)?$/.exec(line);
    if (match !== null) runEx(vim, `set ${match[1]}`);
  }
}
