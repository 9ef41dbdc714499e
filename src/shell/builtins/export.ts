// export: puts variables (-f: functions) into the environment of programs; -n takes them out.
import { type Builtin, complain, out, readFlags, usageError } from '../builtin/call';
import { doubleQuote, singleQuote } from '../expansion/quote';
import { declarationOf } from '../interpreter/declarations';
import { declareOne } from '../interpreter/declare';

const usage = 'export [-fn] [name[=value] ...] or export -p';

const builtin: Builtin = {
  name: 'export',
  usage,
  about: 'Puts variables (-f: functions) into the environment of programs; -n takes them out.',
  isSpecial: true,
  *run(call) {
    const { shell } = call;
    const { flags, rest, problem } = readFlags(call.args, 'fnpa');
    if (problem !== undefined) return yield* usageError(call, usage, problem);
    const offset = call.args.length - rest.length;
    if (rest.length === 0) {
      for (const [name, variable] of shell.variables.visible()) {
        if (!variable.attributes.exported) continue;
        if (shell.isBash) yield* out(call, `${declarationOf(name, variable, doubleQuote)}\n`);
        else yield* out(call, `export ${name}=${singleQuote(variable.text ?? '')}\n`);
      }
      return 0;
    }
    let status = 0;
    for (let k = 0; k < rest.length; k++) {
      const name = rest[k] ?? '';
      if (flags.has('f')) {
        const found = shell.functions.get(name);
        if (found === undefined) status = yield* complain(call, `${name}: not a function`);
        else shell.functions.set(name, { ...found, isExported: !flags.has('n') });
        continue;
      }
      const letters = new Set(['x']);
      const options = flags.has('n')
        ? { set: new Set<string>(), unset: letters }
        : { set: letters, unset: new Set<string>() };
      const assignment = call.declared?.get(offset + k + 1);
      const full = { ...options, scope: 'visible', isNamed: false } as const;
      status = (yield* declareOne(call, name, assignment, full)) || status;
    }
    return status;
  },
};
export default builtin;
