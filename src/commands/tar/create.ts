// tar -c and -r: files into an archive.
import { toBytes } from '../../base/bytes';
import type { Task } from '../../base/sim';
import type { Stat } from '../../machine/types';
import { type Context, failureText } from '../command';
import type { Writer } from './format';
import { type Accounts, excludeTest } from './names';
import type { options } from './options';

type Ctx = Context<typeof options>;

export interface CreateRules {
  readonly users: Accounts;
  readonly groups: Accounts;
  readonly transform: (name: string) => string;
  readonly excludes: readonly string[];
  /** Says the name of what was added. */
  readonly verbose: (name: string) => Task<void>;
  /** -u: the time a member of this name has in the archive already. */
  readonly isCurrent: (name: string, mtimeSeconds: number) => boolean;
}

/** Adds the operands; -C changes the folder that following ones are looked for in. */
export class Creator {
  hasFailed = false;
  #ctx: Ctx;
  #writer: Writer;
  #rules: CreateRules;
  #isExcluded: (name: string) => boolean;
  #links = new Map<number, string>();
  #hasWarned = false;

  constructor(ctx: Ctx, writer: Writer, rules: CreateRules) {
    this.#ctx = ctx;
    this.#writer = writer;
    this.#rules = rules;
    this.#isExcluded = excludeTest(rules.excludes);
  }

  *add(name: string): Task<void> {
    const { files } = this.#ctx.process;
    if (this.#isExcluded(name)) return;
    let stat: Stat;
    try {
      stat = this.#ctx.options.dereference ? files.stat(name) : files.lstat(name);
    } catch (error) {
      this.hasFailed = true;
      yield* this.#ctx.warn(`${name}: Cannot stat: ${failureText(error)}`);
      return;
    }
    if (stat.kind === 'socket') {
      yield* this.#ctx.warn(`${name}: socket ignored`);
      return;
    }
    if (stat.kind === 'dir') {
      yield* this.#member(`${name.replace(/\/+$/, '')}/`, stat, { type: '5' });
      if (!this.#ctx.options.noRecursion) yield* this.#folder(name);
      return;
    }
    if (stat.kind === 'symlink') {
      yield* this.#member(name, stat, { type: '2', linkName: files.readlink(name) });
      return;
    }
    const earlier = stat.nlink > 1 ? this.#links.get(stat.ino) : undefined;
    if (earlier !== undefined) {
      yield* this.#member(name, stat, { type: '1', linkName: earlier });
      return;
    }
    if (stat.kind === 'fifo') {
      yield* this.#member(name, stat, { type: '6' });
      return;
    }
    let data: Uint8Array;
    try {
      data = toBytes(files.read(name));
    } catch (error) {
      this.hasFailed = true;
      yield* this.#ctx.warn(`${name}: Cannot open: ${failureText(error)}`);
      return;
    }
    yield* this.#member(name, stat, { type: '0', data });
    if (stat.nlink > 1) this.#links.set(stat.ino, name.replace(/^\/+/, ''));
    if (this.#ctx.options.removeFiles) files.unlink(name);
  }

  *#folder(name: string): Task<void> {
    let entries: string[];
    try {
      entries = this.#ctx.process.files.list(name);
    } catch (error) {
      this.hasFailed = true;
      yield* this.#ctx.warn(`${name}: Cannot open: ${failureText(error)}`);
      return;
    }
    for (const entry of entries) yield* this.add(`${name.replace(/\/+$/, '')}/${entry}`);
  }

  *#member(
    path: string,
    stat: Stat,
    {
      type,
      linkName = '',
      data = new Uint8Array(),
    }: { type: string; linkName?: string; data?: Uint8Array },
  ): Task<void> {
    const o = this.#ctx.options;
    let name = this.#rules.transform(path);
    if (name.startsWith('/') && !o.absoluteNames) {
      if (!this.#hasWarned) {
        this.#hasWarned = true;
        yield* this.#ctx.warn("Removing leading `/' from member names");
      }
      name = name.replace(/^\/+/, '') || './';
    }
    const mtimeSeconds = Math.floor(stat.mtimeMs / 1000);
    if (this.#rules.isCurrent(name, mtimeSeconds)) return;
    const owner = o.owner?.split(':') ?? [];
    const group = o.group?.split(':') ?? [];
    const id = (text: string | undefined, accounts: Accounts, otherwise: number) =>
      text === undefined
        ? otherwise
        : /^\+?\d+$/.test(text)
          ? Number(text)
          : (accounts.id(text) ?? otherwise);
    const uid = id(owner[1] ?? owner[0], this.#rules.users, stat.uid);
    const gid = id(group[1] ?? group[0], this.#rules.groups, stat.gid);
    const label = (text: string | undefined, fallback: string) =>
      o.numericOwner || (text !== undefined && /^\+?\d+$/.test(text)) ? '' : (text ?? fallback);
    yield* this.#rules.verbose(path);
    this.#writer.add({
      name,
      mode: o.mode === undefined ? stat.mode : Number.parseInt(o.mode, 8) || stat.mode,
      uid,
      gid,
      mtimeSeconds,
      type,
      linkName,
      userName: label(owner[0], this.#rules.users.name(stat.uid)),
      groupName: label(group[0], this.#rules.groups.name(stat.gid)),
      data,
    });
  }
}
