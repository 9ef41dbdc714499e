// A shell: everything that a running bash (or sh) knows. How commands run is in the files beside.
import type { Task } from '../../base/sim';
import type { OpenFile, Process, SignalName } from '../../machine/types';
import type { Command, FunctionCommand } from '../ast';
import type { CompletionSpec } from '../completion/spec';
import { Calculator } from '../expansion/arithmetic/evaluate';
import { ArithmeticError, type Integer } from '../expansion/arithmetic/nodes';
import type { Dialect } from '../parser/source';
import { assignText, readSubscripted } from './assign';
import { ArithmeticFailure } from './errors';
import type { History } from './history';
import { Jobs } from './jobs';
import { Options } from './options';
import { defineDynamics } from './special';
import { Variables } from './variables';

/** A function call, a sourced file, or the main program. */
export interface Frame {
  readonly kind: 'main' | 'function' | 'source';
  readonly name: string;
  /** What errors and BASH_SOURCE name. */
  readonly source: string;
  /** Where it was called from. */
  readonly callLine: number;
}

/** A function with the file it came from. */
export interface ShellFunction {
  readonly command: FunctionCommand;
  readonly source: string;
  readonly isExported?: boolean;
}

export interface ShellSettings {
  readonly process: Process;
  readonly dialect: Dialect;
  /** `$0`. */
  readonly name: string;
  readonly isInteractive?: boolean;
}

export class Shell {
  process: Process;
  readonly dialect: Dialect;
  name: string;
  readonly isInteractive: boolean;
  /** `$$`: a subshell keeps its parent's. */
  readonly pid: number;
  /** Letter of the invocation for `$-`: `c` or `s`. */
  invocation = '';
  /** `-c` text: errors of syntax say so. */
  isCommandString = false;
  isLogin = false;

  variables = new Variables();
  functions = new Map<string, ShellFunction>();
  aliases = new Map<string, string>();
  options: Options;
  positional: string[] = [];
  frames: Frame[] = [];
  jobs: Jobs;
  /** Commands by trap name (`EXIT`, `ERR`, `INT`); '' ignores. */
  traps = new Map<string, string>();
  pendingSignals: SignalName[] = [];
  directories: string[] = [];
  hashed = new Map<string, { path: string; hits: number }>();
  completions = new Map<string, CompletionSpec>();
  history: History | undefined;
  /** Options of the completion being made, for compopt. */
  completing: Set<string> | undefined;
  disabledBuiltins = new Set<string>();
  calculator: Calculator;

  status = 0;
  pipeStatus: readonly number[] = [0];
  lastBackground: number | undefined;
  lastArgument = '';
  line = 1;
  /** For BASH_COMMAND. */
  currentCommand: Command | string | undefined;
  subshellLevel = 0;
  /** Loops around the current command (in this function). */
  loopDepth = 0;
  breaking = 0;
  continuing = 0;
  isReturning = false;
  /** > 0 where a failure doesn't end the shell under `set -e`. */
  conditionDepth = 0;
  trapDepth = 0;
  /** Nested `eval` and command substitutions, for PS4. */
  evalDepth = 0;
  /** Statuses of failed commands in an expansion: of an assignment without command. */
  substitutionStatus: number | undefined;
  secondsBase: number;
  randomCount = 0;
  /** How many commands ran since virtual time was last charged. */
  commandsRun = 0;
  /** How often it was charged since the shell last waited for a program. */
  busyTurns = 0;
  /** What still has to be released when the current command has ended (process substitution). */
  openSubstitutions: { fd: number; file: OpenFile }[] = [];
  optionIndex = 0;
  /** Text typed at a prompt that was not yet entered. */
  typed = '';
  /** `exit` with stopped jobs warns once. */
  exitWarned = false;
  /** Ctrl-C gives up the line even though there is no prompt (replay). */
  catchesInterrupts = false;
  /** A program takes this process's place: nothing is to be undone. */
  isReplaced = false;
  /** Complaints from inside expansions, printed when they are done. */
  notes: string[] = [];

  constructor(settings: ShellSettings) {
    this.process = settings.process;
    this.dialect = settings.dialect;
    this.name = settings.name;
    this.isInteractive = settings.isInteractive ?? false;
    this.pid = settings.process.pid;
    this.options = Options.usual(this.isInteractive);
    this.jobs = new Jobs();
    this.secondsBase = this.process.sim.now;
    this.calculator = this.#makeCalculator();
    if (this.dialect === 'bash') defineDynamics(this);
  }

  get isBash(): boolean {
    return this.dialect === 'bash';
  }

  get frame(): Frame | undefined {
    return this.frames[this.frames.length - 1];
  }

  /** Whether anything wants to leave the current list of commands. */
  get isLeaving(): boolean {
    return this.breaking > 0 || this.continuing > 0 || this.isReturning;
  }

  /** What error messages begin with: `bash: line 3: `. */
  get prefix(): string {
    const name = this.frame?.source || this.name;
    if (this.dialect === 'dash') return `${this.name}: ${this.line}: `;
    const isFile = !this.isInteractive && !this.isCommandString && this.invocation !== 's';
    if (this.dialect === 'ash') return isFile ? `${name}: line ${this.line}: ` : `${name}: `;
    if (this.isInteractive && this.subshellLevel >= 0) return `${name}: `;
    return `${name}: line ${this.line}: `;
  }

  /** Evaluates arithmetic; errors begin with `prefix` (`((: `, `let: `). @throws ShellError */
  evaluateFor(prefix: string, text: string): Integer {
    try {
      return this.calculator.evaluate(text);
    } catch (error) {
      if (!(error instanceof ArithmeticError)) throw error;
      throw new ArithmeticFailure(prefix + error.message);
    }
  }

  /** Prints an error with the shell's prefix. */
  *complain(message: string): Task<void> {
    yield* this.print(2, `${this.prefix}${message}\n`);
  }

  /** Writes to a descriptor; errors of writing are lost. */
  *print(fd: number, text: string): Task<void> {
    if (!this.process.fds.has(fd)) return;
    try {
      yield* this.process.writeTo(fd, text);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
    }
  }

  /** A copy that lives in another process: a subshell. */
  fork(process: Process): Shell {
    const other = new Shell({
      process,
      dialect: this.dialect,
      name: this.name,
      isInteractive: this.isInteractive,
    });
    Object.defineProperty(other, 'pid', { value: this.pid });
    other.variables = this.variables.copy();
    if (this.isBash) defineDynamics(other);
    other.functions = new Map(this.functions);
    other.aliases = this.aliases;
    other.options = this.options.copy();
    other.positional = [...this.positional];
    other.frames = [...this.frames];
    for (const [name, action] of this.traps) if (action === '') other.traps.set(name, '');
    other.directories = [...this.directories];
    other.hashed = new Map(this.hashed);
    other.completions = this.completions;
    other.history = this.history;
    other.disabledBuiltins = new Set(this.disabledBuiltins);
    copyCounters(this, other);
    other.jobs = this.jobs.forSubshell();
    return other;
  }

  #makeCalculator(): Calculator {
    return new Calculator({
      read: (name, subscript) => readSubscripted(this, name, subscript),
      write: (name, subscript, value) => assignText(this, name, { subscript, value }),
    });
  }
}

function copyCounters(from: Shell, to: Shell): void {
  to.invocation = from.invocation;
  to.isCommandString = from.isCommandString;
  to.status = from.status;
  to.pipeStatus = from.pipeStatus;
  to.lastBackground = from.lastBackground;
  to.lastArgument = from.lastArgument;
  to.line = from.line;
  to.currentCommand = from.currentCommand;
  to.subshellLevel = from.subshellLevel + 1;
  to.loopDepth = from.loopDepth;
  to.conditionDepth = from.conditionDepth;
  to.secondsBase = from.secondsBase;
  to.randomCount = from.randomCount + 7919 * (from.subshellLevel + 1);
  to.optionIndex = from.optionIndex;
  to.trapDepth = from.trapDepth;
  to.evalDepth = from.evalDepth;
}
