// eval: joins its arguments and runs them as a command in this shell.
import type { Builtin } from '../builtin/call';
import { runText } from '../interpreter/run-text';
import type { Shell } from '../interpreter/shell';

const builtin: Builtin = {
  name: 'eval',
  usage: 'eval [arg ...]',
  about: 'Joins its arguments and runs them as a command in this shell.',
  isSpecial: true,
  *run({ shell, args }) {
    const text = (args[0] === '--' ? args.slice(1) : args).join(' ');
    shell.evalDepth++;
    try {
      const firstLine = shell.line + newlines(shell);
      return yield* runText(shell, text, { firstLine, label: 'eval: ' });
    } finally {
      shell.evalDepth--;
    }
  },
};
export default builtin;

/** The text's lines are counted from where the command ends in its file. */
function newlines(shell: Shell): number {
  const current = shell.currentCommand;
  if (typeof current !== 'object' || current.kind !== 'simple') return 0;
  return current.words.reduce((sum, word) => sum + word.text.split('\n').length - 1, 0);
}
