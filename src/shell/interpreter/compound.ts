// Groups, conditionals, loops, case, select.
import type { Task } from '../../base/sim';
import type { Command, CompoundCommand, ListCommand, Word } from '../ast';
import { compilePattern } from '../expansion/pattern';
import { expandArithmetic, expandPattern, expandText, expandWords } from '../expansion/words';
import { assignText, readVariable } from './assign';
import { evaluateCondition } from './conditional';
import { runList } from './execute';
import { readLine } from './input';
import type { Shell } from './shell';
import { traceText } from './trace';
import { fireTrap } from './traps';

type Of<K extends CompoundCommand['kind']> = CompoundCommand & { readonly kind: K };

export function* runCompound(shell: Shell, command: Command): Task<number> {
  switch (command.kind) {
    case 'group':
      return yield* runList(shell, command.body);
    case 'if':
      return yield* runIf(shell, command as Of<'if'>);
    case 'for':
      return yield* runFor(shell, command as Of<'for'>);
    case 'select':
      return yield* runSelect(shell, command as Of<'select'>);
    case 'arithmetic-for':
      return yield* runArithmeticFor(shell, command as Of<'arithmetic-for'>);
    case 'while':
    case 'until':
      return yield* runWhile(shell, command as Of<'while'>);
    case 'case':
      return yield* runCase(shell, command as Of<'case'>);
    case 'condition': {
      yield* announce(shell, command);
      return (yield* evaluateCondition(shell, command.test)) ? 0 : 1;
    }
    case 'arithmetic': {
      yield* announce(shell, command);
      const text = yield* expandArithmetic(shell, command.expression);
      if (shell.options.has('xtrace')) yield* traceText(shell, `(( ${text} ))`);
      return isZero(shell, text, '((: ') ? 1 : 0;
    }
    default:
      return 0;
  }
}

/** The DEBUG trap runs before these, too. */
function* announce(shell: Shell, command: Command | string): Task<void> {
  if (shell.trapDepth > 0) return;
  shell.currentCommand = command;
  if (shell.traps.has('DEBUG')) yield* fireTrap(shell, 'DEBUG');
}

function isZero(shell: Shell, text: string, prefix: string): boolean {
  const value = shell.evaluateFor(prefix, text);
  return value === 0 || value === 0n;
}

function* runTest(shell: Shell, test: ListCommand): Task<boolean> {
  shell.conditionDepth++;
  try {
    return (yield* runList(shell, test)) === 0;
  } finally {
    shell.conditionDepth--;
  }
}

function* runIf(shell: Shell, command: Of<'if'>): Task<number> {
  for (const { test, body } of command.branches) {
    const isTrue = yield* runTest(shell, test);
    if (shell.isLeaving) return shell.status;
    if (isTrue) return yield* runList(shell, body);
  }
  if (command.otherwise !== undefined) return yield* runList(shell, command.otherwise);
  return 0;
}

/** After a loop's body: whether to go on. */
function goesOn(shell: Shell): boolean {
  if (shell.breaking > 0) {
    shell.breaking--;
    return false;
  }
  if (shell.continuing > 0) {
    shell.continuing--;
    return shell.continuing === 0;
  }
  return !shell.isReturning;
}

function* runFor(shell: Shell, command: Of<'for'>): Task<number> {
  const { words, name, body } = command;
  const values = words === undefined ? [...shell.positional] : yield* expandWords(shell, words);
  const isWatched = shell.options.has('xtrace') || shell.traps.has('DEBUG');
  let status = 0;
  shell.loopDepth++;
  try {
    for (const value of values) {
      shell.line = command.line;
      if (isWatched) {
        const text = `for ${name} in ${listText(words)}`;
        yield* announce(shell, text);
        if (shell.options.has('xtrace')) yield* traceText(shell, text);
      }
      if (isReadonly(shell, name)) {
        yield* shell.complain(`${name}: readonly variable`);
        return 1;
      }
      assignText(shell, name, { value });
      status = yield* runList(shell, body);
      if (shell.isLeaving && !goesOn(shell)) return shell.isReturning ? shell.status : status;
    }
  } finally {
    shell.loopDepth--;
  }
  return status;
}

function isReadonly(shell: Shell, name: string): boolean {
  return shell.variables.find(name)?.attributes.readonly === true;
}

function listText(words: readonly Word[] | undefined): string {
  return words === undefined ? '"$@"' : words.map((word) => word.text).join(' ');
}

function* runWhile(shell: Shell, command: Of<'while'>): Task<number> {
  const wanted = command.kind === 'while';
  let status = 0;
  shell.loopDepth++;
  try {
    for (;;) {
      const isTrue = yield* runTest(shell, command.test);
      if (shell.isLeaving) {
        if (goesOn(shell)) continue;
        return shell.isReturning ? shell.status : status;
      }
      if (isTrue !== wanted) return status;
      status = yield* runList(shell, command.body);
      if (shell.isLeaving && !goesOn(shell)) return shell.isReturning ? shell.status : status;
    }
  } finally {
    shell.loopDepth--;
  }
}

function* runArithmeticFor(shell: Shell, command: Of<'arithmetic-for'>): Task<number> {
  const [first, test, step] = command.parts;
  const evaluate = function* (word: Word, empty: number): Task<boolean> {
    const text = yield* expandArithmetic(shell, word);
    shell.line = command.line;
    return text.trim() === '' ? empty !== 0 : !isZero(shell, text, '((: ');
  };
  let status = 0;
  yield* evaluate(first, 1);
  shell.loopDepth++;
  try {
    while (yield* evaluate(test, 1)) {
      status = yield* runList(shell, command.body);
      if (shell.isLeaving && !goesOn(shell)) return shell.isReturning ? shell.status : status;
      yield* evaluate(step, 1);
    }
  } finally {
    shell.loopDepth--;
  }
  return status;
}

function* runCase(shell: Shell, command: Of<'case'>): Task<number> {
  const subject = yield* expandText(shell, command.subject);
  yield* announce(shell, `case ${command.subject.text} in `);
  if (shell.options.has('xtrace')) {
    yield* traceText(shell, `case ${command.subject.text} in`);
  }
  const options = {
    isExtglob: shell.options.has('extglob'),
    ignoresCase: shell.options.has('nocasematch'),
  };
  let status = 0;
  let fallsThrough = false;
  for (const clause of command.clauses) {
    let isMatch = fallsThrough;
    for (const word of clause.patterns) {
      if (isMatch) break;
      const isLiteral = word.literal !== undefined && !options.ignoresCase;
      if (isLiteral) isMatch = word.literal === subject;
      else isMatch = compilePattern(yield* expandPattern(shell, word), options).test(subject);
    }
    if (!isMatch) continue;
    if (clause.body !== undefined) status = yield* runList(shell, clause.body);
    else status = 0;
    if (shell.isLeaving || clause.terminator === ';;') return status;
    fallsThrough = clause.terminator === ';&';
  }
  return status;
}

function* runSelect(shell: Shell, command: Of<'select'>): Task<number> {
  const { words } = command;
  const choices = words === undefined ? [...shell.positional] : yield* expandWords(shell, words);
  if (choices.length === 0) return 0;
  let status = 0;
  let showsMenu = true;
  shell.loopDepth++;
  try {
    for (;;) {
      if (showsMenu) yield* shell.print(2, menuText(choices));
      yield* shell.print(2, readVariable(shell, 'PS3') ?? '#? ');
      const line = yield* readLine(shell.process, 0);
      if (line === undefined) {
        yield* shell.print(1, '\n');
        return 1;
      }
      const reply = line.text.trim();
      assignText(shell, 'REPLY', { value: line.text });
      showsMenu = reply === '';
      if (showsMenu) continue;
      const choice = /^\d+$/.test(reply) ? (choices[Number(reply) - 1] ?? '') : '';
      assignText(shell, command.name, { value: choice });
      status = yield* runList(shell, command.body);
      if (shell.isLeaving && !goesOn(shell)) return shell.isReturning ? shell.status : status;
    }
  } finally {
    shell.loopDepth--;
  }
}

/** Numbered choices in columns. */
function menuText(choices: readonly string[]): string {
  const digits = String(choices.length).length;
  const rows = choices.map((choice, i) => `${String(i + 1).padStart(digits)}) ${choice}`);
  const width = Math.max(...rows.map((row) => row.length)) + 2;
  const columns = Math.max(1, Math.floor(80 / width));
  const height = Math.ceil(rows.length / columns);
  if (height === rows.length || rows.length < 5) return `${rows.join('\n')}\n`;
  let out = '';
  for (let y = 0; y < height; y++) {
    const line: string[] = [];
    for (let x = y; x < rows.length; x += height) line.push((rows[x] ?? '').padEnd(width));
    out += `${line.join('').trimEnd()}\n`;
  }
  return out;
}
