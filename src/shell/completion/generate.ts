// What a completion spec yields for a word.
import type { Task } from '../../base/sim';
import { makeFields } from '../expansion/fields';
import { matchPaths } from '../expansion/pathname';
import { compilePattern } from '../expansion/pattern';
import { singleQuote } from '../expansion/quote';
import { expandWordInto, globOptions, separators } from '../expansion/words';
import { IndexedArray } from '../interpreter/arrays';
import { setVariable } from '../interpreter/assign';
import { callFunction } from '../interpreter/functions';
import { runText } from '../interpreter/run-text';
import type { Shell } from '../interpreter/shell';
import { Parser } from '../parser/parser';
import { SyntaxProblem } from '../parser/source';
import { readWord } from '../parser/words';
import { actionCandidates } from './actions';
import { runCaptured } from './capture';
import type { CompletionSpec } from './spec';

/** Where a completion is asked for, as COMP_WORDS and the like tell it. */
export interface CompletionPlace {
  readonly words: readonly string[];
  readonly index: number;
  readonly line: string;
  readonly point: number;
  /** The command's name. */
  readonly command: string;
  readonly word: string;
  readonly previous: string;
}

export interface Generated {
  readonly candidates: string[];
  /** The function returned 124: the spec has changed, ask again. */
  readonly retries: boolean;
}

export function* generate(
  shell: Shell,
  spec: CompletionSpec,
  place: CompletionPlace,
): Task<Generated> {
  const { word } = place;
  const found: string[] = [];
  for (const action of spec.actions) found.push(...actionCandidates(shell, action, word));
  if (spec.glob !== undefined) {
    found.push(...matchPaths(shell.process.files, spec.glob, globOptions(shell)));
  }
  if (spec.wordList !== undefined) {
    const words = yield* expandWordList(shell, spec.wordList);
    found.push(...words.filter((one) => one.startsWith(word)));
  }
  let retries = false;
  if (spec.function !== undefined) {
    const status = yield* callCompleter(shell, spec.function, place);
    retries = status === 124;
    const reply = shell.variables.find('COMPREPLY')?.current;
    if (reply instanceof IndexedArray) found.push(...reply.values());
    else if (typeof reply === 'string') found.push(reply);
  }
  if (spec.command !== undefined) found.push(...(yield* runCompleter(shell, spec.command, place)));
  const kept = spec.filter === undefined ? found : filtered(found, spec.filter, word);
  const candidates = kept.map((one) => (spec.prefix ?? '') + one + (spec.suffix ?? ''));
  if (candidates.length === 0 && spec.options.has('dirnames')) {
    candidates.push(...actionCandidates(shell, 'directory', word));
  }
  if (spec.options.has('plusdirs')) candidates.push(...actionCandidates(shell, 'directory', word));
  return { candidates, retries };
}

/** `-W` text: split at IFS, each word expanded. */
function* expandWordList(shell: Shell, text: string): Task<string[]> {
  const out: string[] = [];
  for (const { text: piece } of makeFields([{ text, kind: 'split' }], separators(shell))) {
    const { context } = new Parser(piece, { dialect: shell.dialect });
    try {
      const word = readWord(context, false);
      if (word === undefined || !context.source.atEnd) out.push(piece);
      else yield* expandWordInto(shell, word, out);
    } catch (problem) {
      if (!(problem instanceof SyntaxProblem)) throw problem;
      out.push(piece);
    }
  }
  return out;
}

function setPlace(shell: Shell, place: CompletionPlace): void {
  setVariable(shell, 'COMP_WORDS', new IndexedArray(place.words));
  setVariable(shell, 'COMP_CWORD', String(place.index));
  setVariable(shell, 'COMP_LINE', place.line);
  setVariable(shell, 'COMP_POINT', String(place.point));
  setVariable(shell, 'COMP_TYPE', '9');
  setVariable(shell, 'COMP_KEY', '9');
}

function* callCompleter(shell: Shell, name: string, place: CompletionPlace): Task<number> {
  const definition = shell.functions.get(name);
  setVariable(shell, 'COMPREPLY', new IndexedArray());
  if (definition === undefined) {
    yield* shell.complain(`completion: function \`${name}' not found`);
    return 1;
  }
  setPlace(shell, place);
  const { status } = shell;
  const args = [place.command, place.word, place.previous];
  const result = yield* callFunction(shell, name, definition, { args, temporary: undefined });
  shell.status = status;
  for (const key of [
    'COMP_WORDS',
    'COMP_CWORD',
    'COMP_LINE',
    'COMP_POINT',
    'COMP_TYPE',
    'COMP_KEY',
  ]) {
    shell.variables.globals.delete(key);
  }
  return result;
}

/** `-C command`: its output, line by line. */
function* runCompleter(shell: Shell, command: string, place: CompletionPlace): Task<string[]> {
  const words = [place.command, place.word, place.previous].map(singleQuote).join(' ');
  const exports = `export COMP_LINE=${singleQuote(place.line)} COMP_POINT=${place.point}`;
  const text = `${exports} COMP_TYPE=9 COMP_KEY=9\n${command} ${words}`;
  const output = yield* runCaptured(shell, (sub) => runText(sub, text));
  return output.split('\n').filter((line) => line !== '');
}

/** `-X`: what matches goes; with `!`, what doesn't. `&` is the word. */
function filtered(candidates: readonly string[], filter: string, word: string): string[] {
  const isInverted = filter.startsWith('!');
  const pattern = (isInverted ? filter.slice(1) : filter).replace(/(^|[^\\])&/g, `$1${word}`);
  const test = compilePattern(pattern, { isExtglob: true });
  return candidates.filter((one) => test.test(one) === isInverted);
}
