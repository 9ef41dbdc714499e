// jq's inputs: files one after the other (or standard input), parsed as they come.
import type { Task } from '../../base/sim';
import { SystemError, strerror } from '../../machine/errno';
import type { OpenFile, Process } from '../../machine/types';
import { JsonReader, JsonSyntaxError } from './json-reader';
import type { Settings } from './options';
import type { Json } from './values';

/** One input, or why there is none; `line` counts the lines read by then. */
export interface Input {
  readonly value?: Json | undefined;
  readonly error?: string | undefined;
  /** The error only skips (--seq). */
  readonly isIgnored?: boolean;
  readonly file: string | null;
  readonly line: number;
}

const PIECE = 65536;

export class Inputs {
  readonly #process: Process;
  readonly #settings: Settings;
  readonly #files: string[];
  /** A file could not be opened. */
  hasMissing = false;
  #reader = new JsonReader();
  #open: OpenFile | undefined;
  #current: string | null = null;
  #queue: Input[] = [];
  #rawRest = '';
  #lines = 0;
  #isOver = false;
  /** Called before waiting for input: what was put out becomes visible. */
  readonly #beforeWait: () => Task<void>;

  constructor(process: Process, settings: Settings, beforeWait: () => Task<void>) {
    this.#process = process;
    this.#settings = settings;
    this.#files = settings.files.length > 0 ? [...settings.files] : [''];
    this.#beforeWait = beforeWait;
  }

  /** Lines read so far. */
  get line(): number {
    return this.#lines;
  }

  get file(): string | null {
    return this.#current;
  }

  /** The next input; undefined at the end of all. */
  *next(): Task<Input | undefined> {
    if (this.#settings.slurp) return yield* this.#slurp();
    return yield* this.#nextOne();
  }

  /** Everything that is left. */
  *all(): Task<Input[]> {
    const list: Input[] = [];
    for (let x = yield* this.next(); x !== undefined; x = yield* this.next()) list.push(x);
    return list;
  }

  *#slurp(): Task<Input | undefined> {
    if (this.#isOver) return undefined;
    if (this.#settings.rawInput) {
      let text = '';
      for (let p = yield* this.#piece(); p !== undefined; p = yield* this.#piece()) text += p;
      this.#isOver = true;
      return this.#input(text);
    }
    const list: Json[] = [];
    for (let x = yield* this.#nextOne(); x !== undefined; x = yield* this.#nextOne()) {
      if (x.error !== undefined) {
        this.#isOver = true;
        return x;
      }
      list.push(x.value ?? null);
    }
    this.#isOver = true;
    return this.#input(list);
  }

  #input(value: Json): Input {
    return { value, file: this.#current, line: this.#lines };
  }

  *#nextOne(): Task<Input | undefined> {
    for (;;) {
      const queued = this.#queue.shift();
      if (queued !== undefined) return queued;
      if (this.#isOver) return undefined;
      try {
        const found = this.#reader.next();
        if (found !== undefined) {
          this.#lines = Math.max(this.#lines, this.#reader.linesRead);
          this.#push(found.value);
          continue;
        }
        const piece = yield* this.#piece();
        if (piece === undefined) this.#finish();
        else if (this.#settings.rawInput) this.#pushLines(piece);
        else this.#reader.feed(this.#settings.seq ? this.#afterSeparators(piece) : piece);
      } catch (error) {
        if (!(error instanceof JsonSyntaxError)) throw error;
        this.#isOver = true;
        return { error: error.message, file: this.#current, line: this.#lines };
      }
    }
  }

  #push(value: Json): void {
    if (!this.#settings.stream) {
      this.#queue.push(this.#input(value));
      return;
    }
    for (const event of streamEvents(value)) this.#queue.push(this.#input(event));
  }

  #finish(): void {
    this.#isOver = true;
    if (this.#settings.rawInput) {
      if (this.#rawRest !== '') this.#queue.push(this.#input(this.#rawRest));
      return;
    }
    const last = this.#reader.finish();
    this.#lines = Math.max(this.#lines, this.#reader.linesRead);
    if (last !== undefined) this.#push(last.value);
    if (this.#waitsForSeparator) {
      const error = `Unfinished abandoned text at EOF at line ${this.#lines + 1}, column 0`;
      this.#queue.push({ error, isIgnored: true, file: this.#current, line: this.#lines });
    }
  }

  #waitsForSeparator = false;
  #sawSeparator = false;

  /** --seq: only what follows a record separator counts. */
  #afterSeparators(piece: string): string {
    this.#waitsForSeparator = !this.#sawSeparator && !piece.includes('\x1e');
    if (this.#waitsForSeparator) {
      this.#lines += piece.split('\n').length - 1;
      return '';
    }
    const text = this.#sawSeparator ? piece : piece.slice(piece.indexOf('\x1e'));
    this.#sawSeparator = true;
    return text.replaceAll('\x1e', '\n');
  }

  #pushLines(piece: string): void {
    const parts = (this.#rawRest + piece).split('\n');
    this.#rawRest = parts.pop() ?? '';
    for (const line of parts) {
      this.#lines++;
      this.#queue.push(this.#input(line));
    }
  }

  /** The next piece of text from the present file or the files after it. */
  *#piece(): Task<string | undefined> {
    for (;;) {
      if (this.#open === undefined && !(yield* this.#nextFile())) return undefined;
      const file = this.#open as unknown as OpenFile;
      if (!file.isReadable) yield* this.#beforeWait();
      let text = '';
      try {
        text = yield* file.read(PIECE);
      } catch (error) {
        if (!(error instanceof SystemError)) throw error;
        this.hasMissing = true;
      }
      if (text !== '') return text;
      file.release();
      this.#open = undefined;
    }
  }

  *#nextFile(): Task<boolean> {
    for (;;) {
      const name = this.#files.shift();
      if (name === undefined) return false;
      if (name === '') {
        this.#open = this.#process.fds.get(0);
        this.#open?.retain();
        this.#current = null;
        return this.#open !== undefined;
      }
      try {
        const file = this.#process.files.open(name, { read: true });
        if (file.kind !== 'dir') {
          this.#open = file;
          this.#current = name;
          return true;
        }
        this.hasMissing = true;
        file.release();
      } catch (error) {
        if (!(error instanceof SystemError)) throw error;
        this.hasMissing = true;
        if (error.code === 'EISDIR') continue;
        const why = strerror(error.code);
        yield* this.#process.error(`jq: error: Could not open file ${name}: ${why}\n`);
      }
    }
  }
}

/** The events of --stream for a whole value. */
function streamEvents(value: Json): Json[] {
  const out: Json[] = [];
  const walk = (x: Json, path: readonly Json[]): void => {
    const items: [Json, Json][] =
      x instanceof Map ? [...x] : Array.isArray(x) ? x.map((y, i) => [i, y]) : [];
    if (items.length === 0) out.push([[...path], x]);
    for (const [key, y] of items) walk(y, [...path, key]);
    const last = items[items.length - 1];
    if (last !== undefined) out.push([[...path, last[0]]]);
  };
  walk(value, []);
  return out;
}
