// echo: prints its arguments (the program on disk; bash has its own).
import { unescapeText } from '../base/printf';
import { defineCommand } from './command';

export default defineCommand({
  name: 'echo',
  summary: { en: 'Print a line of text.', es: 'Muestra una línea de texto.' },
  options: {},
  operands: '[-neE] [STRING]...',
  mode: 'none',
  standardOptions: 'alone',
  *run(ctx) {
    let words = ctx.operands;
    let hasNewline = true;
    let escapes = false;
    while (words[0] !== undefined && /^-[neE]+$/.test(words[0])) {
      for (const c of words[0].slice(1)) {
        if (c === 'n') hasNewline = false;
        else escapes = c === 'e';
      }
      words = words.slice(1);
    }
    const text = words.join(' ');
    if (!escapes) {
      yield* ctx.out(text + (hasNewline ? '\n' : ''));
      return 0;
    }
    const got = unescapeText(text, { zeroOctal: true, octal: false });
    yield* ctx.out(got.text + (hasNewline && !got.isStopped ? '\n' : ''));
    return 0;
  },
});
