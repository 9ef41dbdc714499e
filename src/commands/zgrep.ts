// zgrep: grep in compressed files.
import { gunzip, isGzip } from '../base/deflate';
import { defineCommand } from './command';
import grepCommand from './grep';
import { options } from './grep/options';

const { hint = '', summary } = grepCommand.definition;

export default defineCommand({
  name: 'zgrep',
  summary,
  package: 'gzip',
  options,
  operands: 'PATTERNS [FILE]...',
  hint,
  usageStatus: 2,
  digits: 'context',
  *run(ctx) {
    const { process } = ctx;
    const hasPattern = ctx.given.some((g) => g.key === 'regexp' || g.key === 'file');
    const files = hasPattern ? ctx.operands : ctx.operands.slice(1);
    const flags = process.argv.slice(1).filter((a) => !files.includes(a));
    if (flags.length === 0) {
      yield* ctx.err(
        'usage: zgrep [OPTION]... [-e] PATTERN [FILE]...\n' +
          "Try `zgrep --help' for more information.\n",
      );
      return 2;
    }
    const isNamed = files.length > 1 && !ctx.options.noFilename;
    let status = 1;
    for (const name of ctx.files(files)) {
      const text = yield* ctx.readAll(name, { status: 2, explain: (f, why) => `${f}: ${why}` });
      if (text === undefined) {
        status = 2;
        continue;
      }
      // grep reads the plain text from a file of its own.
      const path = `/tmp/zgrep${process.pid}`;
      process.files.write(path, isGzip(text) ? gunzip(text).text : text);
      const shown = isNamed || ctx.options.withFilename ? ['-H', `--label=${name}`] : ['-h'];
      const input = process.files.open(path, { read: true });
      const fds = new Map(process.fds);
      fds.set(0, input);
      yield* ctx.flush();
      const argv = ['grep', ...shown, ...flags, '-'];
      const ended = yield* process.wait(process.spawn({ argv, fds }));
      input.release();
      process.files.removeAll(path);
      if (ended.code === 0 && status === 1) status = 0;
      if (ended.code > 1) status = ended.code;
    }
    return status;
  },
});
