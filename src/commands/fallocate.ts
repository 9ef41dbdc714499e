// fallocate: gives a file space.
import { defineCommand } from './command';
import { readCount } from './framework/counts';
import { failureText } from './framework/failure';

export default defineCommand({
  name: 'fallocate',
  summary: { en: 'Preallocate space for a file.', es: 'Reserva espacio para un archivo.' },
  package: 'util-linux',
  options: {
    length: ['-l, --length=NUM', 'how many bytes'],
    offset: ['-o, --offset=NUM', 'from where'],
    keepSize: ['-n, --keep-size', 'keep the size that is shown'],
    verbose: ['-v, --verbose', 'say what is done'],
  },
  operands: 'FILE',
  *run(ctx) {
    const { length, offset = '0', keepSize } = ctx.options;
    const [path] = ctx.operands;
    if (path === undefined) return yield* ctx.usage('no filename specified');
    if (length === undefined) return yield* ctx.fail('no length argument specified');
    const bytes = readCount(length);
    const from = readCount(offset);
    if (bytes === undefined || bytes === 0 || from === undefined) {
      return yield* ctx.fail('invalid length value specified');
    }
    try {
      const { files } = ctx.process;
      files.open(path, { write: true, create: true }).release();
      const size = files.stat(path).size;
      if (!keepSize && from + bytes > size) files.truncate(path, from + bytes);
      return 0;
    } catch (error) {
      return yield* ctx.fail(`cannot open ${path}: ${failureText(error)}`);
    }
  },
});
