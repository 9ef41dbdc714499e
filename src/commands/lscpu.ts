// lscpu: what processors there are.
import { defineCommand } from './command';

export default defineCommand({
  name: 'lscpu',
  summary: {
    en: 'Show information about the processors.',
    es: 'Muestra datos de los procesadores.',
  },
  package: 'util-linux',
  options: { json: ['-J, --json', 'as JSON'] },
  *run(ctx) {
    const { hardware, kernel } = ctx.process.machine;
    const facts: readonly (readonly [string, string])[] = [
      ['Architecture:', kernel.architecture],
      ['CPU op-mode(s):', '32-bit, 64-bit'],
      ['Byte Order:', 'Little Endian'],
      ['CPU(s):', String(hardware.cpus)],
      ['On-line CPU(s) list:', hardware.cpus === 1 ? '0' : `0-${hardware.cpus - 1}`],
      ['Vendor ID:', 'GenuineIntel'],
      ['Model name:', 'Intel(R) Xeon(R) Processor @ 2.60GHz'],
      ['Thread(s) per core:', '1'],
      ['Core(s) per socket:', String(hardware.cpus)],
      ['Socket(s):', '1'],
    ];
    if (ctx.options.json) {
      const rows = facts.map(([field, data]) => ({ field, data }));
      yield* ctx.out(`${JSON.stringify({ lscpu: rows }, null, 3)}\n`);
    } else yield* ctx.out(facts.map(([name, value]) => `${name.padEnd(33)}${value}\n`).join(''));
    return 0;
  },
});
