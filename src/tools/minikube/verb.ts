// A command's code: a file of verbs/ bears the name of a command; its subcommands stand in it.
import type { Task } from '../../base/sim';
import type { Context } from './context';

export type Run = (ctx: Context) => Task<number>;

export interface Verb {
  readonly name: string;
  /** Undefined: the command only shows its help. */
  readonly run?: Run;
  readonly subcommands?: Readonly<Record<string, Run>>;
}

/** Declares a command's code. */
export function defineVerb(verb: Verb): Verb {
  return verb;
}
