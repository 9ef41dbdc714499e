// free: memory used and free.
import type { MachineInside } from '../machine/inside';
import { memoryUse } from '../machine/proc/system-entries';
import { defineCommand } from './command';

export default defineCommand({
  name: 'free',
  summary: { en: 'Show the memory used and free.', es: 'Muestra la memoria usada y libre.' },
  package: 'procps',
  options: {
    bytes: ['-b, --bytes', 'in bytes'],
    kibi: ['-k, --kibi', 'in KiB (default)'],
    mebi: ['-m, --mebi', 'in MiB'],
    gibi: ['-g, --gibi', 'in GiB'],
    human: ['-h, --human', 'in sizes that people read'],
    si: ['--si', 'powers of 1000'],
    wide: ['-w, --wide', 'buffers and cache apart'],
    total: ['-t, --total', 'a line with totals'],
    seconds: ['-s, --seconds=N', 'again each N seconds'],
    count: ['-c, --count=N', 'N times'],
  },
  *run(ctx) {
    const o = ctx.options;
    const base = o.si ? 1000 : 1024;
    const unit = o.bytes ? 1 : o.mebi ? base ** 2 : o.gibi ? base ** 3 : base;
    const show = (kib: number): string =>
      o.human ? human(kib * 1024, base) : String(Math.floor((kib * 1024) / unit));
    const times = Number(o.count ?? (o.seconds === undefined ? 1 : Number.POSITIVE_INFINITY));
    for (let i = 0; i < times; i++) {
      if (i > 0) {
        yield* ctx.out('\n');
        yield* ctx.flush();
        yield* ctx.process.sleep(Number(o.seconds ?? 1) * 1000);
      }
      const use = memoryUse(ctx.process.machine as MachineInside);
      const used = use.totalKib - use.availableKib;
      const cache = o.wide ? [use.buffersKib, use.cachedKib] : [use.buffersKib + use.cachedKib];
      const memory = [use.totalKib, used, use.freeKib, 2048, ...cache, use.availableKib];
      const titles = ['total', 'used', 'free', 'shared'];
      titles.push(...(o.wide ? ['buffers', 'cache'] : ['buff/cache']), 'available');
      yield* ctx.out(
        row('', titles) + row('Mem:', memory.map(show)) + row('Swap:', [0, 0, 0].map(show)),
      );
      if (o.total) yield* ctx.out(row('Total:', memory.slice(0, 3).map(show)));
    }
    return 0;
  },
});

function row(title: string, cells: readonly string[]): string {
  return `${title.padEnd(9)}${cells.map((cell) => cell.padStart(11)).join(' ')}\n`;
}

function human(bytes: number, base: number): string {
  const units = base === 1024 ? ['B', 'Ki', 'Mi', 'Gi', 'Ti'] : ['B', 'K', 'M', 'G', 'T'];
  let value = bytes;
  let unit = 0;
  while (value >= base && unit < units.length - 1) {
    value /= base;
    unit++;
  }
  if (bytes === 0) return '0B';
  const text = unit > 0 && value < 10 ? value.toFixed(1) : String(Math.floor(value));
  return text + units[unit];
}
