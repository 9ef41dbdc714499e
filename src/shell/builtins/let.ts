// let: evaluates arithmetic; fails when the last value is 0.
import { type Builtin, complain } from '../builtin/call';

const builtin: Builtin = {
  name: 'let',
  only: 'bash',
  usage: 'let arg [arg ...]',
  about: 'Evaluates arithmetic; fails when the last value is 0.',
  *run(call) {
    const { shell, args } = call;
    if (args.length === 0) return yield* complain(call, 'expression expected');
    let isZero = true;
    for (const arg of args) {
      const value = shell.evaluateFor('let: ', arg);
      isZero = value === 0 || value === 0n;
    }
    return isZero ? 1 : 0;
  },
};
export default builtin;
