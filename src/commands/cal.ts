// cal: shows calendars.
import { daysFromCivil, daysInMonth, toCivil } from '../base/time';
import { defineCommand } from './command';
import { longMonths } from './system/strftime';

export default defineCommand({
  name: 'cal',
  summary: { en: 'Show a calendar.', es: 'Muestra un calendario.' },
  package: 'util-linux',
  options: {
    one: ['-1, --one', 'show one month (default)'],
    three: ['-3, --three', 'show the month before and after too'],
    monday: ['-m, --monday', 'weeks begin on Monday'],
    sunday: ['-s, --sunday', 'weeks begin on Sunday (default)'],
    year: ['-y, --year', 'show the whole year'],
  },
  operands: '[[[day] month] year]',
  *run(ctx) {
    const today = toCivil(ctx.process.sim.now);
    const { operands } = ctx;
    const year = Number(operands[operands.length - 1] ?? today.year);
    const month = monthOf(operands, today.month);
    if (!(year >= 1 && year <= 9999)) {
      return yield* ctx.fail('illegal year value: use 1-9999');
    }
    if (month === undefined) return yield* ctx.fail('illegal month value: use 1-12');
    const first = ctx.options.monday ? 1 : 0;
    if (ctx.options.year || operands.length === 1) {
      yield* ctx.out(`${' '.repeat(30)}${year}\n\n`);
      for (let m = 1; m <= 12; m += 3) {
        const blocks = [m, m + 1, m + 2].map((one) => block(year, one, first, false));
        yield* ctx.out(`${beside(blocks)}\n`);
      }
      return 0;
    }
    const months = ctx.options.three ? [-1, 0, 1] : [0];
    const blocks = months.map((offset) => {
      const index = year * 12 + month - 1 + offset;
      return block(Math.floor(index / 12), (index % 12) + 1, first, true);
    });
    yield* ctx.out(beside(blocks));
    return 0;
  },
});

function monthOf(operands: readonly string[], now: number): number | undefined {
  const text = operands.length < 2 ? undefined : operands[operands.length - 2];
  if (text === undefined) return now;
  const number = Number(text);
  if (number >= 1 && number <= 12) return number;
  const found = longMonths.findIndex((name) => name.toLowerCase().startsWith(text.toLowerCase()));
  return found < 0 ? undefined : found + 1;
}

/** Eight lines of 20 characters. */
function block(year: number, month: number, first: number, hasYear: boolean): readonly string[] {
  const title = `${longMonths[month - 1]}${hasYear ? ` ${year}` : ''}`;
  const left = Math.floor((20 - title.length) / 2);
  const days = ['Su', 'Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa'];
  const head = days.map((_, i) => days[(i + first) % 7]).join(' ');
  const weekday = (((daysFromCivil(year, month, 1) + 4) % 7) + 7) % 7;
  const cells: string[] = Array.from({ length: (weekday - first + 7) % 7 }, () => '  ');
  for (let day = 1; day <= daysInMonth(year, month); day++) cells.push(String(day).padStart(2));
  const lines = [(' '.repeat(left) + title).padEnd(20), head];
  for (let i = 0; i < 42; i += 7)
    lines.push(
      cells
        .slice(i, i + 7)
        .join(' ')
        .padEnd(20),
    );
  return lines;
}

function beside(blocks: readonly (readonly string[])[]): string {
  const rows = blocks[0]?.map((_, row) => blocks.map((one) => one[row] ?? '').join('  ')) ?? [];
  return rows
    .map((row) => `${row}  `.replace(/ {2}$/, ''))
    .join('\n')
    .concat('\n');
}
