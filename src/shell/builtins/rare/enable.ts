// enable: switches builtins on and off (-n), so that programs of the same name can be run.
import { type Builtin, complain, out, readFlags, usageError } from '../../builtin/call';
import { builtinNamed, builtinNames } from '../../builtin/registry';

const usage = 'enable [-a] [-dnps] [-f filename] [name ...]';

const builtin: Builtin = {
  name: 'enable',
  only: 'bash',
  usage,
  about: 'Switches builtins on and off (-n), so that programs of the same name can be run.',
  *run(call) {
    const { shell } = call;
    const { flags, rest, problem } = readFlags(call.args, 'adnpsf:');
    if (problem !== undefined) return yield* usageError(call, usage, problem);
    if (rest.length === 0) {
      for (const name of builtinNames()) {
        const isOff = shell.disabledBuiltins.has(name);
        if (!flags.has('a') && isOff !== flags.has('n')) continue;
        yield* out(call, `enable ${isOff ? '-n ' : ''}${name}\n`);
      }
      return 0;
    }
    let status = 0;
    for (const name of rest) {
      if (builtinNamed(name, shell.dialect) === undefined) {
        status = yield* complain(call, `${name}: not a shell builtin`);
      } else if (flags.has('n')) shell.disabledBuiltins.add(name);
      else shell.disabledBuiltins.delete(name);
    }
    return status;
  },
};
export default builtin;
