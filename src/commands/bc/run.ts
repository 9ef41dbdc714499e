// Carrying out bc programs.
import type { Task } from '../../base/sim';
import { MathLibrary } from './math';
import * as N from './number';
import type { Argument, Definition, Expression, Place, Statement } from './syntax';

type Decimal = N.Decimal;

/** What bc calls a run-time error; the rest of the line is not done. */
export class RuntimeProblem extends Error {}

/** How a statement ended. */
type Flow = undefined | 'break' | 'continue' | 'quit' | { readonly value: Decimal };

const LIMIT = 5_000_000;

export class Machine {
  scale = 0;
  #ibase = 10;
  #obase = 10;
  #last: Decimal = N.ZERO;
  #variables = new Map<string, Decimal>();
  #arrays = new Map<string, Map<string, Decimal>>();
  #functions = new Map<string, Definition>();
  #print: (text: string) => Task<void>;
  #lineLength: number;
  #math: MathLibrary | undefined;
  #steps = 0;

  constructor(print: (text: string) => Task<void>, lineLength: number, hasMath: boolean) {
    this.#print = print;
    this.#lineLength = lineLength;
    if (hasMath) {
      this.#math = new MathLibrary();
      this.scale = 20;
    }
  }

  /** True: quit. */
  *run(statements: readonly Statement[]): Task<boolean> {
    for (const statement of statements) {
      if ((yield* this.#statement(statement)) === 'quit') return true;
    }
    return false;
  }

  *#statement(s: Statement): Task<Flow> {
    if (++this.#steps % 4096 === 0) yield {};
    if (this.#steps > LIMIT) throw new RuntimeProblem('Too many steps');
    switch (s.kind) {
      case 'nothing':
        return undefined;
      case 'string':
        yield* this.#print(s.text);
        return undefined;
      case 'print':
        for (const item of s.items) {
          const text = typeof item === 'string' ? printed(item) : this.#shown(this.#evaluate(item));
          yield* this.#print(text);
        }
        return undefined;
      case 'expression': {
        const value = this.#evaluate(s.value);
        if (s.value.kind !== 'assign') {
          this.#last = value;
          yield* this.#print(`${this.#shown(value)}\n`);
        }
        return undefined;
      }
      case 'block':
        for (const inner of s.statements) {
          const flow = yield* this.#statement(inner);
          if (flow !== undefined) return flow;
        }
        return undefined;
      case 'if':
        if (isTrue(this.#evaluate(s.test))) return yield* this.#statement(s.then);
        return s.else === undefined ? undefined : yield* this.#statement(s.else);
      case 'while':
        return yield* this.#loop(s.test, undefined, s.body);
      case 'for':
        if (s.start !== undefined) this.#evaluate(s.start);
        return yield* this.#loop(s.test, s.step, s.body);
      case 'return':
        return { value: s.value === undefined ? N.ZERO : this.#evaluate(s.value) };
      case 'define':
        this.#functions.set(s.definition.name, s.definition);
        return undefined;
      case 'halt':
      case 'quit':
        return 'quit';
      default:
        return s.kind;
    }
  }

  *#loop(test: Expression | undefined, step: Expression | undefined, body: Statement): Task<Flow> {
    while (test === undefined || isTrue(this.#evaluate(test))) {
      const flow = yield* this.#statement(body);
      if (flow === 'break') return undefined;
      if (flow !== undefined && flow !== 'continue') return flow;
      if (step !== undefined) this.#evaluate(step);
    }
    return undefined;
  }

  #shown(value: Decimal): string {
    return N.wrapLine(N.show(value, this.#obase), this.#lineLength);
  }

  #evaluate(e: Expression): Decimal {
    switch (e.kind) {
      case 'number':
        return N.readNumber(e.text, this.#ibase);
      case 'parens':
        return this.#evaluate(e.inner);
      case 'variable':
      case 'element':
        return this.#get(e);
      case 'unary': {
        const value = this.#evaluate(e.operand);
        if (e.operator === '-') return N.negate(value);
        return isTrue(value) ? N.ZERO : N.ONE;
      }
      case 'binary':
        return this.#binary(e.operator, e.left, e.right);
      case 'assign': {
        const right = this.#evaluate(e.value);
        const operator = e.operator.slice(0, -1);
        const value = operator === '' ? right : this.#apply(operator, this.#get(e.target), right);
        this.#set(e.target, value);
        return value;
      }
      case 'step': {
        const before = this.#get(e.target);
        const after = e.operator === '++' ? N.add(before, N.ONE) : N.subtract(before, N.ONE);
        this.#set(e.target, after);
        return e.isPrefix ? after : before;
      }
      case 'call':
        return this.#call(e.name, e.args);
    }
  }

  #binary(operator: string, left: Expression, right: Expression): Decimal {
    const a = this.#evaluate(left);
    const b = this.#evaluate(right);
    return this.#apply(operator, a, b);
  }

  #apply(operator: string, a: Decimal, b: Decimal): Decimal {
    const truth = (is: boolean) => (is ? N.ONE : N.ZERO);
    switch (operator) {
      case '+':
        return N.add(a, b);
      case '-':
        return N.subtract(a, b);
      case '*':
        return N.multiply(a, b, this.scale);
      case '/':
        return N.divide(a, b, this.scale) ?? fail('Divide by zero');
      case '%':
        return N.remainder(a, b, this.scale) ?? fail('Modulo by zero');
      case '^':
        return N.power(a, N.rescale(b, 0).digits, this.scale) ?? fail('divide by zero');
      case '&&':
        return truth(isTrue(a) && isTrue(b));
      case '||':
        return truth(isTrue(a) || isTrue(b));
      case '==':
        return truth(N.compare(a, b) === 0);
      case '!=':
        return truth(N.compare(a, b) !== 0);
      case '<':
        return truth(N.compare(a, b) < 0);
      case '>':
        return truth(N.compare(a, b) > 0);
      case '<=':
        return truth(N.compare(a, b) <= 0);
      default:
        return truth(N.compare(a, b) >= 0);
    }
  }

  #get(place: Place): Decimal {
    if (place.kind === 'element') {
      const key = N.rescale(this.#evaluate(place.index), 0).digits.toString();
      return this.#arrays.get(place.name)?.get(key) ?? N.ZERO;
    }
    switch (place.name) {
      case 'scale':
        return N.fromInteger(this.scale);
      case 'ibase':
        return N.fromInteger(this.#ibase);
      case 'obase':
        return N.fromInteger(this.#obase);
      case 'last':
        return this.#last;
      default:
        return this.#variables.get(place.name) ?? N.ZERO;
    }
  }

  #set(place: Place, value: Decimal): void {
    if (place.kind === 'element') {
      const key = N.rescale(this.#evaluate(place.index), 0).digits.toString();
      const array = this.#arrays.get(place.name) ?? new Map<string, Decimal>();
      array.set(key, value);
      this.#arrays.set(place.name, array);
      return;
    }
    const number = Number(N.rescale(value, 0).digits);
    if (place.name === 'scale') this.scale = Math.max(0, number);
    else if (place.name === 'ibase') this.#ibase = Math.min(16, Math.max(2, number));
    else if (place.name === 'obase') this.#obase = Math.max(2, number);
    else if (place.name === 'last') this.#last = value;
    else this.#variables.set(place.name, value);
  }

  #call(name: string, args: readonly Argument[]): Decimal {
    const first = args[0];
    const value = first === undefined || first.kind === 'array' ? N.ZERO : this.#evaluate(first);
    if (name === 'length') {
      const digits = (value.digits < 0n ? -value.digits : value.digits).toString();
      return N.fromInteger(Math.max(digits === '0' ? 1 : digits.length, value.scale));
    }
    if (name === 'scale') return N.fromInteger(value.scale);
    if (name === 'sqrt')
      return N.squareRoot(value, this.scale) ?? fail('Square root of a negative number');
    const math = this.#functions.has(name) ? undefined : this.#math?.call(name, value, this.scale);
    if (math !== undefined) return math;
    const definition = this.#functions.get(name);
    if (definition === undefined) return fail(`Function ${name} not defined.`);
    if (definition.parameters.length !== args.length) return fail('Parameter number mismatch');
    return this.#invoke(definition, args);
  }

  #invoke(definition: Definition, args: readonly Argument[]): Decimal {
    const values = args.map((a) =>
      a.kind === 'array' ? new Map(this.#arrays.get(a.name) ?? []) : this.#evaluate(a),
    );
    const saved: [string, Decimal | undefined, Map<string, Decimal> | undefined][] = [];
    const shadow = (name: string) => {
      const bare = name.replace('[]', '');
      saved.push([bare, this.#variables.get(bare), this.#arrays.get(bare)]);
      if (name.endsWith('[]')) this.#arrays.delete(bare);
      else this.#variables.delete(bare);
      return bare;
    };
    definition.parameters.forEach((name, i) => {
      const bare = shadow(name);
      const value = values[i];
      if (value instanceof Map) this.#arrays.set(bare, value);
      else if (value !== undefined) this.#variables.set(bare, value);
    });
    for (const name of definition.locals) shadow(name);
    const flow = this.#runSync(definition.body);
    for (const [name, value, array] of saved.reverse()) {
      if (value === undefined) this.#variables.delete(name);
      else this.#variables.set(name, value);
      if (array === undefined) this.#arrays.delete(name);
      else this.#arrays.set(name, array);
    }
    return flow;
  }

  /** A function's body. What it prints is printed when the statement that called it has ended. */
  #runSync(body: readonly Statement[]): Decimal {
    const task = this.#body(body);
    for (;;) {
      const step = task.next();
      if (step.done) return step.value;
    }
  }

  *#body(body: readonly Statement[]): Task<Decimal> {
    for (const statement of body) {
      const flow = yield* this.#statement(statement);
      if (typeof flow === 'object') return flow.value;
      if (flow === 'quit') break;
    }
    return N.ZERO;
  }
}

function isTrue(value: Decimal): boolean {
  return value.digits !== 0n;
}

function fail(message: string): never {
  throw new RuntimeProblem(message);
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  q: '"',
  t: '\t',
  '\\': '\\',
  e: '\\',
};

function printed(text: string): string {
  return text.replace(/\\([\s\S])/g, (all, c: string) => ESCAPES[c] ?? all);
}
