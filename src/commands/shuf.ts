// shuf: lines in random order, from the world's own randomness.
import { defineCommand, failureText, quoteIfNeeded, quoteLocale } from './command';

export default defineCommand({
  name: 'shuf',
  summary: { en: 'Print lines in random order.', es: 'Muestra líneas en orden aleatorio.' },
  options: {
    echo: ['-e, --echo', 'the operands are the lines'],
    range: ['-i, --input-range=LO-HI', 'the lines are the numbers from LO to HI'],
    count: ['-n, --head-count=COUNT...', 'print at most COUNT lines'],
    output: ['-o, --output=FILE', 'write to FILE'],
    source: ['--random-source=FILE', 'accepted'],
    repeat: ['-r, --repeat', 'lines may be printed several times'],
    zero: ['-z, --zero-terminated', 'lines end with NUL'],
  },
  operands: '[FILE]',
  *run(ctx) {
    const o = ctx.options;
    const end = o.zero ? '\0' : '\n';
    let limit = Number.POSITIVE_INFINITY;
    for (const text of o.count) {
      if (!/^\d+$/.test(text)) {
        return yield* ctx.fail(`invalid line count: ${quoteLocale(text)}`);
      }
      limit = Math.min(limit, Number(text));
    }
    let lines: string[];
    if (o.echo) lines = [...ctx.operands];
    else if (o.range !== undefined) {
      const m = /^(\d+)-(\d+)$/.exec(o.range);
      if (m === null || Number(m[1]) > Number(m[2]) + 1) {
        return yield* ctx.fail(
          `invalid input range: ${quoteLocale(o.range.replace(/^\d+-(?=\D)/, ''))}`,
        );
      }
      const [from, to] = [Number(m[1]), Number(m[2])];
      lines = Array.from({ length: to - from + 1 }, (_, i) => String(from + i));
    } else {
      const [name = '-', extra] = ctx.operands;
      if (extra !== undefined) return yield* ctx.usage(`extra operand ${quoteLocale(extra)}`);
      const input = yield* ctx.open(name, {
        explain: (f, why) => `${quoteIfNeeded(f)}: ${why}`,
      });
      if (input === undefined) return 1;
      lines = yield* input.allLines(end);
    }
    const { machine, pid } = ctx.process;
    const random = (i: number, below: number) =>
      Math.floor(machine.random(`shuf/${pid}/${ctx.process.startedAtMs}/${i}`) * below);
    if (o.repeat) {
      if (lines.length === 0) return yield* ctx.fail('no lines to repeat');
      for (let i = 0; i < limit; i++) {
        yield* ctx.out((lines[random(i, lines.length)] ?? '') + end);
        if (i % 1000 === 999) yield* ctx.flush();
      }
      return 0;
    }
    const take = Math.min(limit, lines.length);
    for (let i = 0; i < take; i++) {
      const j = i + random(i, lines.length - i);
      const picked = lines[j] ?? '';
      lines[j] = lines[i] ?? '';
      lines[i] = picked;
    }
    const text = lines
      .slice(0, take)
      .map((line) => line + end)
      .join('');
    if (o.output === undefined) yield* ctx.out(text);
    else {
      try {
        ctx.process.files.write(o.output, text);
      } catch (error) {
        return yield* ctx.fail(`${quoteIfNeeded(o.output)}: ${failureText(error)}`);
      }
    }
    return 0;
  },
});
