// What chown and chgrp share: walking over files and changing whom they belong to.
import type { Task } from '../../base/sim';
import type { Stat } from '../../machine/types';
import type { Context } from '../command';
import { quoteAlways, quoteLocale } from '../command';
import { failureText } from '../framework/failure';
import { Names } from './accounts';

export const ownershipOptions = {
  changes: ['-c, --changes', 'like verbose, but only for changes'],
  silent: ['-f, --silent, --quiet', 'no messages about errors'],
  verbose: ['-v, --verbose', 'say what is done'],
  dereference: ['--dereference', 'change what links lead to (default)'],
  noDereference: ['-h, --no-dereference', 'change links themselves'],
  from: ['--from=CURRENT_OWNER:CURRENT_GROUP', 'change only what belongs to these'],
  reference: ['--reference=FILE', 'use owner and group of FILE'],
  recursive: ['-R, --recursive', 'change files and folders below too'],
  followOperand: ['-H', 'with -R, follow a link of the command line'],
  followAll: ['-L', 'with -R, follow every link to a folder'],
  followNone: ['-P', 'with -R, follow no link (default)'],
  preserveRoot: ['--preserve-root', 'refuse to work recursively on /'],
  noPreserveRoot: ['--no-preserve-root', 'do not treat / specially (default)'],
} as const;

export type OwnershipContext = Context<typeof ownershipOptions>;

/** Whom files are given to; undefined leaves it. */
export interface NewOwner {
  readonly uid: number | undefined;
  readonly gid: number | undefined;
}

/** The whole of chown and chgrp; they differ in what they read from their first operand. */
export function* changeOwners(
  ctx: OwnershipContext,
  read: (given: { readonly text: string } | { readonly stat: Stat }) => NewOwner | string,
): Task<number> {
  const { reference } = ctx.options;
  const [text] = ctx.operands;
  if (text === undefined) return yield* ctx.usage('missing operand');
  let owner: NewOwner | string;
  if (reference !== undefined) {
    try {
      owner = read({ stat: ctx.process.files.stat(reference) });
    } catch (error) {
      const why = failureText(error);
      return yield* ctx.fail(`failed to get attributes of ${quoteAlways(reference)}: ${why}`);
    }
  } else {
    if (ctx.operands.length === 1) {
      return yield* ctx.usage(`missing operand after ${quoteLocale(text)}`);
    }
    owner = read({ text });
  }
  if (typeof owner === 'string') return yield* ctx.fail(owner);
  for (const path of reference === undefined ? ctx.operands.slice(1) : ctx.operands) {
    yield* changeOwner(ctx, path, owner);
  }
  return ctx.status;
}

function* changeOwner(
  ctx: OwnershipContext,
  path: string,
  owner: NewOwner,
  isOperand = true,
): Task<void> {
  const { files } = ctx.process;
  const follow = !ctx.options.noDereference && isOperand;
  let stat: Stat;
  try {
    stat = follow ? files.stat(path) : files.lstat(path);
  } catch (error) {
    const why = failureText(error);
    const what = follow && isLink(ctx, path) ? 'cannot dereference' : 'cannot access';
    yield* fail(ctx, `${what} ${quoteAlways(path)}: ${why}`);
    return;
  }
  const uid = owner.uid ?? stat.uid;
  const gid = owner.gid ?? stat.gid;
  const names = new Names(files);
  try {
    files.chown(path, uid, gid, follow);
  } catch (error) {
    const what = owner.uid === undefined ? 'group' : 'ownership';
    yield* fail(ctx, `changing ${what} of ${quoteAlways(path)}: ${failureText(error)}`);
  }
  yield* report(ctx, path, stat, { uid, gid, names, owner });
  if (!ctx.options.recursive || stat.kind !== 'dir') return;
  const base = path.endsWith('/') ? path : `${path}/`;
  for (const name of files.list(path)) yield* changeOwner(ctx, base + name, owner, false);
}

function isLink(ctx: OwnershipContext, path: string): boolean {
  try {
    return ctx.process.files.lstat(path).kind === 'symlink';
  } catch {
    return false;
  }
}

function* fail(ctx: OwnershipContext, message: string): Task<void> {
  if (ctx.options.silent) ctx.status = 1;
  else yield* ctx.fail(message);
}

function* report(
  ctx: OwnershipContext,
  path: string,
  stat: Stat,
  to: { uid: number; gid: number; names: Names; owner: NewOwner },
): Task<void> {
  const isChanged = stat.uid !== to.uid || stat.gid !== to.gid;
  if (!ctx.options.verbose && !(ctx.options.changes && isChanged)) return;
  const { names, owner } = to;
  const show = (uid: number, gid: number): string => {
    if (owner.uid === undefined) return names.group(gid);
    return owner.gid === undefined ? names.user(uid) : `${names.user(uid)}:${names.group(gid)}`;
  };
  const what = owner.uid === undefined ? 'group' : 'ownership';
  const text = isChanged
    ? `changed ${what} of ${quoteAlways(path)} from ${show(stat.uid, stat.gid)} ` +
      `to ${show(to.uid, to.gid)}`
    : `${what} of ${quoteAlways(path)} retained as ${show(to.uid, to.gid)}`;
  yield* ctx.out(`${text}\n`);
}
