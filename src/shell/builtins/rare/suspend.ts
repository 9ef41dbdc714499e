// suspend: stops the shell until it gets SIGCONT.
import { type Builtin, complain } from '../../builtin/call';

const builtin: Builtin = {
  name: 'suspend',
  only: 'bash',
  usage: 'suspend [-f]',
  about: 'Stops the shell until it gets SIGCONT.',
  *run(call) {
    const { shell } = call;
    if (!shell.options.has('monitor')) {
      return yield* complain(call, 'cannot suspend: no job control');
    }
    if (shell.isLogin && !call.args.includes('-f')) {
      return yield* complain(call, 'cannot suspend a login shell');
    }
    shell.process.kill('STOP');
    yield {};
    return 0;
  },
};
export default builtin;
