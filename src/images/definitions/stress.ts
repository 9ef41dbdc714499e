// stress: keeps CPUs busy and memory full.
import type { Task } from '../../base/sim';
import { program, type Tree } from '../../machine/filesystem/tree';
import { defineImage } from '../../machine/image';
import type { Process, Program } from '../../machine/types';
import { slimDebian } from '../bases/debian';

let files: Tree | undefined;

const stress: Program = {
  name: 'stress',
  *run(process: Process): Task<number> {
    const args = process.argv.slice(1);
    const option = (...names: string[]) => {
      const at = args.findIndex((one) => names.includes(one));
      return at < 0 ? undefined : args[at + 1];
    };
    const cpus = Number(option('--cpu', '-c') ?? 0);
    const hogs = Number(option('--vm', '-m') ?? 0);
    const io = Number(option('--io', '-i') ?? 0);
    if (cpus + hogs + io === 0) {
      yield* process.write(
        'Usage: stress [--cpu N] [--io N] [--vm N [--vm-bytes B]] [--timeout N]\n',
      );
      return 0;
    }
    const say = (text: string) => process.write(`stress: info: [${process.pid}] ${text}\n`);
    yield* say(`dispatching hogs: ${cpus} cpu, ${io} io, ${hogs} vm, 0 hdd`);
    const seconds = secondsOf(option('--timeout', '-t'));
    const until = process.sim.now + seconds * 1000;
    const bytes = bytesOf(option('--vm-bytes') ?? '256M');
    for (let i = 0; i < hogs; i++) {
      process.allocate(bytes);
      yield {};
    }
    // Memory is touched again and again unless it may hang.
    const busy = cpus + (args.includes('--vm-hang') ? 0 : hogs);
    while (process.sim.now < until) {
      yield* process.sleep(Math.min(1000, until - process.sim.now));
      process.cpuMs += 1000 * busy;
    }
    yield* say(`successful run completed in ${seconds}s`);
    return 0;
  },
};

function secondsOf(text: string | undefined): number {
  const match = /^(\d+)([smhd]?)$/.exec(text ?? '');
  if (match === null) return Number.POSITIVE_INFINITY;
  const unit = { s: 1, m: 60, h: 3600, d: 86_400 }[match[2] ?? ''] ?? 1;
  return Number(match[1]) * unit;
}

function bytesOf(text: string): number {
  const match = /^(\d+)([bkmg]?)$/i.exec(text);
  const unit = { k: 1024, m: 1_048_576, g: 1_073_741_824 }[match?.[2]?.toLowerCase() ?? ''] ?? 1;
  return Number(match?.[1] ?? 0) * unit;
}

export default defineImage({
  name: 'stress',
  repositories: ['docker.io/polinux/stress', 'docker.io/progrium/stress', 'docker.io/vish/stress'],
  sizeBytes: 4_040_000,
  tree: () =>
    (files ??= slimDebian({ files: { '/usr/local/bin/stress': program('stress', 60_000) } })),
  programs: { stress },
});
