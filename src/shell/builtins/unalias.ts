// unalias: removes aliases; -a all of them.
import { type Builtin, complain, readFlags, usageError } from '../builtin/call';

const usage = 'unalias [-a] name [name ...]';

const builtin: Builtin = {
  name: 'unalias',
  usage,
  about: 'Removes aliases; -a all of them.',
  *run(call) {
    const { shell } = call;
    const { flags, rest, problem } = readFlags(call.args, 'a');
    if (problem !== undefined) return yield* usageError(call, usage, problem);
    if (flags.has('a')) {
      shell.aliases.clear();
      return 0;
    }
    if (rest.length === 0) return yield* usageError(call, usage);
    let status = 0;
    for (const name of rest) {
      if (!shell.aliases.delete(name)) status = yield* complain(call, `${name}: not found`);
    }
    return status;
  },
};
export default builtin;
