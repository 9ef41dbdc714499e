// Finding candidates for what is at the cursor.
import type { Task } from '../../base/sim';
import type { Shell } from '../interpreter/shell';
import { actionCandidates, commandCandidates, pathCandidates } from './actions';
import { type CompletionContext, readContext } from './context';
import { type CompletionPlace, generate } from './generate';
import { completeNatively } from './native';
import type { CompletionSpec } from './spec';

/** Candidates and how to insert them. */
export interface Completion {
  readonly context: CompletionContext;
  /** What is replaced: a part of the current word, as written from this position on. */
  readonly start: number;
  readonly candidates: readonly string[];
  /** They are file names: quoted, folders get a slash. */
  readonly areFiles: boolean;
  readonly noSpace: boolean;
}

/** Completes the text before the cursor. */
export function* findCompletions(shell: Shell, line: string): Task<Completion> {
  const context = readContext(line);
  const base = { context, start: context.start, noSpace: false };
  if (context.kind === 'variable') return variableCompletion(shell, context);
  if (context.kind === 'redirect')
    return { ...base, ...fileCandidates(shell, context.word, context) };
  if (context.kind === 'command') {
    const candidates = commandCandidates(shell, context.word);
    if (candidates.length > 0) return { ...base, candidates, areFiles: context.word.includes('/') };
    return { ...base, ...fileCandidates(shell, context.word, context) };
  }
  const programmed = yield* programmedCompletion(shell, context, line);
  if (programmed !== undefined) return programmed;
  return { ...base, ...fileCandidates(shell, context.word, context) };
}

function variableCompletion(shell: Shell, context: CompletionContext): Completion {
  const match = /\$(\{?)([A-Za-z0-9_]*)$/.exec(context.raw);
  const brace = match?.[1] ?? '';
  const prefix = match?.[2] ?? '';
  const names = actionCandidates(shell, 'variable', prefix);
  const candidates = names.map((name) => `$${brace}${name}${brace === '' ? '' : '}'}`);
  const start = context.start + context.raw.length - (match?.[0].length ?? 0);
  return { context, start, candidates, areFiles: false, noSpace: false };
}

/** `~/` stays as written while the home folder is looked into. */
function fileCandidates(shell: Shell, word: string, context: CompletionContext) {
  const { files } = shell.process;
  const home = shell.variables.find('HOME')?.text;
  const after = word.includes('=') && context.kind === 'redirect' ? word.indexOf('=') + 1 : 0;
  const head = word.slice(0, after);
  const path = word.slice(after);
  if (path.startsWith('~/') && home !== undefined && context.quote === '') {
    const found = pathCandidates(files, home + path.slice(1), false);
    return { candidates: found.map((one) => `${head}~${one.slice(home.length)}`), areFiles: true };
  }
  return {
    candidates: pathCandidates(files, path, false).map((one) => head + one),
    areFiles: true,
  };
}

function* programmedCompletion(
  shell: Shell,
  context: CompletionContext,
  line: string,
): Task<Completion | undefined> {
  const command = context.words[0] ?? '';
  const spec = specFor(shell, command);
  if (spec !== undefined) return yield* completeBySpec(shell, context, line, spec);
  const words = yield* unaliased(shell, context.words);
  const native = yield* completeNatively(shell, {
    words,
    index: words.length - 1,
    line,
    process: shell.process,
  });
  if (native === undefined || native.candidates.length === 0) return undefined;
  return {
    context,
    start: context.start,
    candidates: native.candidates,
    areFiles: false,
    noSpace: native.noSpace === true,
  };
}

function specFor(shell: Shell, command: string): CompletionSpec | undefined {
  if (!shell.options.has('progcomp')) return undefined;
  const base = command.replace(/.*\//, '');
  const found = shell.completions.get(command) ?? shell.completions.get(base);
  return found ?? shell.completions.get('-D');
}

/** An alias's words in place of its name: programs complete under their short names too. */
function* unaliased(shell: Shell, words: readonly string[]): Task<string[]> {
  const [first = '', ...rest] = words;
  const text = shell.aliases.get(first);
  return text === undefined ? [...words] : [...text.trim().split(/\s+/), ...rest];
}

function* completeBySpec(
  shell: Shell,
  context: CompletionContext,
  line: string,
  first: CompletionSpec,
): Task<Completion | undefined> {
  const command = context.words[0] ?? '';
  const place = placeOf(context, line);
  let spec: CompletionSpec = first;
  for (let turns = 0; turns < 5; turns++) {
    const options = new Set(spec.options);
    shell.completing = options;
    const { candidates, retries } = yield* generate(shell, spec, place);
    shell.completing = undefined;
    if (retries) {
      spec = specFor(shell, command) ?? spec;
      continue;
    }
    if (candidates.length === 0) {
      const mayFallBack = options.has('default') || options.has('bashdefault');
      if (mayFallBack) return undefined;
    }
    const isFiles =
      options.has('filenames') || spec.actions.some((a) => a === 'file' || a === 'directory');
    const unique = [...new Set(candidates)];
    return {
      context,
      start: context.start + context.raw.length - place.word.length,
      candidates: options.has('nosort') ? unique : unique.sort(),
      areFiles: isFiles,
      noSpace: options.has('nospace'),
    };
  }
  return undefined;
}

/** COMP_WORDS breaks words at `=` and `:` too. */
function placeOf(context: CompletionContext, line: string): CompletionPlace {
  const words: string[] = [];
  for (const word of context.words.slice(0, -1)) words.push(...breakWord(word));
  const pieces = breakWord(context.raw);
  const last = pieces[pieces.length - 1] ?? '';
  const isBreak = last === '=' || last === ':';
  words.push(...(isBreak ? [...pieces, ''] : pieces.length > 0 ? pieces : ['']));
  const index = words.length - 1;
  const word = words[index] ?? '';
  const shown = /^["']/.test(word) ? word.slice(1) : word;
  return {
    words,
    index,
    line,
    point: line.length,
    command: words[0] ?? '',
    word: shown,
    previous: words[index - 1] ?? '',
  };
}

function breakWord(word: string): string[] {
  return word.split(/([=:])/).filter((piece) => piece !== '');
}
