// Values of flags: how each type reads its text (Go's strconv and pflag, with their error texts)
// and how a verb asks for them.
import { parseGoDurationNanos } from '../../../base/time';

/** A flag as the table has it. */
export interface FlagSpec {
  readonly name: string;
  readonly shorthand?: string;
  readonly type: string;
  readonly default?: string;
  /** The value of a bare `--flag`; without it the flag needs an argument. */
  readonly noOptDefault?: string;
  readonly hidden?: boolean;
  readonly deprecated?: string;
  readonly required?: boolean;
  readonly isFile?: boolean;
}

/** Checks a value's text; returns what is wrong with it. */
export function valueError(spec: FlagSpec, text: string): string | undefined {
  switch (spec.type) {
    case 'bool':
    case 'tristate':
      return parseBool(text) === undefined
        ? `strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`
        : undefined;
    case 'int':
    case 'int64':
      return intError(text, 64);
    case 'int32':
      return intError(text, 32);
    case 'Level':
      return intError(text, 32);
    case 'duration': {
      const result = parseGoDurationNanos(text);
      return 'error' in result ? result.error : undefined;
    }
    case 'stringToString':
      return text.split(',').every((pair) => pair.includes('='))
        ? undefined
        : `${text} must be formatted as key=value`;
    default:
      return undefined;
  }
}

/** Go's ParseBool; undefined when it refuses. */
export function parseBool(text: string): boolean | undefined {
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text)) return true;
  if (['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(text)) return false;
  return undefined;
}

function intError(text: string, bits: 32 | 64): string | undefined {
  const quoted = JSON.stringify(text);
  const body = /^[+-]?(0[xX][0-9a-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|[1-9][0-9]*|0)$/.exec(text)?.[1];
  if (body === undefined) return `strconv.ParseInt: parsing ${quoted}: invalid syntax`;
  const size = BigInt(/^0[0-7]/.test(body) ? `0o${body.slice(1)}` : body);
  const limit = 1n << BigInt(bits - 1);
  const isTooBig = text.startsWith('-') ? size > limit : size >= limit;
  return isTooBig ? `strconv.ParseInt: parsing ${quoted}: value out of range` : undefined;
}

/** Splits a list value as pflag does (one line of CSV). */
export function splitCsv(text: string): string[] {
  if (text === '') return [];
  if (!text.includes('"')) return text.split(',');
  const out: string[] = [];
  let field = '';
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (isQuoted) {
      if (c !== '"') field += c;
      else if (text[i + 1] === '"') {
        field += '"';
        i++;
      } else isQuoted = false;
    } else if (c === '"' && field === '') isQuoted = true;
    else if (c === ',') {
      out.push(field);
      field = '';
    } else field += c;
  }
  out.push(field);
  return out;
}

/** The flags of one command line. Names are those of the table; others count as not given. */
export class FlagValues {
  readonly #specs: ReadonlyMap<string, FlagSpec>;
  readonly #given = new Map<string, string[]>();
  readonly #shadowed: ReadonlySet<string>;

  /** `shadowed`: global flags hidden behind a command's own flag of the same name. */
  constructor(specs: ReadonlyMap<string, FlagSpec>, shadowed: ReadonlySet<string> = new Set()) {
    this.#specs = specs;
    this.#shadowed = shadowed;
  }

  /** A global flag's text; '' when the command has its own flag of that name. */
  global(name: string): string {
    return this.#shadowed.has(name) ? '' : this.string(name);
  }

  /** For the parser and preferences files: one more occurrence. */
  add(name: string, text: string): void {
    const list = this.#given.get(name);
    if (list === undefined) this.#given.set(name, [text]);
    else list.push(text);
  }

  /** Whether the command knows the flag at all. */
  knows(name: string): boolean {
    return this.#specs.has(name);
  }

  /** Whether it stood on the command line. */
  changed(name: string): boolean {
    return this.#given.has(name);
  }

  string(name: string): string {
    return this.#last(name) ?? this.#spec(name).default ?? '';
  }

  bool(name: string): boolean {
    return parseBool(this.string(name)) ?? false;
  }

  int(name: string): number {
    return Number(this.string(name)) || 0;
  }

  /** Milliseconds. */
  duration(name: string): number {
    const result = parseGoDurationNanos(this.string(name));
    return 'error' in result ? 0 : result.nanos / 1e6;
  }

  /** All values: stringSlice splits at commas, stringArray doesn't. */
  list(name: string): string[] {
    const spec = this.#spec(name);
    const given = this.#given.get(name);
    if (given === undefined) {
      const text = (spec.default ?? '').replace(/^\[|\]$/g, '');
      return text === '' ? [] : text.split(',');
    }
    return spec.type === 'stringArray' ? given : given.flatMap(splitCsv);
  }

  /** `a=b,c=d` as a map. */
  map(name: string): Map<string, string> {
    const pairs = (this.#given.get(name) ?? []).flatMap(splitCsv);
    return new Map(
      pairs.map((pair) => {
        const at = pair.indexOf('=');
        return [pair.slice(0, at), pair.slice(at + 1)] as const;
      }),
    );
  }

  #last(name: string): string | undefined {
    return this.#given.get(name)?.at(-1);
  }

  #spec(name: string): FlagSpec {
    return this.#specs.get(name) ?? { name, type: 'string' };
  }
}
