// mount: shows what is mounted; mounts tmpfs and bind mounts.
import type { Task } from '../base/sim';
import type { ProcessFiles } from '../machine/files';
import { FileSystem } from '../machine/filesystem/filesystem';
import { dir, tree } from '../machine/filesystem/tree';
import type { MachineInside } from '../machine/inside';
import { mountOptions, mountTable } from '../machine/proc/mounts';
import { type Context, defineCommand } from './command';
import { failureText } from './framework/failure';
import { parseBlockSize } from './system/sizes';

const options = {
  all: ['-a, --all', 'mount everything of /etc/fstab'],
  bind: ['-B, --bind', 'make a folder appear at a second place'],
  rbind: ['-R, --rbind', 'likewise'],
  list: ['-l, --show-labels', 'show labels too'],
  options: ['-o, --options=LIST...', 'options, separated by commas'],
  readOnly: ['-r, --read-only', 'read only'],
  type: ['-t, --types=LIST', 'type of the file system'],
  verbose: ['-v, --verbose', 'say what is done'],
  readWrite: ['-w, --rw, --read-write', 'for reading and writing'],
} as const;

type Ctx = Context<typeof options>;

export default defineCommand({
  name: 'mount',
  summary: { en: 'Show or attach file systems.', es: 'Muestra o monta sistemas de archivos.' },
  package: 'util-linux',
  options,
  operands: '[SOURCE] DIRECTORY',
  *run(ctx) {
    const o = ctx.options;
    const machine = ctx.process.machine as MachineInside;
    if (ctx.operands.length === 0) {
      for (const mounted of mountTable(machine.filesystem)) {
        const { type } = mounted.fs;
        if (o.type !== undefined && !o.type.split(',').includes(type)) continue;
        const how = `type ${type} (${mountOptions(mounted)})`;
        yield* ctx.out(`${mounted.source} on ${mounted.path} ${how}\n`);
      }
      return 0;
    }
    if (ctx.process.credentials.uid !== 0) {
      return yield* ctx.fail(`${ctx.operands[0]}: must be superuser to use mount.`, 32);
    }
    const [first = '', second] = ctx.operands;
    if (second === undefined) return yield* ctx.fail(`${first}: can't find in /etc/fstab.`);
    return yield* attach(ctx, first, second);
  },
});

function* attach(ctx: Ctx, source: string, target: string): Task<number> {
  const o = ctx.options;
  const files = ctx.process.files as ProcessFiles;
  const words = o.options.flatMap((list) => list.split(','));
  const readOnly = o.readOnly || words.includes('ro');
  const isBind = o.bind || o.rbind || words.includes('bind') || words.includes('rbind');
  try {
    const at = files.place(target);
    const path = files.realpath(target);
    if (isBind) {
      const from = files.place(source);
      at.fs.mount(path, at.inode.ino, from.fs, { ino: from.inode.ino, readOnly });
      return 0;
    }
    if (at.inode.kind !== 'dir') {
      return yield* ctx.fail(`${target}: mount point is not a directory.`, 32);
    }
    if (o.type !== 'tmpfs' && o.type !== 'ramfs') {
      const problem =
        o.type === undefined || files.exists(source)
          ? `wrong fs type, bad option, bad superblock on ${source}, missing codepage ` +
            `or helper program, or other error.`
          : `special device ${source} does not exist.`;
      yield* ctx.err(`mount: ${target}: ${problem}\n`);
      return 32;
    }
    const size = words.find((word) => word.startsWith('size='))?.slice(5) ?? '';
    const bytes = parseBlockSize(size.toUpperCase())?.bytes;
    const fs = FileSystem.from(tree({ '/': dir(0o1777) }), {
      type: 'tmpfs',
      source,
      sizeBytes: bytes ?? Math.floor(ctx.process.machine.hardware.memoryBytes / 2),
    });
    at.fs.mount(path, at.inode.ino, fs, { readOnly, source });
    return 0;
  } catch (error) {
    const why = failureText(error);
    const text = why === 'No such file or directory' ? 'mount point does not exist.' : `${why}.`;
    const hint = '       dmesg(1) may have more information after failed mount system call.\n';
    yield* ctx.err(`mount: ${target}: ${text}\n${hint}`);
    return 32;
  }
}
