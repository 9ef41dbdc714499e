/**
 * Reads selector texts (`kubectl get -l`): `a=b`, `a==b`, `a!=b`, `a in (x,y)`, `a notin (x)`, `a`,
 * `!a`, `a>1`, `a<1`, joined by commas. Messages are the API server's.
 */

import type { LabelOperator, LabelRequirement, LabelSelectorResult } from './labels';
import { labelValueErrors, qualifiedNameErrors } from './names';

type Kind = 'end' | 'identifier' | 'error' | Symbol_;
type Symbol_ = ')' | ',' | '!' | '==' | '=' | '>' | 'in' | '<' | '!=' | 'notin' | '(';

interface Token {
  readonly kind: Kind;
  readonly text: string;
}

const SYMBOLS: readonly string[] = [')', ',', '!', '==', '=', '>', 'in', '<', '!=', 'notin', '('];
const SPECIAL = '=!(),><';
const BLANK = ' \t\r\n';

/** A mistake in the text; stays inside this file. */
class Mistake extends Error {}

/** Parses a selector's text. The message is the server's, without what callers put before it. */
export function parseLabelSelector(text: string): LabelSelectorResult {
  try {
    const requirements = new SelectorParser(tokenize(text)).parse();
    requirements.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    return { ok: true, selector: { requirements } };
  } catch (error) {
    if (error instanceof Mistake) return { ok: false, error: error.message };
    throw error;
  }
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const char = (): string => text[at] ?? '';
  for (;;) {
    while (at < text.length && BLANK.includes(char())) at++;
    if (at >= text.length) break;
    if (SPECIAL.includes(char())) {
      const token = readSymbol(text, at);
      at += token.text.length;
      tokens.push(token);
      if (token.kind === 'error') break;
      continue;
    }
    const start = at;
    while (at < text.length && !SPECIAL.includes(char()) && !BLANK.includes(char())) at++;
    const word = text.slice(start, at);
    const isKeyword = word === 'in' || word === 'notin';
    tokens.push({ kind: isKeyword ? word : 'identifier', text: word });
  }
  tokens.push({ kind: 'end', text: '' });
  return tokens;
}

function readSymbol(text: string, start: number): Token {
  const pair = text.slice(start, start + 2);
  if (SYMBOLS.includes(pair)) return { kind: pair as Kind, text: pair };
  const single = pair.slice(0, 1);
  return { kind: single as Kind, text: single };
}

class SelectorParser {
  private at = 0;
  private readonly tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  parse(): LabelRequirement[] {
    const requirements: LabelRequirement[] = [];
    for (;;) {
      const next = this.peek();
      if (next.kind === 'end') return requirements;
      if (next.kind !== 'identifier' && next.kind !== '!') {
        throw new Mistake(`found '${next.text}', expected: !, identifier, or 'end of string'`);
      }
      requirements.push(this.requirement());
      const after = this.take();
      if (after.kind === 'end') return requirements;
      if (after.kind !== ',') {
        throw new Mistake(`found '${after.text}', expected: ',' or 'end of string'`);
      }
      const follow = this.peek();
      if (follow.kind !== 'identifier' && follow.kind !== '!') {
        throw new Mistake(`found '${follow.text}', expected: identifier after ','`);
      }
    }
  }

  /** The next token; where keywords can't stand, `in` and `notin` are names. */
  private peek(keywords = false): Token {
    const token = this.tokens[this.at] ?? { kind: 'end', text: '' };
    if (!keywords && (token.kind === 'in' || token.kind === 'notin')) {
      return { kind: 'identifier', text: token.text };
    }
    return token;
  }

  private take(keywords = false): Token {
    const token = this.peek(keywords);
    this.at++;
    return token;
  }

  private requirement(): LabelRequirement {
    let token = this.take();
    const negated = token.kind === '!';
    if (negated) token = this.take();
    if (token.kind !== 'identifier') {
      throw new Mistake(unable(`found '${token.text}', expected: identifier`));
    }
    const key = token.text;
    const errors = qualifiedNameErrors(key);
    if (errors.length > 0) throw new Mistake(unable(invalid('<nil>', key, errors)));
    const next = this.peek().kind;
    if (negated) return { key, operator: 'DoesNotExist', values: [] };
    if (next === 'end' || next === ',') return { key, operator: 'Exists', values: [] };
    const symbol = this.take(true);
    switch (symbol.kind) {
      case 'in':
      case 'notin':
        return check(key, symbol.kind === 'in' ? 'In' : 'NotIn', this.values());
      case '=':
      case '==':
        return { ...check(key, 'In', [this.exactValue()]), symbol: symbol.kind };
      case '!=':
        return { ...check(key, 'NotIn', [this.exactValue()]), symbol: symbol.kind };
      case '>':
      case '<':
        return check(key, symbol.kind === '>' ? 'Gt' : 'Lt', [this.exactValue()]);
      default:
        throw new Mistake(unable(`found '${symbol.text}', expected: in, notin, =, ==, !=, gt, lt`));
    }
  }

  private exactValue(): string {
    const next = this.peek();
    if (next.kind === 'end' || next.kind === ',') return '';
    this.at++;
    if (next.kind !== 'identifier') {
      throw new Mistake(unable(`found '${next.text}', expected: identifier`));
    }
    return next.text;
  }

  private values(): string[] {
    const open = this.take();
    if (open.kind !== '(') throw new Mistake(unable(`found '${open.text}' expected: '('`));
    const first = this.peek();
    if (first.kind === ')') {
      this.at++;
      return [];
    }
    if (first.kind !== 'identifier' && first.kind !== ',') {
      throw new Mistake(unable(`found '${first.text}', expected: ',', ')' or identifier`));
    }
    const values = this.identifiers();
    this.at++;
    return [...values].sort();
  }

  /** The list inside the parentheses; empty places stand for the empty value. */
  private identifiers(): Set<string> {
    const values = new Set<string>();
    for (;;) {
      const token = this.take();
      const next = this.peek();
      if (token.kind === 'identifier') {
        values.add(token.text);
        if (next.kind === ')') return values;
        if (next.kind !== ',') {
          throw new Mistake(unable(`found '${next.text}', expected: ',' or ')'`));
        }
      } else if (token.kind === ',') {
        if (values.size === 0) values.add('');
        if (next.kind === ')') return values.add('');
        if (next.kind === ',') {
          this.at++;
          values.add('');
        }
      } else {
        throw new Mistake(unable(`found '${token.text}', expected: ',', or identifier`));
      }
    }
  }
}

function unable(message: string): string {
  return `unable to parse requirement: ${message}`;
}

function invalid(path: string, value: string, messages: readonly string[]): string {
  return `${path}: Invalid value: ${JSON.stringify(value)}: ${messages.join('; ')}`;
}

function check(key: string, operator: LabelOperator, values: string[]): LabelRequirement {
  for (const [i, value] of values.entries()) {
    if ((operator === 'Gt' || operator === 'Lt') && !/^[-+]?\d+$/.test(value)) {
      const message = "for 'Gt', 'Lt' operators, the value must be an integer";
      throw new Mistake(unable(invalid(`values[${i}]`, value, [message])));
    }
    const errors = labelValueErrors(value);
    if (errors.length > 0)
      throw new Mistake(unable(invalid(`values[${i}][${key}]`, value, errors)));
  }
  return { key, operator, values };
}
