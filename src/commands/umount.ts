// umount: takes file systems away.

import type { ProcessFiles } from '../machine/files';
import type { MachineInside } from '../machine/inside';
import { mountTable } from '../machine/proc/mounts';
import { defineCommand } from './command';
import { failureText } from './framework/failure';

export default defineCommand({
  name: 'umount',
  summary: { en: 'Detach file systems.', es: 'Desmonta sistemas de archivos.' },
  package: 'util-linux',
  options: {
    force: ['-f, --force', 'even when it does not answer'],
    lazy: ['-l, --lazy', 'now, clean up later'],
    recursive: ['-R, --recursive', 'with all that is mounted below'],
    verbose: ['-v, --verbose', 'say what is done'],
  },
  operands: 'DIRECTORY...',
  *run(ctx) {
    const files = ctx.process.files as ProcessFiles;
    const machine = ctx.process.machine as MachineInside;
    if (ctx.operands.length === 0) {
      yield* ctx.err("umount: bad usage\nTry 'umount --help' for more information.\n");
      return 1;
    }
    for (const target of ctx.operands) {
      try {
        const path = files.realpath(target);
        const isMounted = mountTable(machine.filesystem).some((one) => one.path === path);
        if (!isMounted || path === '/') {
          const why = path === '/' ? 'target is busy.' : 'not mounted.';
          yield* ctx.fail(`${target}: ${why}`, 32);
          continue;
        }
        if (ctx.process.credentials.uid !== 0) {
          yield* ctx.fail(`${target}: must be superuser to unmount.`, 32);
          continue;
        }
        const slash = path.lastIndexOf('/');
        const parent = files.place(path.slice(0, slash) || '/');
        const name = path.slice(slash + 1);
        const ino = parent.inode.kind === 'dir' ? parent.inode.entries.get(name) : undefined;
        if (ino !== undefined) parent.fs.unmount(ino);
      } catch (error) {
        const why = failureText(error);
        const text = why === 'No such file or directory' ? 'no mount point specified.' : `${why}.`;
        yield* ctx.fail(`${target}: ${text}`, 32);
      }
    }
    return ctx.status;
  },
});
