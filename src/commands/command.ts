// Commands: one definition gives parsing, --help, --version, completion and the running program.
import type { Task } from '../base/sim';
import type { Process, Program } from '../machine/types';
import { busyboxMessage, busyboxUsage } from './framework/busybox';
import { Context, type Flavour } from './framework/context';
import { helpText, type PackageName, versionText } from './framework/help';
import {
  type OptionSpec,
  type OptionTable,
  type ParseRules,
  parseOptions,
  readTable,
} from './framework/options';

export { Context, type Flavour, type OpenRules } from './framework/context';
export { failureCode, failureText } from './framework/failure';
export type { PackageName } from './framework/help';
export { Input } from './framework/input';
export {
  type GivenOption,
  type OptionEntry,
  type OptionTable,
  type OptionValues,
  parseOptions,
  readTable,
} from './framework/options';
export { quoteAlways, quoteIfNeeded, quoteLocale } from './framework/quote';

/** What a completion is asked for. */
export interface CompletionRequest {
  readonly process: Process;
  /** The words before the one to be completed, without the command's name. */
  readonly words: readonly string[];
  readonly current: string;
}

/** Everything about one command. */
export interface CommandDefinition<T extends OptionTable = OptionTable> extends ParseRules {
  readonly name: string;
  readonly summary: { readonly en: string; readonly es: string };
  /** Whose --version it prints; coreutils by default. */
  readonly package?: PackageName;
  readonly options: T;
  /** As in the usage line: `[FILE]...`. */
  readonly operands?: string;
  /** What follows a complaint about options; `Try 'NAME --help' for more information.` */
  readonly hint?: string;
  /** Exit status after a complaint about options; 1 by default. */
  readonly usageStatus?: number;
  /** How messages call the command, when not as it was called. */
  readonly messageName?: string;
  /** Old syntaxes, turned into options before parsing: `tail +5`, `tar xf`. */
  readonly rewrite?: (args: readonly string[]) => readonly string[];
  /** --help and --version are not special, or only when alone (`true`, `echo`, `expr`). */
  readonly standardOptions?: 'always' | 'alone' | 'never';
  /** Returns the exit status. Options given twice: the last one counts. */
  run(ctx: Context<T>): Task<number>;
  /** Candidates for the word; undefined: file names. */
  complete?(request: CompletionRequest): readonly string[] | undefined;
}

/** A program that still knows its definition. */
export interface CommandProgram extends Program {
  readonly definition: CommandDefinition;
  /** The options, for completion, man pages and tests. */
  readonly optionSpecs: readonly OptionSpec[];
}

/** Makes a program of a definition. */
export function defineCommand<const T extends OptionTable>(
  definition: CommandDefinition<T>,
): CommandProgram {
  const specs = withStandardOptions(readTable(definition.options), definition);
  return {
    name: definition.name,
    definition: definition as unknown as CommandDefinition,
    optionSpecs: specs,
    *run(process: Process): Task<number> {
      return yield* runCommand(definition, specs, process);
    },
  };
}

const HELP: OptionSpec = {
  key: 'help',
  shorts: [],
  longs: ['help'],
  argument: 'none',
  shortArgument: 'none',
  placeholder: '',
  isRepeated: false,
  help: 'show this help and exit',
};
const VERSION: OptionSpec = {
  ...HELP,
  key: 'version',
  longs: ['version'],
  help: 'show the version and exit',
};

function withStandardOptions(
  specs: readonly OptionSpec[],
  definition: { standardOptions?: 'always' | 'alone' | 'never' },
): readonly OptionSpec[] {
  if (definition.standardOptions === 'never') return specs;
  const extra = [HELP, VERSION].filter((standard) => specs.every((s) => s.key !== standard.key));
  return [...specs, ...extra];
}

function* runCommand<T extends OptionTable>(
  definition: CommandDefinition<T>,
  specs: readonly OptionSpec[],
  process: Process,
): Task<number> {
  const name = definition.messageName ?? process.argv[0] ?? definition.name;
  const args = process.argv.slice(1);
  const standard = definition.standardOptions ?? 'always';
  if (standard === 'alone' && args.length === 1) {
    if (args[0] === '--help') return yield* help(definition, specs, process);
    if (args[0] === '--version') return yield* version(definition, process);
  }
  const flavour: Flavour = process.suite === 'busybox' ? 'busybox' : 'gnu';
  const hint =
    flavour === 'busybox'
      ? busyboxUsage(name, definition.summary.en, definition.operands ?? '')
      : (definition.hint ?? `Try '${name} --help' for more information.\n`);
  const usageStatus = definition.usageStatus ?? 1;
  const parsed = parseOptions(specs, definition.rewrite?.(args) ?? args, definition);
  if (typeof parsed === 'string') {
    const text = flavour === 'busybox' ? busyboxMessage(name, parsed) : parsed;
    yield* process.error(`${name}: ${text}\n${hint}`);
    return usageStatus;
  }
  if (standard === 'always') {
    const first = parsed.given.find((g) => g.key === 'help' || g.key === 'version');
    if (first?.key === 'help') return yield* help(definition, specs, process);
    if (first?.key === 'version') return yield* version(definition, process);
  }
  const ctx = new Context<T>(process, parsed, { name, hint, usageStatus, flavour });
  try {
    const status = yield* definition.run(ctx);
    yield* ctx.flush();
    return status;
  } finally {
    ctx.closeAll();
  }
}

function* help<T extends OptionTable>(
  definition: CommandDefinition<T>,
  options: readonly OptionSpec[],
  process: Process,
): Task<number> {
  const { name, summary, operands = '' } = definition;
  yield* process.write(helpText(name, { summary: summary.en, operands, options }));
  return 0;
}

function* version<T extends OptionTable>(
  definition: CommandDefinition<T>,
  process: Process,
): Task<number> {
  yield* process.write(versionText(definition.name, definition.package ?? 'coreutils'));
  return 0;
}
