// type: tells what a name means as a command.
import { type Builtin, complain, out, readFlags, usageError } from '../builtin/call';
import { filesOf, type Meaning, meanings } from '../interpreter/describe';
import type { Shell } from '../interpreter/shell';
import { functionText } from '../print';

const usage = 'type [-afptP] name [name ...]';

const builtin: Builtin = {
  name: 'type',
  usage,
  about: 'Tells what a name means as a command.',
  *run(call) {
    const { shell } = call;
    const { flags, rest, problem } = readFlags(call.args, 'afptP');
    if (problem !== undefined) return yield* usageError(call, usage, problem);
    let status = 0;
    for (const name of rest) {
      const all = flags.has('P') ? filesOf(shell, name) : meanings(shell, name);
      let found = 0;
      for (const meaning of all) {
        if (flags.has('f') && meaning.kind === 'function') continue;
        found++;
        const text = meaningText(shell, name, meaning, flags);
        if (text !== '') yield* out(call, `${text}\n`);
        if (!flags.has('a')) break;
      }
      if (found > 0) continue;
      status = shell.isBash ? 1 : 127;
      const isQuiet = flags.has('t') || flags.has('p') || flags.has('P');
      if (isQuiet) continue;
      if (shell.isBash) yield* complain(call, `${name}: not found`);
      else yield* out(call, `${name}: not found\n`);
    }
    return status;
  },
};
export default builtin;

function meaningText(
  shell: Shell,
  name: string,
  meaning: Meaning,
  flags: ReadonlyMap<string, string>,
): string {
  if (flags.has('t')) return meaning.kind;
  if (flags.has('p') || flags.has('P')) return meaning.kind === 'file' ? meaning.path : '';
  return verbose(shell, name, meaning);
}

/** The sentence that `type` and `command -V` print. */
export function verbose(shell: Shell, name: string, meaning: Meaning): string {
  switch (meaning.kind) {
    case 'alias':
      if (!shell.isBash) return `${name} is an alias for ${meaning.value}`;
      return `${name} is aliased to \`${meaning.value}'`;
    case 'keyword':
      return `${name} is a shell keyword`;
    case 'function': {
      if (!shell.isBash) return `${name} is a shell function`;
      const body = shell.functions.get(name)?.command.body;
      const text = body === undefined ? '' : `\n${functionText(name, body)}`;
      return `${name} is a function${text}`;
    }
    case 'builtin': {
      const isSpecial = meaning.isSpecial && (!shell.isBash || shell.options.has('posix'));
      return `${name} is a ${isSpecial ? 'special ' : ''}shell builtin`;
    }
    case 'file':
      if (meaning.isHashed && shell.isBash) return `${name} is hashed (${meaning.path})`;
      return `${name} is ${meaning.path}`;
  }
}
