// The jq parser's lower half: terms, objects, patterns for destructuring.
import type { Ast, Pattern, PatternEntry } from './ast';
import { JqSyntaxError, KEYWORDS, type Token } from './lexer';
import { TokenStream } from './token-stream';

const IDENTITY: Ast = { kind: 'identity' };

export abstract class TermParser extends TokenStream {
  /** A whole expression. */
  abstract pipe(): Ast;
  /** The program inside of `\\( )`. */
  protected abstract inner(tokens: readonly Token[]): Ast;

  term(): Ast {
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
      const to = this.pipe();
      this.expect("']'");
      return { kind: 'slice', target, to, optional: this.accept("'?'") };
    }
    const index = this.pipe();
    if (this.accept("':'")) {
      const to = this.is("']'") ? undefined : this.pipe();
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
        const inner = this.pipe();
        this.expect("')'");
        return inner;
      }
      case "'['": {
        this.next();
        if (this.accept("']'")) return { kind: 'array' };
        const body = this.pipe();
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
        return this.pipe();
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
      return this.inner(part.tokens);
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
      do args.push(this.pipe());
      while (this.accept("';'"));
      this.expect("')'", "expecting ';' or ')'");
    }
    return { kind: 'call', name, args, at };
  }

  #if(start: Token): Ast {
    const test = this.pipe();
    this.expect('then');
    try {
      const yes = this.pipe();
      if (this.is('elif')) return { kind: 'if', test, yes, no: this.#if(this.next()) };
      this.expect('else');
      const no = this.pipe();
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
    const source = this.term();
    this.expect('as', 'expecting as');
    const pattern = this.pattern();
    this.expect("'('", "expecting '('");
    const init = this.pipe();
    this.expect("';'");
    const update = this.pipe();
    const extract = kind === 'foreach' && this.accept("';'") ? this.pipe() : undefined;
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
      key = this.pipe();
      this.expect("')'");
      this.expect("':'", "expecting ':'");
      return [key, this.#entryValue()];
    } else this.fail();
    if (this.accept("':'")) return [key, this.#entryValue()];
    return [key, { kind: 'field', target: IDENTITY, key }];
  }

  #entryValue(): Ast {
    const left = this.accept("'-'")
      ? ({ kind: 'negate', operand: this.term() } as const)
      : this.term();
    if (!this.accept("'|'")) return left;
    return { kind: 'pipe', left, right: this.#entryValue() };
  }

  pattern(): Pattern {
    const { kind } = this.token;
    if (kind === "'$'") {
      this.next();
      return { kind: 'name', name: this.expect('IDENT').text };
    }
    if (kind === "'['") {
      this.next();
      const items: Pattern[] = [];
      do items.push(this.pattern());
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
      key = this.pipe();
      this.expect("')'");
    } else {
      this.at--;
      if (token.kind !== 'STRING') this.fail();
      key = this.#stringTerm();
    }
    if (this.accept("':'")) return { key, binds, value: this.pattern() };
    if (binds === undefined) this.fail();
    return { key, binds };
  }
}
