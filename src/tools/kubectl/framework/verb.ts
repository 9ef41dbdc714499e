// A kubectl verb: one file (or folder) of verbs/. Its flags and place in the tree come from the
// table; here is what it does.
import type { Task } from '../../../base/sim';
import type { CompletionRequest } from './completion';
import type { Context } from './context';

/** What a verb's file exports as default. */
export interface Verb {
  readonly name: string;
  /** Returns the exit code. Undefined: shows help when called bare. */
  readonly run?: (ctx: Context) => Task<number>;
  readonly subcommands?: Readonly<Record<string, Verb>>;
  /** Candidates for an argument. */
  readonly complete?: (request: CompletionRequest) => Task<readonly string[]>;
}

/** Types a verb's definition. */
export function defineVerb(verb: Verb): Verb {
  return verb;
}
