// exit: ends the shell with status n, or that of the last command.
import { type Builtin, complain } from '../builtin/call';
import { ExitShell } from '../interpreter/errors';
import { jobState } from '../interpreter/jobs';

const builtin: Builtin = {
  name: 'exit',
  usage: 'exit [n]',
  about: 'Ends the shell with status n, or that of the last command.',
  isSpecial: true,
  *run(call) {
    const { shell, args } = call;
    const isTop = shell.isInteractive && shell.subshellLevel === 0;
    if (isTop) yield* shell.print(2, shell.isLogin ? 'logout\n' : 'exit\n');
    const [arg, extra] = args[0] === '--' ? args.slice(1) : args;
    if (arg !== undefined && !/^\s*[+-]?\d+\s*$/.test(arg)) {
      yield* complain(
        call,
        shell.isBash ? `${arg}: numeric argument required` : `Illegal number: ${arg}`,
      );
      throw new ExitShell(2);
    }
    if (extra !== undefined && shell.isBash) return yield* complain(call, 'too many arguments');
    if (isTop && !shell.exitWarned && shell.jobs.list.some((job) => jobState(job) === 'stopped')) {
      yield* shell.print(2, 'There are stopped jobs.\n');
      shell.exitWarned = true;
      return 1;
    }
    const code = arg === undefined ? shell.status : Number(BigInt.asUintN(8, BigInt(arg.trim())));
    throw new ExitShell(code);
  },
};
export default builtin;
