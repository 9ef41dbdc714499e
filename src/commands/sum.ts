// sum: the BSD or System V checksum.
import { toBytes } from '../base/bytes';
import { defineCommand, quoteIfNeeded } from './command';
import { bsdSum, sysvSum } from './framework/checksums';

export default defineCommand({
  name: 'sum',
  summary: { en: 'Print checksums and block counts.', es: 'Muestra sumas y bloques.' },
  options: { r: ['-r', 'use the BSD sum (default)'], sysv: ['-s, --sysv', 'use the System V sum'] },
  operands: '[FILE]...',
  *run(ctx) {
    for (const name of ctx.files()) {
      const text = yield* ctx.readAll(name, { explain: (f, why) => `${quoteIfNeeded(f)}: ${why}` });
      if (text === undefined) continue;
      const sum = ctx.options.sysv ? sysvSum(toBytes(text)) : bsdSum(toBytes(text));
      yield* ctx.out(`${sum}${ctx.operands.length === 0 ? '' : ` ${name}`}\n`);
    }
    return ctx.status;
  },
});
