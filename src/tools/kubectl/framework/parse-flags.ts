// Parses a command line's flags and arguments as pflag does, with its messages.
import { type FlagSpec, FlagValues, valueError } from './values';

/** A parsed command line. */
export interface ParsedLine {
  readonly flags: FlagValues;
  readonly args: readonly string[];
  /** How many arguments stood before `--`; -1 without a `--`. */
  readonly argsBeforeDash: number;
  readonly isHelp: boolean;
  /** Flags given that are deprecated, in order: printed as warnings. */
  readonly deprecated: readonly FlagSpec[];
}

/** The message of a wrong flag. */
export interface FlagMistake {
  readonly message: string;
  /** What was already understood before the mistake. */
  readonly isHelp: boolean;
}

const HELP: FlagSpec = {
  name: 'help',
  shorthand: 'h',
  type: 'bool',
  default: 'false',
  noOptDefault: 'true',
};

/** Parses words by the command's flags. */
export function parseFlags(
  specs: readonly FlagSpec[],
  words: readonly string[],
): ParsedLine | FlagMistake {
  const parser = new Parser(specs);
  const message = parser.parse(words);
  if (message !== undefined) return { message, isHelp: parser.isHelp };
  return parser;
}

class Parser implements ParsedLine {
  readonly args: string[] = [];
  readonly flags: FlagValues;
  argsBeforeDash = -1;
  isHelp = false;
  readonly deprecated: FlagSpec[] = [];
  readonly #byName = new Map<string, FlagSpec>();
  readonly #byShort = new Map<string, FlagSpec>();

  constructor(specs: readonly FlagSpec[]) {
    const shadowed = new Set<string>();
    for (const spec of [...specs, HELP]) {
      if (this.#byName.has(spec.name)) {
        shadowed.add(spec.name);
        continue;
      }
      this.#byName.set(spec.name, spec);
      if (spec.shorthand) this.#byShort.set(spec.shorthand, spec);
    }
    this.flags = new FlagValues(this.#byName, shadowed);
  }

  parse(words: readonly string[]): string | undefined {
    const rest = [...words];
    for (;;) {
      const word = rest.shift();
      if (word === undefined) return undefined;
      if (word.length < 2 || !word.startsWith('-')) {
        this.args.push(word);
        continue;
      }
      if (word === '--') {
        this.argsBeforeDash = this.args.length;
        this.args.push(...rest);
        return undefined;
      }
      const mistake = word.startsWith('--') ? this.#long(word, rest) : this.#shorts(word, rest);
      if (mistake !== undefined) return mistake;
    }
  }

  #long(word: string, rest: string[]): string | undefined {
    const body = word.slice(2);
    const at = body.indexOf('=');
    const name = (at < 0 ? body : body.slice(0, at)).replaceAll('_', '-');
    if (body.startsWith('-') || body.startsWith('=')) return `bad flag syntax: ${word}`;
    const spec = this.#byName.get(name);
    if (spec === undefined) {
      if (name === 'help') this.isHelp = true;
      return `unknown flag: --${name}`;
    }
    if (at >= 0) return this.#set(spec, body.slice(at + 1));
    if (spec.noOptDefault !== undefined) return this.#set(spec, spec.noOptDefault);
    const next = rest.shift();
    if (next === undefined) return `flag needs an argument: --${name}`;
    return this.#set(spec, next);
  }

  #shorts(word: string, rest: string[]): string | undefined {
    let left = word.slice(1);
    while (left !== '') {
      const letter = left[0] ?? '';
      const spec = this.#byShort.get(letter);
      if (spec === undefined) {
        return `unknown shorthand flag: '${letter}' in -${left}`;
      }
      if (left.length > 2 && left[1] === '=') return this.#set(spec, left.slice(2));
      if (spec.noOptDefault !== undefined) {
        const mistake = this.#set(spec, spec.noOptDefault);
        if (mistake !== undefined) return mistake;
        left = left.slice(1);
        continue;
      }
      if (left.length > 1) return this.#set(spec, left.slice(1));
      const next = rest.shift();
      if (next === undefined) return `flag needs an argument: '${letter}' in -${left}`;
      return this.#set(spec, next);
    }
    return undefined;
  }

  #set(spec: FlagSpec, text: string): string | undefined {
    const wrong = valueError(spec, text);
    if (wrong !== undefined) {
      const short = spec.shorthand ? `-${spec.shorthand}, ` : '';
      return `invalid argument ${JSON.stringify(text)} for "${short}--${spec.name}" flag: ${wrong}`;
    }
    if (spec === HELP) this.isHelp = text !== 'false';
    else this.flags.add(spec.name, text);
    if (spec.deprecated && !this.deprecated.includes(spec)) this.deprecated.push(spec);
    return undefined;
  }
}
