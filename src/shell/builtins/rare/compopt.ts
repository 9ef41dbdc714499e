// compopt: changes options of a completion, also of the one that is being made.
import { type Builtin, complain, out, usageError } from '../../builtin/call';
import { optionNames } from '../../completion/read-spec';

const usage = 'compopt [-o|+o option] [-DEI] [name ...]';

const builtin: Builtin = {
  name: 'compopt',
  only: 'bash',
  usage,
  about: 'Changes options of a completion, also of the one that is being made.',
  *run(call) {
    const { shell } = call;
    const on: string[] = [];
    const off: string[] = [];
    const names: string[] = [];
    for (let i = 0; i < call.args.length; i++) {
      const arg = call.args[i] ?? '';
      if (arg === '-o' || arg === '+o') {
        const option = call.args[++i] ?? '';
        if (!optionNames.includes(option)) {
          return yield* complain(call, `${option}: invalid option name`);
        }
        (arg === '-o' ? on : off).push(option);
      } else if (/^-[DEI]$/.test(arg)) names.push(arg);
      else if (arg.startsWith('-')) return yield* usageError(call, usage, `${arg}: invalid option`);
      else names.push(arg);
    }
    if (names.length === 0) {
      const current = shell.completing;
      if (current === undefined) {
        return yield* complain(call, 'not currently executing completion function');
      }
      for (const option of on) current.add(option);
      for (const option of off) current.delete(option);
      return 0;
    }
    let status = 0;
    for (const name of names) {
      const spec = shell.completions.get(name);
      if (spec === undefined) {
        status = yield* complain(call, `${name}: no completion specification`);
        continue;
      }
      const options = new Set([...spec.options, ...on].filter((option) => !off.includes(option)));
      if (on.length + off.length > 0) shell.completions.set(name, { ...spec, options });
      else {
        const shown = optionNames.map((o) => `${spec.options.has(o) ? '-o' : '+o'} ${o}`);
        yield* out(call, `compopt ${shown.join(' ')} ${name}\n`);
      }
    }
    return status;
  },
};
export default builtin;
