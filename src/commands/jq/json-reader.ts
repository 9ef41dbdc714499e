// Reads a stream of JSON texts as jq 1.6 does: piece by piece, with its notions of what is wrong
// and where. A value is given out as soon as it is complete.
import { utf8Length } from '../../base/bytes';
import type { Json, JsonMap } from './values';

/** What is wrong with the input; the message has the position in it. */
export class JsonSyntaxError extends Error {}

/** A key that waits for its value. */
class PendingKey {
  readonly key: string;
  constructor(key: string) {
    this.key = key;
  }
}

type Frame = Json[] | JsonMap | PendingKey;

const NOTHING = Symbol('nothing');

export class JsonReader {
  #text = '';
  #at = 0;
  #stack: Frame[] = [];
  #next: Json | typeof NOTHING = NOTHING;
  /** Where the present literal or string began, -1 outside. */
  #tokenStart = -1;
  #isString = false;
  #line = 1;
  #column = 0;
  /** Up to where line and column are counted. */
  #counted = 0;

  /** Newlines in what has been taken so far, to the end of the line that was last needed. */
  get linesRead(): number {
    this.#count(this.#at);
    const end = this.#text.indexOf('\n', this.#at);
    const atLineStart = this.#at > 0 && this.#text[this.#at - 1] === '\n';
    return this.#line - 1 + (end >= 0 && !atLineStart ? 1 : 0);
  }

  feed(text: string): void {
    const keep = this.#tokenStart >= 0 ? this.#tokenStart : this.#at;
    this.#count(keep);
    this.#text = this.#text.slice(keep) + text;
    this.#at -= keep;
    this.#counted -= keep;
    if (this.#tokenStart >= 0) this.#tokenStart = 0;
  }

  /** The next complete value; undefined: more input is needed. @throws JsonSyntaxError */
  next(): { value: Json } | undefined {
    const text = this.#text;
    while (this.#at < text.length) {
      if (this.#isString) {
        if (!this.#finishString()) return undefined;
      } else {
        const c = text.charCodeAt(this.#at++);
        if (c === 34) {
          this.#endLiteral(this.#at - 1);
          this.#tokenStart = this.#at;
          this.#isString = true;
          continue;
        }
        const isSpace = c === 32 || c === 10 || c === 13 || c === 9;
        if (isSpace || isStructure(c)) {
          this.#endLiteral(this.#at - 1);
          if (!isSpace) this.#structure(c);
        } else {
          if (this.#tokenStart < 0) this.#tokenStart = this.#at - 1;
          continue;
        }
      }
      const value = this.#takeDone();
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** What is left at the end of the input. @throws JsonSyntaxError */
  finish(): { value: Json } | undefined {
    if (this.#isString) this.#fail('Unfinished string at EOF');
    if (this.#tokenStart >= 0) this.#endLiteral(this.#text.length, ' at EOF');
    if (this.#stack.length > 0) this.#fail('Unfinished JSON term at EOF');
    return this.#takeDone();
  }

  #takeDone(): { value: Json } | undefined {
    if (this.#stack.length > 0 || this.#next === NOTHING) return undefined;
    const value = this.#next;
    this.#next = NOTHING;
    return { value };
  }

  #count(to: number): void {
    const text = this.#text;
    let from = this.#counted;
    for (let i = text.indexOf('\n', from); i >= 0 && i < to; i = text.indexOf('\n', from)) {
      this.#line++;
      this.#column = 0;
      from = i + 1;
    }
    if (to > from) this.#column += utf8Length(text.slice(from, to));
    this.#counted = Math.max(to, this.#counted);
  }

  #fail(message: string): never {
    this.#count(this.#at);
    throw new JsonSyntaxError(`${message} at line ${this.#line}, column ${this.#column}`);
  }

  #value(value: Json): void {
    if (this.#next !== NOTHING) this.#fail('Expected separator between values');
    this.#next = value;
  }

  /** The literal that ends before `end`, if there is one. */
  #endLiteral(end: number, suffix = ''): void {
    if (this.#tokenStart < 0) return;
    const token = this.#text.slice(this.#tokenStart, end);
    this.#tokenStart = -1;
    const word = { t: 'true', f: 'false', n: 'null' }[token[0] ?? ''];
    if (word !== undefined && !(token[0] === 'n' && token.length === 3)) {
      if (token !== word) this.#fail(`Invalid literal${suffix}`);
      this.#value(word === 'null' ? null : word === 'true');
      return;
    }
    if (token === 'nan') this.#fail(`Invalid literal${suffix}`);
    if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(token)) {
      this.#fail(`Invalid numeric literal${suffix}`);
    }
    this.#value(Number(token));
  }

  /** Whether the string was complete. */
  #finishString(): boolean {
    const text = this.#text;
    let i = this.#at;
    for (;;) {
      const c = text.charCodeAt(i);
      if (Number.isNaN(c)) {
        // Everything so far belongs to it; an escape may be cut.
        this.#at = i;
        return false;
      }
      if (c === 92) {
        if (i + 1 >= text.length) {
          this.#at = i;
          return false;
        }
        i++;
      } else if (c === 34) break;
      i++;
    }
    const raw = text.slice(this.#tokenStart, i);
    this.#at = i + 1;
    this.#isString = false;
    this.#tokenStart = -1;
    this.#value(raw.includes('\\') ? this.#decode(raw) : clean(raw));
    return true;
  }

  #decode(raw: string): string {
    const text = raw.replace(/\\(u[0-9a-fA-F]{4}|[\s\S])/g, (_, sequence: string) => {
      if (sequence.length === 5) {
        return String.fromCharCode(Number.parseInt(sequence.slice(1), 16));
      }
      const char: string | undefined = ESCAPED[sequence];
      if (char === undefined) {
        this.#fail(sequence === 'u' ? 'Invalid \\uXXXX escape' : 'Invalid escape');
      }
      return char;
    });
    return clean(text);
  }

  #structure(c: number): void {
    const top = this.#stack[this.#stack.length - 1];
    const next = this.#next;
    switch (String.fromCharCode(c)) {
      case '[':
      case '{':
        if (next !== NOTHING) this.#fail('Expected separator between values');
        if (this.#stack.length >= 256) this.#fail('Exceeds depth limit for parsing');
        this.#stack.push(c === 91 ? [] : new Map());
        return;
      case ':':
        if (next === NOTHING) this.#fail("Expected string key before ':'");
        if (!(top instanceof Map)) this.#fail("':' not as part of an object");
        if (typeof next !== 'string') this.#fail('Object keys must be strings');
        this.#stack.push(new PendingKey(next));
        this.#next = NOTHING;
        return;
      case ',':
        if (next === NOTHING) this.#fail("Expected value before ','");
        if (Array.isArray(top)) top.push(next);
        else if (top instanceof PendingKey) this.#storePair(top, next);
        else this.#fail('Objects must consist of key:value pairs');
        this.#next = NOTHING;
        return;
      case ']':
        if (!Array.isArray(top)) this.#fail("Unmatched ']'");
        if (next !== NOTHING) top.push(next);
        else if (top.length > 0) this.#fail('Expected another array element');
        this.#stack.pop();
        this.#next = top;
        return;
      default:
        this.#closeObject(top, next);
    }
  }

  #closeObject(top: Frame | undefined, next: Json | typeof NOTHING): void {
    if (top === undefined) this.#fail("Unmatched '}'");
    if (next !== NOTHING) {
      if (!(top instanceof PendingKey)) this.#fail('Objects must consist of key:value pairs');
      this.#storePair(top, next);
    } else {
      if (!(top instanceof Map)) this.#fail("Unmatched '}'");
      if (top.size > 0) this.#fail('Expected another key-value pair');
    }
    this.#next = this.#stack.pop() as JsonMap;
  }

  #storePair(pending: PendingKey, value: Json): void {
    this.#stack.pop();
    (this.#stack[this.#stack.length - 1] as JsonMap).set(pending.key, value);
  }
}

const ESCAPED: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  '/': '/',
  '\\': '\\',
  '"': '"',
};

function isStructure(c: number): boolean {
  return c === 123 || c === 125 || c === 91 || c === 93 || c === 58 || c === 44;
}

/** Bytes that are not UTF-8 and lone surrogates become U+FFFD. */
function clean(text: string): string {
  return /[\ud800-\udfff]/.test(text)
    ? text.replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, (s) =>
        s.length === 2 ? s : '\ufffd',
      )
    : text;
}

/** One JSON text, as fromjson and --argjson read it. @throws JsonSyntaxError */
export function parseJson(text: string): Json | undefined {
  const reader = new JsonReader();
  reader.feed(text);
  const first = reader.next() ?? reader.finish();
  if (first === undefined) return undefined;
  if ((reader.next() ?? reader.finish()) !== undefined) {
    throw new JsonSyntaxError('Unexpected extra JSON values');
  }
  return first.value;
}
