// Reading sed scripts. Errors count characters as the real one does: what had been read by then.
import { compileBre, compileEre, type Regex } from '../../base/regex';
import { characters, ESCAPED, numericEscapes } from './escapes';
import { resolve, ScriptError } from './labels';
import { readReplacement } from './replacement';
import type { Address, Command, RangeEnd, Substitution } from './script';

export interface ScriptRules {
  readonly isExtended: boolean;
  readonly isNullData: boolean;
}

/** A piece of script: of an -e option, or a file. */
export interface ScriptPart {
  readonly text: string;
  readonly file: string | undefined;
}

/** Reads all parts as one script. @throws ScriptError with the message as sed prints it. */
export function parseScript(parts: readonly ScriptPart[], rules: ScriptRules): Command[] {
  const parser = new Parser(parts, rules);
  const commands = parser.commands();
  resolve(commands);
  return commands;
}

/** Commands without arguments. */
const PLAIN = '=dDFgGhHnNpPxz';

class Parser {
  #text: string;
  #at = 0;
  #starts: { at: number; part: ScriptPart; expression: number }[] = [];
  #rules: ScriptRules;
  #depth = 0;

  constructor(parts: readonly ScriptPart[], rules: ScriptRules) {
    this.#rules = rules;
    let text = '';
    let expression = 0;
    for (const part of parts) {
      if (part.file === undefined) expression++;
      this.#starts.push({ at: text.length, part, expression });
      text += `${part.text}\n`;
    }
    this.#text = text.slice(0, -1);
  }

  commands(): Command[] {
    const list: Command[] = [];
    for (;;) {
      this.#skip(/[\s;]*/y);
      if (this.#at >= this.#text.length) break;
      const command = this.#command();
      if (command !== undefined) list.push(command);
    }
    if (this.#depth > 0) this.#fail("unmatched `{'", 0);
    return list;
  }

  /** @throws ScriptError, always. `char` is told instead of what has been read. */
  #fail(message: string, char?: number): never {
    const start = [...this.#starts].reverse().find((s) => s.at <= Math.max(0, this.#at - 1));
    if (start?.part.file !== undefined) {
      const line = this.#text.slice(start.at, this.#at).split('\n').length;
      throw new ScriptError(`file ${start.part.file} line ${line}: ${message}`);
    }
    const read = char ?? this.#at - (start?.at ?? 0);
    throw new ScriptError(`-e expression #${start?.expression ?? 1}, char ${read}: ${message}`);
  }

  #skip(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #command(): Command | undefined {
    const from = this.#address();
    let to: RangeEnd | undefined;
    if (from !== undefined) {
      this.#skip(/[ \t]*/y);
      if (this.#text[this.#at] === ',') {
        this.#at++;
        this.#skip(/[ \t]*/y);
        to = this.#rangeEnd();
        if (to === undefined) {
          this.#at++;
          this.#fail("unexpected `,'");
        }
      }
    } else if (this.#text[this.#at] === ',') {
      this.#at++;
      this.#fail("unexpected `,'");
    }
    if (from?.kind === 'line' && from.line === 0 && to?.kind !== 'regex') {
      this.#at++;
      this.#fail('invalid usage of line address 0');
    }
    this.#skip(/\s*/y);
    let isNegated = false;
    while (this.#text[this.#at] === '!') {
      this.#at++;
      if (isNegated) this.#fail("multiple `!'s");
      isNegated = true;
      this.#skip(/\s*/y);
    }
    const name = this.#text[this.#at];
    if (name === undefined) this.#fail('missing command');
    this.#at++;
    const base = { name, from, to, isNegated };
    if (name === '#') {
      if (from !== undefined) this.#fail("comments don't accept any addresses");
      this.#skip(/[^\n]*/y);
      return undefined;
    }
    return this.#arguments(base);
  }

  #arguments(base: Pick<Command, 'name' | 'from' | 'to' | 'isNegated'>): Command {
    const make = (more: Partial<Command> = {}): Command => ({
      ...base,
      text: '',
      number: undefined,
      substitution: undefined,
      map: undefined,
      target: 0,
      range: { isActive: false, isClosed: false, end: 0 },
      ...more,
    });
    switch (base.name) {
      case '{':
        this.#depth++;
        return make();
      case '}':
        if (this.#depth === 0) this.#fail("unexpected `}'");
        if (base.from !== undefined) this.#fail("} doesn't want any addresses");
        this.#depth--;
        this.#end();
        return make();
      case ':': {
        if (base.from !== undefined) this.#fail(": doesn't want any addresses");
        this.#skip(/[ \t]*/y);
        const label = this.#skip(/[^\s;]*/y);
        if (label === '') this.#fail('":" lacks a label');
        return make({ text: label });
      }
      case 'b':
      case 't':
      case 'T': {
        this.#skip(/[ \t]*/y);
        const label = this.#skip(/[^\s;}]*/y);
        this.#end();
        return make({ text: label });
      }
      case 'a':
      case 'i':
      case 'c':
        return make({ text: this.#literalText() });
      case 'r':
      case 'R':
      case 'w':
      case 'W': {
        this.#skip(/[ \t]*/y);
        const file = this.#skip(/[^\n]*/y);
        if (file === '') this.#fail('missing filename in r/R/w/W commands');
        return make({ text: file });
      }
      case 'q':
      case 'Q':
        if (base.to !== undefined) this.#fail('command only uses one address');
        return make({ number: this.#finalNumber() });
      case 'l':
      case 'L':
        return make({ number: this.#finalNumber() });
      case 's':
        return make({ substitution: this.#substitution() });
      case 'y':
        return make({ map: this.#transliteration() });
      case 'e':
        return make({ text: this.#skip(/[^\n]*/y).trim() });
      case 'v':
        this.#skip(/[^\n;]*/y);
        return make();
      default:
        if (PLAIN.includes(base.name)) {
          this.#end();
          return make();
        }
        return this.#fail(`unknown command: \`${base.name}'`);
    }
  }

  /** After a command: blanks and then its end. */
  #end(): void {
    this.#skip(/[ \t\r]*/y);
    const c = this.#text[this.#at];
    if (c === undefined || c === '}' || c === '#') return;
    this.#at++;
    if (c !== ';' && c !== '\n') this.#fail('extra characters after command');
  }

  /** A number (exit code, width) and the command's end. */
  #finalNumber(): number | undefined {
    this.#skip(/[ \t]*/y);
    const number = this.#number();
    this.#end();
    return number;
  }

  #number(): number | undefined {
    const digits = this.#skip(/\d*/y);
    return digits === '' ? undefined : Number(digits);
  }

  #address(): Address | undefined {
    const line = this.#number();
    if (line !== undefined) {
      this.#skip(/[ \t]*(?=~)/y);
      if (this.#text[this.#at] !== '~') return { kind: 'line', line };
      this.#at++;
      return { kind: 'step', first: line, step: this.#number() ?? 0 };
    }
    const c = this.#text[this.#at];
    if (c === '$') {
      this.#at++;
      return { kind: 'last' };
    }
    if (c !== '/' && c !== '\\') return undefined;
    this.#at++;
    const delimiter = c === '/' ? '/' : (this.#text[this.#at++] ?? '');
    const pattern = this.#delimited(delimiter, true);
    if (pattern === undefined) this.#fail('unterminated address regex');
    const flags = this.#skip(/[IM]*/y);
    const regex = this.#compile(pattern, flags.includes('I'), flags.includes('M'));
    return { kind: 'regex', regex };
  }

  #rangeEnd(): RangeEnd | undefined {
    const sign = this.#text[this.#at];
    if (sign !== '+' && sign !== '~') return this.#address();
    this.#at++;
    const count = this.#number();
    if (count === undefined) this.#fail('expected number');
    return sign === '+' ? { kind: 'plus', count } : { kind: 'multiple', of: count };
  }

  #compile(pattern: string, ignoreCase: boolean, multiline: boolean): Regex | undefined {
    if (pattern === '') return undefined;
    const compile = this.#rules.isExtended ? compileEre : compileBre;
    const got = compile(numericEscapes(pattern), { dialect: 'sed', ignoreCase, multiline });
    return got.regex ?? this.#fail(got.error ?? '');
  }

  /** Text up to the delimiter, which is then passed; undefined when it isn't there. In a regular
   *  expression a delimiter in brackets doesn't end it. */
  #delimited(delimiter: string, isRegex: boolean): string | undefined {
    let out = '';
    while (this.#at < this.#text.length) {
      const c = this.#text[this.#at++] as string;
      if (c === delimiter) return out;
      if (c === '\n' && isRegex) return undefined;
      if (c === '\\') {
        const next = this.#text[this.#at++];
        if (next === undefined) return undefined;
        if (next === delimiter)
          out += isRegex && /[.*[\]^$+?(){}|]/.test(delimiter) ? `\\${next}` : next;
        else if (next === '\n' && isRegex) out += '\\n';
        else out += c + next;
      } else if (c === '[' && isRegex) {
        const rest = this.#bracket();
        if (rest === undefined) return undefined;
        out += c + rest;
      } else out += c;
    }
    return undefined;
  }

  #bracket(): string | undefined {
    const m = /\^?\]?(?:\[[:.=][^\]]*[:.=]\]|[^\]])*\]/y;
    m.lastIndex = this.#at;
    const found = m.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    else this.#at = this.#text.length;
    return found;
  }

  #substitution(): Substitution {
    const delimiter = this.#text[this.#at++] ?? '';
    const unterminated = "unterminated `s' command";
    if (delimiter === '' || delimiter === '\n' || delimiter === '\\') this.#fail(unterminated);
    const pattern = this.#delimited(delimiter, true) ?? this.#fail(unterminated);
    const template = this.#delimited(delimiter, false);
    if (template === undefined) this.#fail(unterminated);
    const flags = this.#flags();
    const regex = this.#compile(pattern, flags.ignoreCase, flags.multiline);
    const replacement = readReplacement(template);
    const highest = Math.max(0, ...replacement.map((p) => (p.kind === 'group' ? p.group : 0)));
    if (regex !== undefined && highest > regex.groups) {
      this.#fail(`invalid reference \\${highest} on \`s' command's RHS`);
    }
    return { ...flags, regex, replacement };
  }

  #flags() {
    const flags = {
      isGlobal: false,
      print: 0,
      number: 0,
      ignoreCase: false,
      multiline: false,
      evaluate: false,
      file: undefined as string | undefined,
    };
    for (;;) {
      const c = this.#text[this.#at];
      if (c === undefined || c === '}' || c === '#') return flags;
      this.#at++;
      if (c === '\n' || c === ';') return flags;
      if (c === ' ' || c === '\t' || c === '\r') continue;
      if (c === 'g') {
        if (flags.isGlobal) this.#fail("multiple `g' options to `s' command");
        flags.isGlobal = true;
      } else if (c === 'p') {
        if (flags.print > 0) this.#fail("multiple `p' options to `s' command");
        flags.print = flags.evaluate ? 2 : 1;
      } else if (c === 'i' || c === 'I') flags.ignoreCase = true;
      else if (c === 'm' || c === 'M') flags.multiline = true;
      else if (c === 'e') flags.evaluate = true;
      else if (c >= '0' && c <= '9') {
        if (flags.number > 0) this.#fail("multiple number options to `s' command");
        flags.number = Number(c + this.#skip(/\d*/y));
        if (flags.number === 0) this.#fail("number option to `s' command may not be zero");
      } else if (c === 'w') {
        this.#skip(/[ \t]*/y);
        flags.file = this.#skip(/[^\n]*/y);
        if (flags.file === '') this.#fail('missing filename in r/R/w/W commands');
      } else this.#fail("unknown option to `s'");
    }
  }

  #transliteration(): ReadonlyMap<string, string> {
    const delimiter = this.#text[this.#at++] ?? '';
    const unterminated = "unterminated `y' command";
    const from = this.#delimited(delimiter, false);
    const to = from === undefined ? undefined : this.#delimited(delimiter, false);
    if (from === undefined || to === undefined) this.#fail(unterminated);
    const left = characters(from);
    const right = characters(to);
    if (left.length !== right.length) {
      this.#fail("strings for `y' command are different lengths");
    }
    this.#end();
    return new Map(left.map((c, i) => [c, right[i] ?? '']));
  }

  /** The text of a, i and c: up to a newline that has no backslash before it. */
  #literalText(): string {
    this.#skip(/[ \t]*/y);
    if (this.#at >= this.#text.length) this.#fail("expected \\ after `a', `c' or `i'");
    if (this.#text[this.#at] === '\\') {
      this.#at++;
      const blanks = this.#skip(/[ \t]*(?=\n)/y);
      if (blanks !== '' || this.#text[this.#at] === '\n') this.#at++;
      else if (this.#at >= this.#text.length) return '';
    }
    let out = '';
    while (this.#at < this.#text.length) {
      const c = this.#text[this.#at++] as string;
      if (c === '\n') break;
      if (c !== '\\') {
        out += c;
        continue;
      }
      const next = this.#text[this.#at++] ?? '';
      out += out === '' ? next : (ESCAPED[next] ?? next);
    }
    return `${out}\n`;
  }
}
