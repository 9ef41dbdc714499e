// less: shows text page by page.
import { type Context, defineCommand } from '../command';
import { showFiles } from './show';

export default defineCommand({
  name: 'less',
  summary: { en: 'Show text page by page.', es: 'Muestra texto página a página.' },
  options: {
    numbers: ['-N, --LINE-NUMBERS', 'show line numbers'],
    chop: ['-S, --chop-long-lines', 'cut long lines'],
    ignoreCase: ['-i, --ignore-case', 'ignore case in searches'],
    ignoreCaseAlways: ['-I, --IGNORE-CASE', 'likewise, always'],
    raw: ['-R, --RAW-CONTROL-CHARS', 'show colors'],
    rawAll: ['-r, --raw-control-chars', 'pass control characters'],
    quitIfOne: ['-F, --quit-if-one-screen', 'quit when everything fits'],
    noInit: ['-X, --no-init', 'ignored'],
    quitAtEnd: ['-E, --QUIT-AT-EOF', 'ignored'],
    quitAtEof: ['-e, --quit-at-eof', 'ignored'],
    quiet: ['-q, --quiet', 'ignored'],
    squeeze: ['-s, --squeeze-blank-lines', 'ignored'],
    prompt: ['-P, --prompt=TEXT', 'ignored'],
    longPrompt: ['-M, --LONG-PROMPT', 'ignored'],
    mediumPrompt: ['-m, --long-prompt', 'ignored'],
    noNumbers: ['-n, --line-numbers', 'ignored'],
    kind: ['-K, --quit-on-intr', 'ignored'],
    pattern: ['-p, --pattern=PATTERN', 'start at a match'],
  },
  operands: '[FILE]...',
  *run(ctx) {
    const o = ctx.options;
    const start = ctx.operands.find((word) => word.startsWith('+'))?.slice(1);
    const names = ctx.operands.filter((word) => !word.startsWith('+'));
    if (names.length === 0 && ctx.process.fds.get(0)?.kind === 'tty') {
      yield* ctx.err('Missing filename ("less --help" for help)\n');
      return 1;
    }
    const first = start ?? (o.pattern === undefined ? undefined : `/${o.pattern}`);
    return yield* showFiles(ctx as unknown as Context, ctx.files(names), {
      showsNumbers: o.numbers,
      chopsLines: o.chop,
      ignoresCase: o.ignoreCase || o.ignoreCaseAlways,
      keepsColors: o.raw || o.rawAll,
      endsAtEnd: false,
      quitsIfShort: o.quitIfOne,
      ...(first === undefined ? {} : { start: first }),
    });
  },
});
