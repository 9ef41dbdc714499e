// The state of a running awk program: variables, the special ones kept where they act, input.
import type { Task } from '../../base/sim';
import { SystemError, strerror } from '../../machine/errno';
import type { Process } from '../../machine/types';
import { AwkArray } from './array';
import { unescapeText } from './lexer';
import { RecordReader } from './reader';
import { AwkRecord, splitter } from './record';
import { AwkFatal, Streams } from './streams';
import { FieldValue, numberText, toNumber, toText, type Value } from './values';

/** A run time error, which is reported with FILENAME, FNR and NR. */
export class AwkRuntimeError extends Error {}

/** A variable: special ones act when they are set. */
export interface Variable {
  get(): Value;
  set(value: Value): void;
}

class PlainVariable implements Variable {
  value: Value;
  get(): Value {
    return this.value;
  }
  set(value: Value): void {
    this.value = value;
  }
}

export class Runtime {
  readonly process: Process;
  readonly streams: Streams;
  readonly record = new AwkRecord();
  readonly arrays = new Map<string, AwkArray>();
  /** Parameters and locals of the function that runs. */
  frame: (Value | AwkArray)[] = [];
  returned: Value;
  exitCode = 0;
  convfmt = '%.6g';
  ofmt = '%.6g';
  ofs = ' ';
  ors = '\n';
  rs = '\n';
  subsep = '\x1c';
  nr = 0;
  fnr = 0;
  filename = '';
  seed: number;
  /** Whether the program has begun: errors are then run time errors. */
  isRunning = false;
  /** Loop turns so far. */
  turns = 0;
  #fs = ' ';
  #state: number;
  #variables = new Map<string, Variable>();
  #input: RecordReader | undefined;
  #nextArg = 1;
  #hadFile = false;

  constructor(process: Process) {
    this.process = process;
    this.streams = new Streams(process);
    this.seed = Math.floor(process.sim.now / 1000);
    this.#state = Math.floor(process.machine.random(`awk/${process.pid}`) * 2 ** 31);
    this.#special(
      'NF',
      () => this.record.nf,
      (v) => {
        const count = Math.trunc(toNumber(v));
        if (count < 0) throw new AwkRuntimeError('negative value assigned to NF');
        this.record.nf = count;
      },
    );
    this.#number('NR', 'nr');
    this.#number('FNR', 'fnr');
    this.#text('FILENAME', 'filename');
    this.#text('ORS', 'ors');
    this.#text('OFMT', 'ofmt');
    this.#text('SUBSEP', 'subsep');
    this.#special(
      'CONVFMT',
      () => this.convfmt,
      (v) => {
        this.convfmt = this.text(v);
        this.record.convfmt = this.convfmt;
      },
    );
    this.#special(
      'OFS',
      () => this.ofs,
      (v) => {
        this.ofs = this.text(v);
        this.record.ofs = this.ofs;
      },
    );
    this.#special(
      'FS',
      () => this.#fs,
      (v) => {
        this.#fs = this.text(v);
        this.#updateSplit();
      },
    );
    this.#special(
      'RS',
      () => this.rs,
      (v) => {
        this.rs = this.text(v);
        this.#updateSplit();
      },
    );
    this.variable('RSTART').set(0);
    this.variable('RLENGTH').set(-1);
  }

  text(value: Value): string {
    return toText(value, this.convfmt);
  }

  /** As print shows it. */
  shown(value: Value): string {
    return typeof value === 'number' ? numberText(value, this.ofmt) : toText(value, this.convfmt);
  }

  variable(name: string): Variable {
    let found = this.#variables.get(name);
    if (found === undefined) {
      found = new PlainVariable();
      this.#variables.set(name, found);
    }
    return found;
  }

  array(name: string): AwkArray {
    let found = this.arrays.get(name);
    if (found === undefined) {
      found = new AwkArray();
      this.arrays.set(name, found);
    }
    return found;
  }

  /** Lets a little virtual time pass, as computing does. */
  *pause(): Task<void> {
    yield* this.process.sleep(1);
  }

  /** split() without a separator: by FS. */
  splitFields(text: string): string[] {
    return this.record.split(text);
  }

  /** rand(): by the seed, the same for the same seed. */
  random(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** srand(): the seed before. */
  reseed(seed: number): number {
    const before = this.seed;
    this.seed = seed;
    this.#state = Math.trunc(seed) | 0;
    return before;
  }

  /** `name=value` from -v or among the operands. */
  assign(name: string, raw: string): void {
    this.variable(name).set(new FieldValue(unescapeText(raw)));
  }

  setArguments(args: readonly string[]): void {
    const array = this.array('ARGV');
    args.forEach((arg, i) => {
      array.set(String(i), new FieldValue(arg));
    });
    this.variable('ARGC').set(args.length);
    const environment = this.array('ENVIRON');
    for (const [key, value] of this.process.env) environment.set(key, new FieldValue(value));
  }

  #special(name: string, get: () => Value, set: (value: Value) => void): void {
    this.#variables.set(name, { get, set });
  }

  #number(name: string, key: 'nr' | 'fnr'): void {
    this.#special(
      name,
      () => this[key],
      (v) => {
        this[key] = toNumber(v);
      },
    );
  }

  #text(name: string, key: 'filename' | 'ors' | 'ofmt' | 'subsep'): void {
    this.#special(
      name,
      () => this[key],
      (v) => {
        this[key] = this.text(v);
      },
    );
  }

  #updateSplit(): void {
    // A record that was read before keeps the separator it was read with.
    void this.record.nf;
    this.record.split = splitter(this.#fs, this.rs === '');
  }

  /** A record of the main input without waiting; undefined: mainRecord() must be asked. */
  readyRecord(): string | undefined {
    return this.#count(this.#input?.ready(this.rs));
  }

  /** The next record of the main input; undefined when all files are read. */
  *mainRecord(): Task<string | undefined> {
    for (;;) {
      this.#input ??= yield* this.#nextFile();
      if (this.#input === undefined) return undefined;
      const record = yield* this.#readFrom(this.#input);
      if (record !== undefined) return this.#count(record);
      this.skipFile();
    }
  }

  /** nextfile: the rest of the present file is not read. */
  skipFile(): void {
    this.#input?.close();
    this.#input = undefined;
  }

  #count(record: string | undefined): string | undefined {
    if (record !== undefined) {
      this.nr++;
      this.fnr++;
    }
    return record;
  }

  /** A line as getline stores it. */
  input(record: string): Value {
    return new FieldValue(record);
  }

  /** The next record of another input; undefined at its end, null when it can't be read. */
  *readOr(reader: RecordReader): Task<string | undefined | null> {
    try {
      return yield* reader.next(this.rs);
    } catch (error) {
      if (error instanceof SystemError) return null;
      throw error;
    }
  }

  *#readFrom(input: RecordReader): Task<string | undefined> {
    try {
      return yield* input.next(this.rs);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      throw new AwkFatal(`read error (${strerror(error.code)})`);
    }
  }

  *#nextFile(): Task<RecordReader | undefined> {
    const argc = toNumber(this.variable('ARGC').get());
    const argv = this.array('ARGV');
    const beforeWait = () => this.streams.flush();
    while (this.#nextArg < argc) {
      const key = String(this.#nextArg++);
      const arg = argv.has(key) ? this.text(argv.get(key)) : '';
      if (arg === '') continue;
      const assignment = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(arg);
      if (assignment !== null) {
        this.assign(assignment[1] ?? '', assignment[2] ?? '');
        continue;
      }
      this.#hadFile = true;
      this.filename = arg;
      this.fnr = 0;
      if (arg === '-' || arg === '/dev/stdin') return this.#stdin(beforeWait);
      try {
        const file = this.process.files.open(arg, { read: true });
        if (file.kind === 'dir') throw new AwkFatal('read error (Is a directory)');
        return new RecordReader(file, beforeWait);
      } catch (error) {
        if (!(error instanceof SystemError)) throw error;
        if (error.code === 'EISDIR') throw new AwkFatal('read error (Is a directory)');
        throw new AwkFatal(`cannot open ${arg} (${strerror(error.code)})`);
      }
    }
    if (this.#hadFile) return undefined;
    this.#hadFile = true;
    return this.#stdin(beforeWait);
  }

  #stdin(beforeWait: () => Task<void>): RecordReader | undefined {
    const file = this.process.fds.get(0);
    file?.retain();
    return file && new RecordReader(file, beforeWait);
  }
}
