// What a running jq program can reach besides its input.
import type { Json } from './values';

/** One run of jq. */
export interface Session {
  /** $ENV. */
  readonly env: Json;
  /** Virtual ms since the epoch. */
  now(): number;
  /** The next input of `input`; undefined: there is none. */
  nextInput(): Json | undefined;
  /** Name of the file that the last input came from; null for standard input. */
  inputFilename(): string | null;
  inputLine(): number;
  /** Counts one turn of a loop; a run without end is stopped. */
  tick(): void;
  /** To standard error, in order with the results. */
  note(text: string): void;
}

/** `halt` and `halt_error`. */
export class Halt {
  readonly code: number;
  /** Written to standard error. */
  readonly text: string;
  constructor(code: number, text = '') {
    this.code = code;
    this.text = text;
  }
}
