// Cuts a yq expression into tokens.

export interface Token {
  readonly kind: 'path' | 'string' | 'number' | 'word' | 'op' | 'variable' | 'end';
  readonly text: string;
  /** For strings: text and inner expressions in turn. */
  readonly parts?: readonly (string | { readonly source: string })[];
  readonly at: number;
}

/** The expression makes no sense; the message follows `Error: `. */
export class YqSyntaxError extends Error {}

const OPERATOR =
  /\.\.\.|\.\.|\/\/=|\/\/|\*[+?dnc]*=?|\|=|\+=|-=|==|!=|<=|>=|\|\||[|,+\-/%=<>()[\]{}:;?]/y;
const WORD = /@?[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const FIELD = /\.(?:[A-Za-z_/][A-Za-z0-9_/-]*|"(?:\\.|[^"\\])*")/y;

/** @throws YqSyntaxError */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const text = pattern.exec(source)?.[0];
    if (text !== undefined) at += text.length;
    return text;
  };
  while (at < source.length) {
    const start = at;
    const c = source[at] ?? '';
    if (/\s/.test(c)) {
      at++;
      continue;
    }
    if (c === '#') {
      const end = source.indexOf('\n', at);
      at = end < 0 ? source.length : end;
      continue;
    }
    if (c === '"') {
      const { parts, end } = readString(source, at);
      at = end;
      tokens.push({ kind: 'string', text: '', parts, at: start });
      continue;
    }
    const field = source.startsWith('..', at) ? undefined : take(FIELD);
    if (field !== undefined) {
      const name = field[1] === '"' ? field.slice(2, -1).replace(/\\(.)/g, '$1') : field.slice(1);
      tokens.push({ kind: 'path', text: name, at: start });
      continue;
    }
    if (c === '$') {
      at++;
      tokens.push({ kind: 'variable', text: take(WORD) ?? '', at: start });
      continue;
    }
    const number = take(NUMBER);
    const text = number ?? take(OPERATOR) ?? (c === '.' ? '.' : take(WORD));
    if (text === undefined) {
      const rest = source.slice(at);
      throw new YqSyntaxError(`1:${at + 1}: invalid input text ${JSON.stringify(rest)}`);
    }
    if (text === '.') at++;
    const kind = number !== undefined ? 'number' : /^[@A-Za-z_]/.test(text) ? 'word' : 'op';
    tokens.push({ kind, text, at: start });
  }
  tokens.push({ kind: 'end', text: '', at });
  return tokens;
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '"': '"',
  '\\': '\\',
};

function readString(
  source: string,
  from: number,
): { parts: (string | { source: string })[]; end: number } {
  const parts: (string | { source: string })[] = [];
  let text = '';
  let at = from + 1;
  for (;;) {
    const c = source[at];
    if (c === undefined) {
      throw new YqSyntaxError(
        `1:${from + 1}: invalid input text ${JSON.stringify(source.slice(from))}`,
      );
    }
    if (c === '"') break;
    const next = source[at + 1] ?? '';
    if (c === '\\' && next === '(') {
      let depth = 1;
      let end = at + 2;
      while (end < source.length && depth > 0) {
        if (source[end] === '(') depth++;
        else if (source[end] === ')') depth--;
        end++;
      }
      parts.push(text, { source: source.slice(at + 2, end - 1) });
      text = '';
      at = end;
      continue;
    }
    if (c === '\\' && ESCAPES[next] !== undefined) {
      text += ESCAPES[next];
      at += 2;
      continue;
    }
    text += c;
    at++;
  }
  parts.push(text);
  return { parts, end: at + 1 };
}
