// pwd: prints the current folder.
import { defineCommand } from './command';
import { failureText } from './framework/failure';

export default defineCommand({
  name: 'pwd',
  summary: { en: 'Print the current folder.', es: 'Muestra la carpeta actual.' },
  options: {
    logical: ['-L, --logical', 'use PWD from the environment, even with links in it'],
    physical: ['-P, --physical', 'without links (default)'],
  },
  *run(ctx) {
    const { files, env } = ctx.process;
    if (ctx.operands.length > 0) yield* ctx.warn('ignoring non-option arguments');
    const pwd = env.get('PWD') ?? '';
    const isLogical = ctx.given[ctx.given.length - 1]?.key === 'logical';
    if (isLogical && pwd.startsWith('/') && !/\/\.\.?(\/|$)/.test(pwd)) {
      if (files.exists(pwd) && files.realpath(pwd) === files.realpath(files.cwd)) {
        yield* ctx.out(`${pwd}\n`);
        return 0;
      }
    }
    try {
      yield* ctx.out(`${files.realpath(files.cwd)}\n`);
      return 0;
    } catch (error) {
      return yield* ctx.fail(
        `couldn't find directory entry in ‘..’ with matching i-node: ${failureText(error)}`,
      );
    }
  },
});
