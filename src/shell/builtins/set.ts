// set: options, positional parameters, and the list of variables.
import { type Builtin, type BuiltinCall, complain, out, usageError } from '../builtin/call';
import { setQuote } from '../expansion/quote';
import { arrayText } from '../interpreter/declarations';
import { setOptions } from '../interpreter/options';
import type { Shell } from '../interpreter/shell';
import { functionText } from '../print';

const usage = 'set [-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]';

const builtin: Builtin = {
  name: 'set',
  usage,
  about: 'Sets options and positional parameters; alone, lists variables and functions.',
  isSpecial: true,
  *run(call) {
    const { shell, args } = call;
    if (args.length === 0) {
      yield* out(call, listing(shell));
      return 0;
    }
    let i = 0;
    for (; i < args.length; i++) {
      const arg = args[i] ?? '';
      if (arg === '--') {
        shell.positional = args.slice(i + 1);
        return 0;
      }
      if (arg === '-') {
        shell.options.set('xtrace', false);
        shell.options.set('verbose', false);
        if (i + 1 < args.length) shell.positional = args.slice(i + 1);
        return 0;
      }
      if (!/^[+-]./.test(arg)) break;
      const used = yield* applyLetters(call, arg, args[i + 1]);
      if (typeof used !== 'boolean') return used;
      if (used) i++;
    }
    if (i < args.length) shell.positional = args.slice(i);
    return 0;
  },
};
export default builtin;

/** Whether the next argument was taken; a number is the status of a failure. */
function* applyLetters(call: BuiltinCall, arg: string, next: string | undefined) {
  const { shell } = call;
  const isOn = arg.startsWith('-');
  let takesNext = false;
  for (const letter of arg.slice(1)) {
    if (letter === 'o') {
      if (next === undefined || /^[+-]/.test(next)) {
        yield* out(call, isOn ? optionTable(shell) : optionCommands(shell));
        continue;
      }
      takesNext = true;
      if (!setOptions.some(([name]) => name === next)) {
        const text = shell.isBash ? 'invalid option name' : '';
        if (!shell.isBash) return yield* complain(call, `Illegal option -o ${next}`, 2);
        return yield* complain(call, `${next}: ${text}`, 2);
      }
      setOption(shell, next, isOn);
      continue;
    }
    const found = setOptions.find(([, known]) => known === letter);
    if (found === undefined) {
      if (!shell.isBash) return yield* complain(call, `Illegal option -${letter}`, 2);
      return yield* usageError(call, usage, `${arg.charAt(0)}${letter}: invalid option`);
    }
    setOption(shell, found[0], isOn);
  }
  return takesNext;
}

function setOption(shell: Shell, name: string, isOn: boolean): void {
  shell.options.set(name, isOn);
  if (name === 'vi' && isOn) shell.options.set('emacs', false);
  if (name === 'emacs' && isOn) shell.options.set('vi', false);
}

function optionTable(shell: Shell): string {
  const rows = setOptions.map(
    ([name]) => `${name.padEnd(15)}\t${shell.options.has(name) ? 'on' : 'off'}\n`,
  );
  return rows.join('');
}

function optionCommands(shell: Shell): string {
  return setOptions
    .map(([name]) => `set ${shell.options.has(name) ? '-' : '+'}o ${name}\n`)
    .join('');
}

function listing(shell: Shell): string {
  const rows: string[] = [];
  for (const [name, variable] of shell.variables.visible()) {
    const value = variable.current;
    if (value === undefined) continue;
    rows.push(`${name}=${typeof value === 'string' ? setQuote(value) : arrayText(value)}\n`);
  }
  if (!shell.options.has('posix') && shell.isBash) {
    for (const [name, { command }] of [...shell.functions].sort(byName)) {
      rows.push(`${functionText(name, command.body)}\n`);
    }
  }
  return rows.join('');
}

function byName(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : 1;
}
