// sync: everything is always written; only checks that the files are there.
import { defineCommand, quoteAlways } from './command';
import { failureText } from './framework/failure';

export default defineCommand({
  name: 'sync',
  summary: { en: 'Write cached data to disk.', es: 'Escribe en disco los datos pendientes.' },
  options: {
    data: ['-d, --data', 'only file data'],
    fileSystem: ['-f, --file-system', 'the file systems that hold the files'],
  },
  operands: '[FILE]...',
  *run(ctx) {
    for (const path of ctx.operands) {
      try {
        ctx.process.files.stat(path);
      } catch (error) {
        yield* ctx.fail(`error opening ${quoteAlways(path)}: ${failureText(error)}`);
      }
    }
    return ctx.status;
  },
});
