// uname: what system this is.

import type { MachineInside } from '../machine/inside';
import { buildText } from '../machine/proc/system-entries';
import { defineCommand, quoteLocale } from './command';

export default defineCommand({
  name: 'uname',
  summary: { en: 'Print information about the system.', es: 'Muestra información del sistema.' },
  options: {
    all: ['-a, --all', 'print everything, without -p and -i where unknown'],
    kernelName: ['-s, --kernel-name', 'print the name of the kernel'],
    nodeName: ['-n, --nodename', 'print the host name'],
    release: ['-r, --kernel-release', 'print the release of the kernel'],
    version: ['-v, --kernel-version', 'print the version of the kernel'],
    machine: ['-m, --machine', 'print the machine'],
    processor: ['-p, --processor', 'print the processor'],
    platform: ['-i, --hardware-platform', 'print the platform'],
    system: ['-o, --operating-system', 'print the operating system'],
  },
  *run(ctx) {
    const o = ctx.options;
    const [extra] = ctx.operands;
    if (extra !== undefined) return yield* ctx.usage(`extra operand ${quoteLocale(extra)}`);
    const machine = ctx.process.machine as MachineInside;
    const isNone = ctx.given.length === 0;
    const parts: string[] = [];
    if (o.all || o.kernelName || isNone) parts.push('Linux');
    if (o.all || o.nodeName) parts.push(machine.hostname);
    if (o.all || o.release) parts.push(machine.kernel.release);
    if (o.all || o.version) parts.push(buildText(machine));
    if (o.all || o.machine) parts.push(machine.kernel.architecture);
    if (o.processor) parts.push('unknown');
    if (o.platform) parts.push('unknown');
    if (o.all || o.system) parts.push('GNU/Linux');
    yield* ctx.out(`${parts.join(' ')}\n`);
    return 0;
  },
});
