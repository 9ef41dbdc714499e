// gzip: compresses files.
import { defineCommand } from '../command';
import { HINT, options, runGzip } from './run';

export default defineCommand({
  name: 'gzip',
  messageName: 'gzip',
  summary: { en: 'Compress or decompress files.', es: 'Comprime o descomprime archivos.' },
  package: 'gzip',
  options,
  operands: '[FILE]...',
  hint: HINT,
  run: (ctx) => runGzip(ctx),
});
