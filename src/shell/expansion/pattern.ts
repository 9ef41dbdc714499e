// Shell patterns (`*`, `?`, `[...]`, extended ones) as regular expressions. A backslash protects
// the next character: expansion puts one before everything that was quoted.

export interface PatternOptions {
  readonly isExtglob?: boolean;
  readonly ignoresCase?: boolean;
  /** For file names: `*` and `?` don't match a slash. */
  readonly isPath?: boolean;
}

const classes: Readonly<Record<string, string>> = {
  alpha: 'a-zA-Z\\p{L}',
  digit: '0-9',
  alnum: 'a-zA-Z0-9\\p{L}\\p{N}',
  upper: 'A-Z\\p{Lu}',
  lower: 'a-z\\p{Ll}',
  space: '\\s',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  print: '\\x20-\\x7e\\u00a0-\\u{10ffff}',
  graph: '\\x21-\\x7e\\u00a1-\\u{10ffff}',
  cntrl: '\\x00-\\x1f\\x7f',
  xdigit: '0-9A-Fa-f',
  word: 'A-Za-z0-9_\\p{L}\\p{N}',
};

/** Whether there is anything in the pattern that is not literal. */
export function hasPattern(pattern: string, isExtglob = false): boolean {
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i];
    if (c === '\\') i++;
    else if (c === '*' || c === '?') return true;
    else if (c === '[' && pattern.indexOf(']', i + 2) > 0) return true;
    else if (isExtglob && pattern[i + 1] === '(' && '@+!'.includes(c ?? ' ')) return true;
  }
  return false;
}

/** The pattern without the protecting backslashes. */
export function unescapePattern(pattern: string): string {
  return pattern.includes('\\') ? pattern.replace(/\\([\s\S])/g, '$1') : pattern;
}

/** Protects everything in a literal text. */
export function escapePattern(text: string): string {
  return text.replace(/[\\*?[\]!+@()|^-]/g, '\\$&');
}

/** Source of a regular expression (flag `u`, dot matches all) for the whole pattern. */
export function patternSource(pattern: string, options: PatternOptions = {}): string {
  return translate(pattern, options, { at: 0 }, '');
}

/** A test for whole texts. */
export function compilePattern(pattern: string, options: PatternOptions = {}): RegExp {
  return toRegExp(`^(?:${patternSource(pattern, options)})$`, options);
}

/** Compiles a source. Lone surrogates (raw bytes) count as characters under `u`. */
export function toRegExp(source: string, options: PatternOptions = {}, flags = ''): RegExp {
  return new RegExp(source, `su${options.ignoresCase ? 'i' : ''}${flags}`);
}

interface Cursor {
  at: number;
}

function translate(
  pattern: string,
  options: PatternOptions,
  cursor: Cursor,
  closers: string,
): string {
  let out = '';
  const any = options.isPath ? '[^/]' : '.';
  while (cursor.at < pattern.length) {
    const c = pattern.charAt(cursor.at);
    if (closers.includes(c) && closers !== '') break;
    const next = pattern.charAt(cursor.at + 1);
    if (options.isExtglob && next === '(' && '?*+@!'.includes(c)) {
      out += group(pattern, options, cursor, c);
      continue;
    }
    cursor.at++;
    if (c === '\\' && next !== '') {
      const code = pattern.codePointAt(cursor.at) ?? 0;
      const char = String.fromCodePoint(code);
      out += literal(char);
      cursor.at += char.length;
    } else if (c === '*') out += `${any}*`;
    else if (c === '?') out += any;
    else if (c === '[') out += bracket(pattern, options, cursor);
    else {
      const char = String.fromCodePoint(pattern.codePointAt(cursor.at - 1) ?? 0);
      cursor.at += char.length - 1;
      out += literal(char);
    }
  }
  return out;
}

function literal(char: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char;
}

function group(pattern: string, options: PatternOptions, cursor: Cursor, kind: string): string {
  const start = cursor.at;
  cursor.at += 2;
  const choices: string[] = [];
  for (;;) {
    choices.push(translate(pattern, options, cursor, '|)'));
    const c = pattern.charAt(cursor.at);
    cursor.at++;
    if (c === ')') break;
    if (c === '') {
      cursor.at = start + 2;
      return `${literal(kind)}\\(`;
    }
  }
  const inner = `(?:${choices.join('|')})`;
  if (kind === '@') return inner;
  if (kind !== '!') return `${inner}${kind}`;
  const rest = translate(pattern, options, { at: cursor.at }, '|)');
  const any = options.isPath ? '[^/]' : '.';
  return `(?!${inner}${rest}$)${any}*`;
}

/** `[...]`; a bracket that is never closed stands for itself. */
function bracket(pattern: string, options: PatternOptions, cursor: Cursor): string {
  let i = cursor.at;
  let out = '';
  const isNegated = pattern[i] === '!' || pattern[i] === '^';
  if (isNegated) i++;
  const first = i;
  for (;;) {
    const c = pattern.charAt(i);
    if (c === '') return '\\[';
    if (c === ']' && i > first) break;
    if (c === '[' && ':.='.includes(pattern[i + 1] ?? ' ')) {
      const end = pattern.indexOf(`${pattern[i + 1]}]`, i + 2);
      if (end > 0) {
        const name = pattern.slice(i + 2, end);
        out += pattern[i + 1] === ':' ? (classes[name] ?? '') : setLiteral(name);
        i = end + 2;
        continue;
      }
    }
    if (c === '\\' && i + 1 < pattern.length) {
      i++;
      out += setLiteral(pattern.charAt(i));
    } else if (c === '-' && i > first && pattern[i + 1] !== ']') out += '-';
    else out += setLiteral(c);
    i++;
  }
  cursor.at = i + 1;
  if (out === '') return isNegated ? '.' : '(?!)';
  const slash = options.isPath && isNegated ? '/' : '';
  return validSet(`[${isNegated ? '^' : ''}${out}${slash}]`);
}

function setLiteral(char: string): string {
  return /[\\\]^[&~|{}()/-]/.test(char) ? `\\${char}` : char;
}

/** A range the wrong way round matches nothing. */
function validSet(set: string): string {
  try {
    new RegExp(set, 'u');
    return set;
  } catch {
    return '(?!)';
  }
}
