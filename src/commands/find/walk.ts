// What find knows about the file it stands at, and about the whole run.
import type { Task } from '../../base/sim';
import type { Stat } from '../../machine/types';
import type { Context } from '../command';

/** A file that find has come to. */
export interface Visit {
  readonly path: string;
  /** The operand under which it was found. */
  readonly start: string;
  readonly depth: number;
  /** Of what links lead to, where they are followed. */
  readonly stat: Stat;
  /** -prune was evaluated: don't descend. */
  isPruned: boolean;
}

/** What holds for the whole run: global options, and what actions need. */
export interface Run {
  readonly ctx: Context;
  follow: 'never' | 'operands' | 'always';
  isDepthFirst: boolean;
  minDepth: number;
  maxDepth: number;
  staysOnDevice: boolean;
  regexType: string;
  /** Ages count from here: now, or the end of today after -daystart. */
  now: number;
  isQuitting: boolean;
  /** What is to do at the end: -exec … + with the files it has collected. */
  readonly finish: (() => Task<void>)[];
}

/** A test or an action: is it true of this file? */
export type Evaluate = (visit: Visit) => Task<boolean>;

/** The last part of a path, as -name sees it. */
export function baseName(path: string): string {
  const bare = path.replace(/\/+$/, '');
  return bare === '' ? '/' : bare.slice(bare.lastIndexOf('/') + 1);
}

/** Everything before the last part, as %h shows it. */
export function folderName(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : path.slice(0, slash);
}
