// hash: shows, fills and forgets the remembered places of programs.
import { type Builtin, complain, out, readFlags, usageError } from '../builtin/call';
import { hashOrder } from '../interpreter/arrays';
import { findExecutable, searchPath } from '../interpreter/lookup';
import { builtinFor } from '../interpreter/simple';

const usage = 'hash [-lr] [-p pathname] [-dt] [name ...]';

const builtin: Builtin = {
  name: 'hash',
  usage,
  about: 'Shows, fills and forgets the remembered places of programs.',
  *run(call) {
    const { shell } = call;
    const { flags, rest, problem } = readFlags(call.args, 'lrp:dt');
    if (problem !== undefined) return yield* usageError(call, usage, problem);
    if (flags.has('r')) shell.hashed.clear();
    if (rest.length === 0) {
      if (flags.has('r')) return 0;
      if (shell.hashed.size === 0) {
        yield* out(call, 'hash: hash table empty\n');
        return 0;
      }
      let text = flags.has('l') ? '' : 'hits\tcommand\n';
      for (const name of hashOrder(shell.hashed.keys(), 256)) {
        const { path, hits } = shell.hashed.get(name) ?? { path: '', hits: 0 };
        text += flags.has('l')
          ? `builtin hash -p ${path} ${name}\n`
          : `${String(hits).padStart(4)}\t${path}\n`;
      }
      yield* out(call, text);
      return 0;
    }
    let status = 0;
    const pathname = flags.get('p');
    for (const name of rest) {
      if (pathname !== undefined) shell.hashed.set(name, { path: pathname, hits: 0 });
      else if (flags.has('d')) {
        if (!shell.hashed.delete(name)) status = yield* complain(call, `${name}: not found`);
      } else if (flags.has('t')) {
        const known = shell.hashed.get(name);
        if (known === undefined) status = yield* complain(call, `${name}: not found`);
        else yield* out(call, `${rest.length > 1 ? `${name}\t` : ''}${known.path}\n`);
      } else if (name.includes('/') || builtinFor(shell, name) !== undefined) continue;
      else if (searchPath(shell, name) === undefined) {
        status = yield* complain(call, `${name}: not found`);
      } else {
        shell.hashed.delete(name);
        findExecutable(shell, name);
        const entry = shell.hashed.get(name);
        if (entry !== undefined) entry.hits = 0;
      }
    }
    return status;
  },
};
export default builtin;
