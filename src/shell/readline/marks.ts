// Marks in the output stream (OSC 133) that tell where prompts, commands and outputs begin: for
// the page's gutter and its text twin. Only on terminals that ask for them.
import type { Shell } from '../interpreter/shell';

/** Whether the terminal's owner wants marks. */
export function wantsMarks(shell: Shell): boolean {
  return shell.process.env.get('TIMONEL_MARKS') === '1' && shell.process.tty !== undefined;
}

export const promptMark = '\x1b]133;A\x07';
export const inputMark = '\x1b]133;B\x07';
export const outputMark = '\x1b]133;C\x07';

/** The end of a command, with its status. */
export function endMark(status: number): string {
  return `\x1b]133;D;${status}\x07`;
}
