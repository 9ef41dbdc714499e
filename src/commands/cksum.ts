// cksum: the POSIX checksum, or digests by -a.
import { toBytes } from '../base/bytes';
import { md5, sha1, sha256, sha512, toHex } from '../base/hash';
import { defineCommand, quoteIfNeeded, quoteLocale } from './command';
import { bsdSum, posixSum, sysvSum } from './framework/checksums';

const DIGESTS = { md5, sha1, sha256, sha512 } as const;

export default defineCommand({
  name: 'cksum',
  summary: { en: 'Print checksums and sizes.', es: 'Muestra sumas de comprobación y tamaños.' },
  options: {
    algorithm: ['-a, --algorithm=TYPE', 'bsd, sysv, crc, md5, sha1, sha256, sha512'],
    untagged: ['--untagged', 'print digests without the algorithm'],
    tag: ['--tag', 'print the algorithm (default)'],
    zero: ['-z, --zero', 'end lines with NUL'],
  },
  operands: '[FILE]...',
  *run(ctx) {
    const { algorithm = 'crc', untagged, zero } = ctx.options;
    if (!['bsd', 'sysv', 'crc', ...Object.keys(DIGESTS)].includes(algorithm)) {
      return yield* ctx.usage(
        `invalid argument ${quoteLocale(algorithm)} for ${quoteLocale('--algorithm')}`,
      );
    }
    const end = zero ? '\0' : '\n';
    const digest = DIGESTS[algorithm as keyof typeof DIGESTS];
    for (const name of ctx.files()) {
      const text = yield* ctx.readAll(name, { explain: (f, why) => `${quoteIfNeeded(f)}: ${why}` });
      if (text === undefined) continue;
      const bytes = toBytes(text);
      const label = ctx.operands.length === 0 ? '' : ` ${name}`;
      if (digest !== undefined) {
        const sum = toHex(digest(bytes));
        const line = untagged ? `${sum}  ${name}` : `${algorithm.toUpperCase()} (${name}) = ${sum}`;
        yield* ctx.out(line + end);
      } else if (algorithm === 'bsd') yield* ctx.out(bsdSum(bytes) + label + end);
      else if (algorithm === 'sysv') yield* ctx.out(sysvSum(bytes) + label + end);
      else yield* ctx.out(`${posixSum(bytes)} ${bytes.length}${label}${end}`);
    }
    return ctx.status;
  },
});
