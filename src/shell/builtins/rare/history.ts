// history: lists the lines that were entered; -c forgets them, -a -n -r -w are about the file.
import { strftime } from '../../../base/strftime';
import { type Builtin, complain, out, readFlags, usageError } from '../../builtin/call';
import { readVariable } from '../../interpreter/assign';
import { History } from '../../interpreter/history';
import { appendHistory, readHistoryFile, writeHistory } from '../../interpreter/history-file';

const usage =
  'history [-c] [-d offset] [n] or history -anrw [filename] or history -ps arg [arg...]';

const builtin: Builtin = {
  name: 'history',
  only: 'bash',
  usage,
  about: 'Lists the lines that were entered; -c forgets them, -a -n -r -w are about the file.',
  *run(call) {
    const { shell } = call;
    shell.history ??= new History();
    const { history } = shell;
    const { flags, rest, problem } = readFlags(call.args, 'anrwcd:ps');
    if (problem !== undefined) return yield* usageError(call, usage, problem);
    if (flags.has('c')) {
      history.lines = [];
      history.base = 1;
      return 0;
    }
    const offset = flags.get('d');
    if (offset !== undefined) {
      const number = Number(offset);
      const at = number < 0 ? history.lines.length + number : number - history.base;
      if (history.lines[at] === undefined) {
        return yield* complain(call, `${offset}: history position out of range`);
      }
      history.lines.splice(at, 1);
      return 0;
    }
    if (flags.has('s')) {
      history.add(rest.join(' '), shell.process.sim.now, -1);
      return 0;
    }
    if (flags.has('p')) {
      yield* out(call, rest.map((text) => `${text}\n`).join(''));
      return 0;
    }
    const file = rest[0] ?? readVariable(shell, 'HISTFILE') ?? '';
    if (flags.has('w')) writeHistory(shell, file);
    else if (flags.has('a')) appendHistory(shell, file);
    else if (flags.has('r') || flags.has('n')) readHistoryFile(shell, file);
    if (['w', 'a', 'r', 'n'].some((letter) => flags.has(letter))) return 0;
    const [count] = rest;
    if (count !== undefined && !/^-?\d+$/.test(count)) {
      return yield* complain(call, `${count}: numeric argument required`);
    }
    const from =
      count === undefined ? 0 : Math.max(0, history.lines.length - Math.abs(Number(count)));
    const format = readVariable(shell, 'HISTTIMEFORMAT');
    const rows = history.lines.slice(from).map(({ text, at }, i) => {
      const time = format === undefined ? '' : at === undefined ? '??' : strftime(format, at);
      return `${String(history.base + from + i).padStart(5)}  ${time}${text}\n`;
    });
    yield* out(call, rows.join(''));
    return 0;
  },
};
export default builtin;
