// open(2), once rights are checked: from an inode to an open file description.
import { SystemError } from '../errno';
import { OpenDir } from '../open-file';
import { openFifo, Pipe } from '../pipe';
import type { OpenFile, OpenFlags, Tty } from '../types';
import { DeviceFile } from './device';
import type { DeviceInode, Viewer } from './inode';
import { RegularFile } from './regular-file';
import type { Place } from './walk';

export interface OpenContext {
  readonly clock: { readonly now: number };
  readonly viewer: Viewer;
  readonly tty?: Tty | undefined;
  random(name: string): number;
}

export function openPlace(
  place: Place,
  path: string,
  flags: OpenFlags,
  context: OpenContext,
): OpenFile {
  const inode = place.inode;
  switch (inode.kind) {
    case 'file':
      return new RegularFile({ path, place, flags, viewer: context.viewer, clock: context.clock });
    case 'dir':
      return new OpenDir(path);
    case 'device':
      return openDevice(inode, path, context);
    case 'fifo': {
      place.fs.fifos ??= new Map();
      const pipe = place.fs.fifos.get(inode.ino) ?? new Pipe(path);
      place.fs.fifos.set(inode.ino, pipe);
      const writes = flags.write === true || flags.append === true;
      return openFifo(pipe, { read: flags.read === true, write: writes });
    }
    case 'socket':
    case 'symlink':
      throw new SystemError('ENXIO', path);
  }
}

function openDevice(inode: DeviceInode, path: string, context: OpenContext): OpenFile {
  if (inode.device === 'tty' || inode.device === 'console') {
    if (context.tty === undefined) throw new SystemError('ENXIO', path);
    return context.tty.open();
  }
  if (inode.device === 'pts') {
    const opened = inode.opened?.();
    if (opened === undefined) throw new SystemError('ENXIO', path);
    return opened;
  }
  let count = 0;
  const stream = `${path}/${context.viewer.pid}/${context.clock.now}`;
  return new DeviceFile(
    inode.device,
    path,
    () => context.random(`${stream}/${count++}`),
    context.clock,
  );
}
