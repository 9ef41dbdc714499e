// History expansion: `!!`, `!$`, `!n`, `!text`, `^old^new^`, with word designators and modifiers.
import type { History } from '../interpreter/history';

export type Expansion =
  | { readonly kind: 'same' }
  | { readonly kind: 'changed'; readonly text: string; readonly isPrintOnly: boolean }
  | { readonly kind: 'error'; readonly message: string };

/** Expands a line as it was entered. */
export function expandHistory(line: string, history: History): Expansion {
  if (line.startsWith('^')) return quickSubstitution(line, history);
  if (!line.includes('!')) return { kind: 'same' };
  return new Expander(line, history).run();
}

class HistoryProblem {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

function quickSubstitution(line: string, history: History): Expansion {
  const [, before = '', after = '', rest = ''] = line.split('^');
  const last = history.lines[history.lines.length - 1]?.text;
  if (last === undefined || before === '' || !last.includes(before)) {
    return { kind: 'error', message: `:s${line}: substitution failed` };
  }
  return { kind: 'changed', text: last.replace(before, after) + rest, isPrintOnly: false };
}

/** Words of a line as the shell would cut them, operators on their own. */
function wordsOf(text: string): string[] {
  const pattern = /(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|\$\([^)]*\)|[^\s|&;()<>"'\\])+|[|&;()<>]+/g;
  return text.match(pattern) ?? [];
}

class Expander {
  #line: string;
  #history: History;
  #at = 0;
  #isChanged = false;
  #isPrintOnly = false;

  constructor(line: string, history: History) {
    this.#line = line;
    this.#history = history;
  }

  run(): Expansion {
    let out = '';
    let inDouble = false;
    try {
      while (this.#at < this.#line.length) {
        const c = this.#line.charAt(this.#at);
        if (c === '\\') {
          out += this.#line.slice(this.#at, this.#at + 2);
          this.#at += 2;
        } else if (c === "'" && !inDouble) {
          const end = this.#line.indexOf("'", this.#at + 1);
          const to = end < 0 ? this.#line.length : end + 1;
          out += this.#line.slice(this.#at, to);
          this.#at = to;
        } else if (c === '!' && this.#isEvent(inDouble)) {
          out += this.#event();
          this.#isChanged = true;
        } else {
          if (c === '"') inDouble = !inDouble;
          out += c;
          this.#at++;
        }
      }
    } catch (problem) {
      if (!(problem instanceof HistoryProblem)) throw problem;
      return { kind: 'error', message: problem.message };
    }
    if (!this.#isChanged) return { kind: 'same' };
    return { kind: 'changed', text: out, isPrintOnly: this.#isPrintOnly };
  }

  #isEvent(inDouble: boolean): boolean {
    const next = this.#line.charAt(this.#at + 1);
    if (next === '' || /[\s=(]/.test(next) || (inDouble && next === '"')) return false;
    // `[!a]`, `$!` and `${!x}` are the shell's.
    const before = this.#line.charAt(this.#at - 1);
    return (
      before !== '[' &&
      before !== '$' &&
      !(before === '{' && this.#line.charAt(this.#at - 2) === '$')
    );
  }

  #event(): string {
    const start = this.#at;
    const text = this.#find();
    const words = wordsOf(text);
    const chosen = this.#designator(words) ?? text;
    const result = this.#modifiers(chosen);
    if (this.#at === start) this.#at++;
    return result;
  }

  #fail(event: string): HistoryProblem {
    return new HistoryProblem(`${event}: event not found`);
  }

  /** The line that the event names. */
  #find(): string {
    const rest = this.#line.slice(this.#at + 1);
    const { lines, base } = this.#history;
    const last = lines[lines.length - 1]?.text;
    if (rest.startsWith('!')) {
      this.#at += 2;
      if (last === undefined) throw this.#fail('!!');
      return last;
    }
    const number = /^-?\d+/.exec(rest)?.[0];
    if (number !== undefined) {
      this.#at += 1 + number.length;
      const n = Number(number);
      const found = n < 0 ? lines[lines.length + n] : lines[n - base];
      if (found === undefined) throw this.#fail(`!${number}`);
      return found.text;
    }
    if (rest.startsWith('?')) {
      const text = /^\?([^?\n]*)\??/.exec(rest);
      this.#at += 1 + (text?.[0].length ?? 0);
      const wanted = text?.[1] ?? '';
      return this.#latest(`!?${wanted}?`, (line) => line.includes(wanted));
    }
    if (/^[$^*:-]/.test(rest)) {
      this.#at += 1;
      if (last === undefined) throw this.#fail(`!${rest}`);
      return last;
    }
    const name = /^[^\s:;&|()<>"^$*]+/.exec(rest)?.[0] ?? '';
    this.#at += 1 + name.length;
    return this.#latest(`!${name}`, (line) => line.startsWith(name));
  }

  #latest(event: string, test: (line: string) => boolean): string {
    const { lines } = this.#history;
    for (let i = lines.length - 1; i >= 0; i--) {
      const text = lines[i]?.text ?? '';
      if (test(text)) return text;
    }
    throw this.#fail(event);
  }

  /** `:0`, `:1-3`, `:$`, `^`, `$`, `*`; undefined when there is none. */
  #designator(words: readonly string[]): string | undefined {
    const rest = this.#line.slice(this.#at);
    const match = /^(?::(?=[\d^$*-]))?(\^|\$|\*|-(?:\d+|\$)|\d+(?:-(?:\d+|\$)?|\*)?)/.exec(rest);
    if (match === null) return undefined;
    if (!rest.startsWith(':') && !/^[$^*]/.test(rest)) return undefined;
    this.#at += match[0].length;
    const spec = match[1] ?? '';
    const last = words.length - 1;
    const number = (text: string): number => (text === '$' ? last : Number(text));
    if (spec === '*') return words.slice(1).join(' ');
    if (spec === '^' || spec === '$') return this.#word(words, spec === '^' ? 1 : last, spec);
    const range = /^(\d*)(-)?(\d+|\$)?(\*)?$/.exec(spec);
    const [, from = '', dash, to, star] = range ?? [];
    const first = from === '' ? 0 : Number(from);
    if (star !== undefined) return words.slice(first).join(' ');
    if (dash === undefined) return this.#word(words, first, spec);
    const end = to === undefined ? last - 1 : number(to);
    if (end >= words.length) throw new HistoryProblem(`:${spec}: bad word specifier`);
    return words.slice(first, end + 1).join(' ');
  }

  #word(words: readonly string[], index: number, spec: string): string {
    const word = words[index];
    if (word === undefined) throw new HistoryProblem(`:${spec}: bad word specifier`);
    return word;
  }

  #modifiers(text: string): string {
    let out = text;
    for (;;) {
      const rest = this.#line.slice(this.#at);
      const match = /^:(g?s(.)(.*?)(?<!\\)\2(.*?)(?:(?<!\\)\2|$)|[htrepqxul&])/.exec(rest);
      if (match === null) return out;
      this.#at += match[0].length;
      const kind = match[1] ?? '';
      if (match[2] !== undefined) {
        const [, , , before = '', after = ''] = match;
        if (!out.includes(before)) throw new HistoryProblem(`${match[0]}: substitution failed`);
        out = kind.startsWith('g') ? out.replaceAll(before, after) : out.replace(before, after);
      } else out = this.#modify(out, kind);
    }
  }

  #modify(text: string, kind: string): string {
    switch (kind) {
      case 'h':
        return text.replace(/\/[^/]*$/, '');
      case 't':
        return text.replace(/^.*\//s, '');
      case 'r':
        return text.replace(/\.[^./]*$/, '');
      case 'e':
        return /\.[^./]*$/.exec(text)?.[0] ?? text;
      case 'p':
        this.#isPrintOnly = true;
        return text;
      case 'q':
      case 'x':
        return `'${text.replaceAll("'", "'\\''")}'`;
      case 'u':
        return text.toUpperCase();
      case 'l':
        return text.toLowerCase();
      default:
        return text;
    }
  }
}
