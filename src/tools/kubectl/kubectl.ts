// kubectl: finds the command, parses flags, runs the verb, reports errors. Everything particular
// is in verbs/.
import { host, type Task } from '../../base/sim';
import type { Process } from '../../machine/types';
import type {
  CompletingProgram,
  CompletionRequest,
  NativeCompletion,
} from '../../shell/completion/native';
import { allFlags, type CommandSpec, commandPath, rootCommand } from './framework/commands';
import { Context } from './framework/context';
import { ExactError } from './framework/errors';
import { type FoundCommand, findCommand } from './framework/find-command';
import { helpText } from './framework/help';
import { applyPreferences, readPreferences } from './framework/kuberc';
import { type ParsedLine, parseFlags } from './framework/parse-flags';
import { pluginFor, pluginMistake } from './framework/plugins';
import { reportError } from './framework/report';
import type { FlagSpec } from './framework/values';
import type { Verb } from './framework/verb';
import { loadedVerb, loadVerb } from './verbs/registry';

/** The program. */
export const kubectl: CompletingProgram = {
  name: 'kubectl',
  resume: 'rerun',
  *run(process: Process): Task<number> {
    const words = process.argv.slice(1);
    try {
      return yield* start(process, words);
    } catch (error) {
      const report = reportError(error);
      if (report === undefined) throw error;
      yield* process.error(report.text);
      return report.code;
    }
  },
  *complete({ words, index, process }: CompletionRequest): Task<NativeCompletion | undefined> {
    const { complete } = yield* host(import('./complete'));
    const found = yield* complete(process, words.slice(1, index + 1));
    // Undefined lets the shell offer files.
    if (found.candidates.length === 0 && found.mayBeFile) return undefined;
    return { candidates: found.candidates.map((one) => one.text) };
  },
};

function* start(process: Process, typed: readonly string[]): Task<number> {
  if (typed[0] === '__complete' || typed[0] === '__completeNoDesc') {
    const { completeLine } = yield* host(import('./complete'));
    return yield* completeLine(process, typed.slice(1));
  }
  const preferences = readPreferences(process, typed);
  const words = preferences.words;
  const found = findCommand(words);
  const plugin = pluginFor(process, words, found);
  if (typeof plugin === 'object') {
    yield* process.exec({ argv: [plugin.path, ...plugin.args], path: plugin.path });
  }
  if (plugin === 'misplaced flags') {
    yield* process.error(`Error: ${pluginMistake(words)}\n`);
    return 1;
  }
  if (preferences.warning) yield* process.error(preferences.warning);
  if ('error' in found) {
    yield* process.error(`error: ${found.error}${found.error.endsWith('\n') ? '' : '\n'}`);
    if (preferences.failure) yield* process.error(preferences.failure);
    return 1;
  }
  return yield* runFound(process, found, preferences);
}

function* runFound(
  process: Process,
  found: FoundCommand,
  preferences: ReturnType<typeof readPreferences>,
): Task<number> {
  const { command } = found;
  const specs = allFlags(command);
  const line = parseFlags(specs, found.rest);
  if ('message' in line) {
    const see = `See '${commandPath(command)} --help' for usage.`;
    throw new ExactError(`error: ${line.message}\n${see}`);
  }
  for (const flag of line.deprecated) {
    yield* process.error(`Flag --${flag.name} has been deprecated, ${flag.deprecated}\n`);
  }
  if (line.isHelp || command.isGroup) {
    yield* process.write(helpText(command));
    return 0;
  }
  applyPreferences(preferences, command, line.flags);
  requireFlags(specs, line);
  const verb = yield* verbOf(command);
  const ctx = new Context(process, command, line);
  if (verb?.run === undefined) return yield* showGroup(ctx);
  const code = yield* verb.run(ctx);
  if (code === 0 && line.flags.bool('warnings-as-errors') && ctx.warningCount > 0) {
    const count = ctx.warningCount;
    throw new ExactError(`error: ${count} warning${count === 1 ? '' : 's'} received`);
  }
  return code;
}

function requireFlags(specs: readonly FlagSpec[], line: ParsedLine): void {
  const missing = specs.filter((spec) => spec.required && !line.flags.changed(spec.name));
  if (missing.length === 0) return;
  const names = missing.map((spec) => `"${spec.name}"`).join(', ');
  throw new ExactError(`error: required flag(s) ${names} not set`);
}

/** The verb behind a command; modules are loaded when first needed. */
export function* verbOf(command: CommandSpec): Task<Verb | undefined> {
  const [first = '', ...rest] = command.path.split(' ');
  if (first === '') return undefined;
  let verb = loadedVerb(first) ?? (yield* host(loadVerb(first)));
  for (const name of rest) verb = verb?.subcommands?.[name];
  return verb;
}

/** A command that only has subcommands: bare it shows help and fails. */
function* showGroup(ctx: Context): Task<number> {
  const { command } = ctx;
  if (command === rootCommand) {
    yield* ctx.out(helpText(command));
    return 0;
  }
  if (ctx.args.length > 0) {
    throw ctx.usageError(`unknown command ${JSON.stringify(ctx.args.join(' '))}`);
  }
  yield* ctx.err(helpText(command));
  return 1;
}

export default kubectl;
