// help: explains the commands that the shell itself has.
import { type Builtin, complain, out, readFlags, usageError } from '../builtin/call';
import { builtinNamed, builtinNames } from '../builtin/registry';
import { compilePattern } from '../expansion/pattern';

const usage = 'help [-dms] [pattern ...]';

const builtin: Builtin = {
  name: 'help',
  only: 'bash',
  usage,
  about: 'Explains the commands that the shell itself has.',
  *run(call) {
    const { flags, rest, problem } = readFlags(call.args, 'dms');
    if (problem !== undefined) return yield* usageError(call, usage, problem);
    if (rest.length === 0) {
      const rows = builtinNames().map((name) => ` ${builtinNamed(name, 'bash')?.usage ?? name}\n`);
      const head = 'These commands are built into the shell. `help NAME` explains one of them.\n\n';
      yield* out(call, head + rows.join(''));
      return 0;
    }
    let status = 0;
    for (const pattern of rest) {
      const test = compilePattern(pattern);
      const exact = builtinNamed(pattern, 'bash');
      const names = exact
        ? [pattern]
        : builtinNames().filter((n) => test.test(n) || n.startsWith(pattern));
      if (names.length === 0) {
        const tip = `Try \`help help' or \`man -k ${pattern}' or \`info ${pattern}'.`;
        status = yield* complain(call, `no help topics match \`${pattern}'.  ${tip}`);
      }
      for (const name of names) yield* out(call, topic(name, flags));
    }
    return status;
  },
};
export default builtin;

function topic(name: string, flags: ReadonlyMap<string, string>): string {
  const found = builtinNamed(name, 'bash');
  const synopsis = (found?.usage ?? name).replace(/^\S+/, name);
  if (flags.has('s')) return `${name}: ${synopsis}\n`;
  if (flags.has('d')) return `${name} - ${found?.about ?? ''}\n`;
  return `${name}: ${synopsis}\n    ${found?.about ?? ''}\n`;
}
