// readonly: makes variables that can no longer be changed.
import { type Builtin, out, readFlags, usageError } from '../builtin/call';
import { singleQuote } from '../expansion/quote';
import { declarationOf } from '../interpreter/declarations';
import { declareOne } from '../interpreter/declare';

const usage = 'readonly [-aAf] [name[=value] ...] or readonly -p';

const builtin: Builtin = {
  name: 'readonly',
  usage,
  about: 'Makes variables that can no longer be changed.',
  isSpecial: true,
  *run(call) {
    const { shell } = call;
    const { flags, rest, problem } = readFlags(call.args, 'aAfp');
    if (problem !== undefined) return yield* usageError(call, usage, problem);
    if (rest.length === 0) {
      for (const [name, variable] of shell.variables.visible()) {
        if (!variable.attributes.readonly) continue;
        if (shell.isBash) yield* out(call, `${declarationOf(name, variable)}\n`);
        else yield* out(call, `readonly ${name}=${singleQuote(variable.text ?? '')}\n`);
      }
      return 0;
    }
    const offset = call.args.length - rest.length;
    const set = new Set(['r', ...['a', 'A'].filter((letter) => flags.has(letter))]);
    let status = 0;
    for (let k = 0; k < rest.length; k++) {
      const assignment = call.declared?.get(offset + k + 1);
      const options = { set, unset: new Set<string>(), scope: 'visible', isNamed: false } as const;
      status = (yield* declareOne(call, rest[k] ?? '', assignment, options)) || status;
    }
    return status;
  },
};
export default builtin;
