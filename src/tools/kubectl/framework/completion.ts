// What completers are asked, and the answers for flags and commands.
import type { Context } from './context';

/** A word to be completed as a verb's argument. */
export interface CompletionRequest {
  readonly context: Context;
  /** Arguments before the word. */
  readonly args: readonly string[];
  readonly current: string;
}
