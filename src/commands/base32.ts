// base32: encodes bytes as printable text, and back.
import { defineCommand } from './command';
import { ENCODINGS, encodingOptions, runEncoding } from './framework/base-n';

export default defineCommand({
  name: 'base32',
  summary: { en: 'Encode or decode base32.', es: 'Codifica o decodifica base32.' },
  options: encodingOptions,
  operands: '[FILE]',
  run: (ctx) => runEncoding(ctx, ENCODINGS.base32),
});
