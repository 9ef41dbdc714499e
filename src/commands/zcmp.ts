// zcmp: cmp of compressed files.
import { gunzip, isGzip } from '../base/deflate';
import { defineCommand } from './command';

export default defineCommand({
  name: 'zcmp',
  summary: { en: 'Compare compressed files.', es: 'Compara archivos comprimidos.' },
  package: 'gzip',
  options: { silent: ['-s', 'print nothing'] },
  operands: 'FILE1 FILE2',
  usageStatus: 2,
  *run(ctx) {
    const { process, operands } = ctx;
    if (operands.length !== 2) return yield* ctx.usage('invalid number of operands', 2);
    const paths: string[] = [];
    for (const [i, name] of operands.entries()) {
      const text = yield* ctx.readAll(name, { status: 2, explain: (f, why) => `${f}: ${why}` });
      if (text === undefined) return 2;
      const path = `/tmp/zcmp${process.pid}.${i}`;
      process.files.write(path, isGzip(text) ? gunzip(text).text : text);
      paths.push(path);
    }
    const flags = ctx.options.silent ? ['-s'] : [];
    const ended = yield* process.wait(process.spawn({ argv: ['cmp', ...flags, ...paths] }));
    for (const path of paths) process.files.removeAll(path);
    return ended.code;
  },
});
