// ulimit: limits are shown as a Debian machine has them; nothing in the simulation enforces them.
import { type Builtin, complain, out, usageError } from '../builtin/call';

const usage = 'ulimit [-SHabcdefiklmnpqrstuvxPRT] [limit]';

const limits: readonly (readonly [letter: string, name: string, unit: string, value: string])[] = [
  ['R', 'real-time non-blocking time', 'microseconds', 'unlimited'],
  ['c', 'core file size', 'blocks', '0'],
  ['d', 'data seg size', 'kbytes', 'unlimited'],
  ['e', 'scheduling priority', '', '0'],
  ['f', 'file size', 'blocks', 'unlimited'],
  ['i', 'pending signals', '', '31688'],
  ['l', 'max locked memory', 'kbytes', '1018876'],
  ['m', 'max memory size', 'kbytes', 'unlimited'],
  ['n', 'open files', '', '1024'],
  ['p', 'pipe size', '512 bytes', '8'],
  ['q', 'POSIX message queues', 'bytes', '819200'],
  ['r', 'real-time priority', '', '0'],
  ['s', 'stack size', 'kbytes', '8192'],
  ['t', 'cpu time', 'seconds', 'unlimited'],
  ['u', 'max user processes', '', '31688'],
  ['v', 'virtual memory', 'kbytes', 'unlimited'],
  ['x', 'file locks', '', 'unlimited'],
];

const builtin: Builtin = {
  name: 'ulimit',
  usage,
  about: 'Shows the limits of resources.',
  *run(call) {
    let letters = '';
    let value: string | undefined;
    for (const arg of call.args) {
      if (/^-./.test(arg)) letters += arg.slice(1).replace(/[SH]/g, '');
      else value = arg;
    }
    const bad = /[^abcdefiklmnpqrstuvxPRT]/.exec(letters)?.[0];
    if (bad !== undefined) return yield* usageError(call, usage, `-${bad}: invalid option`);
    if (letters.includes('a')) {
      for (const [letter, name, unit, shown] of limits) {
        const option = `(${unit === '' ? '' : `${unit}, `}-${letter})`;
        const width = 40 - name.length;
        yield* out(
          call,
          `${name}${option.padStart(Math.max(width, option.length + 1))} ${shown}\n`,
        );
      }
      return 0;
    }
    if (value !== undefined) {
      if (/^(\d+|unlimited|hard|soft)$/.test(value)) return 0;
      return yield* complain(call, `${value}: invalid number`);
    }
    for (const letter of letters === '' ? 'f' : letters) {
      const row = limits.find(([known]) => known === letter);
      yield* out(call, `${row?.[3] ?? 'unlimited'}\n`);
    }
    return 0;
  },
};
export default builtin;
