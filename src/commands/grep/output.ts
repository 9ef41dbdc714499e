// How grep prints: prefixes, colours, context.
import { byteLength } from '../framework/bytes';
import type { Matcher } from './matcher';

export interface OutputRules {
  readonly withName: boolean;
  readonly lineNumber: boolean;
  readonly byteOffset: boolean;
  readonly initialTab: boolean;
  readonly nullAfter: boolean;
  readonly isColored: boolean;
  readonly onlyMatching: boolean;
  readonly invert: boolean;
  readonly end: string;
}

/** A line with where it is. */
export interface Placed {
  readonly text: string;
  readonly number: number;
  readonly offset: number;
}

/** Colours of GREP_COLORS' capabilities. */
export interface Colors {
  readonly match: string;
  readonly name: string;
  readonly number: string;
  readonly separator: string;
}

/** GREP_COLORS, with the usual colours where it says nothing. */
export function readColors(text: string | undefined): Colors {
  const given = new Map(
    (text ?? '').split(':').flatMap((part) => {
      const [key, value] = part.split('=');
      return key !== undefined && value !== undefined ? [[key, value] as const] : [];
    }),
  );
  return {
    match: given.get('ms') ?? given.get('mt') ?? '01;31',
    name: given.get('fn') ?? '35',
    number: given.get('ln') ?? '32',
    separator: given.get('se') ?? '36',
  };
}

export class Printer {
  /** With -T: as wide as the file's size; 19 where that is not known. */
  numberWidth = 19;
  #rules: OutputRules;
  #matcher: Matcher;
  #colors: Colors;

  constructor(rules: OutputRules, matcher: Matcher, colors: Colors) {
    this.#rules = rules;
    this.#matcher = matcher;
    this.#colors = colors;
  }

  paint(text: string, kind: keyof Colors): string {
    if (!this.#rules.isColored || text === '') return text;
    return `\u001b[${this.#colors[kind]}m\u001b[K${text}\u001b[m\u001b[K`;
  }

  name(name: string): string {
    return this.paint(name, 'name');
  }

  separator(mark: string): string {
    return this.paint(mark, 'separator');
  }

  /** A selected line (or its matches, with -o). */
  selected(line: Placed, name: string): string {
    const { onlyMatching, invert, isColored, end } = this.#rules;
    if (onlyMatching) return invert ? '' : this.#matches(line, name);
    const text = isColored && !invert ? this.#marked(line.text) : line.text;
    return this.#prefix(line, name, ':') + text + end;
  }

  /** A line of context. */
  context(line: Placed, name: string): string {
    const { onlyMatching, invert, isColored, end } = this.#rules;
    if (onlyMatching) return '';
    const text = isColored && invert ? this.#marked(line.text) : line.text;
    return this.#prefix(line, name, '-') + text + end;
  }

  #prefix(line: Placed, name: string, mark: ':' | '-'): string {
    const { withName, lineNumber, byteOffset, initialTab, nullAfter } = this.#rules;
    const separator = this.separator(mark);
    let out = '';
    if (withName) out += this.name(name) + (nullAfter ? '\0' : separator);
    const pad = initialTab ? this.numberWidth : 0;
    if (lineNumber) out += this.paint(String(line.number).padStart(pad), 'number') + separator;
    if (byteOffset) {
      out += this.paint(String(line.offset).padStart(pad), 'number') + separator;
    }
    return initialTab && out !== '' ? `${out}\t` : out;
  }

  #matches(line: Placed, name: string): string {
    let out = '';
    for (const { start, end } of this.#all(line.text)) {
      const offset = this.#rules.byteOffset
        ? line.offset + byteLength(line.text.slice(0, start))
        : 0;
      const text = this.paint(line.text.slice(start, end), 'match');
      out += this.#prefix({ ...line, offset }, name, ':') + text + this.#rules.end;
    }
    return out;
  }

  #marked(text: string): string {
    let out = '';
    let done = 0;
    for (const { start, end } of this.#all(text)) {
      out += text.slice(done, start) + this.paint(text.slice(start, end), 'match');
      done = end;
    }
    return out + text.slice(done);
  }

  /** All matches that aren't empty. */
  *#all(text: string) {
    for (let at = 0; at <= text.length; ) {
      const match = this.#matcher.find(text, at);
      if (match === undefined) return;
      if (match.end > match.start) yield match;
      at = match.end > match.start ? match.end : match.end + 1;
    }
  }
}
