// Carrying out a sed script: cycles, addresses, pattern space and hold space.
import type { Regex } from '../../base/regex';
import type { Task } from '../../base/sim';
import { type Context, failureText } from '../command';
import { mapped } from './escapes';
import { listLine } from './list';
import type { Output, OutputFiles } from './outputs';
import { replacementText } from './replacement';
import type { Address, Command, Substitution } from './script';
import type { LineSource } from './source';

export interface MachineRules {
  readonly isQuiet: boolean;
  readonly isUnbuffered: boolean;
  readonly end: string;
  readonly lineLength: number;
}

/** What a command wants next: go on, end the cycle (printing or not), begin it again, or quit. */
type Next = 'next' | 'end' | 'delete' | 'again' | 'quit' | 'quit-silently';

export class Machine {
  /** The exit code of q or Q. */
  exitCode: number | undefined;
  #ctx: Context;
  #commands: readonly Command[];
  #source: LineSource;
  #files: OutputFiles;
  #rules: MachineRules;
  #space = '';
  #hold = '';
  #hasReplaced = false;
  #lastRegex: Regex | undefined;
  #appended: (() => Task<void>)[] = [];
  #readers = new Map<string, string[]>();
  /** Where lines go at the moment. */
  output: Output;

  constructor(
    ctx: Context,
    script: readonly Command[],
    parts: { source: LineSource; files: OutputFiles; output: Output; rules: MachineRules },
  ) {
    this.#ctx = ctx;
    this.#commands = script;
    this.#source = parts.source;
    this.#files = parts.files;
    this.output = parts.output;
    this.#rules = parts.rules;
  }

  *run(): Task<void> {
    let keepsSpace = false;
    for (;;) {
      if (!keepsSpace) {
        const line = yield* this.#source.next();
        if (line === undefined) return;
        this.#space = line;
        this.#hasReplaced = false;
      }
      const next = yield* this.#cycle();
      keepsSpace = next === 'again';
      if (
        next !== 'delete' &&
        next !== 'again' &&
        next !== 'quit-silently' &&
        !this.#rules.isQuiet
      ) {
        yield* this.#print();
      }
      yield* this.#flushAppended();
      if (this.#rules.isUnbuffered) yield* this.#ctx.flush();
      if (next === 'quit' || next === 'quit-silently') return;
    }
  }

  /** Ranges begin anew with each file (-s, -i). */
  resetRanges(): void {
    for (const command of this.#commands) {
      command.range.isActive = false;
      command.range.isClosed = false;
    }
  }

  *#print(): Task<void> {
    yield* this.output.line(this.#space, this.#source.isOpenEnded);
  }

  *#flushAppended(): Task<void> {
    if (this.#appended.length === 0) return;
    const list = this.#appended;
    this.#appended = [];
    for (const write of list) yield* write();
  }

  *#cycle(): Task<Next> {
    const commands = this.#commands;
    for (let at = 0; at < commands.length; ) {
      const command = commands[at] as Command;
      at++;
      if (!(yield* this.#selects(command))) {
        if (command.name === '{') at = command.target;
        continue;
      }
      switch (command.name) {
        case 'b':
          at = command.target;
          break;
        case 't':
          if (this.#hasReplaced) at = command.target;
          this.#hasReplaced = false;
          break;
        case 'T':
          if (!this.#hasReplaced) at = command.target;
          this.#hasReplaced = false;
          break;
        default: {
          const next = yield* this.#execute(command);
          if (next !== 'next') return next;
        }
      }
    }
    return 'end';
  }

  *#selects(command: Command): Task<boolean> {
    if (command.from === undefined) return !command.isNegated;
    const isIn = yield* this.#inRange(command, command.from);
    return isIn !== command.isNegated;
  }

  *#inRange(command: Command, from: Address): Task<boolean> {
    const { to, range } = command;
    if (to === undefined) return yield* this.#matches(from);
    const line = this.#source.lineNumber;
    if (!range.isActive) {
      const isFromZero = from.kind === 'line' && from.line === 0;
      if (from.kind === 'line' && !isFromZero) {
        // The first line may have been passed unseen (N, or deleted before).
        if (range.isClosed || line < from.line) return false;
        if (to.kind === 'line' && to.line <= line) {
          range.isClosed = true;
          return line <= to.line || line === from.line;
        }
      } else if (isFromZero ? line !== 1 : !(yield* this.#matches(from))) return false;
      if (to.kind === 'line') {
        if (to.line <= line) return true;
        range.end = to.line;
      } else if (to.kind === 'plus') {
        if (to.count === 0) return true;
        range.end = line + to.count;
      } else if (to.kind === 'multiple') {
        if (to.of <= 0) return true;
        range.end = (Math.floor(line / to.of) + 1) * to.of;
      } else {
        if (isFromZero && (yield* this.#matches(to))) return true;
        range.end = 0;
      }
      range.isActive = true;
      return true;
    }
    if (range.end > 0) {
      if (line >= range.end) {
        range.isActive = false;
        range.isClosed = true;
      }
      return line <= range.end;
    }
    if (to.kind !== 'plus' && to.kind !== 'multiple' && (yield* this.#matches(to))) {
      range.isActive = false;
      range.isClosed = true;
    }
    return true;
  }

  *#matches(address: Address): Task<boolean> {
    switch (address.kind) {
      case 'line':
        return this.#source.lineNumber === address.line;
      case 'step': {
        const { first, step } = address;
        const line = this.#source.lineNumber;
        return step <= 0 ? line === first : line >= first && (line - first) % step === 0;
      }
      case 'last':
        return yield* this.#source.isLast();
      case 'regex':
        return this.#regex(address.regex)?.test(this.#space) ?? false;
    }
  }

  #regex(regex: Regex | undefined): Regex | undefined {
    if (regex !== undefined) this.#lastRegex = regex;
    return this.#lastRegex;
  }

  /** Commands that only move text between the spaces; false: it is none of them. */
  #moveText(command: Command): boolean {
    switch (command.name) {
      case 'g':
        this.#space = this.#hold;
        return true;
      case 'G':
        this.#space += this.#rules.end + this.#hold;
        return true;
      case 'h':
        this.#hold = this.#space;
        return true;
      case 'H':
        this.#hold += this.#rules.end + this.#space;
        return true;
      case 'x':
        [this.#space, this.#hold] = [this.#hold, this.#space];
        return true;
      case 'z':
        this.#space = '';
        return true;
      case 'y':
        if (command.map !== undefined) this.#space = mapped(this.#space, command.map);
        return true;
      default:
        return false;
    }
  }

  *#execute(command: Command): Task<Next> {
    const { output } = this;
    if (this.#moveText(command)) return 'next';
    switch (command.name) {
      case '=':
        yield* output.text(`${this.#source.lineNumber}\n`);
        return 'next';
      case 'a':
        this.#appended.push(() => this.output.text(command.text));
        return 'next';
      case 'i':
        yield* output.text(command.text);
        return 'next';
      case 'c':
        return yield* this.#change(command);
      case 'd':
        return 'delete';
      case 'D': {
        const at = this.#space.indexOf('\n');
        if (at < 0) return 'delete';
        this.#space = this.#space.slice(at + 1);
        return 'again';
      }
      case 'F':
        yield* output.text(`${this.#source.fileName}\n`);
        return 'next';
      case 'l':
        yield* output.text(listLine(this.#space, command.number ?? this.#rules.lineLength));
        return 'next';
      case 'n':
        return yield* this.#nextLine();
      case 'N':
        return yield* this.#joinNext();
      case 'p':
        yield* this.#print();
        return 'next';
      case 'P':
        yield* output.line(this.#space.split('\n', 1)[0] ?? '');
        return 'next';
      case 'q':
      case 'Q':
        this.exitCode = command.number ?? 0;
        return command.name === 'q' ? 'quit' : 'quit-silently';
      case 'r':
        this.#appended.push(() => this.#appendFile(command.text));
        return 'next';
      case 'R':
        this.#appendLineOf(command.text);
        return 'next';
      case 's':
        if (command.substitution !== undefined) yield* this.#substitute(command.substitution);
        return 'next';
      case 'w':
        yield* this.#files.get(command.text)?.line(this.#space, this.#source.isOpenEnded) ??
          nothing();
        return 'next';
      case 'W':
        yield* this.#files.get(command.text)?.line(this.#space.split('\n', 1)[0] ?? '') ??
          nothing();
        return 'next';
      case 'e':
        yield* this.#evaluate(command.text);
        return 'next';
      default:
        return 'next';
    }
  }

  *#change(command: Command): Task<Next> {
    const isRange = command.to !== undefined && !command.isNegated;
    if (!isRange || !command.range.isActive) yield* this.output.text(command.text);
    return 'delete';
  }

  *#nextLine(): Task<Next> {
    if (yield* this.#source.isLast()) return 'quit';
    if (!this.#rules.isQuiet) yield* this.#print();
    yield* this.#flushAppended();
    const line = yield* this.#source.next();
    if (line === undefined) return 'quit-silently';
    this.#space = line;
    return 'next';
  }

  *#joinNext(): Task<Next> {
    yield* this.#flushAppended();
    if (yield* this.#source.isLast()) return 'quit';
    const line = yield* this.#source.next();
    if (line === undefined) return 'quit';
    this.#space += this.#rules.end + line;
    return 'next';
  }

  *#appendFile(name: string): Task<void> {
    const { process } = this.#ctx;
    let text = '';
    try {
      text = name === '/dev/stdin' ? yield* process.readAll() : process.files.read(name);
    } catch (error) {
      failureText(error);
    }
    if (text !== '') yield* this.output.text(text);
  }

  #appendLineOf(name: string): void {
    let lines = this.#readers.get(name);
    if (lines === undefined) {
      try {
        lines = this.#ctx.process.files.read(name).replace(/\n$/, '').split('\n');
      } catch (error) {
        failureText(error);
        lines = [];
      }
      this.#readers.set(name, lines);
    }
    const line = lines.shift();
    if (line !== undefined) this.#appended.push(() => this.output.line(line));
  }

  *#substitute(s: Substitution): Task<void> {
    const regex = this.#regex(s.regex);
    if (regex === undefined) return;
    const text = this.#space;
    let out = '';
    let done = 0;
    let count = 0;
    let previousEnd = -1;
    for (let at = 0; at <= text.length; ) {
      const match = regex.exec(text, at);
      if (match === null) break;
      const start = match.index;
      const end = start + match[0].length;
      if (match[0] === '' && start === previousEnd) {
        at = start + 1;
        continue;
      }
      previousEnd = end;
      count++;
      if (count >= Math.max(1, s.number)) {
        out += text.slice(done, start) + replacementText(s.replacement, match);
        done = end;
        if (!s.isGlobal) break;
      }
      at = match[0] === '' ? start + 1 : end;
    }
    if (count === 0 || count < s.number) return;
    this.#space = out + text.slice(done);
    this.#hasReplaced = true;
    if (s.evaluate) yield* this.#evaluate('');
    if (s.print > 0) yield* this.#print();
    if (s.file !== undefined) {
      yield* this.#files.get(s.file)?.line(this.#space, this.#source.isOpenEnded) ?? nothing();
    }
  }

  /** `e`: runs a command and prints what it printed; without one the pattern space is run. */
  *#evaluate(text: string): Task<void> {
    const { process } = this.#ctx;
    yield* this.#ctx.flush();
    const path = `/tmp/sed${process.pid}`;
    const body = text === '' ? this.#space : text;
    const child = process.spawn({ argv: ['sh', '-c', `{ ${body}\n} > ${path}`] });
    yield* process.wait(child);
    const printed = process.files.exists(path) ? process.files.read(path) : '';
    process.files.removeAll(path);
    if (text === '') this.#space = printed.replace(/\n$/, '');
    else yield* this.output.text(printed);
  }
}

function* nothing(): Task<void> {}
