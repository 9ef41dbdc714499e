// The grammar's entry: complete commands, lists, pipelines, simple commands. Compound commands are
// in compound.ts. One Parser reads one text, line by line, so that aliases and options that a line
// sets hold for the next.
import type { AndOrCommand, Command, ListCommand, Script, SyntaxFailure } from '../ast';
import { readCompound, readFunctionBody } from './compound';
import { readSimple } from './simple';
import { type ParserOptions, Source, SyntaxProblem } from './source';
import { readToken, type Token } from './tokens';
import type { CommandReader, WordContext } from './words';

const closingWords = new Set(['then', 'do', 'done', 'fi', 'esac', 'elif', 'else', '}']);

/** What one call of `next` gives; `command` is undefined at the end of the text. */
export interface ParsedLine {
  readonly command?: ListCommand | undefined;
  readonly failure?: SyntaxFailure | undefined;
  /** `line 2: warning: ...` */
  readonly warnings: readonly string[];
  /** The source text of what was read. */
  readonly text: string;
}

export class Parser implements CommandReader {
  readonly source: Source;
  readonly context: WordContext;
  readonly options: ParserOptions;
  isExtglob: () => boolean;
  /** Ends of alias texts in the source: a name is not replaced again inside its own text. */
  readonly aliasEnds: { name: string; end: number }[] = [];
  usesAliases = true;
  #token: Token | undefined;

  constructor(text: string, options: ParserOptions = {}, isExtglob?: () => boolean) {
    this.source = new Source(text, options);
    this.options = options;
    this.isExtglob = isExtglob ?? (() => options.isExtglob ?? false);
    this.context = { source: this.source, commands: this };
  }

  /** Reads the next complete command: everything up to the end of its line. */
  next(): ParsedLine {
    const start = this.source.position;
    const warnings = this.source.warnings;
    try {
      while (this.peek().kind === 'newline') this.take();
      if (this.peek().kind === 'end') return { warnings: warnings.splice(0), text: '' };
      const command = this.readLine();
      const text = this.source.text.slice(start, this.source.position);
      return { command, warnings: warnings.splice(0), text };
    } catch (problem) {
      if (!(problem instanceof SyntaxProblem)) throw problem;
      const text = this.source.text.slice(start);
      return { failure: problem.failure, warnings: warnings.splice(0), text };
    }
  }

  /** Whether nothing but blanks and comments is left. */
  get isFinished(): boolean {
    this.skipNewlines();
    return this.peek().kind === 'end';
  }

  peek(): Token {
    this.#token ??= readToken(this.context, this.isExtglob());
    return this.#token;
  }

  take(): Token {
    const token = this.peek();
    this.#token = undefined;
    return token;
  }

  /** Un-reads the token that was peeked at: the position goes back to its start. */
  rewind(): number {
    const token = this.#token;
    if (token !== undefined) {
      this.source.position = token.start;
      this.#token = undefined;
    }
    return this.source.position;
  }

  isOperator(...texts: string[]): boolean {
    const token = this.peek();
    return token.kind === 'operator' && texts.includes(token.text);
  }

  isWord(...texts: string[]): boolean {
    const token = this.peek();
    return token.kind === 'word' && texts.includes(token.text);
  }

  /** The error for a token that does not belong here. */
  unexpected(token: Token, expecting?: string): SyntaxProblem {
    if (!this.source.isBash) return this.#plainUnexpected(token, expecting);
    if (token.kind === 'end') return this.source.unexpectedEnd();
    return this.source.unexpected(token.text, token.start);
  }

  #plainUnexpected(token: Token, expecting?: string): SyntaxProblem {
    const isReserved = closingWords.has(token.text) || token.text === '{';
    let what = `"${token.text}"`;
    if (token.kind === 'end') what = 'end of file';
    else if (token.kind === 'newline') what = 'newline';
    else if (/^[<>]/.test(token.text)) what = 'redirection';
    else if (token.kind === 'word' && !isReserved) what = 'word';
    const hint = expecting === undefined ? '' : ` (expecting "${expecting}")`;
    const message = this.source.isPlain
      ? `Syntax error: ${what} unexpected${hint}`
      : `syntax error: unexpected ${what}${hint}`;
    const isIncomplete = token.kind === 'end';
    return new SyntaxProblem({ line: token.line, message, isIncomplete });
  }

  expectWord(text: string): void {
    if (!this.isWord(text)) throw this.unexpected(this.peek(), text);
    this.take();
  }

  expectOperator(text: string): void {
    if (!this.isOperator(text)) throw this.unexpected(this.peek(), text);
    this.take();
  }

  skipNewlines(): void {
    while (this.peek().kind === 'newline') this.take();
  }

  readLine(): ListCommand {
    const line = this.peek().line;
    const items: { command: Command; isBackground: boolean }[] = [];
    for (;;) {
      const command = this.readAndOr();
      const isBackground = this.isOperator('&');
      items.push({ command, isBackground });
      const isSeparated = isBackground || this.isOperator(';');
      if (isSeparated) this.take();
      const token = this.peek();
      if (token.kind === 'newline') {
        this.take();
        break;
      }
      if (token.kind === 'end') {
        // Here-documents without a line to follow.
        if (this.source.pendingHere.length > 0) this.#closeHere();
        break;
      }
      if (!isSeparated) throw this.unexpected(token);
    }
    return { kind: 'list', line, items };
  }

  #closeHere(): void {
    this.#token = undefined;
    this.source.text += '\n';
    this.source.position = this.source.text.length - 1;
    this.take();
  }

  /** Commands up to a closing word or operator, which stays. At least one, unless `mayBeEmpty`. */
  readList(mayBeEmpty = false, expecting?: string): ListCommand {
    this.skipNewlines();
    const line = this.peek().line;
    const items: { command: Command; isBackground: boolean }[] = [];
    while (!this.#isListEnd()) {
      const command = this.readAndOr();
      const isBackground = this.isOperator('&');
      items.push({ command, isBackground });
      if (isBackground || this.isOperator(';')) this.take();
      else if (this.peek().kind !== 'newline') break;
      this.skipNewlines();
    }
    if (items.length === 0 && !mayBeEmpty) throw this.unexpected(this.peek(), expecting);
    return { kind: 'list', line, items };
  }

  #isListEnd(): boolean {
    const token = this.peek();
    if (token.kind === 'end') return true;
    if (token.kind === 'operator') return [')', ';;', ';&', ';;&'].includes(token.text);
    return token.kind === 'word' && closingWords.has(token.text);
  }

  readAndOr(): Command {
    const line = this.peek().line;
    const first = this.readPipeline();
    const rest: { operator: '&&' | '||'; command: Command }[] = [];
    while (this.isOperator('&&', '||')) {
      const operator = this.take().text as '&&' | '||';
      this.skipNewlines();
      rest.push({ operator, command: this.readPipeline() });
    }
    const chain: AndOrCommand = { kind: 'and-or', line, first, rest };
    return rest.length > 0 ? chain : first;
  }

  readPipeline(): Command {
    const line = this.peek().line;
    let isNegated = false;
    let timing: 'bash' | 'posix' | undefined;
    let hasPrefix = false;
    for (;;) {
      if (this.isWord('!')) isNegated = !isNegated;
      else if (this.source.isBash && this.isWord('time')) timing ??= 'bash';
      else break;
      const isTime = this.take().text === 'time';
      hasPrefix = true;
      if (isTime && this.isWord('-p')) {
        this.take();
        timing = 'posix';
      }
    }
    if (hasPrefix && this.#isPipelineEnd()) {
      return { kind: 'pipeline', line, commands: [], isNegated, timing };
    }
    const commands: Command[] = [];
    for (;;) {
      let command = this.readCommand();
      if (!this.isOperator('|', '|&')) {
        commands.push(command);
        break;
      }
      if (this.take().text === '|&') command = withErrors(command);
      commands.push(command);
      this.skipNewlines();
    }
    if (commands.length === 1 && !hasPrefix) return commands[0] as Command;
    return { kind: 'pipeline', line, commands, isNegated, timing };
  }

  #isPipelineEnd(): boolean {
    const { kind } = this.peek();
    return kind === 'newline' || kind === 'end' || this.isOperator(';', '&', ')', '&&', '||');
  }

  readCommand(): Command {
    const token = this.peek();
    if (token.kind === 'newline' || token.kind === 'end') throw this.unexpected(token);
    if (token.kind === 'word' && closingWords.has(token.text)) throw this.unexpected(token);
    const compound = readCompound(this);
    if (compound !== undefined) return compound;
    return readSimple(this);
  }

  /** The line that errors at the end of the text carry. */
  get #lastLine(): number {
    return this.source.isBash ? this.source.endLine : this.source.line;
  }

  readFunction(name: string, line: number): Command {
    this.skipNewlines();
    return { kind: 'function', line, name, body: readFunctionBody(this) };
  }

  readSubstitution(_open: string, _startLine: number): ListCommand {
    try {
      const list = this.readList(true);
      if (this.peek().kind === 'end') throw this.source.unclosed(')', this.#lastLine);
      if (!this.isOperator(')')) throw this.unexpected(this.peek());
      this.take();
      return list;
    } catch (problem) {
      if (!(problem instanceof SyntaxProblem)) throw problem;
      const { failure } = problem;
      if (!/end of file( unexpected)?/.test(failure.message)) throw problem;
      throw this.source.unclosed(')', failure.line);
    }
  }

  parseText(text: string, firstLine: number): Script {
    return parseScript(text, { ...this.options, firstLine }, this.isExtglob);
  }

  contextFor(text: string, firstLine: number, isOneLine = false): WordContext {
    const options = { ...this.options, firstLine, isOneLine };
    return new Parser(text, options, this.isExtglob).context;
  }
}

/** `a |& b` is `a 2>&1 | b`. */
function withErrors(command: Command): Command {
  const word = { text: '1', parts: [{ kind: 'text', text: '1', isQuoted: false }], literal: '1' };
  const redirect = { operator: '>&', fd: 2, target: word } as const;
  if ('redirects' in command) {
    return { ...command, redirects: [...command.redirects, redirect as never] };
  }
  const body: ListCommand = {
    kind: 'list',
    line: command.line,
    items: [{ command, isBackground: false }],
  };
  return { kind: 'group', line: command.line, body, redirects: [redirect as never] };
}

/** Parses a whole text at once. @throws SyntaxProblem */
export function parseScript(
  text: string,
  options: ParserOptions,
  isExtglob?: () => boolean,
): Script {
  const parser = new Parser(text, options, isExtglob);
  const body = parser.readList(true);
  const token = parser.peek();
  if (token.kind !== 'end') throw parser.unexpected(token);
  return { body, text };
}
