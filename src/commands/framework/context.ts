// What a command's run() works with: its options and operands, buffered output, messages, inputs.
import type { Task } from '../../base/sim';
import type { OpenFile, Process } from '../../machine/types';
import { busyboxMessage, busyboxStatus } from './busybox';
import { failureCode, failureText } from './failure';
import { Input } from './input';
import type { GivenOption, OptionTable, OptionValues } from './options';
import { quoteIfNeeded } from './quote';

/** GNU tools, or busybox's applets with the same behaviour and other texts. */
export type Flavour = 'gnu' | 'busybox';

const BUFFER = 16384;

/** How open() treats what can't be read. */
export interface OpenRules {
  /** The message after `NAME: `; `phase` says whether open or read failed. */
  readonly explain?: (name: string, text: string, phase: 'open' | 'read') => string;
  /** Whether `-` is standard input; true by default. */
  readonly dash?: boolean;
  /** What messages call standard input; `-` by default. */
  readonly stdinName?: string;
  /** Exit status of a failure; 1 by default. */
  readonly status?: number;
}

/** A running command. Its methods that print are tasks: `yield*` them. */
export class Context<T extends OptionTable = OptionTable> {
  readonly process: Process;
  /** As messages call the command. */
  readonly name: string;
  readonly options: OptionValues<T>;
  readonly given: readonly GivenOption<keyof T & string>[];
  readonly operands: readonly string[];
  readonly flavour: Flavour;
  /** What the command will exit with; fail() sets it. */
  status = 0;
  #hint: string;
  #usageStatus: number;
  #buffer = '';
  #inputs = new Set<Input>();

  constructor(
    process: Process,
    parsed: { values: unknown; given: readonly GivenOption[]; operands: readonly string[] },
    texts: { name: string; hint: string; usageStatus: number; flavour: Flavour },
  ) {
    this.process = process;
    this.name = texts.name;
    this.options = parsed.values as OptionValues<T>;
    this.given = parsed.given as readonly GivenOption<keyof T & string>[];
    this.operands = parsed.operands;
    this.flavour = texts.flavour;
    this.#hint = texts.hint;
    this.#usageStatus = texts.usageStatus;
  }

  /** To standard output, buffered: it is written when enough has come, before the command waits
   *  for input, before a message on a terminal, and at the end. */
  *out(text: string): Task<void> {
    this.#buffer += text;
    if (this.#buffer.length >= BUFFER) yield* this.flush();
  }

  /** Writes what out() has kept back. */
  *flush(): Task<void> {
    if (this.#buffer === '') return;
    const text = this.#buffer;
    this.#buffer = '';
    yield* this.process.write(text);
  }

  /** To standard error as it is. */
  *err(text: string): Task<void> {
    if (this.process.fds.get(1)?.kind === 'tty') yield* this.flush();
    yield* this.process.error(text);
  }

  /** Prints `NAME: message`, sets the exit status and returns it. */
  *fail(message: string, status = 1): Task<number> {
    yield* this.err(this.#message(message));
    this.status = this.flavour === 'gnu' ? status : busyboxStatus(this.name, status);
    return this.status;
  }

  /** Prints `NAME: message` without changing the exit status. */
  *warn(message: string): Task<void> {
    yield* this.err(this.#message(message));
  }

  /** A mistake in the command line: the message, the hint at --help, the status for that. */
  *usage(message: string, status = this.#usageStatus): Task<number> {
    yield* this.err(`${this.#message(message)}${this.#hint}`);
    this.status = status;
    return status;
  }

  /** Opens a file (or `-`) for reading. When that fails it has said so and returns undefined. */
  *open(name: string, rules: OpenRules = {}): Task<Input | undefined> {
    const { explain = (file, text) => `${quoteIfNeeded(file)}: ${text}`, dash = true } = rules;
    if (name === '-' && dash) return this.stdin(rules.stdinName);
    let file: OpenFile;
    try {
      file = this.process.files.open(name, { read: true });
    } catch (error) {
      const phase = failureCode(error) === 'EISDIR' ? 'read' : 'open';
      yield* this.fail(explain(name, failureText(error), phase), rules.status);
      return undefined;
    }
    if (file.kind === 'dir') {
      file.release();
      yield* this.fail(explain(name, 'Is a directory', 'read'), rules.status);
      return undefined;
    }
    return this.#track(this.#input(name, file));
  }

  #message(text: string): string {
    if (this.flavour === 'gnu') return `${this.name}: ${text}\n`;
    const own = busyboxMessage(this.name, text);
    return own === '' ? '' : `${this.name}: ${own}\n`;
  }

  #input(name: string, file: OpenFile): Input {
    const hold = (characters: number) => this.process.allocate(characters);
    return new Input(name, file, () => this.flush(), hold);
  }

  /** Standard input as an Input. */
  stdin(name = '-'): Input {
    const file = this.process.fds.get(0) ?? closedFile;
    file.retain();
    return this.#track(this.#input(name, file));
  }

  /** The whole text of a file or `-`; undefined when that failed (and was said). */
  *readAll(name: string, rules: OpenRules = {}): Task<string | undefined> {
    const input = yield* this.open(name, rules);
    if (input === undefined) return undefined;
    const text = yield* input.all();
    this.close(input);
    return text;
  }

  /** The operands, or `-` when there are none. */
  files(operands: readonly string[] = this.operands): readonly string[] {
    return operands.length === 0 ? ['-'] : operands;
  }

  close(input: Input): void {
    this.#inputs.delete(input);
    input.close();
  }

  /** For the framework: closes what is still open. */
  closeAll(): void {
    for (const input of this.#inputs) input.close();
    this.#inputs.clear();
  }

  #track(input: Input): Input {
    this.#inputs.add(input);
    return input;
  }
}

/** Descriptor 0 of a process that has none: an empty file. */
const closedFile: OpenFile = {
  kind: 'null',
  name: '/dev/null',
  *read() {
    return '';
  },
  *write() {},
  isReadable: true,
  get readable(): never {
    throw new Error('a closed descriptor is always readable');
  },
  retain() {},
  release() {},
};
