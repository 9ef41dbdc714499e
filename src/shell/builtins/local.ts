// local: makes variables that only the function and what it calls can see.
import { type Builtin, complain, out, usageError } from '../builtin/call';
import { declarationOf } from '../interpreter/declarations';
import { declareOne } from '../interpreter/declare';

const usage = 'local [option] name[=value] ...';

const builtin: Builtin = {
  name: 'local',
  usage,
  about: 'Makes variables that only the function and what it calls can see.',
  *run(call) {
    const { shell } = call;
    if (shell.variables.innermost.kind !== 'function') {
      return yield* complain(call, 'can only be used in a function');
    }
    const set = new Set<string>();
    const unset = new Set<string>();
    let i = 0;
    for (; i < call.args.length && /^[-+]./.test(call.args[i] ?? ''); i++) {
      const arg = call.args[i] ?? '';
      if (arg === '--') {
        i++;
        break;
      }
      const bad = /[^aAfFgiIlnprtucx]/.exec(arg.slice(1))?.[0];
      if (bad !== undefined) return yield* usageError(call, usage, `-${bad}: invalid option`);
      for (const letter of arg.slice(1)) (arg.startsWith('-') ? set : unset).add(letter);
    }
    const names = call.args.slice(i);
    if (names.length === 0) {
      const own = [...shell.variables.innermost.names].sort(([a], [b]) => (a < b ? -1 : 1));
      for (const [name, variable] of own) yield* out(call, `${declarationOf(name, variable)}\n`);
      return 0;
    }
    let status = 0;
    for (let k = 0; k < names.length; k++) {
      const assignment = call.declared?.get(i + k + 1);
      if (names[k] === '-') {
        // Options that are changed from here on are put back when the function ends.
        shell.variables.innermost.options ??= shell.options.copy();
        continue;
      }
      const options = { set, unset, scope: 'local', isNamed: true } as const;
      status = (yield* declareOne(call, names[k] ?? '', assignment, options)) || status;
    }
    return status;
  },
};
export default builtin;
