// help: explains the commands that the shell itself has.
import { host } from '../../../base/sim';
import { type Builtin, complain, out, readFlags, usageError } from '../../builtin/call';
import { describedBuiltins } from '../../builtin/registry';
import { compilePattern } from '../../expansion/pattern';

const usage = 'help [-dms] [pattern ...]';

const builtin: Builtin = {
  name: 'help',
  only: 'bash',
  usage,
  about: 'Explains the commands that the shell itself has.',
  *run(call) {
    const { flags, rest, problem } = readFlags(call.args, 'dms');
    if (problem !== undefined) return yield* usageError(call, usage, problem);
    const all = yield* host(describedBuiltins());
    const known = [...all.keys()].sort();
    if (rest.length === 0) {
      const rows = known.map((name) => ` ${all.get(name)?.usage ?? name}\n`);
      const head = 'These commands are built into the shell. `help NAME` explains one of them.\n\n';
      yield* out(call, head + rows.join(''));
      return 0;
    }
    let status = 0;
    for (const pattern of rest) {
      const test = compilePattern(pattern);
      const exact = all.get(pattern);
      const names = exact ? [pattern] : known.filter((n) => test.test(n) || n.startsWith(pattern));
      if (names.length === 0) {
        const tip = `Try \`help help' or \`man -k ${pattern}' or \`info ${pattern}'.`;
        status = yield* complain(call, `no help topics match \`${pattern}'.  ${tip}`);
      }
      for (const name of names) yield* out(call, topic(name, all.get(name), flags));
    }
    return status;
  },
};
export default builtin;

function topic(
  name: string,
  found: Builtin | undefined,
  flags: ReadonlyMap<string, string>,
): string {
  const synopsis = (found?.usage ?? name).replace(/^\S+/, name);
  if (flags.has('s')) return `${name}: ${synopsis}\n`;
  if (flags.has('d')) return `${name} - ${found?.about ?? ''}\n`;
  return `${name}: ${synopsis}\n    ${found?.about ?? ''}\n`;
}
