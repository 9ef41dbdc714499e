// eval: joins its arguments and runs them as a command in this shell.
import type { Builtin } from '../builtin/call';
import { runText } from '../interpreter/run-text';

const builtin: Builtin = {
  name: 'eval',
  usage: 'eval [arg ...]',
  about: 'Joins its arguments and runs them as a command in this shell.',
  isSpecial: true,
  *run({ shell, args }) {
    const text = (args[0] === '--' ? args.slice(1) : args).join(' ');
    shell.evalDepth++;
    try {
      return yield* runText(shell, text, { firstLine: shell.line, label: 'eval: ' });
    } finally {
      shell.evalDepth--;
    }
  },
};
export default builtin;
