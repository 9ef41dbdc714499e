// minikube's command tree, from the table of the real program, and how words find their command.
import { levenshtein } from '../../base/levenshtein';
import type { FlagSpec } from '../kubectl/framework/values';
import table from './generated/commands.json';

export interface Command {
  /** `addons enable`; '' for minikube itself. */
  readonly path: string;
  readonly name: string;
  readonly use: string;
  readonly aliases: readonly string[];
  /** Only shows help. */
  readonly isGroup: boolean;
  readonly hidden: boolean;
  readonly parent: Command | undefined;
  readonly children: readonly Command[];
  readonly flags: readonly FlagSpec[];
}

/** Headings of the root help with the names below them. */
export const commandGroups: readonly { heading: string; commands: readonly string[] }[] =
  table.groups;

/** Flags that every command takes. */
export const globalFlags = table.globalFlags as readonly FlagSpec[];

/** minikube itself with everything below it. */
export const rootCommand: Command = build();

interface TableCommand {
  readonly path: string;
  readonly use: string;
  readonly aliases?: readonly string[];
  readonly isGroup?: boolean;
  readonly hidden?: boolean;
  readonly flags: readonly FlagSpec[];
}

function build(): Command {
  const made = new Map<string, Command & { children: Command[] }>();
  for (const one of table.commands as readonly TableCommand[]) {
    const words = one.path === '' ? [] : one.path.split(' ');
    const parent = words.length === 0 ? undefined : made.get(words.slice(0, -1).join(' '));
    const command = {
      path: one.path,
      name: words.at(-1) ?? 'minikube',
      use: one.use,
      aliases: one.aliases ?? [],
      isGroup: one.isGroup ?? false,
      hidden: one.hidden ?? false,
      parent,
      children: [],
      flags: one.flags,
    };
    made.set(one.path, command);
    parent?.children.push(command);
  }
  const root = made.get('');
  if (root === undefined) throw new Error('the table has no root');
  return root;
}

/** `minikube addons enable`. */
export function commandPath(command: Command): string {
  return command.path === '' ? 'minikube' : `minikube ${command.path}`;
}

export function childNamed(command: Command, name: string): Command | undefined {
  return command.children.find((one) => one.name === name || one.aliases.includes(name));
}

/** Its own and the global flags, as the parser wants them: underscores are dashes there. */
export function allFlags(command: Command): FlagSpec[] {
  return [...command.flags, ...globalFlags].map((flag) => {
    return { ...flag, name: flag.name.replaceAll('_', '-') };
  });
}

export interface Found {
  readonly command: Command;
  /** Words that are left for it, flags among them. */
  readonly rest: readonly string[];
}

/** The command that words name, or the complaint about an unknown one. */
export function findCommand(words: readonly string[]): Found | { readonly error: string } {
  let command = rootCommand;
  const rest = [...words];
  for (;;) {
    const at = nextWord(rest, command);
    const child = at < 0 ? undefined : childNamed(command, rest[at] ?? '');
    if (child === undefined) {
      if (command !== rootCommand || at < 0) return { command, rest };
      return { error: unknownCommand(rest[at] ?? '') };
    }
    rest.splice(at, 1);
    command = child;
  }
}

/** Where the first word that is neither a flag nor a flag's value stands; -1: nowhere. */
function nextWord(words: readonly string[], command: Command): number {
  const flags = [...command.flags, ...globalFlags];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === '--') return -1;
    if (!word.startsWith('-') || word.length < 2) return i;
    if (word.includes('=') || word === '-h' || word === '--help') continue;
    const spec = word.startsWith('--')
      ? flags.find((flag) => flag.name === word.slice(2))
      : word.length === 2
        ? flags.find((flag) => flag.shorthand === word[1])
        : undefined;
    if (spec !== undefined && spec.noOptDefault === undefined) i++;
  }
  return -1;
}

function unknownCommand(typed: string): string {
  const near = rootCommand.children.filter(
    ({ name, hidden }) =>
      !hidden &&
      name !== 'help' &&
      (levenshtein(typed.toLowerCase(), name) <= 2 || name.startsWith(typed.toLowerCase())),
  );
  const meant =
    near.length === 0
      ? ''
      : `\n\nDid you mean this?\n${near.map((one) => `\t${one.name}\n`).join('')}`;
  return `unknown command ${JSON.stringify(typed)} for "minikube"${meant}`;
}
