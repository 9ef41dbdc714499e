// Evaluating `[[ ]]`.

import { compileEre } from '../../base/regex';
import type { Task } from '../../base/sim';
import type { Condition, Word } from '../ast';
import { fieldBreak } from '../expansion/fields';
import { compilePattern } from '../expansion/pattern';
import { traceQuote } from '../expansion/quote';
import { expandPattern, expandText, expandToPieces } from '../expansion/words';
import { IndexedArray } from './arrays';
import { setVariable } from './assign';
import { ArithmeticFailure } from './errors';
import { compareFiles, compareNumbers, isBefore, testUnary } from './file-tests';
import type { Shell } from './shell';
import { traceText } from './trace';

export function* evaluateCondition(shell: Shell, condition: Condition): Task<boolean> {
  switch (condition.kind) {
    case 'not':
      return !(yield* evaluateCondition(shell, condition.operand));
    case 'paren':
      return yield* evaluateCondition(shell, condition.operand);
    case 'and':
      if (!(yield* evaluateCondition(shell, condition.left))) return false;
      return yield* evaluateCondition(shell, condition.right);
    case 'or':
      if (yield* evaluateCondition(shell, condition.left)) return true;
      return yield* evaluateCondition(shell, condition.right);
    case 'unary': {
      const operand = yield* expandText(shell, condition.operand);
      yield* traceTest(shell, `${condition.operator} ${traceQuote(operand)}`);
      return testUnary(shell, condition.operator, operand);
    }
    case 'binary':
      return yield* evaluateBinary(shell, condition);
    case 'word': {
      const text = yield* expandText(shell, condition.word);
      yield* traceTest(shell, `-n ${traceQuote(text)}`);
      return text !== '';
    }
  }
}

function* traceTest(shell: Shell, text: string): Task<void> {
  if (shell.options.has('xtrace')) yield* traceText(shell, `[[ ${text} ]]`);
}

function* evaluateBinary(
  shell: Shell,
  condition: Extract<Condition, { kind: 'binary' }>,
): Task<boolean> {
  const { operator } = condition;
  const left = yield* expandText(shell, condition.left);
  if (operator === '=~') return yield* matchRegex(shell, left, condition.right);
  if (operator === '=' || operator === '==' || operator === '!=') {
    const pattern = yield* expandPattern(shell, condition.right);
    yield* traceTest(shell, `${traceQuote(left)} ${operator} ${pattern}`);
    const ignoresCase = shell.options.has('nocasematch');
    const isMatch = compilePattern(pattern, { isExtglob: true, ignoresCase }).test(left);
    return isMatch === (operator !== '!=');
  }
  const right = yield* expandText(shell, condition.right);
  yield* traceTest(shell, `${traceQuote(left)} ${operator} ${traceQuote(right)}`);
  if (operator === '<') return isBefore(left, right);
  if (operator === '>') return isBefore(right, left);
  if (/^-[noe][tf]$/.test(operator)) return compareFiles(shell, operator, left, right);
  const a = shell.evaluateFor('[[: ', left);
  const b = shell.evaluateFor('[[: ', right);
  return compareNumbers(operator, BigInt(a), BigInt(b));
}

function* matchRegex(shell: Shell, text: string, word: Word): Task<boolean> {
  const pieces = yield* expandToPieces(shell, word);
  let pattern = '';
  for (const piece of pieces) {
    if (piece === fieldBreak) pattern += ' ';
    else pattern += piece.kind === 'quoted' ? escapeRegex(piece.text) : piece.text;
  }
  yield* traceTest(shell, `${traceQuote(text)} =~ ${pattern}`);
  const compiled = compileEre(pattern, { ignoreCase: shell.options.has('nocasematch') });
  if (compiled.regex === undefined) throw new RegexError();
  const match = compiled.regex.exec(text);
  const groups = match === null ? [] : Array.from(match, (group) => group ?? '');
  setVariable(shell, 'BASH_REMATCH', new IndexedArray(groups));
  return match !== null;
}

/** A bad expression makes `[[` end with 2, silently. */
class RegexError extends ArithmeticFailure {
  override readonly code = 2;

  constructor() {
    super('');
  }
}

function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
