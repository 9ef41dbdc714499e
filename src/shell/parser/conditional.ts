// `[[ ... ]]`: a little grammar of its own, in which `<`, `(`, `&&` are operators.
import type { CompoundCommand, Condition, Word } from '../ast';
import type { Parser } from './parser';
import { SyntaxProblem } from './source';
import type { Token } from './tokens';
import { makeWord, PartList, readOne, readWord } from './words';

const unary = /^-[abcdefghknoprstuvwxzGLNORS]$/;
const binary = /^(=|==|!=|=~|-eq|-ne|-lt|-le|-gt|-ge|-nt|-ot|-ef)$/;

export function readConditional(parser: Parser): CompoundCommand {
  const { line } = parser.take();
  const outer = parser.isExtglob;
  try {
    parser.isExtglob = () => true;
    parser.skipNewlines();
    if (parser.isWord(']]')) throw parser.source.problem('', parser.peek().start, false);
    const test = readOr(parser);
    if (!parser.isWord(']]')) throw failure(parser, 'syntax error in conditional expression');
    parser.isExtglob = outer;
    parser.take();
    return { kind: 'condition', line, test, redirects: [] };
  } finally {
    parser.isExtglob = outer;
  }
}

function failure(parser: Parser, message: string): Error {
  const token = parser.peek();
  if (token.kind === 'end' && parser.source.isBash) {
    throw parser.source.unexpectedEnd();
  }
  throw parser.source.problem(message, token.start, false);
}

function readOr(parser: Parser): Condition {
  let left = readAnd(parser);
  while (parser.isOperator('||')) {
    parser.take();
    parser.skipNewlines();
    left = { kind: 'or', left, right: readAnd(parser) };
  }
  return left;
}

function readAnd(parser: Parser): Condition {
  let left = readNot(parser);
  while (parser.isOperator('&&')) {
    parser.take();
    parser.skipNewlines();
    left = { kind: 'and', left, right: readNot(parser) };
  }
  return left;
}

function readNot(parser: Parser): Condition {
  parser.skipNewlines();
  if (parser.isWord('!')) {
    parser.take();
    return { kind: 'not', operand: readNot(parser) };
  }
  if (parser.isOperator('(')) {
    parser.take();
    const operand = readOr(parser);
    parser.skipNewlines();
    if (!parser.isOperator(')')) {
      throw failure(parser, `unexpected token \`${parser.peek().text}', expected \`)'`);
    }
    parser.take();
    parser.skipNewlines();
    return { kind: 'paren', operand };
  }
  const condition = readPrimary(parser);
  parser.skipNewlines();
  return condition;
}

function readPrimary(parser: Parser): Condition {
  const first = parser.peek();
  if (first.text === ']]') throw failure(parser, '');
  if (first.kind !== 'word') {
    throw failure(parser, `unexpected token \`${first.text}' in conditional command`);
  }
  parser.take();
  const left = first.word as Word;
  const next = parser.peek();
  if (unary.test(first.text)) {
    if (next.kind === 'word' && next.text !== ']]') {
      const isTest = !binary.test(next.text) || !hasOperandAfter(parser, next);
      if (isTest) {
        parser.take();
        return { kind: 'unary', operator: first.text, operand: next.word as Word };
      }
    } else if (next.text === ']]') {
      throw failure(parser, "unexpected argument `]]' to conditional unary operator");
    }
  }
  return readBinary(parser, left, next);
}

function hasOperandAfter(parser: Parser, token: Token): boolean {
  const rest = parser.source.text.slice(token.start + token.text.length).trimStart();
  return !rest.startsWith(']]');
}

function readBinary(parser: Parser, left: Word, next: Token): Condition {
  const isComparison = next.kind === 'operator' && (next.text === '<' || next.text === '>');
  if (isComparison || (next.kind === 'word' && binary.test(next.text))) {
    parser.take();
    const operator = next.text;
    const right = operator === '=~' ? readRegex(parser) : takeOperand(parser);
    return { kind: 'binary', operator, left, right };
  }
  const isEnd =
    next.text === ']]' || (next.kind === 'operator' && /^(&&|\|\||\))$/.test(next.text));
  if (isEnd) return { kind: 'word', word: left };
  if (next.kind === 'operator' || next.kind === 'newline') {
    const token = next.text;
    throw failure(parser, `unexpected token \`${token}', conditional binary operator expected`);
  }
  throw failure(parser, 'conditional binary operator expected');
}

function takeOperand(parser: Parser): Word {
  const token = parser.peek();
  if (token.kind !== 'word' || token.text === ']]') {
    const what = token.kind === 'word' ? ` \`${token.text}'` : '';
    throw failure(parser, `unexpected argument${what} to conditional binary operator`);
  }
  parser.take();
  return token.word as Word;
}

/** The right side of `=~`: parentheses and `|` belong to the expression. */
function readRegex(parser: Parser): Word {
  const { source, context } = parser;
  source.skipBlanks();
  const start = source.position;
  const line = source.line;
  const list = new PartList();
  for (let depth = 0; ; ) {
    const c = source.peek();
    if (c === '' && depth > 0) {
      const problem = source.unclosed(')', line);
      const followUp = `${source.endLine}: unexpected argument to conditional binary operator`;
      throw new SyntaxProblem({ ...problem.failure, followUp });
    }
    if (depth === 0 && /^[\s)]?$/.test(c)) break;
    if (depth === 0 && c === ';') break;
    if (c === '(') depth++;
    if (c === ')') depth--;
    readOne(context, list);
  }
  if (source.position === start) return readWord(context, true) ?? makeWord('', []);
  return makeWord(source.text.slice(start, source.position), list.finish());
}
