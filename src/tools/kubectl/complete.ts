// `kubectl __complete WORDS`: what the completion scripts of shells ask. Prints candidates and a
// directive as cobra does.
import type { Task } from '../../base/sim';
import type { Process } from '../../machine/types';
import { objectNames } from './complete-arguments';
import { allFlags, type CommandSpec, childNamed, rootCommand } from './framework/commands';
import { Context } from './framework/context';
import { flagSummary } from './framework/flag-summaries';
import { parseFlags } from './framework/parse-flags';
import { reportError } from './framework/report';
import { commandSummaries } from './framework/summaries';
import type { FlagSpec } from './framework/values';
import { verbOf } from './kubectl';

/** Candidates for the last word; `mayBeFile` lets the shell add file names. */
export interface Completion {
  readonly candidates: readonly { readonly text: string; readonly about: string }[];
  readonly mayBeFile: boolean;
  /** Candidates are file extensions. */
  readonly areExtensions?: boolean;
}

/** Cobra's names of the directives that are used here. */
const directives: Readonly<Record<number, string>> = {
  0: 'ShellCompDirectiveDefault',
  4: 'ShellCompDirectiveNoFileComp',
  8: 'ShellCompDirectiveFilterFileExt',
};

/** Prints the answer for a completion script. */
export function* completeLine(process: Process, words: readonly string[]): Task<number> {
  const found = yield* complete(process, words);
  const isBare = process.argv[1] === '__completeNoDesc';
  for (const { text, about } of found.candidates) {
    yield* process.write(about && !isBare ? `${text}\t${about}\n` : `${text}\n`);
  }
  const directive = found.areExtensions ? 8 : found.mayBeFile ? 0 : 4;
  yield* process.write(`:${directive}\n`);
  yield* process.error(`Completion ended with directive: ${directives[directive]}\n`);
  return 0;
}

/** Candidates for the last of the words. */
export function* complete(process: Process, words: readonly string[]): Task<Completion> {
  const current = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const { command, rest } = walk(before);
  const flags = allFlags(command);
  const previous = before.at(-1);
  const pending = previous === undefined ? undefined : valueFlag(previous, flags);
  const context = contextFor(process, command, rest);
  if (pending !== undefined) return yield* flagValues(context, pending, current);
  const inline = /^(--[^=]+)=(.*)$/.exec(current);
  if (inline !== null) {
    const flag = flags.find((one) => `--${one.name}` === inline[1]);
    if (flag === undefined) return nothing;
    return yield* flagValues(context, flag, inline[2] ?? '');
  }
  if (current.startsWith('-')) return flagNames(flags, current);
  const args = context.args;
  if (command === rootCommand && args.length > 0) return { candidates: [], mayBeFile: true };
  if (command.children.length > 0 && args.length === 0) return commandNames(command, current);
  try {
    const verb = yield* verbOf(command);
    const candidates = yield* verb?.complete?.({ context, args, current }) ?? none();
    const required = args.length === 0 ? requiredFlags(flags, context) : [];
    const found = filtered(candidates, current, verb?.complete === undefined);
    return { ...found, candidates: [...required, ...found.candidates] };
  } catch (error) {
    if (reportError(error) === undefined) throw error;
    return nothing;
  }
}

const nothing: Completion = { candidates: [], mayBeFile: false };

function* none(): Task<readonly string[]> {
  return [];
}

function walk(words: readonly string[]): { command: CommandSpec; rest: readonly string[] } {
  let command = rootCommand;
  let i = 0;
  for (; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word.startsWith('-')) {
      if (valueFlag(word, allFlags(command)) !== undefined) i++;
      continue;
    }
    const child = childNamed(command, word);
    if (child === undefined) break;
    command = child;
  }
  return { command, rest: words.filter((word, at) => at >= i || word.startsWith('-')) };
}

/** The flag that a word is, when the next word is its value. */
function valueFlag(word: string, flags: readonly FlagSpec[]): FlagSpec | undefined {
  if (!word.startsWith('-') || word.includes('=')) return undefined;
  const flag = word.startsWith('--')
    ? flags.find((one) => one.name === word.slice(2))
    : flags.find((one) => one.shorthand === word.at(-1));
  return flag?.noOptDefault === undefined ? flag : undefined;
}

function contextFor(process: Process, command: CommandSpec, rest: readonly string[]): Context {
  const specs = allFlags(command);
  const line = parseFlags(specs, rest);
  if (!('message' in line)) return new Context(process, command, line);
  const words = rest.filter((word) => !word.startsWith('-'));
  const plain = parseFlags(specs, words);
  if ('message' in plain) throw new Error(plain.message);
  return new Context(process, command, plain);
}

/** Flags that must still be given come first. */
function requiredFlags(flags: readonly FlagSpec[], context: Context): Completion['candidates'] {
  return flags
    .filter((flag) => flag.required && !context.flags.changed(flag.name))
    .map((flag) => ({ text: `--${flag.name}`, about: flagSummary(flag.name) }));
}

function commandNames(command: CommandSpec, current: string): Completion {
  const children = command.children.filter(
    (one) =>
      !one.hidden && one.name.startsWith(current) && !(one.isGroup && one.children.length === 0),
  );
  const candidates = children.map((one) => ({
    text: one.name,
    about: (commandSummaries[one.path] ?? '').replace(/\.$/, ''),
  }));
  return { candidates: candidates.sort((a, b) => (a.text < b.text ? -1 : 1)), mayBeFile: false };
}

function flagNames(flags: readonly FlagSpec[], current: string): Completion {
  const candidates = flags
    .filter((flag) => !flag.hidden && `--${flag.name}`.startsWith(current))
    .map((flag) => ({
      text: `--${flag.name}${flag.noOptDefault === undefined ? '=' : ''}`,
      about: flagSummary(flag.name),
    }));
  return { candidates, mayBeFile: false };
}

function* flagValues(context: Context, flag: FlagSpec, current: string): Task<Completion> {
  if (flag.isFile) {
    const candidates = ['json', 'yaml', 'yml'].map((text) => ({ text, about: '' }));
    return { candidates, mayBeFile: true, areExtensions: true };
  }
  try {
    const values = yield* valuesOf(context, flag.name);
    return filtered(values ?? [], current, values === undefined);
  } catch (error) {
    if (reportError(error) === undefined) throw error;
    return nothing;
  }
}

function* valuesOf(context: Context, name: string): Task<readonly string[] | undefined> {
  switch (name) {
    case 'namespace':
      return yield* objectNames(context, 'namespaces');
    case 'context':
      return [...context.config().contexts.keys()];
    case 'cluster':
      return [...context.config().clusters.keys()];
    case 'user':
      return [...context.config().users.keys()];
    case 'output':
      return formats;
    case 'container':
      return context.command.path === 'logs' ? undefined : yield* containerNames(context);
    default:
      return undefined;
  }
}

const formats = [
  'json',
  'yaml',
  'kyaml',
  'name',
  'go-template',
  'go-template-file',
  'template',
  'templatefile',
  'jsonpath',
  'jsonpath-as-json',
  'jsonpath-file',
  'custom-columns',
  'custom-columns-file',
  'wide',
];

function* containerNames(context: Context): Task<readonly string[]> {
  const [pod = ''] = context.args;
  const rest = yield* context.rest();
  const answer = yield* rest.request({
    verb: 'get',
    apiVersion: 'v1',
    resource: 'pods',
    namespace: context.namespace().name,
    name: pod.replace(/^.*\//, ''),
  });
  const { spec } = answer.object as { spec?: { containers?: readonly { name: string }[] } };
  return (spec?.containers ?? []).map((one) => one.name);
}

function filtered(words: readonly string[], current: string, mayBeFile: boolean): Completion {
  const candidates = words
    .filter((word) => word.startsWith(current))
    .map((text) => ({ text, about: '' }));
  return { candidates, mayBeFile };
}
