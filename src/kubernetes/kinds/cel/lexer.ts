// Tokens of CEL, the expression language of validation rules and admission policies.

export interface Token {
  readonly kind: 'number' | 'string' | 'identifier' | 'operator' | 'end';
  readonly text: string;
  readonly value?: string | number;
  readonly at: number;
}

/** A mistake in an expression, with its place. */
export class CelProblem extends Error {
  constructor(
    message: string,
    readonly at = 0,
  ) {
    super(message);
  }
}

const space = /\s+|\/\/[^\n]*/y;
const number = /0[xX][0-9a-fA-F]+[uU]?|(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d+)?[uU]?/y;
const identifier = /[A-Za-z_][A-Za-z0-9_]*|`[^`]+`/y;
const operator = /\|\||&&|==|!=|<=|>=|[-+*/%!<>?:.,()[\]{}]/y;
const text =
  /(?:[rRbB]{0,2})("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')/y;

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0' };

function unquoted(raw: string): string {
  const isRaw = /^[bB]?[rR]/.test(raw);
  const body = raw.replace(/^[rRbB]{0,2}/, '');
  const width = body.startsWith('"""') || body.startsWith("'''") ? 3 : 1;
  const inner = body.slice(width, -width);
  return isRaw ? inner : inner.replace(/\\(.)/g, (_, char: string) => escapes[char] ?? char);
}

/** Takes an expression apart. @throws CelProblem */
export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };
  while (at < source.length) {
    const blank = match(space);
    if (blank !== undefined) {
      at += blank.length;
      continue;
    }
    const token = nextToken(match, at);
    if (token === undefined) {
      throw new CelProblem(`Syntax error: token recognition error at: '${source[at]}'`, at);
    }
    tokens.push(token);
    at += token.text.length;
  }
  return [...tokens, { kind: 'end', text: '<EOF>', at }];
}

function nextToken(match: (pattern: RegExp) => string | undefined, at: number): Token | undefined {
  const quoted = match(text);
  if (quoted !== undefined) return { kind: 'string', text: quoted, value: unquoted(quoted), at };
  const digits = match(number);
  if (digits !== undefined) {
    return { kind: 'number', text: digits, value: Number(digits.replace(/[uU]$/, '')), at };
  }
  const name = match(identifier);
  if (name !== undefined) return { kind: 'identifier', text: name, at };
  const sign = match(operator);
  return sign === undefined ? undefined : { kind: 'operator', text: sign, at };
}
