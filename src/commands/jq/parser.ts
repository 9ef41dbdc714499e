// Parses jq programs with the precedences and the complaints of jq 1.6.
import type { Ast, Definition } from './ast';
import { JqSyntaxError, type Token, tokenize } from './lexer';
import { TermParser } from './parse-term';

/** A program: an expression, or undefined when there are only definitions (or nothing). */
export interface ParsedProgram {
  readonly definitions: readonly Definition[];
  readonly body: Ast | undefined;
}

/** @throws JqSyntaxError */
export function parseProgram(source: string): ParsedProgram {
  return new Parser(source, tokenize(source)).program();
}

/** Only definitions: `def a: …; def b: …;`. @throws JqSyntaxError */
export function parseDefinitions(source: string): readonly Definition[] {
  return parseProgram(source).definitions;
}

const ASSIGNMENTS = new Set(["'='", '|=', '+=', '-=', '*=', '/=', '%=', '//=']);
const COMPARISONS = new Set(['==', '!=', "'<'", "'>'", '<=', '>=']);

function isNumber(ast: Ast): ast is Extract<Ast, { kind: 'literal' }> {
  return ast.kind === 'literal' && typeof ast.value === 'number';
}

class Parser extends TermParser {
  program(): ParsedProgram {
    const definitions: Definition[] = [];
    while (this.is('def')) {
      const definition = this.#definition();
      definitions.push(definition);
    }
    if (this.is('$end')) return { definitions, body: undefined };
    if (!this.#startsTerm()) this.fail('expecting $end');
    const body = this.pipe();
    if (!this.is('$end')) this.fail('expecting $end');
    return { definitions, body };
  }

  #startsTerm(): boolean {
    const { kind } = this.token;
    if (["'.'", '..', "'('", "'['", "'{'", "'$'", "'-'"].includes(kind)) return true;
    if (['IDENT', 'FIELD', 'LITERAL', 'FORMAT', 'STRING'].includes(kind)) return true;
    return ['reduce', 'foreach', 'if', 'try', 'label', 'def', 'break', '__loc__'].includes(kind);
  }

  #definition(): Definition {
    this.next();
    const name = this.expect('IDENT').text;
    const params: string[] = [];
    if (this.accept("'('")) {
      do {
        const isValue = this.accept("'$'");
        params.push((isValue ? '$' : '') + this.expect('IDENT').text);
      } while (this.accept("';'"));
      this.expect("')'", "expecting ';' or ')'");
    } else if (!this.is("':'")) this.fail("expecting '(' or ':'");
    this.expect("':'", "expecting ':'");
    const body = this.pipe();
    this.expect("';'");
    return { name, params, body };
  }

  pipe(): Ast {
    if (this.is('def')) {
      const definition = this.#definition();
      return { kind: 'function', definition, rest: this.pipe() };
    }
    if (this.is('label')) {
      this.next();
      this.expect("'$'", "expecting '$'");
      const name = this.expect('IDENT').text;
      this.expect("'|'", "expecting '|'");
      return { kind: 'label', name, body: this.pipe() };
    }
    const left = this.#comma();
    if (this.is('as')) return this.#bind(left);
    if (!this.accept("'|'")) return left;
    return { kind: 'pipe', left, right: this.pipe() };
  }

  #bind(source: Ast): Ast {
    this.next();
    const patterns = [this.pattern()];
    while (this.accept('?//')) patterns.push(this.pattern());
    this.expect("'|'", "expecting '|'");
    return { kind: 'bind', source, patterns, body: this.pipe() };
  }

  #comma(): Ast {
    let left = this.#alternative();
    while (this.accept("','")) left = { kind: 'comma', left, right: this.#alternative() };
    return left;
  }

  /** `//` is right-associative and looser than assignment. */
  #alternative(): Ast {
    const left = this.#assignment();
    if (!this.accept('//')) return left;
    return { kind: 'alternative', left, right: this.#alternative() };
  }

  #assignment(): Ast {
    const left = this.#or();
    if (!ASSIGNMENTS.has(this.token.kind)) return left;
    const op = this.next().text;
    const right = this.#or();
    if (ASSIGNMENTS.has(this.token.kind)) this.fail();
    return { kind: 'assign', op, left, right };
  }

  #or(): Ast {
    let left = this.#and();
    while (this.accept('or')) left = { kind: 'or', left, right: this.#and() };
    return left;
  }

  #and(): Ast {
    let left = this.#comparison();
    while (this.accept('and')) left = { kind: 'and', left, right: this.#comparison() };
    return left;
  }

  #comparison(): Ast {
    const left = this.#sum();
    if (!COMPARISONS.has(this.token.kind)) return left;
    const op = this.next().text;
    const right = this.#sum();
    if (COMPARISONS.has(this.token.kind)) this.fail();
    return { kind: 'binary', op, left, right };
  }

  #sum(): Ast {
    let left = this.#product();
    while (this.is("'+'") || this.is("'-'")) {
      const op = this.next().text;
      left = { kind: 'binary', op, left, right: this.#product() };
    }
    return left;
  }

  #product(): Ast {
    const { at } = this.token;
    let left = this.prefix();
    while (this.is("'*'") || this.is("'/'") || this.is("'%'")) {
      const op = this.next().text;
      const right = this.prefix();
      // Constants are computed when the program is read.
      if (op === '/' && isNumber(left) && isNumber(right) && right.value === 0) {
        throw new JqSyntaxError([{ message: 'Division by zero?', at }]);
      }
      left = { kind: 'binary', op, left, right };
    }
    return left;
  }

  prefix(): Ast {
    if (this.accept("'-'")) return { kind: 'negate', operand: this.prefix() };
    return this.#postfix();
  }

  #postfix(): Ast {
    if (this.accept('try')) {
      const body = this.#postTry();
      if (!this.accept('catch')) return { kind: 'try', body };
      return { kind: 'try', body, handler: this.#postTry() };
    }
    if (this.is('def')) {
      const definition = this.#definition();
      return { kind: 'function', definition, rest: this.pipe() };
    }
    const term = this.term();
    if (this.is('as')) return this.#bind(term);
    return term;
  }

  #postTry(): Ast {
    if (this.is('try') || this.is("'-'")) return this.prefix();
    return this.term();
  }

  protected inner(tokens: readonly Token[]): Ast {
    const parser = new Parser(this.source, tokens);
    const ast = parser.pipe();
    if (!parser.is('close')) parser.fail();
    return ast;
  }
}
