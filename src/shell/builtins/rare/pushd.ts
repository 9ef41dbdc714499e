// pushd: puts a directory on the stack and goes there, or turns the stack.
import { errorText, SystemError } from '../../../machine/errno';
import { type Builtin, complain, out } from '../../builtin/call';
import { folderStack, stackIndex, stackLine } from '../../interpreter/directory-stack';
import { changeFolder } from '../../interpreter/folder';

const builtin: Builtin = {
  name: 'pushd',
  only: 'bash',
  usage: 'pushd [-n] [+N | -N | dir]',
  about: 'Puts a directory on the stack and goes there, or turns the stack.',
  *run(call) {
    const { shell } = call;
    const args = call.args.filter((arg) => arg !== '-n' && arg !== '--');
    const stays = call.args.includes('-n');
    const stack = folderStack(shell);
    let next: string[];
    const [target] = args;
    if (target === undefined) {
      const [top = '', second, ...rest] = stack;
      if (second === undefined) return yield* complain(call, 'no other directory');
      next = [second, top, ...rest];
    } else if (/^[+-]\d+$/.test(target)) {
      const index = stackIndex(shell, target);
      if (stack.length === 1) return yield* complain(call, 'directory stack empty');
      if (index === undefined) {
        return yield* complain(call, `${target}: directory stack index out of range`);
      }
      next = [...stack.slice(index), ...stack.slice(0, index)];
    } else if (stays) {
      shell.directories = [target, ...shell.directories];
      yield* out(call, stackLine(shell));
      return 0;
    } else
      next = [target === '-' ? (shell.variables.find('OLDPWD')?.text ?? '') : target, ...stack];
    try {
      changeFolder(shell, next[0] ?? '');
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      return yield* complain(call, `${next[0]}: ${errorText(error)}`);
    }
    shell.directories = next.slice(1);
    yield* out(call, stackLine(shell));
    return 0;
  },
};
export default builtin;
