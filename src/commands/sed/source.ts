// The lines that sed works on, over all files, and whether the present one is the last.
import type { Task } from '../../base/sim';
import type { Context, Input } from '../command';

export interface SourceRules {
  readonly end: string;
  /** Each file has lines and a last line of its own (-s, -i). */
  readonly isSeparate: boolean;
  /** Called when a file begins and ends: -i opens and replaces its output there. */
  readonly onOpen: (name: string) => Task<boolean>;
  readonly onClose: () => Task<void>;
}

export class LineSource {
  lineNumber = 0;
  /** Name of the file that the present line is from. */
  fileName = '-';
  /** The present line had no newline at its end. */
  isOpenEnded = false;
  #ctx: Context;
  #files: readonly string[];
  #rules: SourceRules;
  #nextFile = 0;
  #input: Input | undefined;
  #batch: readonly string[] = [];
  #at = 0;

  constructor(ctx: Context, files: readonly string[], rules: SourceRules) {
    this.#ctx = ctx;
    this.#files = files;
    this.#rules = rules;
  }

  /** The next line; undefined after the last one. */
  *next(): Task<string | undefined> {
    for (;;) {
      if (this.#at < this.#batch.length) {
        const line = this.#batch[this.#at++];
        this.lineNumber++;
        const isLastOfFile = this.#at === this.#batch.length && this.#input?.hasOpenEnd === true;
        this.isOpenEnded = isLastOfFile;
        return line;
      }
      if (this.#input !== undefined) {
        if (yield* this.#more()) continue;
        yield* this.#close();
      }
      if (!(yield* this.#open())) return undefined;
    }
  }

  /** Whether no line follows the present one. Looks ahead as far as it must. */
  *isLast(): Task<boolean> {
    for (;;) {
      if (this.#at < this.#batch.length) return false;
      if (this.#input !== undefined && (yield* this.#more())) return false;
      if (this.#rules.isSeparate) return true;
      if (this.#input !== undefined) {
        const { isOpenEnded } = this;
        this.#ctx.close(this.#input);
        this.#input = undefined;
        this.isOpenEnded = isOpenEnded;
      }
      if (!(yield* this.#open())) return true;
    }
  }

  /** Gives back to the file what was read and not used (q). */
  giveBack(): void {
    if (this.#at < this.#batch.length) {
      const rest = this.#batch.slice(this.#at).join(this.#rules.end);
      this.#input?.putBack(this.#input.hasOpenEnd ? rest : rest + this.#rules.end);
    }
  }

  /** Passes the rest of the present file through (q with -i). */
  *rest(): Task<string> {
    let text = '';
    for (;;) {
      const lines = this.#batch.slice(this.#at);
      if (lines.length > 0) text += lines.join(this.#rules.end) + this.#rules.end;
      this.#at = this.#batch.length;
      if (this.#input === undefined || !(yield* this.#more())) break;
    }
    return this.#input?.hasOpenEnd ? text.slice(0, -1) : text;
  }

  *#more(): Task<boolean> {
    const lines = yield* this.#input?.lines(this.#rules.end) ?? none();
    if (lines === undefined) return false;
    this.#batch = lines;
    this.#at = 0;
    return true;
  }

  *#close(): Task<void> {
    if (this.#input !== undefined) this.#ctx.close(this.#input);
    this.#input = undefined;
    yield* this.#rules.onClose();
  }

  *#open(): Task<boolean> {
    while (this.#nextFile < this.#files.length) {
      const name = this.#files[this.#nextFile++] ?? '-';
      const isDir = this.#ctx.process.files.isDir(name);
      if (isDir && !(yield* this.#rules.onOpen(name))) continue;
      const input = yield* this.#ctx.open(name, {
        status: 2,
        explain: (f, why, phase) =>
          phase === 'read' ? `read error on ${f}: ${why}` : `can't read ${f}: ${why}`,
      });
      if (input === undefined) {
        if (isDir) this.#ctx.status = 4;
        continue;
      }
      if (!(yield* this.#rules.onOpen(name))) {
        this.#ctx.close(input);
        continue;
      }
      this.#input = input;
      this.fileName = name;
      this.#batch = [];
      this.#at = 0;
      if (this.#rules.isSeparate) this.lineNumber = 0;
      return true;
    }
    return false;
  }
}

function* none(): Task<undefined> {
  return undefined;
}
