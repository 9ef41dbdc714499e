// read: a line (or as much as asked for) into variables.
import { errorText, SystemError } from '../../machine/errno';
import type { Tty } from '../../machine/types';
import { type Builtin, type BuiltinCall, complain, readFlags, usageError } from '../builtin/call';
import { IndexedArray } from '../interpreter/arrays';
import { assignText, parseTarget, readVariable, setVariable } from '../interpreter/assign';
import { type InputText, readInput, splitInput } from '../interpreter/read-input';

const usage =
  'read [-ers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] ' +
  '[-t timeout] [-u fd] [name ...]';

const builtin: Builtin = {
  name: 'read',
  usage,
  about: 'Reads a line from standard input and splits it into the named variables, or REPLY.',
  *run(call) {
    const { shell } = call;
    const letters = shell.isBash ? 'ersa:d:i:n:N:p:t:u:' : 'rp:';
    const { flags, rest, problem } = readFlags(call.args, letters);
    if (problem !== undefined) return yield* usageError(call, usage, problem);
    for (const name of rest) {
      if (parseTarget(name) === undefined) {
        return yield* complain(call, `\`${name}': not a valid identifier`);
      }
    }
    const timeout = flags.get('t');
    if (timeout !== undefined && !/^(\d+\.?\d*|\.\d+)$/.test(timeout)) {
      return yield* complain(call, `${timeout}: invalid timeout specification`);
    }
    const fd = flags.has('u') ? Number(flags.get('u')) : 0;
    const file = shell.process.fds.get(fd);
    if (file === undefined) {
      if (flags.has('u')) {
        return yield* complain(call, `${fd}: invalid file descriptor: Bad file descriptor`);
      }
      return yield* complain(call, 'read error: 0: Bad file descriptor');
    }
    if (timeout !== undefined && Number(timeout) === 0) return file.isReadable ? 0 : 1;
    const prompt = flags.get('p');
    if (prompt !== undefined && file.tty !== undefined) yield* shell.print(2, prompt);
    const restore = setTty(file.tty, flags);
    try {
      const input = yield* readInput(shell, fd, {
        isRaw: flags.has('r'),
        delimiter: flags.has('N')
          ? undefined
          : flags.has('d')
            ? (flags.get('d') || '\0').charAt(0)
            : '\n',
        count: flags.has('N')
          ? Number(flags.get('N'))
          : flags.has('n')
            ? Number(flags.get('n'))
            : undefined,
        deadline:
          timeout === undefined ? undefined : shell.process.sim.now + Number(timeout) * 1000,
      });
      store(call, input, rest, flags);
      if (input.ending === 'timeout') return 142;
      return input.ending === 'end' ? 1 : 0;
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      return yield* complain(call, `read error: ${fd}: ${errorText(error)}`);
    } finally {
      restore();
    }
  },
};
export default builtin;

/** `-s` is without echo, `-n` without waiting for the line's end. */
function setTty(tty: Tty | undefined, flags: ReadonlyMap<string, string>): () => void {
  const byKey = flags.has('n') || flags.has('N') || flags.has('d');
  if (tty === undefined || !(flags.has('s') || byKey)) return () => undefined;
  const before = { ...tty.mode };
  tty.setMode({ echo: before.echo && !flags.has('s'), cooked: before.cooked && !byKey });
  return () => tty.setMode(before);
}

function store(
  call: BuiltinCall,
  input: InputText,
  names: readonly string[],
  flags: ReadonlyMap<string, string>,
): void {
  const { shell } = call;
  const ifs = readVariable(shell, 'IFS') ?? ' \t\n';
  const array = flags.get('a');
  if (array !== undefined) {
    const { fields } = splitInput(input, ifs, undefined);
    setVariable(shell, array, new IndexedArray(fields));
    return;
  }
  if (flags.has('N')) {
    const [first = 'REPLY', ...others] = names;
    assignTo(call, first, input.text);
    for (const name of others) assignTo(call, name, '');
    return;
  }
  if (names.length === 0) {
    assignTo(call, 'REPLY', input.text);
    return;
  }
  const { fields } = splitInput(input, ifs, names.length);
  for (const [i, name] of names.entries()) assignTo(call, name, fields[i] ?? '');
}

function assignTo(call: BuiltinCall, name: string, value: string): void {
  const target = parseTarget(name);
  if (target !== undefined)
    assignText(call.shell, target.name, { value, subscript: target.subscript });
}
