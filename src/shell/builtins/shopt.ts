// shopt: shows, sets (-s) and unsets (-u) options of the shell.
import {
  type Builtin,
  type BuiltinCall,
  complain,
  out,
  readFlags,
  usageError,
} from '../builtin/call';
import { setOptions, shoptNames } from '../interpreter/options';

const usage = 'shopt [-pqsu] [-o] [optname ...]';

const builtin: Builtin = {
  name: 'shopt',
  only: 'bash',
  usage,
  about: 'Shows, sets (-s) and unsets (-u) options of the shell.',
  *run(call) {
    const { flags, rest, problem } = readFlags(call.args, 'psuoq');
    if (problem !== undefined) return yield* usageError(call, usage, problem);
    if (flags.has('s') && flags.has('u')) {
      return yield* complain(call, 'cannot set and unset shell options simultaneously');
    }
    const known = flags.has('o') ? setOptions.map(([name]) => name) : shoptNames;
    if (flags.has('s') || flags.has('u')) {
      if (rest.length > 0) return yield* change(call, rest, known, flags.has('s'));
      const wanted = flags.has('s');
      return yield* show(
        call,
        known.filter((n) => call.shell.options.has(n) === wanted),
        flags,
      );
    }
    let status = 0;
    const names: string[] = [];
    for (const name of rest.length > 0 ? rest : known) {
      if (known.includes(name)) {
        names.push(name);
        if (rest.length > 0 && !call.shell.options.has(name)) status = 1;
      } else {
        yield* complain(call, `${name}: invalid shell option name`);
        status = 1;
      }
    }
    if (!flags.has('q')) yield* show(call, names, flags);
    return status;
  },
};
export default builtin;

function* change(
  call: BuiltinCall,
  names: readonly string[],
  known: readonly string[],
  isOn: boolean,
) {
  let status = 0;
  for (const name of names) {
    if (known.includes(name)) call.shell.options.set(name, isOn);
    else status = yield* complain(call, `${name}: invalid shell option name`);
  }
  return status;
}

function* show(call: BuiltinCall, names: readonly string[], flags: ReadonlyMap<string, string>) {
  const { options } = call.shell;
  const rows = names.map((name) => {
    const isOn = options.has(name);
    if (flags.has('p')) {
      if (flags.has('o')) return `set ${isOn ? '-' : '+'}o ${name}\n`;
      return `shopt ${isOn ? '-s' : '-u'} ${name}\n`;
    }
    return `${name.padEnd(15)}\t${isOn ? 'on' : 'off'}\n`;
  });
  yield* out(call, rows.join(''));
  return 0;
}
