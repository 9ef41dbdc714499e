// Simple commands: assignments, words, redirections; and aliases, which are replaced in the source.
import type { Assignment, Command, HereDocument, Redirect, Word } from '../ast';
import { readArray, readSubscript } from './arrays';
import type { Parser } from './parser';
import type { Token } from './tokens';
import { makeWord, readWord } from './words';

const declarations = new Set(['declare', 'typeset', 'local', 'export', 'readonly']);
const assignmentHead = /([A-Za-z_][A-Za-z0-9_]*)(\[|\+?=)/y;
const functionName = /^[^\s'"$`\\|&;()<>]+$/;

interface Collected {
  readonly assignments: Assignment[];
  readonly words: Word[];
  readonly declared: Map<number, Assignment>;
  readonly redirects: Redirect[];
}

/** Reads a simple command, or a function when `()` follows the first word. */
export function readSimple(parser: Parser): Command {
  const line = parser.peek().line;
  const found: Collected = { assignments: [], words: [], declared: new Map(), redirects: [] };
  let checksAlias = true;
  for (;;) {
    if (checksAlias) checksAlias = expandAlias(parser) && found.words.length === 0;
    const redirect = readRedirect(parser);
    if (redirect !== undefined) {
      found.redirects.push(redirect);
      checksAlias = found.words.length === 0;
      continue;
    }
    if (parser.peek().kind !== 'word') break;
    const isFirst = found.words.length === 0;
    if (isFirst || isDeclaration(found.words)) {
      const assignment = readAssignment(parser);
      if (assignment !== undefined) {
        if (isFirst) found.assignments.push(assignment);
        else addDeclared(found, assignment);
        checksAlias = isFirst;
        continue;
      }
    }
    const token = parser.take();
    const word = token.word as Word;
    if (isFirst && found.assignments.length + found.redirects.length === 0) {
      if (parser.isOperator('(')) return readNamedFunction(parser, token);
    }
    found.words.push(word);
    checksAlias = endsWithBlankAlias(parser, token);
  }
  const isNothing = found.assignments.length + found.words.length + found.redirects.length === 0;
  if (isNothing) throw parser.unexpected(parser.peek());
  if (parser.isOperator('(')) throw parser.unexpected(parser.peek());
  const declared = found.declared.size > 0 ? found.declared : undefined;
  const { assignments, words, redirects } = found;
  return { kind: 'simple', line, assignments, words, declarations: declared, redirects };
}

function isDeclaration(words: readonly Word[]): boolean {
  let i = 0;
  while (words[i]?.text === 'command' || words[i]?.text === 'builtin') i++;
  return declarations.has(words[i]?.text ?? '');
}

function addDeclared(found: Collected, assignment: Assignment): void {
  found.declared.set(found.words.length, assignment);
  found.words.push(makeWord(assignment.text, []));
}

function readNamedFunction(parser: Parser, token: Token): Command {
  parser.take();
  if (!parser.isOperator(')')) throw parser.unexpected(parser.peek(), ')');
  parser.take();
  if (!functionName.test(token.text) && parser.source.isBash) {
    throw parser.source.problem(`\`${token.text}': not a valid identifier`, token.start, false);
  }
  return parser.readFunction(token.text, token.line);
}

/** Reads `name=value` when the next word is one; the value may be an array. */
export function readAssignment(parser: Parser): Assignment | undefined {
  const { source, context } = parser;
  const start = parser.peek().start;
  assignmentHead.lastIndex = start;
  const head = assignmentHead.exec(source.text);
  if (head === null) return undefined;
  const back = source.position;
  const name = head[1] as string;
  let subscript: Word | undefined;
  let isAppend = head[2] === '+=';
  if (!source.isBash && head[2] !== '=') return undefined;
  if (head[2] === '[') {
    parser.rewind();
    source.position = start + head[0].length;
    subscript = readSubscript(context);
    isAppend = source.peek() === '+';
    if (isAppend) source.position++;
    if (source.peek() !== '=') {
      source.position = start;
      return undefined;
    }
    source.position++;
  } else {
    if (back < start + head[0].length) return undefined;
    parser.rewind();
    source.position = start + head[0].length;
  }
  if (source.peek() === '(' && source.isBash) {
    const elements = readArray(context, parser.isExtglob());
    const text = source.text.slice(start, source.position);
    const array = { kind: 'array' as const, elements };
    return { name, subscript, isAppend, value: makeWord('', []), array, text };
  }
  const value = readWord(context, parser.isExtglob()) ?? makeWord('', []);
  const text = source.text.slice(start, source.position);
  return { name, subscript, isAppend, value, text };
}

const outputs = ['>', '>>', '>|', '>&', '&>', '&>>'];
const inputs = ['<', '<&', '<>', '<<', '<<-', '<<<'];
const redirections = new Set([...outputs, ...inputs]);

/** Reads a redirection when there is one. */
export function readRedirect(parser: Parser): Redirect | undefined {
  const first = parser.peek();
  if (first.kind === 'fd') parser.take();
  const token = parser.peek();
  if (token.kind !== 'operator' || !redirections.has(token.text)) return undefined;
  parser.take();
  const operator = token.text;
  const hereLine = token.line;
  const target = parser.peek();
  if (target.kind === 'fd' && (operator === '>&' || operator === '<&')) {
    throw parser.unexpected(target);
  }
  const isFd = target.kind === 'fd';
  if (target.kind !== 'word' && !isFd) throw parser.unexpected(target);
  parser.take();
  const word = target.word ?? makeWord(target.text, [text(target.text)]);
  const prefix = first.kind === 'fd' ? first.text : '';
  const where = prefix.startsWith('{')
    ? { variable: prefix.slice(1, -1) }
    : { fd: prefix === '' ? undefined : Number(prefix) };
  if (operator !== '<<' && operator !== '<<-') return { operator, ...where, target: word };
  const here: HereDocument = {
    delimiter: unquote(word),
    isLiteral: /['"\\]/.test(word.text),
    stripsTabs: operator === '<<-',
    body: makeWord('', []),
    bodyText: '',
  };
  parser.source.pendingHere.push({ document: here, line: hereLine });
  return { operator, ...where, target: word, here };
}

function text(value: string): { kind: 'text'; text: string; isQuoted: boolean } {
  return { kind: 'text', text: value, isQuoted: false };
}

function unquote(word: Word): string {
  if (word.literal !== undefined) return word.literal;
  const pieces = word.parts.map((part) => {
    if (part.kind === 'text') return part.text;
    if (part.kind !== 'double') return 'text' in part ? part.text : '';
    return part.parts.map((p) => ('text' in p ? p.text : '')).join('');
  });
  return pieces.join('');
}

/** Replaces an alias at the next word; true when a word after it is to be looked at, too. */
function expandAlias(parser: Parser): boolean {
  const { aliases } = parser.options;
  if (aliases === undefined || aliases.size === 0 || !parser.usesAliases) return false;
  for (let turns = 0; turns < 100; turns++) {
    const token = parser.peek();
    const name = token.text;
    const value = token.kind === 'word' ? aliases.get(name) : undefined;
    if (value === undefined || parser.source.text.charAt(parser.source.position) === '(') {
      return false;
    }
    const isOwn = parser.aliasEnds.some((a) => a.name === name && token.start < a.end);
    if (isOwn) return false;
    const end = parser.source.position;
    parser.take();
    const shift = value.length - (end - token.start);
    for (const other of parser.aliasEnds) if (other.end > token.start) other.end += shift;
    parser.source.splice(token.start, value);
    parser.aliasEnds.push({ name, end: token.start + value.length });
  }
  return false;
}

/** Whether the word that was just taken ended an alias text that ends in a blank. */
function endsWithBlankAlias(parser: Parser, token: Token): boolean {
  const { aliases } = parser.options;
  if (aliases === undefined) return false;
  const end = token.start + token.text.length;
  return parser.aliasEnds.some(
    (a) => a.end === end + 1 && /[ \t]$/.test(aliases.get(a.name) ?? ''),
  );
}
