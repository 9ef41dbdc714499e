// bind: the names of editing commands and their keys. Keys can't be changed.
import { type Builtin, out } from '../../builtin/call';
import { defaultKeys, editorCommands } from '../../readline/keymap';

const builtin: Builtin = {
  name: 'bind',
  only: 'bash',
  usage:
    'bind [-lpsvPSVX] [-m keymap] [-f filename] [-q name] [-u name] [-r keyseq] ' +
    '[-x keyseq:shell-command] [keyseq:readline-function or readline-command]',
  about: 'Lists the commands of the line editor (-l) and their keys (-p).',
  *run(call) {
    const { shell, args } = call;
    if (!shell.isInteractive) yield* shell.complain('bind: warning: line editing not enabled');
    const names = [...editorCommands].sort();
    if (args.includes('-l')) yield* out(call, names.map((name) => `${name}\n`).join(''));
    if (args.includes('-p') || args.includes('-P')) {
      const rows = [...defaultKeys].map(([key, name]) => `"${keyText(key)}": ${name}\n`);
      yield* out(call, rows.join(''));
    }
    const query = args[args.indexOf('-q') + 1];
    if (!args.includes('-q') || query === undefined) return 0;
    const keys = [...defaultKeys].filter(([, name]) => name === query).map(([key]) => key);
    if (keys.length === 0) {
      yield* out(call, `${query} is not bound to any keys.\n`);
      return 1;
    }
    yield* out(
      call,
      `${query} can be invoked via ${keys.map((k) => `"${keyText(k)}"`).join(', ')}.\n`,
    );
    return 0;
  },
};
export default builtin;

function keyText(key: string): string {
  return key
    .replaceAll('\x1b', '\\e')
    .replace(/[\x00-\x1a]/g, (c) => `\\C-${String.fromCharCode(c.charCodeAt(0) + 96)}`)
    .replaceAll('\x7f', '\\C-?');
}
