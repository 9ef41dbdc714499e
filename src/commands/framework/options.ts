// Option tables and their parsing: getopt_long's behaviour (permutation, `--`, abbreviations,
// clusters, optional arguments) and its error texts.

/** How an option is written and what it does: `['-n, --lines=NUM', 'print the first NUM lines']`.
 *  `=ARG` needs an argument, `[=ARG]` may have one (in the long form only: the short one is said
 *  apart, `-i[=X], --in[=X]` or `-p=DIR, --dir[=DIR]`), a final `...` keeps all that are given. */
export type OptionEntry = readonly [spec: string, help: string];

/** A command's options by the name its code uses. */
export type OptionTable = Readonly<Record<string, OptionEntry>>;

/** What the code gets for one option. Without an argument an optional one is `true`. */
export type OptionValue<S extends string> = S extends `${string}...`
  ? readonly string[]
  : S extends `${string}[=${string}`
    ? string | true | undefined
    : S extends `${string}=${string}`
      ? string | undefined
      : boolean;

export type OptionValues<T extends OptionTable> = {
  readonly [K in keyof T]: OptionValue<T[K][0]>;
};

/** One option as it was given, for tools where the order matters. */
export interface GivenOption<K = string> {
  readonly key: K;
  readonly value: string | undefined;
}

/** An option of a table, taken apart. */
export interface OptionSpec {
  readonly key: string;
  readonly shorts: readonly string[];
  readonly longs: readonly string[];
  readonly argument: 'none' | 'required' | 'optional';
  /** The same for the one-letter form. */
  readonly shortArgument: 'none' | 'required' | 'optional';
  readonly placeholder: string;
  readonly isRepeated: boolean;
  readonly help: string;
}

/** How the parser treats what is not an option. */
export interface ParseRules {
  /** Stop at the first operand (env, xargs, timeout), or take everything as operands (echo). */
  readonly mode?: 'permute' | 'posix' | 'none' | undefined;
  /** The option that digits given like options belong to: `head -5`, `grep -12`. */
  readonly digits?: string | undefined;
  /** Keep operands in `given` too, with the key '' (tools whose options have a position). */
  readonly inOrder?: boolean | undefined;
}

export interface Parsed {
  readonly values: Record<string, unknown>;
  readonly given: readonly GivenOption[];
  readonly operands: readonly string[];
}

/** Takes a table apart; done once per command. */
export function readTable(table: OptionTable): readonly OptionSpec[] {
  return Object.entries(table).map(([key, [spec, help]]) => {
    const isRepeated = spec.endsWith('...');
    const text = isRepeated ? spec.slice(0, -3) : spec;
    const at = text.search(/\[?=/);
    const names = text.split(', ').map((name) => name.replace(/\[?=.*$/, ''));
    const argument = at < 0 ? 'none' : text[at] === '[' ? 'optional' : 'required';
    const own = /^-[^-](\[?=)/.exec(text)?.[1];
    const shortArgument =
      own !== undefined
        ? own === '='
          ? 'required'
          : 'optional'
        : argument === 'optional'
          ? 'none'
          : argument;
    const isOptional = text.includes('[=');
    return {
      key,
      help,
      isRepeated,
      shorts: names.filter((n) => !n.startsWith('--')).map((n) => n.slice(1)),
      longs: names.filter((n) => n.startsWith('--')).map((n) => n.slice(2)),
      argument: isOptional ? 'optional' : argument,
      shortArgument,
      placeholder: at < 0 ? '' : (/=([^\],]*)\]?(?:,|$)/.exec(text.slice(at))?.[1] ?? ''),
    };
  });
}

/** Parses arguments (without the command's name). A string is getopt's complaint. */
export function parseOptions(
  specs: readonly OptionSpec[],
  args: readonly string[],
  rules: ParseRules = {},
): Parsed | string {
  return new Parser(specs, args, rules).parse();
}

class Parser {
  #specs: readonly OptionSpec[];
  #args: readonly string[];
  #rules: ParseRules;
  #at = 0;
  #values: Record<string, unknown> = {};
  #given: GivenOption[] = [];
  #operands: string[] = [];
  #wasDigit = false;

  constructor(specs: readonly OptionSpec[], args: readonly string[], rules: ParseRules) {
    this.#specs = specs;
    this.#args = args;
    this.#rules = rules;
    for (const spec of specs) {
      this.#values[spec.key] = spec.isRepeated ? [] : spec.argument === 'none' ? false : undefined;
    }
  }

  parse(): Parsed | string {
    const { mode = 'permute', inOrder } = this.#rules;
    if (mode === 'none') this.#operands = [...this.#args];
    else {
      while (this.#at < this.#args.length) {
        const arg = this.#args[this.#at++] ?? '';
        if (arg === '--') break;
        if (arg.length < 2 || arg[0] !== '-') {
          if (mode === 'posix') {
            this.#at--;
            break;
          }
          this.#operands.push(arg);
          if (inOrder) this.#given.push({ key: '', value: arg });
          this.#wasDigit = false;
          continue;
        }
        const problem = arg[1] === '-' ? this.#long(arg.slice(2)) : this.#cluster(arg);
        if (problem !== undefined) return problem;
      }
      for (const arg of this.#args.slice(this.#at)) {
        this.#operands.push(arg);
        if (inOrder) this.#given.push({ key: '', value: arg });
      }
    }
    return { values: this.#values, given: this.#given, operands: this.#operands };
  }

  #set(spec: OptionSpec, value: string | undefined): void {
    this.#given.push({ key: spec.key, value });
    if (spec.isRepeated) (this.#values[spec.key] as string[]).push(value ?? '');
    else this.#values[spec.key] = value ?? (spec.argument === 'required' ? undefined : true);
  }

  #long(text: string): string | undefined {
    this.#wasDigit = false;
    const equals = text.indexOf('=');
    const name = equals < 0 ? text : text.slice(0, equals);
    const found = this.#findLong(name, text);
    if (typeof found === 'string') return found;
    const { spec, full } = found;
    if (equals >= 0) {
      if (spec.argument === 'none') return `option '--${full}' doesn't allow an argument`;
      this.#set(spec, text.slice(equals + 1));
    } else if (spec.argument === 'required') {
      if (this.#at >= this.#args.length) return `option '--${full}' requires an argument`;
      this.#set(spec, this.#args[this.#at++]);
    } else this.#set(spec, undefined);
    return undefined;
  }

  #findLong(name: string, text: string): { spec: OptionSpec; full: string } | string {
    const hits: { spec: OptionSpec; full: string }[] = [];
    for (const spec of this.#specs) {
      for (const full of spec.longs) {
        if (full === name) return { spec, full };
        if (full.startsWith(name)) hits.push({ spec, full });
      }
    }
    const [first] = hits;
    if (first === undefined) return `unrecognized option '--${text}'`;
    if (hits.every((hit) => hit.spec === first.spec)) return first;
    const list = hits.map((hit) => `'--${hit.full}'`).join(' ');
    return `option '--${text}' is ambiguous; possibilities: ${list}`;
  }

  #cluster(arg: string): string | undefined {
    const letters = [...arg.slice(1)];
    for (let i = 0; i < letters.length; i++) {
      const letter = letters[i] ?? '';
      if (this.#digit(letter, i === 0)) continue;
      const spec = this.#specs.find((s) => s.shorts.includes(letter));
      if (spec === undefined || letter === '-') return `invalid option -- '${letter}'`;
      if (spec.shortArgument === 'none') {
        this.#set(spec, undefined);
        continue;
      }
      const rest = letters.slice(i + 1).join('');
      if (rest !== '' || spec.shortArgument === 'optional') this.#set(spec, rest || undefined);
      else if (this.#at < this.#args.length) this.#set(spec, this.#args[this.#at++]);
      else return `option requires an argument -- '${letter}'`;
      return undefined;
    }
    return undefined;
  }

  /** `-12` sets the digits' option to 12; a digit after another option starts anew. */
  #digit(letter: string, isFirst: boolean): boolean {
    const key = this.#rules.digits;
    if (key === undefined || letter < '0' || letter > '9') {
      this.#wasDigit = false;
      return false;
    }
    const before = this.#wasDigit && !isFirst ? (this.#values[key] ?? '') : '';
    this.#wasDigit = true;
    this.#values[key] = `${before}${letter}`;
    if (before !== '') this.#given.pop();
    this.#given.push({ key, value: `${before}${letter}` });
    return true;
  }
}
