// Parses jq programs with the precedences and the complaints of jq 1.6.
import type { Ast, Definition, Pattern, PatternEntry } from './ast';
import { JqSyntaxError, KEYWORDS, type Token, tokenize } from './lexer';
import { TokenStream } from './token-stream';

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

const IDENTITY: Ast = { kind: 'identity' };
const ASSIGNMENTS = new Set(["'='", '|=', '+=', '-=', '*=', '/=', '%=', '//=']);
const COMPARISONS = new Set(['==', '!=', "'<'", "'>'", '<=', '>=']);

function isNumber(ast: Ast): ast is Extract<Ast, { kind: 'literal' }> {
  return ast.kind === 'literal' && typeof ast.value === 'number';
}

class Parser extends TokenStream {
  program(): ParsedProgram {
    const definitions: Definition[] = [];
    while (this.is('def')) {
      const definition = this.#definition();
      definitions.push(definition);
    }
    if (this.is('$end')) return { definitions, body: undefined };
    if (!this.#startsTerm()) this.fail('expecting $end');
    const body = this.#pipe();
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
    const body = this.#pipe();
    this.expect("';'");
    return { name, params, body };
  }

  #pipe(): Ast {
    if (this.is('def')) {
      const definition = this.#definition();
      return { kind: 'function', definition, rest: this.#pipe() };
    }
    if (this.is('label')) {
      this.next();
      this.expect("'$'", "expecting '$'");
      const name = this.expect('IDENT').text;
      this.expect("'|'", "expecting '|'");
      return { kind: 'label', name, body: this.#pipe() };
    }
    const left = this.#comma();
    if (this.is('as')) return this.#bind(left);
    if (!this.accept("'|'")) return left;
    return { kind: 'pipe', left, right: this.#pipe() };
  }

  #bind(source: Ast): Ast {
    this.next();
    const patterns = [this.#pattern()];
    while (this.accept('?//')) patterns.push(this.#pattern());
    this.expect("'|'", "expecting '|'");
    return { kind: 'bind', source, patterns, body: this.#pipe() };
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
    let left = this.#prefix();
    while (this.is("'*'") || this.is("'/'") || this.is("'%'")) {
      const op = this.next().text;
      const right = this.#prefix();
      // Constants are computed when the program is read.
      if (op === '/' && isNumber(left) && isNumber(right) && right.value === 0) {
        throw new JqSyntaxError([{ message: 'Division by zero?', at }]);
      }
      left = { kind: 'binary', op, left, right };
    }
    return left;
  }

  #prefix(): Ast {
    if (this.accept("'-'")) return { kind: 'negate', operand: this.#prefix() };
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
      return { kind: 'function', definition, rest: this.#pipe() };
    }
    const term = this.#term();
    if (this.is('as')) return this.#bind(term);
    return term;
  }

  #postTry(): Ast {
    if (this.is('try') || this.is("'-'")) return this.#prefix();
    return this.#term();
  }

  #term(): Ast {
    let term = this.#primary();
    for (;;) {
      const { kind } = this.token;
      if (kind === 'FIELD') {
        term = this.#key(term, { kind: 'literal', value: this.next().text });
      } else if (kind === "'.'") {
        this.next();
        if (!this.is('STRING') && !this.is('FORMAT'))
          this.fail('expecting FORMAT or QQSTRING_START');
        term = this.#key(term, this.#stringTerm());
      } else if (kind === "'['") term = this.#brackets(term);
      else if (kind === "'?'") {
        this.next();
        term = { kind: 'try', body: term };
      } else return term;
    }
  }

  #key(target: Ast, key: Ast): Ast {
    return { kind: 'field', target, key, optional: this.accept("'?'") };
  }

  #brackets(target: Ast): Ast {
    this.next();
    if (this.accept("']'")) return { kind: 'iterate', target, optional: this.accept("'?'") };
    if (this.accept("':'")) {
      const to = this.#pipe();
      this.expect("']'");
      return { kind: 'slice', target, to, optional: this.accept("'?'") };
    }
    const index = this.#pipe();
    if (this.accept("':'")) {
      const to = this.is("']'") ? undefined : this.#pipe();
      this.expect("']'");
      return { kind: 'slice', target, from: index, to, optional: this.accept("'?'") };
    }
    this.expect("']'");
    return this.#key(target, index);
  }

  #primary(): Ast {
    const token = this.token;
    switch (token.kind) {
      case "'.'":
        this.next();
        if (this.is('STRING')) return this.#key(IDENTITY, this.#stringTerm());
        return IDENTITY;
      case '..':
        this.next();
        return { kind: 'recurse' };
      case 'FIELD':
        this.next();
        return this.#key(IDENTITY, { kind: 'literal', value: token.text });
      case 'LITERAL':
        this.next();
        return { kind: 'literal', value: Number(token.text) };
      case 'STRING':
      case 'FORMAT':
        return this.#stringTerm();
      case "'('": {
        this.next();
        const inner = this.#pipe();
        this.expect("')'");
        return inner;
      }
      case "'['": {
        this.next();
        if (this.accept("']'")) return { kind: 'array' };
        const body = this.#pipe();
        this.expect("']'");
        return { kind: 'array', body };
      }
      case "'{'":
        return this.#object();
      case "'$'":
        return this.#variable();
      case 'IDENT':
        return this.#call();
      case 'break': {
        this.next();
        this.#breakLabel(token.at);
        return { kind: 'break', name: this.expect('IDENT').text, at: token.at };
      }
      case 'if':
        return this.#if(this.next());
      case 'reduce':
      case 'foreach':
        return this.#fold();
      case 'label':
        return this.#pipe();
      default:
        return this.fail();
    }
  }

  #breakLabel(at: number): void {
    try {
      this.expect("'$'", "expecting '$'");
    } catch (error) {
      if (!(error instanceof JqSyntaxError)) throw error;
      const message = 'break requires a label to break to';
      throw new JqSyntaxError([...error.problems, { message, at }]);
    }
  }

  #stringTerm(): Ast {
    let format = '@text';
    if (this.is('FORMAT')) {
      format = this.next().text;
      if (!this.is('STRING')) return { kind: 'format', name: format };
    }
    const parts = (this.next().parts ?? []).map((part): string | Ast => {
      if (typeof part === 'string') return part;
      const inner = new Parser(this.source, part.tokens);
      const ast = inner.#pipe();
      if (!inner.is('close')) inner.fail();
      return ast;
    });
    const [only = ''] = parts;
    if (parts.length < 2 && typeof only === 'string') return { kind: 'literal', value: only };
    return { kind: 'string', parts, format };
  }

  #variable(): Ast {
    const { at } = this.next();
    if (this.is('__loc__')) {
      this.next();
      return { kind: 'location', line: this.source.slice(0, at).split('\n').length };
    }
    const name = this.expect('IDENT', 'expecting IDENT or __loc__').text;
    return { kind: 'variable', name, at };
  }

  #call(): Ast {
    const { text: name, at } = this.next();
    const args: Ast[] = [];
    if (this.accept("'('")) {
      do args.push(this.#pipe());
      while (this.accept("';'"));
      this.expect("')'", "expecting ';' or ')'");
    }
    return { kind: 'call', name, args, at };
  }

  #if(start: Token): Ast {
    const test = this.#pipe();
    this.expect('then');
    try {
      const yes = this.#pipe();
      if (this.is('elif')) return { kind: 'if', test, yes, no: this.#if(this.next()) };
      this.expect('else');
      const no = this.#pipe();
      this.expect('end');
      return { kind: 'if', test, yes, no };
    } catch (error) {
      if (!(error instanceof JqSyntaxError) || start.text !== 'if') throw error;
      const message = "Possibly unterminated 'if' statement";
      throw new JqSyntaxError([...error.problems, { message, at: start.at }]);
    }
  }

  #fold(): Ast {
    const { kind } = this.next();
    const source = this.#term();
    this.expect('as', 'expecting as');
    const pattern = this.#pattern();
    this.expect("'('", "expecting '('");
    const init = this.#pipe();
    this.expect("';'");
    const update = this.#pipe();
    const extract = kind === 'foreach' && this.accept("';'") ? this.#pipe() : undefined;
    this.expect("')'");
    if (kind === 'reduce') return { kind: 'reduce', source, pattern, init, update };
    return { kind: 'foreach', source, pattern, init, update, extract };
  }

  #object(): Ast {
    this.next();
    const entries: (readonly [Ast, Ast])[] = [];
    if (this.accept("'}'")) return { kind: 'object', entries };
    for (;;) {
      entries.push(this.#entry());
      if (this.accept("'}'")) return { kind: 'object', entries };
      this.expect("','", "expecting '}'");
    }
  }

  #entry(): readonly [Ast, Ast] {
    const token = this.token;
    if (token.kind === "'$'") {
      const value = this.#variable();
      const name = value.kind === 'variable' ? value.name : '__loc__';
      return [{ kind: 'literal', value: name }, value];
    }
    let key: Ast;
    if (token.kind === 'IDENT' || KEYWORDS.has(token.kind)) {
      this.next();
      key = { kind: 'literal', value: token.text };
    } else if (token.kind === 'LITERAL') {
      this.next();
      key = { kind: 'literal', value: Number(token.text) };
      if (!this.is("':'")) this.fail();
    } else if (token.kind === 'STRING' || token.kind === 'FORMAT') key = this.#stringTerm();
    else if (this.accept("'('")) {
      key = this.#pipe();
      this.expect("')'");
      this.expect("':'", "expecting ':'");
      return [key, this.#entryValue()];
    } else this.fail();
    if (this.accept("':'")) return [key, this.#entryValue()];
    return [key, { kind: 'field', target: IDENTITY, key }];
  }

  #entryValue(): Ast {
    const left = this.accept("'-'")
      ? ({ kind: 'negate', operand: this.#term() } as const)
      : this.#term();
    if (!this.accept("'|'")) return left;
    return { kind: 'pipe', left, right: this.#entryValue() };
  }

  #pattern(): Pattern {
    const { kind } = this.token;
    if (kind === "'$'") {
      this.next();
      return { kind: 'name', name: this.expect('IDENT').text };
    }
    if (kind === "'['") {
      this.next();
      const items: Pattern[] = [];
      do items.push(this.#pattern());
      while (this.accept("','"));
      this.expect("']'", "expecting ',' or ']'");
      return { kind: 'array', items };
    }
    if (kind !== "'{'") this.fail("expecting '$' or '[' or '{'");
    this.next();
    const entries: PatternEntry[] = [];
    do entries.push(this.#patternEntry());
    while (this.accept("','"));
    this.expect("'}'", "expecting ',' or '}'");
    return { kind: 'object', entries };
  }

  #patternEntry(): PatternEntry {
    const token = this.next();
    let key: Ast;
    let binds: string | undefined;
    if (token.kind === "'$'") {
      binds = this.expect('IDENT').text;
      key = { kind: 'literal', value: binds };
    } else if (token.kind === 'IDENT' || KEYWORDS.has(token.kind)) {
      key = { kind: 'literal', value: token.text };
    } else if (token.kind === "'('") {
      key = this.#pipe();
      this.expect("')'");
    } else {
      this.at--;
      if (token.kind !== 'STRING') this.fail();
      key = this.#stringTerm();
    }
    if (this.accept("':'")) return { key, binds, value: this.#pattern() };
    if (binds === undefined) this.fail();
    return { key, binds };
  }
}
