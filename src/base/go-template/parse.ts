/** Parses a Go template's tokens into pieces, with the parser's messages. */

import { goQuote } from '../go-format';
import { lexTemplate, type Token } from './lex';
import { parseNumber, unquoteGo } from './literals';
import { showExpression } from './show';
import {
  type Command,
  type Expression,
  type Piece,
  type Pipe,
  type Template,
  TemplateError,
} from './types';

/** Where a list of pieces ended. */
type Ending = 'end' | 'else' | 'eof';

/** Parses a file; the first template is the file itself, the others those it defines. */
export function parseTemplate(
  name: string,
  source: string,
  hasFunction: (name: string) => boolean,
): readonly Template[] {
  return new Parser(name, source, hasFunction).parse();
}

class Parser {
  private readonly name: string;
  private readonly source: string;
  private readonly hasFunction: (name: string) => boolean;
  private readonly tokens: readonly Token[];
  private at = 0;
  private variables: string[] = ['$'];
  private rangeDepth = 0;
  private actionLine = 0;
  private readonly defined: Template[] = [];

  constructor(name: string, source: string, hasFunction: (name: string) => boolean) {
    this.name = name;
    this.source = source;
    this.hasFunction = hasFunction;
    this.tokens = lexTemplate(source);
  }

  parse(): readonly Template[] {
    const pieces: Piece[] = [];
    while (this.peek().kind !== 'eof') {
      const ending = this.pieceInto(pieces, true);
      if (ending !== null) this.fail(`unexpected {{${ending}}}`);
    }
    return [this.template(this.name, pieces), ...this.defined];
  }

  private template(name: string, pieces: readonly Piece[]): Template {
    return { name, parseName: this.name, source: this.source, pieces };
  }

  private peek(): Token {
    const last = this.tokens[this.tokens.length - 1];
    const token = this.tokens[this.at] ?? last;
    return token ?? { kind: 'eof', text: '', pos: 0, line: 1 };
  }

  private next(): Token {
    const token = this.peek();
    if (this.at < this.tokens.length) this.at++;
    return token;
  }

  private skipSpace(): void {
    while (this.peek().kind === 'space') this.at++;
  }

  private peekNonSpace(): Token {
    this.skipSpace();
    return this.peek();
  }

  private nextNonSpace(): Token {
    this.skipSpace();
    return this.next();
  }

  private fail(message: string): never {
    const line = (this.tokens[Math.max(0, this.at - 1)] ?? this.peek()).line;
    throw new TemplateError(`template: ${this.name}:${line}: ${message}`);
  }

  private unexpected(token: Token, context: string): never {
    if (token.kind === 'error') {
      let extra = '';
      if (this.actionLine !== 0 && this.actionLine !== token.line) {
        extra = ` in action started at ${this.name}:${this.actionLine}`;
        if (token.text.endsWith(' action')) extra = extra.slice(' in action'.length);
      }
      this.fail(token.text + extra);
    }
    return this.fail(`unexpected ${showToken(token)} in ${context}`);
  }

  private expect(kind: Token['kind'], context: string): Token {
    const token = this.nextNonSpace();
    if (token.kind !== kind) this.unexpected(token, context);
    return token;
  }

  /** Reads pieces up to an `end` or `else`. */
  private list(): { pieces: Piece[]; ending: Ending } {
    const pieces: Piece[] = [];
    while (this.peekNonSpace().kind !== 'eof') {
      const ending = this.pieceInto(pieces, false);
      if (ending !== null) return { pieces, ending };
    }
    return this.fail('unexpected EOF');
  }

  private pieceInto(pieces: Piece[], isTop: boolean): 'end' | 'else' | null {
    const token = this.nextNonSpace();
    if (token.kind === 'text') {
      pieces.push({ kind: 'text', text: token.text });
      return null;
    }
    if (token.kind !== 'left') this.unexpected(token, 'input');
    this.actionLine = token.line;
    const word = this.peekNonSpace();
    if (word.kind === 'keyword') {
      if (word.text === 'end') {
        this.next();
        this.expect('right', 'end');
        return 'end';
      }
      if (word.text === 'else') return this.elseWord();
      if (word.text === 'define') {
        if (!isTop) {
          this.next();
          this.unexpected(word, 'command');
        }
        this.next();
        this.define();
        return null;
      }
      this.next();
      pieces.push(this.control(word));
      return null;
    }
    pieces.push({ kind: 'action', pos: word.pos, pipe: this.pipeline('command', 'right') });
    return null;
  }

  private elseWord(): 'else' {
    this.next();
    const next = this.peekNonSpace();
    const isChained = next.kind === 'keyword' && (next.text === 'if' || next.text === 'with');
    if (!isChained) this.expect('right', 'else');
    return 'else';
  }

  private control(word: Token): Piece {
    switch (word.text) {
      case 'if':
      case 'with':
      case 'range':
        return this.branch(word.text, word.pos);
      case 'template':
        return this.templateCall(word.pos);
      case 'block':
        return this.block(word.pos);
      default: {
        const kind = word.text === 'break' ? 'break' : 'continue';
        const token = this.nextNonSpace();
        if (token.kind !== 'right') this.unexpected(token, `{{${kind}}}`);
        if (this.rangeDepth === 0) this.fail(`{{${kind}}} outside {{range}}`);
        return { kind, pos: word.pos };
      }
    }
  }

  private branch(kind: 'if' | 'with' | 'range', pos: number): Piece {
    const known = this.variables.length;
    const pipe = this.pipeline(kind, 'right');
    if (kind === 'range') this.rangeDepth++;
    const { pieces: body, ending } = this.list();
    if (kind === 'range') this.rangeDepth--;
    let otherwise: readonly Piece[] | null = null;
    if (ending === 'else') {
      const next = this.peekNonSpace();
      if (kind !== 'range' && next.kind === 'keyword' && next.text === kind) {
        this.next();
        otherwise = [this.branch(kind, next.pos)];
      } else {
        if (next.kind === 'keyword') this.expect('right', 'else');
        const rest = this.list();
        if (rest.ending !== 'end') this.fail('expected end; found {{else}}');
        otherwise = rest.pieces;
      }
    }
    this.variables.length = known;
    const branch = { pos, pipe, body, otherwise };
    return kind === 'range' ? { kind, ...branch } : { kind, ...branch };
  }

  private stringToken(context: string): string {
    const token = this.nextNonSpace();
    if (token.kind !== 'string' && token.kind !== 'raw') this.unexpected(token, context);
    return unquoteGo(token.text) ?? this.fail('invalid syntax');
  }

  private templateCall(pos: number): Piece {
    const name = this.stringToken('template clause');
    let pipe: Pipe | null = null;
    if (this.peekNonSpace().kind === 'right') this.next();
    else pipe = this.pipeline('template clause', 'right');
    return { kind: 'template', pos, name, pipe };
  }

  private define(): void {
    const outer = this.variables;
    const name = this.stringToken('define clause');
    this.expect('right', 'define clause');
    this.variables = ['$'];
    const { pieces, ending } = this.list();
    if (ending !== 'end') this.fail('unexpected {{else}} in define clause');
    this.variables = outer;
    this.defined.push(this.template(name, pieces));
  }

  private block(pos: number): Piece {
    const name = this.stringToken('block clause');
    const pipe = this.pipeline('block clause', 'right');
    const outer = this.variables;
    this.variables = ['$'];
    const { pieces, ending } = this.list();
    if (ending !== 'end') this.fail('unexpected {{else}} in block clause');
    this.variables = outer;
    this.defined.push(this.template(name, pieces));
    return { kind: 'template', pos, name, pipe };
  }

  private pipeline(context: string, end: 'right' | ')'): Pipe {
    const pos = this.peekNonSpace().pos;
    const { variables, isAssignment } = this.declarations(context);
    const commands: Command[] = [];
    for (;;) {
      const token = this.peekNonSpace();
      if (token.kind === end) {
        this.next();
        this.checkPipeline(commands, context);
        return { pos, variables, isAssignment, commands };
      }
      const starts = ['bool', 'constant', 'dot', 'field', 'identifier', 'number', 'nil'];
      if (![...starts, 'raw', 'string', 'variable', '('].includes(token.kind)) {
        this.next();
        this.unexpected(token, context);
      }
      commands.push(this.command());
    }
  }

  private declarations(context: string): { variables: string[]; isAssignment: boolean } {
    const variables: string[] = [];
    while (this.peekNonSpace().kind === 'variable') {
      const start = this.at;
      const variable = this.next();
      const next = this.peekNonSpace();
      if (next.kind === 'assign' || next.kind === 'declare') {
        this.next();
        variables.push(variable.text);
        if (next.kind === 'declare') this.variables.push(variable.text);
        return { variables, isAssignment: next.kind === 'assign' };
      }
      if (next.kind === 'char' && next.text === ',') {
        this.next();
        variables.push(variable.text);
        this.variables.push(variable.text);
        if (context !== 'range' || variables.length >= 2) {
          this.fail(`too many declarations in ${context}`);
        }
        const follow = this.peekNonSpace().kind;
        if (follow !== 'variable' && follow !== 'right' && follow !== ')') {
          this.fail('range can only initialize variables');
        }
        continue;
      }
      this.at = start;
      break;
    }
    return { variables, isAssignment: false };
  }

  private checkPipeline(commands: readonly Command[], context: string): void {
    if (commands.length === 0) this.fail(`missing value for ${context}`);
    commands.slice(1).forEach((command, i) => {
      const kind = command.args[0]?.kind;
      if (kind === 'literal' || kind === 'dot' || kind === 'nil') {
        this.fail(`non executable command in pipeline stage ${i + 2}`);
      }
    });
  }

  private command(): Command {
    const pos = this.peekNonSpace().pos;
    const args: Expression[] = [];
    for (;;) {
      this.skipSpace();
      const operand = this.operand();
      if (operand) args.push(operand);
      const token = this.peek();
      if (token.kind === 'space') {
        this.next();
        continue;
      }
      if (token.kind === 'right' || token.kind === ')') break;
      this.next();
      if (token.kind !== 'pipe') this.unexpected(token, 'operand');
      break;
    }
    if (args.length === 0) this.fail('empty command');
    return { pos, args };
  }

  private operand(): Expression | null {
    const term = this.term();
    if (!term || this.peek().kind !== 'field') return term;
    const pos = this.peek().pos;
    const names: string[] = [];
    while (this.peek().kind === 'field') names.push(this.next().text.slice(1));
    switch (term.kind) {
      case 'field':
        return { kind: 'field', pos, names: [...term.names, ...names] };
      case 'variable':
        return { kind: 'variable', pos, name: term.name, names: [...term.names, ...names] };
      case 'literal':
      case 'nil':
      case 'dot':
        return this.fail(`unexpected . after term ${goQuote(showExpression(term))}`);
      default:
        return { kind: 'chain', pos, of: term, names };
    }
  }

  private term(): Expression | null {
    const token = this.peekNonSpace();
    const { pos, text } = token;
    switch (token.kind) {
      case 'identifier':
        this.next();
        if (!this.hasFunction(text)) this.fail(`function ${goQuote(text)} not defined`);
        return { kind: 'function', pos, name: text };
      case 'dot':
      case 'nil':
        this.next();
        return { kind: token.kind, pos };
      case 'variable':
        this.next();
        if (!this.variables.includes(text)) this.fail(`undefined variable ${goQuote(text)}`);
        return { kind: 'variable', pos, name: text, names: [] };
      case 'field':
        this.next();
        return { kind: 'field', pos, names: [text.slice(1)] };
      case 'bool':
        this.next();
        return { kind: 'literal', pos, value: text === 'true', text };
      case 'constant':
      case 'number': {
        this.next();
        const value = parseNumber(text);
        if (value === null) {
          const isChar = token.kind === 'constant';
          if (isChar) this.fail(`malformed character constant: ${text}`);
          this.fail(`illegal number syntax: ${goQuote(text)}`);
        }
        return { kind: 'literal', pos, value, text };
      }
      case 'string':
      case 'raw': {
        this.next();
        const value = unquoteGo(text);
        if (value === null) this.fail('invalid syntax');
        return { kind: 'literal', pos, value, text };
      }
      case '(':
        this.next();
        return { kind: 'pipe', pos, pipe: this.pipeline('parenthesized pipeline', ')') };
      default:
        return null;
    }
  }
}

function showToken(token: Token): string {
  if (token.kind === 'eof') return 'EOF';
  if (['keyword', 'dot', 'nil'].includes(token.kind)) return `<${token.text}>`;
  const chars = [...token.text];
  if (chars.length > 10) return `${goQuote(chars.slice(0, 10).join(''))}...`;
  return goQuote(token.text);
}
