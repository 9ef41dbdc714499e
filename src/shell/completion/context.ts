// What the cursor is on: which word of which command, inside which quotes.

/** The command line up to the cursor, cut into the words of the current simple command. */
export interface CompletionContext {
  /** Words of the command, quotes removed, the current one last. */
  readonly words: readonly string[];
  /** Where the current word begins in the line (as written). */
  readonly start: number;
  /** The current word as written, and without quotes. */
  readonly raw: string;
  readonly word: string;
  /** The quote that is open at the cursor. */
  readonly quote: '' | "'" | '"';
  readonly kind: 'command' | 'argument' | 'redirect' | 'variable';
}

const resets = new Set([
  ...['if', 'then', 'else', 'elif', 'do', 'while', 'until', '!', '{', 'time', 'coproc'],
]);

/** Reads a line up to the cursor. */
export function readContext(line: string): CompletionContext {
  const reader = new Reader(line);
  return reader.read();
}

class Reader {
  #line: string;
  #words: string[] = [];
  #isRedirect = false;
  #at = 0;

  constructor(line: string) {
    this.#line = line;
  }

  read(): CompletionContext {
    for (;;) {
      this.#skipBlanks();
      const c = this.#line.charAt(this.#at);
      if (c === '') return this.#context(this.#at, '', '', '');
      if ('|&;(){}`\n'.includes(c) && !(c === '{' && this.#line.charAt(this.#at + 1) !== ' ')) {
        this.#at++;
        this.#words = [];
        this.#isRedirect = false;
        continue;
      }
      if (c === '<' || c === '>') {
        while ('<>&|'.includes(this.#line.charAt(this.#at) || ' ')) this.#at++;
        this.#isRedirect = true;
        continue;
      }
      const found = this.#word();
      if (found !== undefined) return found;
    }
  }

  #skipBlanks(): void {
    while (/[ \t]/.test(this.#line.charAt(this.#at))) this.#at++;
  }

  /** Reads a word; the context when the line ends in it. */
  #word(): CompletionContext | undefined {
    const start = this.#at;
    let word = '';
    let quote: '' | "'" | '"' = '';
    for (;;) {
      const c = this.#line.charAt(this.#at);
      if (c === '') return this.#context(start, this.#line.slice(start), word, quote);
      if (quote !== "'" && c === '$' && this.#line.charAt(this.#at + 1) === '(') {
        this.#words = [];
        this.#at += 2;
        this.#isRedirect = false;
        return undefined;
      }
      if (quote === '' && /[\s|&;()<>`]/.test(c)) break;
      this.#at++;
      if (c === '\\' && quote !== "'") {
        word += this.#line.charAt(this.#at);
        this.#at++;
      } else if (c === quote) quote = '';
      else if (quote === '' && (c === "'" || c === '"')) quote = c;
      else word += c;
    }
    this.#addWord(word, this.#line.slice(start, this.#at));
    return undefined;
  }

  #addWord(word: string, raw: string): void {
    if (this.#isRedirect) {
      this.#isRedirect = false;
      return;
    }
    if (this.#words.length === 0) {
      if (resets.has(raw) || /^[A-Za-z_]\w*\+?=/.test(raw)) return;
    }
    this.#words.push(word);
  }

  #context(
    start: number,
    raw: string,
    word: string,
    quote: CompletionContext['quote'],
  ): CompletionContext {
    const isVariable = quote !== "'" && /\$\{?[A-Za-z0-9_]*$/.test(raw);
    let kind: CompletionContext['kind'] = this.#words.length === 0 ? 'command' : 'argument';
    if (this.#isRedirect || (kind === 'command' && /^[A-Za-z_]\w*\+?=/.test(raw)))
      kind = 'redirect';
    if (isVariable) kind = 'variable';
    return { words: [...this.#words, word], start, raw, word, quote, kind };
  }
}
