// echo: `-n`, `-e`, `-E`; dash's knows only `-n` and always reads escapes.
import { type Builtin, out } from '../builtin/call';
import { readEscapes } from '../parser/ansi';

const builtin: Builtin = {
  name: 'echo',
  usage: 'echo [-neE] [arg ...]',
  about: 'Writes its arguments, separated by blanks, and a newline.',
  *run(call) {
    const { args, shell } = call;
    let hasNewline = true;
    // busybox's reads escapes only with -e, as bash's does.
    let isEscaped = shell.dialect === 'dash' || shell.options.has('xpg_echo');
    let i = 0;
    const flags = shell.dialect === 'dash' ? /^-n$/ : /^-[neE]+$/;
    for (; i < args.length && flags.test(args[i] ?? ''); i++) {
      for (const letter of (args[i] ?? '').slice(1)) {
        if (letter === 'n') hasNewline = false;
        else isEscaped = letter === 'e';
      }
    }
    let text = args.slice(i).join(' ');
    if (isEscaped) {
      const read = readEscapes(text, 'echo');
      text = read.text;
      if (read.isStopped) hasNewline = false;
    }
    yield* out(call, hasNewline ? `${text}\n` : text);
    return 0;
  },
};
export default builtin;
