// shift: drops the first n positional parameters.
import { type Builtin, complain } from '../builtin/call';
import { ExitShell } from '../interpreter/errors';

const builtin: Builtin = {
  name: 'shift',
  usage: 'shift [n]',
  about: 'Drops the first n positional parameters.',
  isSpecial: true,
  *run(call) {
    const { shell, args } = call;
    const [arg = '1', extra] = args[0] === '--' ? args.slice(1) : args;
    if (!/^[+-]?\d+$/.test(arg)) return yield* complain(call, `${arg}: numeric argument required`);
    if (extra !== undefined) return yield* complain(call, 'too many arguments');
    const count = Number(arg);
    if (count < 0 || count > shell.positional.length) {
      if (!shell.isBash) {
        yield* complain(call, "can't shift that many");
        throw new ExitShell(2);
      }
      if (count < 0 || shell.options.has('shift_verbose')) {
        return yield* complain(call, `${arg}: shift count out of range`);
      }
      return 1;
    }
    shell.positional = shell.positional.slice(count);
    return 0;
  },
};
export default builtin;
