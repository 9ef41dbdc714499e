// How xargs splits its input: quoted words, or items ended by a character.

/** Items as they come; `feed` pieces, then `end`. @throws QuoteError */
export class Splitter {
  /** Items since the last call of take(); a line's end comes after its last item. */
  #items: Item[] = [];
  #word: string | undefined;
  #quote: '"' | "'" | undefined;
  #isEscaped = false;
  #isLineEmpty = true;
  #delimiter: string | undefined;
  #byLine: boolean;

  /** @param byLine -I: whole lines are items. */
  constructor(delimiter: string | undefined, byLine: boolean) {
    this.#delimiter = delimiter;
    this.#byLine = byLine;
  }

  feed(piece: string): void {
    if (this.#delimiter !== undefined) {
      const parts = ((this.#word ?? '') + piece).split(this.#delimiter);
      this.#word = parts.pop() ?? '';
      for (const text of parts) this.#items.push({ text, endsLine: true });
      return;
    }
    for (const c of piece) this.#character(c);
  }

  end(): void {
    if (this.#delimiter !== undefined) {
      if (this.#word) this.#items.push({ text: this.#word, endsLine: true });
      return;
    }
    if (this.#quote !== undefined) throw new QuoteError(this.#quote);
    this.#finishWord();
    this.#finishLine();
  }

  take(): readonly Item[] {
    const items = this.#items;
    this.#items = [];
    return items;
  }

  #character(c: string): void {
    if (this.#isEscaped) {
      this.#isEscaped = false;
      this.#word = (this.#word ?? '') + c;
    } else if (this.#quote !== undefined) {
      if (c === '\n') throw new QuoteError(this.#quote);
      if (c === this.#quote) this.#quote = undefined;
      else this.#word += c;
    } else if (c === '\\') {
      this.#isEscaped = true;
      this.#word ??= '';
    } else if (c === '"' || c === "'") {
      this.#quote = c;
      this.#word ??= '';
    } else if (c === '\n') {
      this.#finishWord();
      this.#finishLine();
    } else if ((c === ' ' || c === '\t') && !this.#byLine) this.#finishWord(c);
    else if (this.#word === undefined && this.#byLine && (c === ' ' || c === '\t')) return;
    else this.#word = (this.#word ?? '') + c;
  }

  /** `blank` is set when a blank ended it: at a line's end it makes the line go on (-L). */
  #finishWord(blank?: string): void {
    if (this.#word === undefined) return;
    this.#items.push({ text: this.#word, endsLine: false, blankAfter: blank !== undefined });
    this.#word = undefined;
    this.#isLineEmpty = false;
  }

  #finishLine(): void {
    if (this.#isLineEmpty) return;
    const last = this.#items[this.#items.length - 1];
    if (last === undefined) this.#items.push({ text: undefined, endsLine: true });
    else if (!last.blankAfter) this.#items[this.#items.length - 1] = { ...last, endsLine: true };
    this.#isLineEmpty = true;
  }
}

export interface Item {
  /** undefined: only the end of a line whose items have been taken. */
  readonly text: string | undefined;
  readonly endsLine: boolean;
  readonly blankAfter?: boolean;
}

export class QuoteError extends Error {
  constructor(quote: '"' | "'") {
    const kind = quote === '"' ? 'double' : 'single';
    super(
      `unmatched ${kind} quote; by default quotes are special to xargs ` +
        'unless you use the -0 option',
    );
  }
}
