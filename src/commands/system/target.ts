// Where cp, mv and ln put things: the last operand, -t FOLDER, or -T for exactly that name.
import type { Task } from '../../base/sim';
import type { Files } from '../../machine/types';
import type { Context } from '../command';
import { quoteAlways } from '../command';
import { failureText } from '../framework/failure';

export interface Targets {
  readonly sources: readonly string[];
  /** The folder to put them into; undefined: `name` is the one target. */
  readonly folder: string | undefined;
  readonly name: string;
}

interface TargetOptions {
  readonly targetDirectory: string | undefined;
  readonly noTargetDirectory: boolean;
}

/** Splits the operands; undefined when that failed (and was said). */
export function* readTargets(
  ctx: Context,
  options: TargetOptions,
  treatsLinksAsFiles = false,
): Task<Targets | undefined> {
  const { operands } = ctx;
  const { targetDirectory, noTargetDirectory } = options;
  const first = operands[0];
  if (first === undefined) {
    yield* ctx.usage('missing file operand');
    return undefined;
  }
  if (targetDirectory !== undefined) {
    if (!(yield* isFolder(ctx, targetDirectory, 'target directory'))) return undefined;
    return { sources: operands, folder: targetDirectory, name: '' };
  }
  const last = operands[operands.length - 1] ?? '';
  if (operands.length === 1) {
    yield* ctx.usage(`missing destination file operand after ${quoteAlways(first)}`);
    return undefined;
  }
  const sources = operands.slice(0, -1);
  if (noTargetDirectory) {
    if (operands.length > 2) {
      yield* ctx.usage(`extra operand ${quoteAlways(operands[2] ?? '')}`);
      return undefined;
    }
    return { sources, folder: undefined, name: last };
  }
  const isLink = treatsLinksAsFiles && isSymlink(ctx.process.files, last);
  if (ctx.process.files.isDir(last) && !isLink) return { sources, folder: last, name: '' };
  if (sources.length > 1) {
    yield* isFolder(ctx, last, 'target');
    return undefined;
  }
  return { sources, folder: undefined, name: last };
}

function* isFolder(ctx: Context, path: string, what: string): Task<boolean> {
  try {
    if (ctx.process.files.stat(path).kind === 'dir') return true;
    yield* ctx.fail(`${what} ${quoteAlways(path)}: Not a directory`);
  } catch (error) {
    yield* ctx.fail(`${what} ${quoteAlways(path)}: ${failureText(error)}`);
  }
  return false;
}

function isSymlink(files: Files, path: string): boolean {
  try {
    return files.lstat(path).kind === 'symlink';
  } catch {
    return false;
  }
}

/** `folder/name` for the last part of a source's path. */
export function intoFolder(folder: string, source: string): string {
  const name = source.replace(/\/+$/, '').replace(/.*\//, '') || source;
  if (name === '.' || name === '..')
    return folder.endsWith('/') ? `${folder}${name}` : `${folder}/${name}`;
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}
