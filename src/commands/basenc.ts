// basenc: the encodings of base64 and base32, and others, by option.
import type { Context } from './command';
import { defineCommand } from './command';
import { ENCODINGS, encodingOptions, runEncoding } from './framework/base-n';

export default defineCommand({
  name: 'basenc',
  summary: { en: 'Encode or decode in a chosen base.', es: 'Codifica o decodifica en una base.' },
  options: {
    base64: ['--base64', 'as base64'],
    base64url: ['--base64url', 'base64 for file names and addresses'],
    base32: ['--base32', 'as base32'],
    base32hex: ['--base32hex', 'base32 that keeps the order'],
    base16: ['--base16', 'hexadecimal'],
    ...encodingOptions,
  },
  operands: '[FILE]',
  *run(ctx) {
    const names = Object.keys(ENCODINGS) as (keyof typeof ENCODINGS)[];
    const chosen = ctx.given.filter((g) => names.some((n) => n === g.key)).pop()?.key;
    if (chosen === undefined) return yield* ctx.usage('missing encoding type');
    const encoding = ENCODINGS[chosen as keyof typeof ENCODINGS];
    return yield* runEncoding(ctx as unknown as Context<typeof encodingOptions>, encoding);
  },
});
