// Runs jq: reads the command line, compiles, feeds the inputs through, prints.
import type { Task } from '../../base/sim';
import { SystemError, strerror } from '../../machine/errno';
import type { Process } from '../../machine/types';
import type { Code } from './code';
import { Compiler, Scope } from './compile';
import { IDENTITY } from './control';
import { type Input, Inputs } from './inputs';
import { JsonReader, JsonSyntaxError } from './json-reader';
import { JqSyntaxError } from './lexer';
import { readOptions, type Settings, UsageError } from './options';
import { parseProgram } from './parser';
import { compact, print } from './print';
import { Halt, type Session } from './session';
import { BreakSignal, isTrue, JqError, type Json } from './values';

const USAGE_HINT = `Use jq --help for help with command-line options,
or see the jq manpage, or online docs  at https://stedolan.github.io/jq
`;
/** Characters of output after which a run without end is stopped. */
const OUTPUT_LIMIT = 4_000_000;

/** Turns of loops for one input after which it is stopped. */
const TURN_LIMIT = 20_000_000;

/** The results, or the work for them, became too much for one input. */
class TooMuch {}

export function* jq(process: Process): Task<number> {
  let settings: Settings;
  try {
    settings = readOptions(process.argv.slice(1));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    yield* process.error(`jq: ${error.message}\n${USAGE_HINT}`);
    return 2;
  }
  if (settings.show === 'version') {
    yield* process.write('jq-1.6\n');
    return 0;
  }
  if (settings.show === 'help') {
    yield* process.write(HELP);
    return 0;
  }
  const problem = yield* prepare(process, settings);
  if (problem !== undefined) {
    yield* process.error(`jq: ${problem}\n`);
    return 2;
  }
  return yield* new Run(process, settings).run();
}

/** Reads the files that the options name. Returns what is wrong. */
function* prepare(process: Process, settings: Settings): Task<string | undefined> {
  for (const { kind, name, file } of settings.fileArguments) {
    const text = yield* readFile(process, file);
    if (typeof text !== 'string') return `Bad JSON in ${kind} ${name} ${file}: ${text.error}`;
    if (kind === '--rawfile') {
      settings.named.set(name, text);
      continue;
    }
    try {
      settings.named.set(name, parseAll(text));
    } catch (error) {
      if (!(error instanceof JsonSyntaxError)) throw error;
      return `Bad JSON in ${kind} ${name} ${file}: ${error.message}`;
    }
  }
  if (!settings.programFile || settings.program === undefined) return undefined;
  const text = yield* readFile(process, settings.program);
  if (typeof text !== 'string') return text.error;
  settings.program = text;
  return undefined;
}

function parseAll(text: string): Json[] {
  const reader = new JsonReader();
  reader.feed(text);
  const list: Json[] = [];
  for (let x = reader.next(); x !== undefined; x = reader.next()) list.push(x.value);
  const last = reader.finish();
  if (last !== undefined) list.push(last.value);
  return list;
}

function* readFile(process: Process, file: string): Task<string | { error: string }> {
  try {
    const opened = process.files.open(file, { read: true });
    let text = '';
    for (let p = yield* opened.read(); p !== ''; p = yield* opened.read()) text += p;
    opened.release();
    return text;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    return { error: `Could not open ${file}: ${strerror(error.code)}` };
  }
}

class Run implements Session {
  readonly env: Json;
  #process: Process;
  #settings: Settings;
  #inputs: Inputs;
  /** Inputs read ahead, for programs that use `input`. */
  #ahead: Input[] | undefined;
  #current: Input | undefined;
  #hasRead = false;
  /** What is to be written, in order: to standard output or to standard error. */
  #pending: { isError: boolean; text: string }[] = [];
  #size = 0;
  #turns = 0;
  #status = 0;
  #last: Json | undefined;

  constructor(process: Process, settings: Settings) {
    this.#process = process;
    this.#settings = settings;
    this.#inputs = new Inputs(process, settings, () => this.#flush());
    this.env = new Map([...process.env]);
  }

  now(): number {
    return this.#process.sim.now;
  }

  nextInput(): Json | undefined {
    this.#hasRead = true;
    const next = this.#ahead?.shift();
    if (next === undefined) return undefined;
    this.#current = next;
    if (next.error !== undefined) throw new JqError(next.error);
    return next.value;
  }

  inputFilename(): string | null {
    return this.#current?.file ?? null;
  }

  inputLine(): number {
    return this.#current?.line ?? 0;
  }

  tick(): void {
    if (++this.#turns > TURN_LIMIT) throw new TooMuch();
  }

  note(text: string): void {
    this.#write(true, text);
  }

  *run(): Task<number> {
    const source = this.#settings.program ?? '.';
    let code: Code;
    try {
      code = this.#compile(source);
    } catch (error) {
      if (!(error instanceof JqSyntaxError)) throw error;
      yield* this.#process.error(problemText(error, source));
      return 3;
    }
    if (/\binputs?\b/.test(source)) this.#ahead = yield* this.#inputs.all();
    try {
      yield* this.#feed(code);
    } catch (error) {
      if (!(error instanceof Halt)) throw error;
      this.#write(true, error.text);
      yield* this.#flush();
      return error.code & 255;
    }
    yield* this.#flush();
    if (this.#inputs.hasMissing) return 2;
    if (this.#status !== 0) return this.#status;
    if (!this.#settings.exitStatus) return 0;
    return this.#last === undefined ? 4 : isTrue(this.#last) ? 0 : 1;
  }

  #compile(source: string): Code {
    const { definitions, body } = parseProgram(source);
    const { named, positional } = this.#settings;
    const names = ['ARGS', ...named.keys()];
    const args: Json = new Map<string, Json>([
      ['positional', positional],
      ['named', new Map(named)],
    ]);
    const scope = new Scope(undefined, { kind: 'variables', names });
    const code = new Compiler(this).program(definitions, body ?? { kind: 'identity' }, scope);
    const root = { up: undefined, value: [args, ...named.values()] };
    return {
      run: (v, _, emit) => code.run(v, root, emit),
      paths: IDENTITY.paths,
    };
  }

  *#feed(code: Code): Task<void> {
    if (this.#settings.nullInput) {
      yield* this.#process1(code, null);
      return;
    }
    for (;;) {
      const next = this.#ahead === undefined ? yield* this.#inputs.next() : this.#ahead.shift();
      if (next === undefined) return;
      this.#hasRead = true;
      this.#current = next;
      if (next.error !== undefined) {
        yield* this.#flush();
        const prefix = next.isIgnored ? 'ignoring parse error' : 'parse error';
        yield* this.#process.error(`${prefix}: ${next.error}\n`);
        if (next.isIgnored) continue;
        this.#status = 4;
        return;
      }
      yield* this.#process1(code, next.value ?? null);
    }
  }

  /** One input through the program. */
  *#process1(code: Code, value: Json): Task<void> {
    const root = { up: undefined, value: undefined };
    this.#status = 0;
    this.#turns = 0;
    try {
      code.run(value, root, (x) => this.#put(x));
    } catch (error) {
      if (error instanceof TooMuch) {
        yield* this.#flush();
        this.#complain('limit of the simulation reached');
      } else if (error instanceof RangeError) this.#complain('stack overflow');
      else if (error instanceof BreakSignal) this.#complain('break');
      else if (error instanceof JqError) this.#report(error.value);
      else throw error;
    }
    if (this.#size > 16384) yield* this.#flush();
  }

  #report(value: Json): void {
    if (typeof value === 'string') this.#complain(value);
    else this.#complain(compact(value), ' (not a string)');
  }

  #complain(message: string, remark = ''): void {
    const at = this.#hasRead
      ? `${this.#current?.file ?? '<stdin>'}:${this.#current?.line ?? 0}`
      : '<unknown>';
    this.#write(true, `jq: error (at ${at})${remark}: ${message}\n`);
    this.#status = 5;
  }

  #put(x: Json): void {
    const { rawOutput, joinOutput, seq, indent, sortKeys, ascii, color } = this.#settings;
    this.#last = x;
    let text = seq ? '\x1e' : '';
    if (rawOutput && typeof x === 'string') text += x;
    else {
      const isTerminal = this.#process.fds.get(1)?.kind === 'tty';
      text += print(x, { indent, sortKeys, ascii, color: color ?? isTerminal });
    }
    this.#write(false, joinOutput ? text : `${text}\n`);
    if (this.#size > OUTPUT_LIMIT) throw new TooMuch();
  }

  #write(isError: boolean, text: string): void {
    this.#size += text.length;
    const last = this.#pending[this.#pending.length - 1];
    if (last?.isError === isError) last.text += text;
    else if (text !== '') this.#pending.push({ isError, text });
  }

  *#flush(): Task<void> {
    const pending = this.#pending;
    this.#pending = [];
    this.#size = 0;
    // Where nobody watches, standard output is only written when its buffer is full or at the end.
    const isTerminal = this.#process.fds.get(1)?.kind === 'tty';
    const inOrder = isTerminal ? pending : [...pending].sort((a, b) => +b.isError - +a.isError);
    for (const { isError, text } of inOrder) {
      if (isError) yield* this.#process.error(text);
      else yield* this.#process.write(text);
    }
  }
}

/** Compile errors with the line they are in, padded to where they are. */
function problemText(error: JqSyntaxError, source: string): string {
  const lines = error.problems.map(({ message, at }) => {
    const start = source.lastIndexOf('\n', at - 1) + 1;
    const end = source.indexOf('\n', start);
    const number = source.slice(0, start).split('\n').length;
    const line = source.slice(start, end < 0 ? undefined : end);
    const pad = ' '.repeat(Math.max(0, at - start));
    return `jq: error: ${message} at <top-level>, line ${number}:\n${line}${pad}\n`;
  });
  const count = error.problems.length;
  return `${lines.join('')}jq: ${count} compile error${count === 1 ? '' : 's'}\n`;
}

const HELP = `Usage:	jq [OPTIONS] FILTER [FILE...]
	jq [OPTIONS] -n FILTER
Run a filter over JSON values and print what it gives.

Options:
  -c               print each value on one line
  -n               run once with null as input
  -e               set the exit status by the last result
  -s               read all inputs into one array
  -r               print strings without quotes
  -R               read lines as strings
  -C, -M           with colours, without colours
  -S               sort keys of objects
  --tab            indent by tabs
  --indent N       indent by N spaces
  --arg A V        set $A to the string V
  --argjson A V    set $A to the JSON value V
  --slurpfile A F  set $A to an array of the values in F
  --rawfile A F    set $A to the text of F
  --args           the rest are positional strings
  --jsonargs       the rest are positional JSON values
`;
