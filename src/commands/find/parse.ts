// find's expression: from words to one function that is evaluated for each file.

import { toCivil } from '../../base/time';
import { errorText } from '../../machine/errno';
import { quoteLocale } from '../command';
import { type Command, deleting, executing, executingMany, printing, printingTo } from './actions';
import { longLine, readFormat } from './format';
import { argumentTests, newerTest, plainTests } from './tests';
import type { Evaluate, Run } from './walk';

/** A mistake in the expression. */
export class ExpressionError extends Error {}

const regexTypes = [
  'findutils-default',
  'ed',
  'emacs',
  'gnu-awk',
  'grep',
  'posix-awk',
  'awk',
  'posix-basic',
  'posix-egrep',
  'egrep',
  'posix-extended',
  'posix-minimal-basic',
  'sed',
];

export interface Expression {
  readonly evaluate: Evaluate;
  readonly warnings: readonly string[];
}

/** @throws ExpressionError */
export function parseExpression(words: readonly string[], run: Run): Expression {
  return new Parser(words, run).parse();
}

class Parser {
  #words: readonly string[];
  #run: Run;
  #at = 0;
  #hasAction = false;
  #warnings: string[] = [];

  constructor(words: readonly string[], run: Run) {
    this.#words = words;
    this.#run = run;
  }

  parse(): Expression {
    let evaluate: Evaluate = always;
    if (this.#words.length > 0) {
      evaluate = this.#list();
      if (this.#peek() === ')') throw new ExpressionError("you have too many ')'");
    }
    if (!this.#hasAction)
      evaluate = and(
        evaluate,
        printing(this.#run, ({ path }) => `${path}\n`),
      );
    return { evaluate, warnings: this.#warnings };
  }

  #peek(): string | undefined {
    return this.#words[this.#at];
  }

  #list(): Evaluate {
    let left = this.#or();
    while (this.#peek() === ',') {
      this.#at++;
      const [first, second] = [left, this.#or()];
      left = function* (visit) {
        yield* first(visit);
        return yield* second(visit);
      };
    }
    return left;
  }

  #or(): Evaluate {
    let left = this.#and();
    while (this.#peek() === '-o' || this.#peek() === '-or') {
      const operator = this.#words[this.#at++] ?? '';
      if (this.#isAtEnd()) throw new ExpressionError(`expected an expression after '${operator}'`);
      const [first, second] = [left, this.#and()];
      left = function* (visit) {
        return (yield* first(visit)) || (yield* second(visit));
      };
    }
    return left;
  }

  #and(): Evaluate {
    let left = this.#not();
    for (;;) {
      const word = this.#peek();
      if (word === undefined || word === ')' || word === ',') return left;
      if (word === '-o' || word === '-or') return left;
      if (word === '-a' || word === '-and') {
        this.#at++;
        if (this.#isAtEnd()) throw new ExpressionError(`expected an expression after '${word}'`);
      }
      left = and(left, this.#not());
    }
  }

  #isAtEnd(): boolean {
    const word = this.#peek();
    return word === undefined || word === ')';
  }

  #not(): Evaluate {
    const word = this.#words[this.#at++] ?? '';
    if (word === '!' || word === '-not') {
      if (this.#isAtEnd()) throw new ExpressionError(`expected an expression after '${word}'`);
      const inner = this.#not();
      return function* (visit) {
        return !(yield* inner(visit));
      };
    }
    if (word === '(') {
      if (this.#peek() === ')') {
        throw new ExpressionError('invalid expression; empty parentheses are not allowed.');
      }
      if (this.#peek() === undefined) throw new ExpressionError(unclosed);
      const inner = this.#list();
      if (this.#peek() !== ')') throw new ExpressionError(unclosed);
      this.#at++;
      return inner;
    }
    if (/^(-o|-or|-a|-and|,)$/.test(word)) {
      throw new ExpressionError(
        `invalid expression; you have used a binary operator '${word}' with nothing before it.`,
      );
    }
    if (word === ')') {
      throw new ExpressionError(
        "invalid expression; expected to find a ')' but didn't see one. Perhaps " +
          "you need an extra predicate after ''",
      );
    }
    return this.#primary(word);
  }

  #primary(word: string): Evaluate {
    if (!word.startsWith('-') || word === '-') {
      throw new ExpressionError(`paths must precede expression: \`${word}'`);
    }
    const plain = Object.hasOwn(plainTests, word) ? plainTests[word] : undefined;
    if (plain !== undefined) return lift(plain(this.#run));
    const make = Object.hasOwn(argumentTests, word) ? argumentTests[word] : newerTest(word);
    if (make !== undefined) {
      const test = make(this.#argument(word), this.#run, word);
      if (typeof test === 'string') throw new ExpressionError(test);
      return lift(test);
    }
    return this.#option(word) ?? this.#action(word);
  }

  #argument(word: string): string {
    const argument = this.#words[this.#at++];
    if (argument === undefined) throw new ExpressionError(`missing argument to \`${word}'`);
    return argument;
  }

  /** Options that hold for the whole run; they are true. */
  #option(word: string): Evaluate | undefined {
    const run = this.#run;
    switch (word) {
      case '-maxdepth':
      case '-mindepth': {
        const argument = this.#argument(word);
        if (!/^\d+$/.test(argument)) {
          throw new ExpressionError(
            `Expected a positive decimal integer argument to ${word}, ` +
              `but got ${quoteLocale(argument)}`,
          );
        }
        if (word === '-maxdepth') run.maxDepth = Number(argument);
        else run.minDepth = Number(argument);
        return always;
      }
      case '-depth':
      case '-d':
        run.isDepthFirst = true;
        return always;
      case '-follow':
        run.follow = 'always';
        return always;
      case '-mount':
      case '-xdev':
        run.staysOnDevice = true;
        return always;
      case '-daystart': {
        const { hour, minute, second, ms } = toCivil(run.now);
        run.now += 86_400_000 - ((hour * 60 + minute) * 60 + second) * 1000 - ms;
        return always;
      }
      case '-noleaf':
      case '-warn':
      case '-nowarn':
      case '-ignore_readdir_race':
      case '-noignore_readdir_race':
        return always;
      case '-regextype': {
        const type = this.#argument(word);
        if (!regexTypes.includes(type)) {
          const list = regexTypes.map(quoteLocale).join(', ');
          throw new ExpressionError(
            `Unknown regular expression type ${quoteLocale(type)}; valid types are ${list}.`,
          );
        }
        run.regexType = type;
        return always;
      }
      default:
        return undefined;
    }
  }

  #action(word: string): Evaluate {
    const run = this.#run;
    if (word === '-prune') {
      return function* (visit) {
        visit.isPruned = true;
        return true;
      };
    }
    const isQuit = word === '-quit';
    this.#hasAction = true;
    switch (word) {
      case '-print':
        return printing(run, ({ path }) => `${path}\n`);
      case '-print0':
        return printing(run, ({ path }) => `${path}\0`);
      case '-ls':
        return printing(run, (visit) => longLine(visit, run));
      case '-printf':
        return printing(run, this.#format(word));
      case '-fprint':
        return this.#toFile(this.#argument(word), ({ path }) => `${path}\n`);
      case '-fprint0':
        return this.#toFile(this.#argument(word), ({ path }) => `${path}\0`);
      case '-fls':
        return this.#toFile(this.#argument(word), (visit) => longLine(visit, run));
      case '-fprintf': {
        const path = this.#argument(word);
        return this.#toFile(path, this.#format(word));
      }
      case '-delete':
        run.isDepthFirst = true;
        return deleting(run);
      case '-exec':
      case '-execdir':
      case '-ok':
      case '-okdir':
        return this.#command(word);
    }
    if (!isQuit) throw new ExpressionError(`unknown predicate \`${word}'`);
    return function* () {
      run.isQuitting = true;
      return true;
    };
  }

  #format(word: string): Parameters<typeof printing>[1] {
    const { print, warnings } = readFormat(this.#argument(word), this.#run);
    this.#warnings.push(...warnings);
    return print;
  }

  #toFile(path: string, text: Parameters<typeof printing>[1]): Evaluate {
    try {
      return printingTo(this.#run, path, text);
    } catch (error) {
      throw new ExpressionError(`${quoteLocale(path)}: ${errorText(error)}`);
    }
  }

  #command(word: string): Evaluate {
    const words: string[] = [];
    const asks = word.startsWith('-ok');
    const command: Command = { words, inFolder: word.endsWith('dir'), asks };
    for (;;) {
      const next = this.#words[this.#at++];
      if (next === undefined) throw new ExpressionError(`missing argument to \`${word}'`);
      if (next === ';') break;
      if (next === '+' && !asks && words[words.length - 1] === '{}') {
        return executingMany(this.#run, command);
      }
      words.push(next);
    }
    if (words.length === 0) throw new ExpressionError(`invalid argument \`;' to \`${word}'`);
    return executing(this.#run, command);
  }
}

const unclosed = "invalid expression; I was expecting to find a ')' somewhere but did not see one.";

const always: Evaluate = function* () {
  return true;
};

function lift(test: (visit: Parameters<Evaluate>[0]) => boolean): Evaluate {
  return function* (visit) {
    return test(visit);
  };
}

function and(first: Evaluate, second: Evaluate): Evaluate {
  return function* (visit) {
    return (yield* first(visit)) && (yield* second(visit));
  };
}
