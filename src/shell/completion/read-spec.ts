// The options that complete, compgen and compopt share.
import { readFlags } from '../builtin/call';
import { singleQuote } from '../expansion/quote';
import type { CompletionSpec } from './spec';

/** Letters and the actions they stand for, in the order in which complete -p prints. */
export const actionLetters: Readonly<Record<string, string>> = {
  a: 'alias',
  b: 'builtin',
  c: 'command',
  d: 'directory',
  e: 'export',
  f: 'file',
  g: 'group',
  j: 'job',
  k: 'keyword',
  s: 'service',
  u: 'user',
  v: 'variable',
};

const actionNames = new Set([
  ...Object.values(actionLetters),
  ...['arrayvar', 'binding', 'disabled', 'enabled', 'function', 'helptopic', 'hostname'],
  ...['running', 'setopt', 'shopt', 'signal', 'stopped'],
]);

export const optionNames = [
  ...['bashdefault', 'default', 'dirnames', 'filenames', 'noquote', 'nosort', 'nospace'],
  'plusdirs',
];

export interface SpecReading {
  readonly spec: CompletionSpec;
  /** Other letters: `p`, `r`, `D`, `E`, `I`. */
  readonly letters: ReadonlySet<string>;
  readonly rest: readonly string[];
  /** `problem` comes with the usage, `invalid` without. */
  readonly problem?: string;
  readonly invalid?: string;
}

/** Reads the options of a completion builtin; `extra` are its own letters. */
export function readSpec(args: readonly string[], extra: string): SpecReading {
  const actions: string[] = [];
  const options = new Set<string>();
  const texts = new Map<string, string>();
  const letters = new Set<string>();
  const own = `${Object.keys(actionLetters).join('')}o:A:G:W:F:C:X:P:S:${extra}`;
  let rest = args;
  let problem: string | undefined;
  let invalid: string | undefined;
  while (/^-./.test(rest[0] ?? '')) {
    if (rest[0] === '--') {
      rest = rest.slice(1);
      break;
    }
    // One word (and its argument) at a time: -A and -o may come more than once.
    const first = rest[0] ?? '';
    const read = readFlags(takesArgument(first) ? rest.slice(0, 2) : [first], own);
    if (read.problem !== undefined) {
      problem = read.problem;
      break;
    }
    for (const letter of read.order) {
      const value = read.flags.get(letter) ?? '';
      const action = actionLetters[letter];
      if (action !== undefined) actions.push(action);
      else if (letter === 'A') {
        if (actionNames.has(value)) actions.push(value);
        else invalid = `${value}: invalid action name`;
      } else if (letter === 'o') {
        if (optionNames.includes(value)) options.add(value);
        else invalid = `${value}: invalid option name`;
      } else if ('GWFCXPS'.includes(letter)) texts.set(letter, value);
      else letters.add(letter);
    }
    rest = rest.slice(takesArgument(first) ? 2 : 1);
  }
  const spec: CompletionSpec = {
    actions,
    options,
    wordList: texts.get('W'),
    function: texts.get('F'),
    command: texts.get('C'),
    glob: texts.get('G'),
    filter: texts.get('X'),
    prefix: texts.get('P'),
    suffix: texts.get('S'),
  };
  return {
    spec,
    letters,
    rest,
    ...(problem === undefined ? {} : { problem }),
    ...(invalid === undefined ? {} : { invalid }),
  };
}

/** Whether the word's last letter wants the next word as its argument. */
function takesArgument(word: string): boolean {
  for (let i = 1; i < word.length; i++) {
    if ('oAGWFCXPS'.includes(word.charAt(i))) return i === word.length - 1;
  }
  return false;
}

/** A spec as the command that makes it. */
export function specText(name: string, spec: CompletionSpec): string {
  const parts = ['complete'];
  for (const option of optionNames) if (spec.options.has(option)) parts.push(`-o ${option}`);
  for (const [letter, action] of Object.entries(actionLetters)) {
    if (spec.actions.includes(action)) parts.push(`-${letter}`);
  }
  const lettered = Object.values(actionLetters);
  for (const action of [...spec.actions].sort()) {
    if (!lettered.includes(action)) parts.push(`-A ${action}`);
  }
  const texts = [
    ['-G', spec.glob],
    ['-W', spec.wordList],
    ['-P', spec.prefix],
    ['-S', spec.suffix],
    ['-X', spec.filter],
    ['-C', spec.command],
  ] as const;
  for (const [flag, text] of texts)
    if (text !== undefined) parts.push(`${flag} ${singleQuote(text)}`);
  if (spec.function !== undefined) parts.push(`-F ${spec.function}`);
  parts.push(name);
  return parts.join(' ');
}
