// return: leaves a function or a sourced file with status n.
import { type Builtin, complain } from '../builtin/call';

const builtin: Builtin = {
  name: 'return',
  usage: 'return [n]',
  about: 'Leaves a function or a sourced file with status n.',
  isSpecial: true,
  *run(call) {
    const { shell, args } = call;
    const [arg, extra] = args[0] === '--' ? args.slice(1) : args;
    const isInside = shell.frames.some((frame) => frame.kind !== 'main');
    if (!isInside && shell.isBash) {
      return yield* complain(call, "can only `return' from a function or sourced script");
    }
    let code = arg === undefined ? shell.status : Number(arg) & 255;
    if (arg !== undefined && !/^\s*[+-]?\d+\s*$/.test(arg)) {
      yield* complain(call, `${arg}: numeric argument required`);
      code = 2;
    } else if (extra !== undefined) return yield* complain(call, 'too many arguments');
    shell.isReturning = true;
    shell.status = code;
    return code;
  },
};
export default builtin;
