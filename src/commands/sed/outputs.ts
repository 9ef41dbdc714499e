// Where sed writes: standard output, the file edited in place, files of w. Each remembers a line
// whose newline is still missing.
import type { Task } from '../../base/sim';
import { type Context, failureText, quoteIfNeeded } from '../command';

/** Something to write lines to. */
export class Output {
  #write: (text: string) => Task<void>;
  #isNewlineMissing = false;
  #end: string;

  constructor(write: (text: string) => Task<void>, end: string) {
    this.#write = write;
    this.#end = end;
  }

  /** A line; `isOpen`: without its newline, which comes when more is written. */
  *line(text: string, isOpen = false): Task<void> {
    const before = this.#isNewlineMissing ? this.#end : '';
    this.#isNewlineMissing = isOpen;
    yield* this.#write(before + text + (isOpen ? '' : this.#end));
  }

  /** Text as it is, after a missing newline. */
  *text(text: string): Task<void> {
    const before = this.#isNewlineMissing ? this.#end : '';
    this.#isNewlineMissing = false;
    if (before + text !== '') yield* this.#write(before + text);
  }
}

/** The files of w commands and flags, made (empty) at the start. */
export class OutputFiles {
  #outputs = new Map<string, Output>();
  #ctx: Context;
  #end: string;

  constructor(ctx: Context, end: string) {
    this.#ctx = ctx;
    this.#end = end;
  }

  /** Returns false when the file can't be made (and that was said). */
  *create(name: string, stdout: Output): Task<boolean> {
    if (this.#outputs.has(name)) return true;
    const { process } = this.#ctx;
    if (name === '/dev/stdout') this.#outputs.set(name, stdout);
    else if (name === '/dev/stderr') {
      this.#outputs.set(name, new Output((text) => process.error(text), this.#end));
    } else {
      try {
        process.files.write(name, '');
      } catch (error) {
        yield* this.#ctx.fail(
          `couldn't open file ${quoteIfNeeded(name)}: ${failureText(error)}`,
          4,
        );
        return false;
      }
      const write = function* (text: string): Task<void> {
        process.files.append(name, text);
      };
      this.#outputs.set(name, new Output(write, this.#end));
    }
    return true;
  }

  get(name: string): Output | undefined {
    return this.#outputs.get(name);
  }
}
