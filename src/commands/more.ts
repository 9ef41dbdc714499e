// more: shows text page by page, forwards.
import { type Context, defineCommand } from './command';
import { showFiles } from './less/show';

export default defineCommand({
  name: 'more',
  summary: { en: 'Show text page by page.', es: 'Muestra texto página a página.' },
  package: 'util-linux',
  options: {
    silent: ['-d, --silent', 'ignored'],
    squeeze: ['-s, --squeeze', 'ignored'],
    clean: ['-c, --print-over', 'ignored'],
  },
  operands: '[FILE]...',
  *run(ctx) {
    if (ctx.operands.length === 0 && ctx.process.fds.get(0)?.kind === 'tty') {
      yield* ctx.err("more: bad usage\nTry 'more --help' for more information.\n");
      return 1;
    }
    return yield* showFiles(ctx as unknown as Context, ctx.files(), {
      showsNumbers: false,
      chopsLines: false,
      ignoresCase: false,
      keepsColors: true,
      endsAtEnd: true,
      quitsIfShort: true,
    });
  },
});
