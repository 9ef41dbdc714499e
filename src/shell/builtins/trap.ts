// trap: says what to run on a signal, at EXIT, after failures (ERR), before commands (DEBUG).
import { signalNumbers } from '../../machine/signals';
import {
  type Builtin,
  type BuiltinCall,
  complain,
  out,
  readFlags,
  usageError,
} from '../builtin/call';
import { singleQuote } from '../expansion/quote';
import { signalTable } from '../interpreter/signal-table';
import { pseudoTraps, setTrap, trapName } from '../interpreter/traps';

const usage = 'trap [-lp] [[arg] signal_spec ...]';

const builtin: Builtin = {
  name: 'trap',
  usage,
  about: 'Says what to run on a signal, at EXIT, after failures (ERR), before commands (DEBUG).',
  isSpecial: true,
  *run(call) {
    const { shell } = call;
    const isReset = call.args[0] === '-';
    const { flags, rest, problem } = readFlags(call.args, 'lp');
    if (problem !== undefined && !isReset) return yield* usageError(call, usage, problem);
    if (flags.has('l')) {
      yield* out(call, signalTable());
      return 0;
    }
    if (flags.has('p') || rest.length === 0) return yield* print(call, rest);
    const [first = '', ...others] = rest;
    const single = others.length === 0;
    if (single && first !== '-' && trapName(first) === undefined)
      return yield* usageError(call, usage);
    const isPlainReset = single || /^\d+$/.test(first);
    const specs = isPlainReset && first !== '-' ? rest : others;
    const action = isPlainReset || first === '-' ? undefined : first;
    let status = 0;
    for (const spec of specs) {
      const name = trapName(spec);
      if (name === undefined) {
        if (!shell.isBash) status = yield* complain(call, `${spec}: bad trap`);
        else status = yield* complain(call, `${spec}: invalid signal specification`);
      } else if (name !== 'KILL' && name !== 'STOP') setTrap(shell, name, action);
    }
    return status;
  },
};
export default builtin;

function* print(call: BuiltinCall, specs: readonly string[]) {
  const { traps } = call.shell;
  let status = 0;
  let names = ['EXIT', ...signalNumbers.keys(), 'DEBUG', 'ERR', 'RETURN'] as string[];
  if (specs.length > 0) {
    names = [];
    for (const spec of specs) {
      const name = trapName(spec);
      if (name !== undefined) names.push(name);
      else status = yield* complain(call, `${spec}: invalid signal specification`);
    }
  }
  for (const name of names) {
    const action = traps.get(name);
    if (action === undefined) continue;
    const isSignal = !pseudoTraps.includes(name) && call.shell.isBash;
    yield* out(call, `trap -- ${singleQuote(action)} ${isSignal ? 'SIG' : ''}${name}\n`);
  }
  return status;
}
