// Reading for `read`: delimiters, counts, time limits, backslashes; and splitting what was read.
import type { Task } from '../../base/sim';
import { SystemError } from '../../machine/errno';
import type { OpenFile } from '../../machine/types';
import type { Shell } from './shell';
import { runPendingTraps } from './traps';

export interface InputRules {
  /** Backslashes are ordinary characters. */
  readonly isRaw: boolean;
  /** Undefined: only the count ends it. */
  readonly delimiter: string | undefined;
  readonly count: number | undefined;
  /** Virtual ms. */
  readonly deadline: number | undefined;
}

export interface InputText {
  readonly text: string;
  /** By character: a backslash protected it from splitting. */
  readonly isProtected: readonly boolean[] | undefined;
  readonly ending: 'complete' | 'end' | 'timeout';
}

/** Reads no more than it needs. */
export function* readInput(shell: Shell, fd: number, rules: InputRules): Task<InputText> {
  const file = shell.process.fds.get(fd);
  if (file === undefined) throw new SystemError('EBADF');
  const collector = new Collector(rules);
  const block = file.unread === undefined ? 1 : 4096;
  for (;;) {
    if (collector.isFull) return collector.finish('complete');
    if (!(yield* waitReadable(shell, file, rules.deadline))) return collector.finish('timeout');
    const piece = yield* shell.process.read(fd, block);
    if (piece === '') return collector.finish('end');
    const used = collector.take(piece);
    if (used !== undefined) {
      if (used < piece.length) file.unread?.(piece.slice(used));
      return collector.finish('complete');
    }
  }
}

/** False when time is up. Traps run while it waits. */
function* waitReadable(shell: Shell, file: OpenFile, deadline: number | undefined): Task<boolean> {
  const { sim, interrupted } = shell.process;
  while (!file.isReadable) {
    if (deadline !== undefined && sim.now >= deadline) return false;
    const on = [file.readable, interrupted];
    yield deadline === undefined ? { on } : { on, until: deadline };
    if (shell.pendingSignals.length > 0) yield* runPendingTraps(shell);
  }
  return true;
}

class Collector {
  #rules: InputRules;
  #pieces: string[] = [];
  #length = 0;
  #protectedAt: Set<number> | undefined;
  #afterBackslash = false;

  constructor(rules: InputRules) {
    this.#rules = rules;
  }

  get isFull(): boolean {
    return this.#rules.count !== undefined && this.#length >= this.#rules.count;
  }

  /** How much of the piece was used when reading is complete; undefined: more is wanted. */
  take(piece: string): number | undefined {
    const { isRaw, delimiter, count } = this.#rules;
    if (isRaw && count === undefined && delimiter !== undefined) {
      const end = piece.indexOf(delimiter);
      this.#add(end < 0 ? piece : piece.slice(0, end));
      return end < 0 ? undefined : end + 1;
    }
    for (let i = 0; i < piece.length; ) {
      const char = String.fromCodePoint(piece.codePointAt(i) ?? 0);
      i += char.length;
      if (this.#afterBackslash) {
        this.#afterBackslash = false;
        if (char === '\n') continue;
        this.#protectedAt ??= new Set();
        this.#protectedAt.add(this.#length);
        this.#add(char);
      } else if (char === delimiter) return i;
      else if (char === '\\' && !isRaw) {
        this.#afterBackslash = true;
        continue;
      } else this.#add(char);
      if (this.isFull) return i;
    }
    return undefined;
  }

  finish(ending: InputText['ending']): InputText {
    const text = this.#pieces.join('').replaceAll('\0', '');
    const at = this.#protectedAt;
    const isProtected = at === undefined ? undefined : [...text].map((_, i) => at.has(i));
    return { text, isProtected, ending };
  }

  #add(text: string): void {
    this.#pieces.push(text);
    this.#length += text.length;
  }
}

/** Splits at IFS. With a limit, the last field gets all the rest. */
export function splitInput(
  input: InputText,
  ifs: string,
  limit: number | undefined,
): { fields: string[] } {
  const chars = [...input.text];
  const kinds = chars.map((c, i) => {
    if (input.isProtected?.[i] === true || !ifs.includes(c)) return 'text';
    return c === ' ' || c === '\t' || c === '\n' ? 'blank' : 'separator';
  });
  const fields: string[] = [];
  let i = 0;
  while (kinds[i] === 'blank') i++;
  while (i < chars.length && (limit === undefined || fields.length < limit - 1)) {
    const start = i;
    while (i < chars.length && kinds[i] === 'text') i++;
    fields.push(chars.slice(start, i).join(''));
    i = skipSeparator(kinds, i);
  }
  if (limit !== undefined && fields.length === limit - 1 && i < chars.length) {
    fields.push(lastField(chars, kinds, i));
  }
  return { fields };
}

/** Blanks, at most one other separator, blanks. */
function skipSeparator(kinds: readonly string[], from: number): number {
  let i = from;
  while (kinds[i] === 'blank') i++;
  if (kinds[i] === 'separator') i++;
  while (kinds[i] === 'blank') i++;
  return i;
}

/** The rest without trailing blanks; a single separator that only ends it goes too. */
function lastField(chars: readonly string[], kinds: readonly string[], from: number): string {
  let end = chars.length;
  while (end > from && kinds[end - 1] === 'blank') end--;
  let i = from;
  while (i < end && kinds[i] === 'text') i++;
  if (skipSeparator(kinds, i) >= chars.length) end = i;
  return chars.slice(from, end).join('');
}
