// Compound commands: groups, loops, conditionals, case, functions, coprocesses.
import type { CaseClause, Command, CompoundCommand, ListCommand, Redirect, Word } from '../ast';
import { readConditional } from './conditional';
import type { Parser } from './parser';
import { readRedirect } from './simple';
import { makeWord, readBalanced, readDoubleParen } from './words';

/** Reads a compound command or `function name`; undefined when the next token begins none. */
export function readCompound(parser: Parser): Command | undefined {
  const token = parser.peek();
  if (token.kind === 'operator' && token.text === '(') return withRedirects(parser, readParens);
  if (token.kind !== 'word') return undefined;
  const reader = readers[token.text];
  if (reader !== undefined) return withRedirects(parser, reader);
  if (!parser.source.isPlain && token.text === 'function') return readFunctionWord(parser);
  if (!parser.source.isPlain && token.text === '[[') return withRedirects(parser, readConditional);
  if (!parser.source.isBash) return undefined;
  const own = bashReaders[token.text];
  if (own !== undefined) return withRedirects(parser, own);
  if (token.text === 'coproc') return readCoproc(parser);
  return undefined;
}

/** What a function may be: a compound command. */
export function readFunctionBody(parser: Parser): Command {
  const token = parser.peek();
  const isBody = token.text !== 'function' && token.text !== 'coproc';
  const body = isBody ? readCompound(parser) : undefined;
  if (body === undefined) throw parser.unexpected(token);
  return body;
}

type Reader = (parser: Parser) => CompoundCommand;

function withRedirects(parser: Parser, read: Reader): CompoundCommand {
  const command = read(parser);
  const redirects: Redirect[] = [];
  for (;;) {
    const redirect = readRedirect(parser);
    if (redirect === undefined) break;
    redirects.push(redirect);
  }
  return redirects.length > 0 ? { ...command, redirects } : command;
}

const readers: Readonly<Record<string, Reader>> = {
  '{': readGroup,
  if: readIf,
  for: readFor,
  while: readWhile,
  until: readWhile,
  case: readCase,
};

const bashReaders: Readonly<Record<string, Reader>> = {
  select: readFor,
};

function readParens(parser: Parser): CompoundCommand {
  const token = parser.peek();
  const { line } = token;
  if (parser.source.isBash && parser.source.text.startsWith('((', token.start)) {
    parser.rewind();
    const expression = readDoubleParen(parser.context, 2);
    if (expression !== undefined) return { kind: 'arithmetic', line, expression, redirects: [] };
  }
  parser.take();
  const body = parser.readList(false, ')');
  parser.expectOperator(')');
  return { kind: 'subshell', line, body, redirects: [] };
}

function readGroup(parser: Parser): CompoundCommand {
  const { line } = parser.take();
  const body = parser.readList(false, '}');
  parser.expectWord('}');
  return { kind: 'group', line, body, redirects: [] };
}

function readIf(parser: Parser): CompoundCommand {
  const { line } = parser.take();
  const branches: { test: ListCommand; body: ListCommand }[] = [];
  let otherwise: ListCommand | undefined;
  for (;;) {
    const test = parser.readList(false, 'then');
    parser.expectWord('then');
    branches.push({ test, body: parser.readList(false, 'fi') });
    if (parser.isWord('elif')) {
      parser.take();
      continue;
    }
    if (parser.isWord('else')) {
      parser.take();
      otherwise = parser.readList();
    }
    parser.expectWord('fi');
    return { kind: 'if', line, branches, otherwise, redirects: [] };
  }
}

function readWhile(parser: Parser): CompoundCommand {
  const token = parser.take();
  const kind = token.text === 'while' ? 'while' : 'until';
  const test = parser.readList(false, 'do');
  const body = readDo(parser);
  return { kind, line: token.line, test, body, redirects: [] };
}

function readDo(parser: Parser): ListCommand {
  parser.expectWord('do');
  const body = parser.readList(false, 'done');
  parser.expectWord('done');
  return body;
}

function readFor(parser: Parser): CompoundCommand {
  const token = parser.take();
  const { line } = token;
  const next = parser.peek();
  if (token.text === 'for' && parser.source.text.startsWith('((', next.start)) {
    if (parser.source.isBash) return readArithmeticFor(parser, line);
  }
  if (next.kind !== 'word' && parser.source.isBash) throw parser.unexpected(next);
  parser.take();
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(next.text)) {
    if (!parser.source.isBash) {
      throw parser.source.problem('Syntax error: Bad for loop variable', next.start, false);
    }
    throw parser.source.problem(`\`${next.text}': not a valid identifier`, next.start, false);
  }
  const kind = token.text === 'for' ? 'for' : 'select';
  parser.skipNewlines();
  let words: Word[] | undefined;
  if (parser.isWord('in')) {
    parser.take();
    words = [];
    while (parser.peek().kind === 'word') words.push(parser.take().word as Word);
    const end = parser.peek();
    if (end.kind !== 'newline' && !parser.isOperator(';')) throw parser.unexpected(end);
    parser.take();
  } else if (parser.isOperator(';')) parser.take();
  parser.skipNewlines();
  if (parser.isWord('{') && parser.source.isBash) {
    const group = readGroup(parser);
    const body = group.kind === 'group' ? group.body : parser.readList();
    return { kind, line, name: next.text, words, body, redirects: [] };
  }
  return { kind, line, name: next.text, words, body: readDo(parser), redirects: [] };
}

function readArithmeticFor(parser: Parser, line: number): CompoundCommand {
  const { source } = parser;
  parser.rewind();
  source.skipBlanks();
  source.position += 2;
  const whole = readBalanced(parser.context, ')', line);
  source.position += 2;
  const pieces = whole.text.split(';');
  const parts = [0, 1, 2].map((i) => {
    const inner = parser.contextFor(`${pieces[i] ?? ''})`, line);
    return readBalanced(inner, ')', line);
  });
  if (parser.isOperator(';')) parser.take();
  parser.skipNewlines();
  const empty = makeWord('', []);
  const [first = empty, test = empty, step = empty] = parts;
  const isGroup = parser.isWord('{');
  const group = isGroup ? readGroup(parser) : undefined;
  const body = group?.kind === 'group' ? group.body : readDo(parser);
  return { kind: 'arithmetic-for', line, parts: [first, test, step], body, redirects: [] };
}

function readCase(parser: Parser): CompoundCommand {
  const { line } = parser.take();
  const subject = parser.peek();
  if (subject.kind !== 'word') throw parser.unexpected(subject);
  parser.take();
  parser.skipNewlines();
  parser.expectWord('in');
  const clauses: CaseClause[] = [];
  parser.skipNewlines();
  while (!parser.isWord('esac')) {
    clauses.push(readClause(parser));
    parser.skipNewlines();
  }
  parser.take();
  return { kind: 'case', line, subject: subject.word as Word, clauses, redirects: [] };
}

function readClause(parser: Parser): CaseClause {
  if (parser.isOperator('(')) parser.take();
  const patterns: Word[] = [];
  for (;;) {
    const token = parser.peek();
    if (token.kind !== 'word') throw parser.unexpected(token);
    patterns.push(parser.take().word as Word);
    if (!parser.isOperator('|')) break;
    parser.take();
  }
  parser.expectOperator(')');
  const list = parser.readList(true);
  const body = list.items.length > 0 ? list : undefined;
  if (parser.isOperator(';;', ';&', ';;&')) {
    const terminator = parser.take().text as ';;' | ';&' | ';;&';
    return { patterns, body, terminator };
  }
  if (!parser.isWord('esac')) throw parser.unexpected(parser.peek(), ';;');
  return { patterns, body, terminator: ';;' };
}

function readFunctionWord(parser: Parser): Command {
  const { line } = parser.take();
  const name = parser.peek();
  if (name.kind !== 'word') throw parser.unexpected(name);
  parser.take();
  if (parser.isOperator('(')) {
    parser.take();
    parser.expectOperator(')');
  }
  return parser.readFunction(name.text, line);
}

function readCoproc(parser: Parser): Command {
  const { line } = parser.take();
  const first = parser.peek();
  const start = first.start;
  const compound = readCompound(parser);
  if (compound !== undefined) return { kind: 'coproc', line, name: 'COPROC', body: compound };
  if (first.kind === 'word' && /^[A-Za-z_][A-Za-z0-9_]*$/.test(first.text)) {
    parser.take();
    const named = parser.isOperator('(') || parser.isWord('{', 'while', 'for', 'if', 'until');
    const body = named ? readCompound(parser) : undefined;
    if (body !== undefined) return { kind: 'coproc', line, name: first.text, body };
    parser.rewind();
    parser.source.position = start;
  }
  return { kind: 'coproc', line, name: 'COPROC', body: parser.readCommand() };
}
