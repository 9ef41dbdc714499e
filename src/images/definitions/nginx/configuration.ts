// nginx's configuration language: blocks and directives, and what servers follow from them.
import type { Files } from '../../../machine/types';

/** `name args...;` or `name args... { body }`. */
export interface Directive {
  readonly name: string;
  readonly args: readonly string[];
  readonly body: readonly Directive[] | undefined;
}

/** A configuration that can't be read; `line` counts from 1. */
export class ConfigurationError extends Error {
  constructor(
    message: string,
    readonly path: string,
    readonly line: number,
  ) {
    super(message);
  }
}

/** Reads a file with everything that it includes. @throws ConfigurationError */
export function readConfiguration(files: Files, path: string): readonly Directive[] {
  if (!files.isFile(path)) throw new ConfigurationError('open() failed', path, 1);
  const tokens = tokenize(files.read(path), path);
  const parsed = parseBlock(tokens, { at: 0 }, path, true);
  return parsed.flatMap((one) => expand(one, files));
}

function expand(one: Directive, files: Files): readonly Directive[] {
  if (one.name === 'include') {
    const pattern = one.args[0] ?? '';
    const full = pattern.startsWith('/') ? pattern : `/etc/nginx/${pattern}`;
    return matching(files, full).flatMap((path) => readConfiguration(files, path));
  }
  if (one.body === undefined || one.name === 'types') return [one];
  return [{ ...one, body: one.body.flatMap((inner) => expand(inner, files)) }];
}

function matching(files: Files, pattern: string): string[] {
  if (!pattern.includes('*')) return files.isFile(pattern) ? [pattern] : [];
  const folder = pattern.slice(0, pattern.lastIndexOf('/'));
  const name = pattern.slice(folder.length + 1);
  const regex = new RegExp(`^${name.replace(/[.+^$()|[\]{}]/g, '\\$&').replaceAll('*', '.*')}$`);
  if (!files.isDir(folder)) return [];
  return files
    .list(folder)
    .filter((one) => regex.test(one) && !one.startsWith('.'))
    .map((one) => `${folder}/${one}`);
}

interface Token {
  readonly text: string;
  readonly isQuoted: boolean;
  readonly line: number;
}

function tokenize(text: string, path: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let i = 0;
  while (i < text.length) {
    const c = text[i] ?? '';
    if (c === '\n') line++;
    if (/\s/.test(c)) i++;
    else if (c === '#') while (i < text.length && text[i] !== '\n') i++;
    else if (c === ';' || c === '{' || c === '}') {
      tokens.push({ text: c, isQuoted: false, line });
      i++;
    } else if (c === '"' || c === "'") {
      const end = text.indexOf(c, i + 1);
      if (end < 0)
        throw new ConfigurationError('unexpected end of file, expecting ";" or "}"', path, line);
      tokens.push({ text: text.slice(i + 1, end), isQuoted: true, line });
      i = end + 1;
    } else {
      const word = /^(?:\$\{[^}]*\}|\\.|[^\s;{}])+/.exec(text.slice(i))?.[0] ?? c;
      tokens.push({ text: word, isQuoted: false, line });
      i += word.length;
    }
  }
  return tokens;
}

function parseBlock(
  tokens: readonly Token[],
  cursor: { at: number },
  path: string,
  isTop: boolean,
): Directive[] {
  const found: Directive[] = [];
  let words: string[] = [];
  for (;;) {
    const token = tokens[cursor.at++];
    if (token === undefined) {
      const last = tokens[tokens.length - 1]?.line ?? 1;
      if (isTop && words.length === 0) return found;
      throw new ConfigurationError('unexpected end of file, expecting ";" or "}"', path, last);
    }
    if (token.isQuoted || !/^[;{}]$/.test(token.text)) words.push(token.text);
    else if (token.text === '}') {
      if (isTop || words.length > 0)
        throw new ConfigurationError('unexpected "}"', path, token.line);
      return found;
    } else {
      const [name, ...args] = words;
      if (name === undefined)
        throw new ConfigurationError(`unexpected "${token.text}"`, path, token.line);
      const body = token.text === '{' ? parseBlock(tokens, cursor, path, false) : undefined;
      found.push({ name, args, body });
      words = [];
    }
  }
}

/** All directives of a name in a block. */
export function all(block: readonly Directive[], name: string): readonly Directive[] {
  return block.filter((one) => one.name === name);
}

/** The arguments of a name's first directive. */
export function argsOf(block: readonly Directive[], name: string): readonly string[] | undefined {
  return block.find((one) => one.name === name)?.args;
}
