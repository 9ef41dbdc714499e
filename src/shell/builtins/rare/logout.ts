// logout: ends a login shell.
import { type Builtin, complain } from '../../builtin/call';
import { ExitShell } from '../../interpreter/errors';

const builtin: Builtin = {
  name: 'logout',
  only: 'bash',
  usage: 'logout [n]',
  about: 'Ends a login shell.',
  *run(call) {
    const { shell, args } = call;
    if (!shell.isLogin) return yield* complain(call, "not login shell: use `exit'");
    if (shell.isInteractive) yield* shell.print(2, 'logout\n');
    throw new ExitShell(args[0] === undefined ? shell.status : Number(args[0]) & 255);
  },
};
export default builtin;
