// fnmatch(3): shell patterns on whole names, as find -name, ls --ignore and du --exclude take them.

/** How a pattern matches. */
export interface GlobRules {
  readonly ignoreCase?: boolean;
  /** `*` and `?` don't match slashes. */
  readonly pathname?: boolean;
  /** A leading dot must be matched by a dot. */
  readonly period?: boolean;
}

/** Whether the whole text matches the pattern. */
export function matchesGlob(pattern: string, text: string, rules: GlobRules = {}): boolean {
  if (rules.period === true && text.startsWith('.') && !pattern.startsWith('.')) return false;
  return globRegExp(pattern, rules).test(text);
}

const classes: Readonly<Record<string, string>> = {
  alpha: 'a-zA-Z',
  digit: '0-9',
  alnum: 'a-zA-Z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: ' \\t\\n\\v\\f\\r',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9A-Fa-f',
  print: ' -~',
  graph: '!-~',
  cntrl: '\\u0000-\\u001f\\u007f',
};

/** The pattern as a regular expression for whole texts. */
export function globRegExp(pattern: string, rules: GlobRules = {}): RegExp {
  let out = '';
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i] ?? '';
    if (char === '*') out += rules.pathname === true ? '[^/]*' : '.*';
    else if (char === '?') out += rules.pathname === true ? '[^/]' : '.';
    else if (char === '\\' && i + 1 < pattern.length) out += escapeChar(pattern[++i] ?? '');
    else if (char === '[') {
      const set = readSet(pattern, i);
      out += set?.source ?? '\\[';
      i = set?.end ?? i;
    } else out += escapeChar(char);
  }
  return new RegExp(`^(?:${out})$`, `su${rules.ignoreCase === true ? 'i' : ''}`);
}

function escapeChar(char: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char;
}

/** A bracket expression that begins at `start`; undefined when it is not closed. */
function readSet(pattern: string, start: number): { source: string; end: number } | undefined {
  let i = start + 1;
  let source = '[';
  if (pattern[i] === '!' || pattern[i] === '^') {
    source += '^';
    i++;
  }
  for (let isFirst = true; i < pattern.length; i++, isFirst = false) {
    const char = pattern[i] ?? '';
    if (char === ']' && !isFirst) return { source: `${source}]`, end: i };
    const named = /^\[:([a-z]+):\]/.exec(pattern.slice(i));
    if (named !== null) {
      source += classes[named[1] ?? ''] ?? '';
      i += named[0].length - 1;
    } else if (char === '-' && !isFirst && pattern[i + 1] !== ']') source += '-';
    else if (char === '\\' && i + 1 < pattern.length) source += escapeInSet(pattern[++i] ?? '');
    else source += escapeInSet(char);
  }
  return undefined;
}

function escapeInSet(char: string): string {
  return /[\\\]^[-]/.test(char) ? `\\${char}` : char;
}
