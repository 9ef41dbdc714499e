// printf(1): the formatter that bash's builtin and the program on disk share. They differ in what
// they say about bad arguments, so those are reported, not printed.

import { fromBytes, toBytes } from '../bytes';
import { readExact } from '../exact-number';
import {
  type Layout,
  layOutBytes,
  layOutFloat,
  layOutInteger,
  layOutText,
  readDirective,
} from './directive';
import { joinBytes, readEscape, unescapeText } from './escapes';

export { type Directive, layOutFloat, layOutInteger, layOutText, readDirective } from './directive';
export { joinBytes, readEscape, unescapeText } from './escapes';

/** Something about the arguments or the format. `number`: not a number at all or only at its
 *  beginning (`partial`); `directive`: `text` is the bad conversion; `missing`: the format ends.
 *  `directive` is then all of it, with the `%`. */
export interface PrintfIssue {
  readonly kind: 'number' | 'partial' | 'range' | 'directive' | 'missing';
  readonly text: string;
  readonly directive?: string;
}

export interface PrintfRules {
  /** What `%q` does. */
  readonly quote?: (text: string) => string;
  /** What `%(format)T` does; `seconds` is undefined without an argument. */
  readonly time?: (format: string, seconds: number | undefined) => string;
}

export interface PrintfResult {
  readonly text: string;
  readonly issues: readonly PrintfIssue[];
  /** The format had no conversions: arguments are left over (coreutils warns). */
  readonly unused: readonly string[];
}

/** Formats as printf does, using the format again while arguments are left. */
export function formatPrintf(
  format: string,
  args: readonly string[],
  rules: PrintfRules = {},
): PrintfResult {
  return new Formatter(format, args, rules).run();
}

class Formatter {
  #format: string;
  #args: readonly string[];
  #rules: PrintfRules;
  #next = 0;
  #out = '';
  #issues: PrintfIssue[] = [];
  #isStopped = false;

  constructor(format: string, args: readonly string[], rules: PrintfRules) {
    this.#format = format;
    this.#args = args;
    this.#rules = rules;
  }

  run(): PrintfResult {
    do {
      const before = this.#next;
      this.#once();
      if (this.#next === before) break;
    } while (!this.#isStopped && this.#next < this.#args.length);
    return {
      text: joinBytes(this.#out),
      issues: this.#issues,
      unused: this.#isStopped ? [] : this.#args.slice(this.#next),
    };
  }

  #once(): void {
    const format = this.#format;
    for (let at = 0; at < format.length && !this.#isStopped; ) {
      const c = format[at];
      if (c === '\\') {
        const got = readEscape(format, at, { quotes: true });
        if (got === 'stop') this.#isStopped = true;
        else {
          this.#out += got?.value ?? '\\';
          at += got?.length ?? 1;
        }
      } else if (c !== '%') {
        let end = at + 1;
        while (end < format.length && format[end] !== '%' && format[end] !== '\\') end++;
        this.#out += format.slice(at, end);
        at = end;
      } else if (format[at + 1] === '%') {
        this.#out += '%';
        at += 2;
      } else at += this.#convert(format.slice(at + 1)) + 1;
    }
  }

  #take(): string | undefined {
    return this.#args[this.#next++];
  }

  #star(value: number | '*' | undefined): number | undefined {
    return value === '*' ? Number(this.#integer(this.#take())) : value;
  }

  /** Carries out the conversion that the text begins with; returns its length. */
  #convert(text: string): number {
    const time = /^([-0]*)(\d*)\(([^)]*)\)T/.exec(text);
    if (time !== null && this.#rules.time !== undefined) {
      const arg = this.#take();
      const seconds = arg === undefined || arg === '-1' ? undefined : Number(this.#integer(arg));
      const shown = this.#rules.time(time[3] ?? '', seconds);
      const layout = { flags: time[1] ?? '', width: Number(time[2] || 0), precision: undefined };
      this.#out += layOutText(shown, layout);
      return time[0].length;
    }
    const { directive, length } = readDirective(text);
    const { conversion } = directive;
    if (conversion === '' || !'diouxXfFeEgGaAsbcq'.includes(conversion)) {
      const kind = conversion === '' ? 'missing' : 'directive';
      this.#issues.push({
        kind,
        text: conversion === '' ? '%' : conversion,
        directive: `%${text.slice(0, length)}`,
      });
      this.#isStopped = true;
      return length;
    }
    let width = this.#star(directive.width) ?? 0;
    let { flags } = directive;
    if (width < 0) {
      flags += '-';
      width = -width;
    }
    const stars = this.#star(directive.precision);
    const precision = stars !== undefined && stars < 0 ? undefined : stars;
    this.#out += this.#value(conversion, { flags, width, precision });
    return length;
  }

  #value(conversion: string, layout: Layout): string {
    const arg = this.#take();
    switch (conversion) {
      case 's':
        return layOutBytes(arg ?? '', layout);
      case 'c':
        return layOutBytes(fromBytes(toBytes(arg ?? '').subarray(0, 1)), layout);
      case 'q':
        return layOutBytes(this.#rules.quote?.(arg ?? '') ?? arg ?? '', layout);
      case 'b': {
        const got = unescapeText(arg ?? '', { zeroOctal: true });
        if (got.isStopped) this.#isStopped = true;
        return layOutBytes(got.text, layout);
      }
      case 'd':
      case 'i':
        return layOutInteger(BigInt.asIntN(64, this.#integer(arg)), conversion, layout);
      case 'o':
      case 'u':
      case 'x':
      case 'X':
        return layOutInteger(BigInt.asUintN(64, this.#integer(arg)), conversion, layout);
      default:
        return this.#float(arg, conversion, layout);
    }
  }

  /** strtoimax with base 0, and `'c` for a character's number. */
  #integer(arg: string | undefined): bigint {
    if (arg === undefined) return 0n;
    if (arg[0] === '"' || arg[0] === "'") return BigInt(arg.codePointAt(1) ?? 0);
    const m = /^\s*([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)/.exec(arg);
    if (m === null) {
      this.#issues.push({ kind: 'number', text: arg });
      return 0n;
    }
    const digits = m[2] ?? '0';
    const isOctal = /^0[0-7]/.test(digits);
    let value = BigInt(isOctal ? `0o${digits.slice(1)}` : digits);
    if (m[1] === '-') value = -value;
    if (m[0].length < arg.length) this.#issues.push({ kind: 'partial', text: arg });
    if (value > 0xffffffffffffffffn || value < -0x8000000000000000n) {
      this.#issues.push({ kind: 'range', text: arg });
      return value < 0n ? -0x8000000000000000n : 0x7fffffffffffffffn;
    }
    return value;
  }

  #float(arg: string | undefined, conversion: string, layout: Layout): string {
    const text = arg ?? '0';
    if (text[0] === '"' || text[0] === "'") {
      const { value } = readExact(String(text.codePointAt(1) ?? 0));
      return layOutFloat(value, conversion, layout);
    }
    const { value, length } = readExact(text);
    if (length === 0) this.#issues.push({ kind: 'number', text });
    else if (length < text.length) this.#issues.push({ kind: 'partial', text });
    return layOutFloat(value, /[aA]/.test(conversion) ? 'g' : conversion, layout);
  }
}
