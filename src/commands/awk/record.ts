// The present record and its fields; split only when a field is asked for.
import { fromBytes, toBytes } from '../../base/bytes';
import { compileEre, type Regex } from '../../base/regex';
import { FieldValue, isAscii, toText, type Value } from './values';

/** A pattern that could not be compiled. */
export class AwkPatternError extends Error {}

/** A pattern by its text; compiled ones are cached. @throws AwkPatternError */
export function pattern(text: string): Regex {
  const made = compileEre(plainBraces(text), { dialect: 'awk' });
  if (made.regex !== undefined) return made.regex;
  const why = /\(/.test(made.error)
    ? "missing ')'"
    : /\[|class/.test(made.error)
      ? 'bad class -- [], [^] or ['
      : 'missing operand';
  throw new AwkPatternError(`regular expression compile failed (${why})\n${text}`);
}

/** This mawk has no repetition counts: braces stand for themselves. */
function plainBraces(text: string): string {
  if (!text.includes('{')) return text;
  return text.replace(/\\[\s\S]|\[\^?\]?(?:\[:\w+:\]|[^\]])*\]|[{}]/g, (s) =>
    s === '{' || s === '}' ? `\\${s}` : s,
  );
}

export type Splitter = (text: string) => string[];

/** How FS (or split's third argument) cuts text. Paragraphs are cut at newlines too. */
export function splitter(separator: string, isParagraph = false): Splitter {
  if (separator === ' ') return splitBlanks;
  if (separator === '') return splitCharacters;
  if (separator.length === 1 && !isParagraph) {
    return (text) => (text === '' ? [] : text.split(separator));
  }
  const source = separator.length === 1 ? separator.replace(/[\\^$.|?*+()[{]/, '\\$&') : separator;
  const regex = pattern(isParagraph ? `(${source})|\n` : source);
  return (text) => splitByPattern(text, regex);
}

/** Cuts at matches that are not empty. */
export function splitByPattern(text: string, regex: Regex): string[] {
  if (text === '') return [];
  const parts: string[] = [];
  let from = 0;
  let search = 0;
  while (search <= text.length) {
    const match = regex.exec(text, search);
    if (match === null) break;
    if (match[0] === '') {
      search = match.index + 1;
      continue;
    }
    parts.push(text.slice(from, match.index));
    from = match.index + match[0].length;
    search = from;
  }
  parts.push(text.slice(from));
  return parts;
}

function splitBlanks(text: string): string[] {
  const parts: string[] = [];
  const end = text.length;
  let i = 0;
  for (;;) {
    while (i < end && isBlank(text.charCodeAt(i))) i++;
    if (i >= end) return parts;
    const start = i;
    while (i < end && !isBlank(text.charCodeAt(i))) i++;
    parts.push(text.slice(start, i));
  }
}

function isBlank(c: number): boolean {
  return c === 32 || (c >= 9 && c <= 13);
}

function splitCharacters(text: string): string[] {
  if (isAscii(text)) return text.split('');
  return Array.from(toBytes(text), (byte) => fromBytes(Uint8Array.of(byte)));
}

/** $0, $1, … and NF. */
export class AwkRecord {
  /** CONVFMT and OFS, kept up to date by the runtime. */
  convfmt = '%.6g';
  ofs = ' ';
  split: Splitter = splitter(' ');
  #whole: Value = '';
  #parts: string[] = [];
  #cells: Value[] = [];
  #isSplit = true;
  #isStale = false;

  setText(text: string): void {
    this.#whole = new FieldValue(text);
    this.#isSplit = false;
    this.#isStale = false;
  }

  get nf(): number {
    if (!this.#isSplit) this.#cut();
    return this.#parts.length;
  }

  set nf(count: number) {
    if (!this.#isSplit) this.#cut();
    while (this.#parts.length < count) this.#parts.push('');
    this.#parts.length = count;
    this.#cells.length = Math.min(this.#cells.length, count);
    this.#isStale = true;
  }

  get text(): string {
    return toText(this.get(0), this.convfmt);
  }

  get(index: number): Value {
    if (index === 0) {
      if (this.#isStale) this.#join();
      return this.#whole;
    }
    if (!this.#isSplit) this.#cut();
    const cell = this.#cells[index - 1];
    if (cell !== undefined) return cell;
    const part = this.#parts[index - 1];
    if (part === undefined) return undefined;
    const made = new FieldValue(part);
    this.#cells[index - 1] = made;
    return made;
  }

  set(index: number, value: Value): void {
    if (index === 0) {
      this.#whole = value;
      this.#isSplit = false;
      this.#isStale = false;
      return;
    }
    if (this.nf < index) this.nf = index;
    this.#parts[index - 1] = toText(value, this.convfmt);
    this.#cells[index - 1] = value;
    this.#isStale = true;
  }

  #cut(): void {
    this.#parts = this.split(this.text);
    this.#cells = [];
    this.#isSplit = true;
  }

  #join(): void {
    this.#whole = new FieldValue(this.#parts.join(this.ofs));
    this.#isStale = false;
  }
}
