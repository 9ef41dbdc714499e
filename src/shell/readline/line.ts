// The text being edited: characters, a cursor, undo, and the ring of what was killed.

interface Snapshot {
  readonly chars: readonly string[];
  readonly cursor: number;
}

/** An editable line. Positions count characters. */
export class Line {
  chars: string[] = [];
  cursor = 0;
  #undo: Snapshot[] = [];
  /** What the last change was: typing joins to one step of undo. */
  #lastChange: 'type' | 'other' = 'other';

  get text(): string {
    return this.chars.join('');
  }

  /** Replaces everything, with the cursor at the end. */
  set(text: string, cursor?: number): void {
    this.chars = [...text];
    this.cursor = cursor ?? this.chars.length;
  }

  /** Begins anew: nothing to undo. */
  clear(): void {
    this.set('');
    this.#undo = [];
  }

  insert(text: string, isTyping = false): void {
    if (!isTyping || this.#lastChange !== 'type' || /\s/.test(text)) this.remember();
    this.#lastChange = isTyping ? 'type' : 'other';
    const added = [...text];
    this.chars.splice(this.cursor, 0, ...added);
    this.cursor += added.length;
  }

  /** Takes out a range and returns it; the cursor goes to its start. */
  remove(from: number, to: number): string {
    const [start, end] = from < to ? [from, to] : [to, from];
    if (start === end) return '';
    this.remember();
    this.#lastChange = 'other';
    const gone = this.chars.splice(start, end - start);
    this.cursor = start;
    return gone.join('');
  }

  replace(from: number, to: number, text: string): void {
    this.remember();
    this.#lastChange = 'other';
    const added = [...text];
    this.chars.splice(from, to - from, ...added);
    this.cursor = from + added.length;
  }

  remember(): void {
    this.#undo.push({ chars: [...this.chars], cursor: this.cursor });
    if (this.#undo.length > 500) this.#undo.shift();
  }

  undo(): boolean {
    const last = this.#undo.pop();
    if (last === undefined) return false;
    this.chars = [...last.chars];
    this.cursor = last.cursor;
    this.#lastChange = 'other';
    return true;
  }

  /** Back to how the line was before the first change. */
  revert(): void {
    const [first] = this.#undo;
    if (first === undefined) return;
    this.chars = [...first.chars];
    this.cursor = first.cursor;
    this.#undo = [];
  }

  /** Start of the word before the cursor (letters and digits). */
  wordBack(): number {
    let at = this.cursor;
    while (at > 0 && !isWordChar(this.chars[at - 1])) at--;
    while (at > 0 && isWordChar(this.chars[at - 1])) at--;
    return at;
  }

  /** End of the word after the cursor. */
  wordForward(): number {
    let at = this.cursor;
    while (at < this.chars.length && !isWordChar(this.chars[at])) at++;
    while (at < this.chars.length && isWordChar(this.chars[at])) at++;
    return at;
  }

  /** Start of the blank-delimited word before the cursor. */
  blankBack(): number {
    let at = this.cursor;
    while (at > 0 && /\s/.test(this.chars[at - 1] ?? '')) at--;
    while (at > 0 && !/\s/.test(this.chars[at - 1] ?? '')) at--;
    return at;
  }
}

function isWordChar(char: string | undefined): boolean {
  return char !== undefined && /[\p{L}\p{N}]/u.test(char);
}

/** Killed texts, the latest first. */
export class KillRing {
  #texts: string[] = [];
  #at = 0;

  /** `joins`: the last command killed too, so it is one text. */
  add(text: string, place: 'before' | 'after', joins: boolean): void {
    if (text === '') return;
    const [last] = this.#texts;
    if (joins && last !== undefined) {
      this.#texts[0] = place === 'before' ? text + last : last + text;
    } else this.#texts.unshift(text);
    this.#texts.length = Math.min(this.#texts.length, 10);
    this.#at = 0;
  }

  get current(): string {
    return this.#texts[this.#at] ?? '';
  }

  /** The one before, in turn. */
  rotate(): string {
    if (this.#texts.length > 0) this.#at = (this.#at + 1) % this.#texts.length;
    return this.current;
  }
}
