// What a program prints to and reads from: standard output, files, commands behind pipes.
import type { Task } from '../../base/sim';
import { SystemError, strerror } from '../../machine/errno';
import { createPipe } from '../../machine/pipe';
import type { OpenFile, Process } from '../../machine/types';
import { RecordReader } from './reader';

const BUFFER = 32768;

/** Ends the program: `message` is all that is printed after `awk: `. */
export class AwkFatal extends Error {}

interface Output {
  readonly file: OpenFile;
  readonly child?: Process | undefined;
  buffer: string;
}

interface Source {
  readonly reader: RecordReader;
  readonly child?: Process | undefined;
}

/** All streams of one run. Printing only fills buffers; flush() writes. */
export class Streams {
  readonly #process: Process;
  #out = '';
  #error = '';
  #outputs = new Map<string, Output>();
  #sources = new Map<string, Source>();
  #pipes = 0;

  constructor(process: Process) {
    this.#process = process;
  }

  /** To standard output. */
  print(text: string): void {
    this.#out += text;
  }

  /** Whether it is time to flush. */
  get isFull(): boolean {
    return this.#out.length > BUFFER || this.#error !== '';
  }

  /** To a file or a command. @throws AwkFatal when it can't be opened. */
  printTo(kind: '>' | '>>' | '|', name: string, text: string): void {
    if (kind !== '|' && (name === '/dev/stdout' || name === '-')) this.#out += text;
    else if (kind !== '|' && name === '/dev/stderr') this.#error += text;
    else this.#output(kind, name).buffer += text;
  }

  #output(kind: '>' | '>>' | '|', name: string): Output {
    const known = this.#outputs.get(name);
    if (known !== undefined) return known;
    const made = kind === '|' ? this.#pipeTo(name) : this.#openFile(kind, name);
    this.#outputs.set(name, made);
    return made;
  }

  #openFile(kind: '>' | '>>', name: string): Output {
    const how = kind === '>' ? { truncate: true } : { append: true };
    try {
      const file = this.#process.files.open(name, { write: true, create: true, ...how });
      return { file, buffer: '' };
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      throw new AwkFatal(`cannot open "${name}" for output (${strerror(error.code)})`);
    }
  }

  #pipeTo(command: string): Output {
    const { reader, writer } = createPipe(this.#process.pid * 64 + this.#pipes++);
    const child = this.#shell(command, new Map(this.#process.fds).set(0, reader));
    reader.release();
    return { file: writer, child, buffer: '' };
  }

  #shell(command: string, fds: ReadonlyMap<number, OpenFile>): Process {
    const { env } = this.#process;
    const own = new Map([...fds].filter(([fd]) => fd <= 2));
    return this.#process.spawn({ argv: ['sh', '-c', command], path: '/bin/sh', fds: own, env });
  }

  /** Where getline reads from; undefined when the file can't be opened. */
  *source(kind: 'file' | 'command', name: string): Task<RecordReader | undefined> {
    const key = `${kind} ${name}`;
    const known = this.#sources.get(key);
    if (known !== undefined) return known.reader;
    yield* this.flush();
    const beforeWait = () => this.flush();
    if (kind === 'command') {
      const { reader, writer } = createPipe(this.#process.pid * 64 + this.#pipes++);
      const child = this.#shell(name, new Map(this.#process.fds).set(1, writer));
      writer.release();
      const made = new RecordReader(reader, beforeWait);
      this.#sources.set(key, { reader: made, child });
      return made;
    }
    const file = this.#openForReading(name);
    if (file === undefined) return undefined;
    const made = new RecordReader(file, beforeWait);
    this.#sources.set(key, { reader: made });
    return made;
  }

  #openForReading(name: string): OpenFile | undefined {
    const stdin = this.#process.fds.get(0);
    if ((name === '-' || name === '/dev/stdin') && stdin !== undefined) {
      stdin.retain();
      return stdin;
    }
    try {
      return this.#process.files.open(name, { read: true });
    } catch (error) {
      if (error instanceof SystemError) return undefined;
      throw error;
    }
  }

  /** Writes everything that was printed. */
  *flush(): Task<void> {
    if (this.#error !== '') {
      const text = this.#error;
      this.#error = '';
      yield* this.#process.error(text);
    }
    if (this.#out !== '') {
      const text = this.#out;
      this.#out = '';
      yield* this.#process.write(text);
    }
    for (const output of this.#outputs.values()) yield* this.#flushOne(output);
  }

  *#flushOne(output: Output): Task<void> {
    if (output.buffer === '') return;
    const text = output.buffer;
    output.buffer = '';
    try {
      yield* output.file.write(text);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      throw new AwkFatal(`write failure (${strerror(error.code)})\nawk: close failure`);
    }
  }

  /** close(): what the command exited with, 0 for a file, -1 when nothing is open by that name. */
  *close(name: string): Task<number> {
    let result = -1;
    const output = this.#outputs.get(name);
    if (output !== undefined) {
      this.#outputs.delete(name);
      yield* this.flush();
      result = yield* this.#closeOutput(output);
    }
    for (const kind of ['file', 'command'] as const) {
      const source = this.#sources.get(`${kind} ${name}`);
      if (source === undefined) continue;
      this.#sources.delete(`${kind} ${name}`);
      source.reader.close();
      result = source.child ? (yield* this.#process.wait(source.child)).code : 0;
    }
    return result;
  }

  *#closeOutput(output: Output): Task<number> {
    yield* this.#flushOne(output);
    output.file.release();
    return output.child === undefined ? 0 : (yield* this.#process.wait(output.child)).code;
  }

  *system(command: string): Task<number> {
    yield* this.flush();
    return (yield* this.#process.wait(this.#shell(command, this.#process.fds))).code;
  }

  /** At the end: flushes and closes everything; commands are waited for. */
  *closeAll(): Task<void> {
    yield* this.flush();
    for (const source of this.#sources.values()) source.reader.close();
    for (const output of this.#outputs.values()) yield* this.#closeOutput(output);
    this.#sources.clear();
    this.#outputs.clear();
  }
}
