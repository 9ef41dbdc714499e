// popd: takes a directory off the stack and goes to the one that is then on top.
import { errorText, SystemError } from '../../../machine/errno';
import { type Builtin, complain, out } from '../../builtin/call';
import { folderStack, stackIndex, stackLine } from '../../interpreter/directory-stack';
import { changeFolder } from '../../interpreter/folder';

const builtin: Builtin = {
  name: 'popd',
  only: 'bash',
  usage: 'popd [-n] [+N | -N]',
  about: 'Takes a directory off the stack and goes to the one that is then on top.',
  *run(call) {
    const { shell } = call;
    const spec = call.args.find((arg) => /^[+-]\d+$/.test(arg));
    const stack = folderStack(shell);
    if (stack.length === 1) return yield* complain(call, 'directory stack empty');
    const index = spec === undefined ? 0 : stackIndex(shell, spec);
    if (index === undefined) {
      return yield* complain(call, `${spec}: directory stack index out of range`);
    }
    const next = stack.filter((_, i) => i !== index);
    if (index === 0 && !call.args.includes('-n')) {
      try {
        changeFolder(shell, next[0] ?? '');
      } catch (error) {
        if (!(error instanceof SystemError)) throw error;
        return yield* complain(call, `${next[0]}: ${errorText(error)}`);
      }
    }
    shell.directories = next.slice(1);
    yield* out(call, stackLine(shell));
    return 0;
  },
};
export default builtin;
