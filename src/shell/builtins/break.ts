// break: leaves n enclosing loops.
import { type Builtin, complain } from '../builtin/call';
import { ExitShell } from '../interpreter/errors';

const builtin: Builtin = {
  name: 'break',
  usage: 'break [n]',
  about: 'Leaves n enclosing loops.',
  isSpecial: true,
  *run(call) {
    const { shell, args } = call;
    if (shell.loopDepth === 0) {
      if (!shell.isBash) return 0;
      return yield* complain(call, "only meaningful in a `for', `while', or `until' loop", 0);
    }
    const [arg = '1'] = args;
    if (!/^[+-]?\d+$/.test(arg)) {
      yield* complain(call, `${arg}: numeric argument required`);
      throw new ExitShell(128);
    }
    const count = Number(arg);
    if (count < 1) {
      yield* complain(call, `${arg}: loop count out of range`);
      shell.breaking = shell.loopDepth;
      return 1;
    }
    shell.breaking = Math.min(count, shell.loopDepth);
    return 0;
  },
};
export default builtin;
