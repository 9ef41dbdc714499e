// base64: encodes bytes as printable text, and back.
import { defineCommand } from './command';
import { ENCODINGS, encodingOptions, runEncoding } from './framework/base-n';

export default defineCommand({
  name: 'base64',
  summary: { en: 'Encode or decode base64.', es: 'Codifica o decodifica base64.' },
  options: encodingOptions,
  operands: '[FILE]',
  run: (ctx) => runEncoding(ctx, ENCODINGS.base64),
});
