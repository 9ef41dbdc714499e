// dirs: shows the directory stack; -c empties it.
import { type Builtin, complain, out, usageError } from '../../builtin/call';
import { folderStack, shortName, stackIndex, stackLine } from '../../interpreter/directory-stack';

const usage = 'dirs [-clpv] [+N] [-N]';

const builtin: Builtin = {
  name: 'dirs',
  only: 'bash',
  usage,
  about: 'Shows the directory stack; -c empties it.',
  *run(call) {
    const { shell } = call;
    const letters = new Set<string>();
    let index: number | undefined;
    for (const arg of call.args) {
      if (/^[+-]\d+$/.test(arg)) {
        index = stackIndex(shell, arg);
        if (index === undefined) {
          return yield* complain(call, `${arg.slice(1)}: directory stack index out of range`);
        }
      } else if (/^-[clpv]+$/.test(arg)) for (const letter of arg.slice(1)) letters.add(letter);
      else return yield* usageError(call, usage, `${arg}: invalid option`);
    }
    if (letters.has('c')) {
      shell.directories = [];
      return 0;
    }
    const show = (folder: string): string => (letters.has('l') ? folder : shortName(shell, folder));
    const stack = folderStack(shell);
    if (index !== undefined) yield* out(call, `${show(stack[index] ?? '')}\n`);
    else if (letters.has('v')) {
      const rows = stack.map((folder, i) => `${String(i).padStart(2)}  ${show(folder)}\n`);
      yield* out(call, rows.join(''));
    } else if (letters.has('p')) yield* out(call, stack.map((f) => `${show(f)}\n`).join(''));
    else if (letters.has('l')) yield* out(call, `${stack.join(' ')}\n`);
    else yield* out(call, stackLine(shell));
    return 0;
  },
};
export default builtin;
