// tar -x and -d: from an archive to files.
import { fromBytes } from '../../base/bytes';
import type { Task } from '../../base/sim';
import { type Context, failureCode, failureText } from '../command';
import type { Member } from './format';
import type { Accounts } from './names';
import type { options } from './options';

type Ctx = Context<typeof options>;

export class Extractor {
  hasFailed = false;
  #ctx: Ctx;
  #users: Accounts;
  #groups: Accounts;
  #hasWarned = false;
  /** Folders whose times and modes are set when all is there. */
  #folders: { path: string; member: Member }[] = [];

  constructor(ctx: Ctx, users: Accounts, groups: Accounts) {
    this.#ctx = ctx;
    this.#users = users;
    this.#groups = groups;
  }

  *extract(member: Member, name: string): Task<void> {
    const { options: o, process } = this.#ctx;
    const { files } = process;
    if (o.stdout) {
      if (member.type === '0') yield* this.#ctx.out(fromBytes(member.data));
      return;
    }
    let path = name;
    if (!o.absoluteNames && path.startsWith('/')) {
      if (!this.#hasWarned) yield* this.#ctx.warn("Removing leading `/' from member names");
      this.#hasWarned = true;
      path = path.replace(/^\/+/, '');
    }
    if (!o.absoluteNames && path.split('/').includes('..')) {
      this.hasFailed = true;
      yield* this.#ctx.warn(`${path}: Member name contains '..'`);
      return;
    }
    path = path.replace(/\/+$/, '') || '.';
    try {
      const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')));
      if (parent !== '' && !files.isDir(parent)) files.mkdirAll(parent);
      if (member.type === '5') {
        if (!files.isDir(path)) files.mkdir(path, 0o700);
        this.#folders.push({ path, member });
        return;
      }
      this.#makeRoom(path);
      this.#make(path, member);
    } catch (error) {
      this.hasFailed = true;
      const isExisting = failureCode(error) === 'EEXIST';
      const text = isExisting ? 'File exists' : failureText(error);
      const what =
        member.type === '2' || member.type === '1' ? 'Cannot create link' : 'Cannot open';
      yield* this.#ctx.warn(`${path}: ${what}: ${text}`);
      return;
    }
    if (member.type !== '2' && member.type !== '1') this.#attributes(path, member);
  }

  /** Times and modes of folders, the deepest first. */
  finish(): void {
    for (const { path, member } of this.#folders.reverse()) this.#attributes(path, member);
  }

  #makeRoom(path: string): void {
    const { files } = this.#ctx.process;
    if (this.#ctx.options.keepOld || this.#ctx.options.overwrite) return;
    try {
      if (files.lstat(path).kind === 'dir') files.rmdir(path);
      else files.unlink(path);
    } catch (error) {
      if (failureCode(error) !== 'ENOENT') throw error;
    }
  }

  #make(path: string, member: Member): void {
    const { files } = this.#ctx.process;
    switch (member.type) {
      case '1':
        files.link(member.linkName, path);
        break;
      case '2':
        files.symlink(member.linkName, path);
        break;
      case '6':
        files.mkfifo(path);
        break;
      default:
        if (this.#ctx.options.keepOld) {
          files.open(path, { write: true, create: true, exclusive: true }).release();
        }
        files.write(path, fromBytes(member.data));
    }
  }

  #attributes(path: string, member: Member): void {
    const { options: o, process } = this.#ctx;
    const { files } = process;
    const isRoot = files.credentials.uid === 0;
    const keepsMode = (isRoot || o.samePermissions) && !o.noSamePermissions;
    files.chmod(path, keepsMode ? member.mode & 0o7777 : member.mode & 0o777 & ~files.umask);
    if (isRoot && !o.noSameOwner) {
      const uid = o.numericOwner ? undefined : this.#users.id(member.userName);
      const gid = o.numericOwner ? undefined : this.#groups.id(member.groupName);
      files.chown(path, uid ?? member.uid, gid ?? member.gid);
    }
    if (!o.touch) files.utimes(path, process.sim.now, member.mtimeSeconds * 1000);
  }
}

/** tar -d: what differs between a member and the file; the lines to print. */
export function differences(ctx: Ctx, member: Member): { lines: string[]; failure?: string } {
  const { files } = ctx.process;
  const path = member.name.replace(/\/+$/, '');
  try {
    const stat = files.lstat(path);
    const lines: string[] = [];
    if ((stat.mode & 0o7777) !== (member.mode & 0o7777)) lines.push(`${path}: Mode differs`);
    if (stat.uid !== member.uid) lines.push(`${path}: Uid differs`);
    if (stat.gid !== member.gid) lines.push(`${path}: Gid differs`);
    if (member.type !== '0') return { lines };
    if (Math.floor(stat.mtimeMs / 1000) !== member.mtimeSeconds) {
      lines.push(`${path}: Mod time differs`);
    }
    if (stat.size !== member.data.length) lines.push(`${path}: Size differs`);
    else if (files.read(path) !== fromBytes(member.data)) lines.push(`${path}: Contents differ`);
    return { lines };
  } catch (error) {
    return { lines: [], failure: `${path}: Warning: Cannot stat: ${failureText(error)}` };
  }
}
