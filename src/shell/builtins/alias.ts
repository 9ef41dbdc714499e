// alias: defines short names for commands, or lists them.
import { type Builtin, complain, out, readFlags, usageError } from '../builtin/call';
import { singleQuote } from '../expansion/quote';

const usage = 'alias [-p] [name[=value] ... ]';

const builtin: Builtin = {
  name: 'alias',
  usage,
  about: 'Defines short names for commands, or lists them.',
  *run(call) {
    const { shell } = call;
    const head = shell.isBash ? 'alias ' : '';
    const show = (name: string, value: string): string => `${head}${name}=${singleQuote(value)}\n`;
    const { problem, rest: args } = readFlags(call.args, 'p');
    if (problem !== undefined) return yield* usageError(call, usage, problem);
    if (args.length === 0 || call.args.includes('-p')) {
      const all = [...shell.aliases].sort(([a], [b]) => (a < b ? -1 : 1));
      yield* out(call, all.map(([name, value]) => show(name, value)).join(''));
    }
    let status = 0;
    for (const arg of args) {
      const at = arg.indexOf('=', 1);
      if (at > 0) {
        const name = arg.slice(0, at);
        if (/[\s/$`=|&;()<>"'\\]/.test(name)) {
          status = yield* complain(call, `\`${name}': invalid alias name`);
        } else shell.aliases.set(name, arg.slice(at + 1));
        continue;
      }
      const value = shell.aliases.get(arg);
      if (value !== undefined) yield* out(call, show(arg, value));
      else status = yield* complain(call, `${arg}: not found`);
    }
    return status;
  },
};
export default builtin;
