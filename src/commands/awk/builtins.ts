// awk's built-in functions.
import type { Regex } from '../../base/regex';
import { strftime } from '../../base/strftime';
import { fromCivil } from '../../base/time';
import type { Expression, Target } from './ast';
import { asTask, type Code, lift1, lift2, liftAll, plain, waiting } from './code';
import type { ExpressionCompiler } from './compile-expression';
import { AwkSyntaxError } from './lexer';
import { sprintf } from './printf';
import { pattern, splitByPattern, splitter } from './record';
import type { Runtime } from './runtime';
import { byteLength, FieldValue, sliceBytes, toNumber, type Value } from './values';

/** Code for a call of the built-in `name`, whose number of arguments has been checked. */
export function compileBuiltin(
  c: ExpressionCompiler,
  name: string,
  args: readonly Expression[],
): Code {
  const special = SPECIAL[name];
  if (special !== undefined) return special(c, args);
  const simple = SIMPLE[name];
  if (simple === undefined) throw new AwkSyntaxError(`function ${name} never defined`);
  const codes = args.map((arg) => c.compile(arg));
  return liftAll(codes, (values) => simple(c.runtime, values));
}

type Simple = (runtime: Runtime, values: readonly Value[]) => Value;

const number = (values: readonly Value[], i = 0): number => toNumber(values[i]);

const SIMPLE: Readonly<Record<string, Simple>> = {
  int: (_, v) => Math.trunc(number(v)),
  sqrt: (_, v) => Math.sqrt(number(v)),
  exp: (_, v) => Math.exp(number(v)),
  log: (_, v) => Math.log(number(v)),
  sin: (_, v) => Math.sin(number(v)),
  cos: (_, v) => Math.cos(number(v)),
  atan2: (_, v) => Math.atan2(number(v), number(v, 1)),
  rand: (rt) => rt.random(),
  srand: (rt, v) => rt.reseed(v.length === 0 ? Math.floor(rt.process.sim.now / 1000) : number(v)),
  tolower: (rt, v) => rt.text(v[0]).replace(/[A-Z]+/g, (s) => s.toLowerCase()),
  toupper: (rt, v) => rt.text(v[0]).replace(/[a-z]+/g, (s) => s.toUpperCase()),
  index: (rt, v) => index(rt.text(v[0]), rt.text(v[1])),
  substr: (rt, v) => substr(rt.text(v[0]), number(v, 1), v.length > 2 ? number(v, 2) : undefined),
  sprintf: (rt, v) => sprintf(rt, v, 'sprintf'),
  systime: (rt) => Math.floor(rt.process.sim.now / 1000),
  strftime: (rt, v) => {
    const seconds = v.length > 1 ? number(v, 1) : Math.floor(rt.process.sim.now / 1000);
    return strftime(v.length > 0 ? rt.text(v[0]) : '%c', seconds * 1000);
  },
  mktime: (rt, v) => {
    const parts = rt.text(v[0]).trim().split(/\s+/).map(Number);
    const [year, month, day, hour = 0, minute = 0, second = 0] = parts;
    if (year === undefined || month === undefined || day === undefined) return -1;
    return fromCivil({ year, month, day }, { hour, minute, second }) / 1000;
  },
};

function index(text: string, wanted: string): number {
  if (wanted === '') return text === '' ? 0 : 1;
  const at = text.indexOf(wanted);
  return at < 0 ? 0 : byteLength(text.slice(0, at)) + 1;
}

/** mawk's: a start before the text makes the piece longer by as much. */
function substr(text: string, start: number, count: number | undefined): string {
  if (Number.isNaN(start) || Number.isNaN(count)) return '';
  let from = Math.trunc(start);
  let size = count === undefined ? Number.POSITIVE_INFINITY : Math.trunc(count);
  if (from < 1) {
    size -= from;
    from = 1;
  }
  return size <= 0 ? '' : sliceBytes(text, from - 1, from - 1 + size);
}

type Special = (c: ExpressionCompiler, args: readonly Expression[]) => Code;

/** The pattern that an argument gives: fixed, or by its text each time. */
function patternOf(c: ExpressionCompiler, e: Expression): Code<Regex> {
  if (e.kind === 'regex') {
    const regex = pattern(e.source);
    return plain(() => regex);
  }
  return lift1(c.text(e), pattern);
}

const SPECIAL: Readonly<Record<string, Special>> = {
  length(c, [arg]) {
    const { runtime } = c;
    if (arg === undefined) return plain(() => byteLength(runtime.record.text));
    if (arg.kind === 'variable' && c.scope.isArray(arg.name)) {
      const array = c.array(arg.name);
      return plain(() => array().size);
    }
    return lift1(c.text(arg), byteLength);
  },
  match(c, [text, re]) {
    if (text === undefined || re === undefined) return plain(() => 0);
    const start = c.runtime.variable('RSTART');
    const length = c.runtime.variable('RLENGTH');
    return lift2(c.text(text), patternOf(c, re), (subject, regex) => {
      const found = regex.exec(subject);
      const at = found === null ? 0 : byteLength(subject.slice(0, found.index)) + 1;
      start.set(at);
      length.set(found === null ? -1 : byteLength(found[0]));
      return at;
    });
  },
  split(c, [text, array, separator]) {
    if (text === undefined || array?.kind !== 'variable') {
      throw new AwkSyntaxError('line 1: type error in arg(2) in call to split');
    }
    const into = c.array(array.name);
    const subject = c.text(text);
    const store = (parts: readonly string[]): number => {
      const target = into();
      target.clear();
      parts.forEach((part, i) => {
        target.set(String(i + 1), new FieldValue(part));
      });
      return parts.length;
    };
    if (separator === undefined) return lift1(subject, (s) => store(c.runtime.splitFields(s)));
    if (separator.kind === 'regex') {
      const regex = pattern(separator.source);
      return lift1(subject, (s) => store(splitByPattern(s, regex)));
    }
    return lift2(subject, c.text(separator), (s, by) => store(splitter(by)(s)));
  },
  sub: (c, args) => compileSub(c, args, false),
  gsub: (c, args) => compileSub(c, args, true),
  system(c, [command]) {
    const text = asTask(command === undefined ? plain(() => '') : c.text(command));
    return waiting(function* () {
      return yield* c.runtime.streams.system(yield* text());
    });
  },
  close(c, [name]) {
    const text = asTask(name === undefined ? plain(() => '') : c.text(name));
    return waiting(function* () {
      return yield* c.runtime.streams.close(yield* text());
    });
  },
  fflush(c) {
    return waiting(function* () {
      yield* c.runtime.streams.flush();
      return 0;
    });
  },
};

function compileSub(
  c: ExpressionCompiler,
  [re, replacement, subject]: readonly Expression[],
  isGlobal: boolean,
): Code {
  if (re === undefined || replacement === undefined) return plain(() => 0);
  const target: Target = isTarget(subject) ? subject : { kind: 'field', index: ZERO };
  const place = c.place(target);
  const fixed = subject !== undefined && !isTarget(subject) ? c.text(subject) : undefined;
  const inputs = lift2(patternOf(c, re), c.text(replacement), (regex, text) => ({ regex, text }));
  const at = fixed === undefined ? place.key : (fixed as Code<unknown>);
  return lift2(inputs, at, ({ regex, text }, key) => {
    const before = fixed === undefined ? c.runtime.text(place.get(key)) : (key as string);
    const { result, count } = substitute(before, regex, text, isGlobal);
    if (count > 0 && fixed === undefined) place.set(key, new FieldValue(result));
    return count;
  });
}

const ZERO: Expression = { kind: 'number', value: 0 };

function isTarget(e: Expression | undefined): e is Target {
  return e?.kind === 'variable' || e?.kind === 'element' || e?.kind === 'field';
}

function substitute(
  text: string,
  regex: Regex,
  replacement: string,
  isGlobal: boolean,
): { result: string; count: number } {
  const isFixed = !/[&\\]/.test(replacement);
  let result = '';
  let count = 0;
  let from = 0;
  let search = 0;
  let lastEnd = -1;
  while (search <= text.length) {
    const match = regex.exec(text, search);
    if (match === null) break;
    const end = match.index + match[0].length;
    if (match[0] === '' && match.index === lastEnd) {
      search = match.index + 1;
      continue;
    }
    result += text.slice(from, match.index);
    result += isFixed ? replacement : expand(replacement, match[0]);
    count++;
    from = end;
    lastEnd = end;
    search = match[0] === '' ? end + 1 : end;
    if (!isGlobal) break;
  }
  return { result: result + text.slice(from), count };
}

/** `&` is what matched, `\&` an ampersand, `\\` a backslash before one of these. */
function expand(replacement: string, matched: string): string {
  return replacement.replace(/\\\\(?=&)|\\&|&/g, (s) => {
    if (s === '&') return matched;
    return s === '\\&' ? '&' : '\\';
  });
}
