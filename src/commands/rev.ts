// rev: each line's characters in reverse order.
import { defineCommand } from './command';

export default defineCommand({
  name: 'rev',
  summary: {
    en: 'Reverse the characters of each line.',
    es: 'Invierte los caracteres de cada línea.',
  },
  package: 'util-linux',
  options: {},
  operands: '[FILE]...',
  *run(ctx) {
    for (const name of ctx.files()) {
      const input = yield* ctx.open(name, { explain: (f, why) => `cannot open ${f}: ${why}` });
      if (input === undefined) continue;
      for (;;) {
        const lines = yield* input.lines();
        if (lines === undefined) break;
        const text = lines.map((line) => [...line].reverse().join('')).join('\n');
        yield* ctx.out(input.hasOpenEnd ? text : `${text}\n`);
      }
      ctx.close(input);
    }
    return ctx.status;
  },
});
