// umask: shows or sets the permissions that new files do not get.
import { type Builtin, complain, out, readFlags, usageError } from '../builtin/call';

const usage = 'umask [-p] [-S] [mode]';

const builtin: Builtin = {
  name: 'umask',
  usage,
  about: 'Shows or sets the permissions that new files do not get.',
  *run(call) {
    const { files } = call.shell.process;
    const { flags, rest, problem } = readFlags(call.args, 'pS');
    if (problem !== undefined) return yield* usageError(call, usage, problem);
    const [mode] = rest;
    if (mode === undefined) {
      const text = flags.has('S')
        ? symbolic(files.umask)
        : files.umask.toString(8).padStart(4, '0');
      const head = flags.has('p') ? `umask ${flags.has('S') ? '-S ' : ''}` : '';
      yield* out(call, `${head}${text}\n`);
      return 0;
    }
    if (/^\d/.test(mode)) {
      if (!/^[0-7]+$/.test(mode) || Number.parseInt(mode, 8) > 0o7777) {
        return yield* complain(call, `${mode}: octal number out of range`);
      }
      files.umask = Number.parseInt(mode, 8) & 0o777;
    } else {
      const changed = applySymbolic(files.umask, mode);
      if (typeof changed === 'string') {
        return yield* complain(call, changed);
      }
      files.umask = changed;
    }
    if (flags.has('S')) yield* out(call, `${symbolic(files.umask)}\n`);
    return 0;
  },
};
export default builtin;

function symbolic(mask: number): string {
  const allowed = ~mask & 0o777;
  const part = (shift: number): string =>
    ['r', 'w', 'x'].filter((_, i) => (allowed >> shift) & (4 >> i)).join('');
  return `u=${part(6)},g=${part(3)},o=${part(0)}`;
}

/** The new mask, or what is wrong. */
function applySymbolic(mask: number, mode: string): number | string {
  let allowed = ~mask & 0o777;
  for (const clause of mode.split(',')) {
    const match = /^([ugoa]*)([-+=])([rwx]*)$/.exec(clause);
    if (match === null) {
      const rest = clause.replace(/^[ugoa]*/, '');
      const isOperator = /^[-+=]/.test(rest);
      const bad = isOperator ? /[^rwx]/.exec(rest.slice(1))?.[0] : rest.charAt(0);
      return `\`${bad ?? ''}': invalid symbolic mode ${isOperator ? 'character' : 'operator'}`;
    }
    const [, who = '', operator, bits = ''] = match;
    const value = [...bits].reduce((sum, bit) => sum | (4 >> 'rwx'.indexOf(bit)), 0);
    for (const [letter, shift] of [
      ['u', 6],
      ['g', 3],
      ['o', 0],
    ] as const) {
      if (who !== '' && !who.includes(letter) && !who.includes('a')) continue;
      const field = value << shift;
      if (operator === '+') allowed |= field;
      else if (operator === '-') allowed &= ~field;
      else allowed = (allowed & ~(7 << shift)) | field;
    }
  }
  return ~allowed & 0o777;
}
