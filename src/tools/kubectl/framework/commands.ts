// The command tree: from the table of the real program, as objects with children.

import { compareStrings } from '../../../base/json';
import table from '../generated/commands.json';
import type { FlagSpec } from './values';

/** A command of the tree. */
export interface CommandSpec {
  /** `create deployment`; '' for kubectl itself. */
  readonly path: string;
  readonly name: string;
  /** The usage line's pattern behind the parent's path. */
  readonly use: string;
  readonly aliases: readonly string[];
  readonly suggestFor: readonly string[];
  /** Only shows help. */
  readonly isGroup: boolean;
  readonly hidden: boolean;
  readonly hasPlainUse: boolean;
  readonly parent: CommandSpec | undefined;
  /** In the order in which they were added: suggestions come in this order. */
  readonly children: readonly CommandSpec[];
  /** Its own flags; global ones aren't among them. */
  readonly flags: readonly FlagSpec[];
}

/** Headings of the root help with the names below them. */
export const commandGroups: readonly { heading: string; commands: readonly string[] }[] =
  table.groups;

const flagTable = table.flags as readonly FlagSpec[];

/** Flags that every command takes. */
export const globalFlags: readonly FlagSpec[] = pick(table.globalFlags);

/** kubectl itself with everything below it. */
export const rootCommand: CommandSpec = build();

interface TableCommand {
  readonly path: string;
  readonly use: string;
  readonly aliases?: readonly string[];
  readonly suggestFor?: readonly string[];
  readonly isGroup?: boolean;
  readonly hidden?: boolean;
  readonly disableFlagsInUseLine?: boolean;
  readonly flags: readonly number[];
}

function build(): CommandSpec {
  const made = new Map<string, CommandSpec & { children: CommandSpec[] }>();
  for (const one of table.commands as readonly TableCommand[]) {
    const words = one.path === '' ? [] : one.path.split(' ');
    const parent = words.length === 0 ? undefined : made.get(words.slice(0, -1).join(' '));
    const spec = {
      path: one.path,
      name: words.at(-1) ?? 'kubectl',
      use: one.use,
      aliases: one.aliases ?? [],
      suggestFor: one.suggestFor ?? [],
      isGroup: one.isGroup ?? false,
      hidden: one.hidden ?? false,
      hasPlainUse: one.disableFlagsInUseLine ?? false,
      parent,
      children: [],
      flags: pick(one.flags),
    };
    made.set(one.path, spec);
    parent?.children.push(spec);
  }
  const root = made.get('');
  if (root === undefined) throw new Error('the table has no root');
  const rank = (spec: CommandSpec) => {
    const at = table.order.indexOf(spec.name);
    return at < 0 ? table.order.length : at;
  };
  root.children.sort((a, b) => rank(a) - rank(b) || compareStrings(a.name, b.name));
  return root;
}

function pick(ids: readonly number[]): FlagSpec[] {
  return ids.flatMap((id) => flagTable[id] ?? []);
}

/** `kubectl create deployment`. */
export function commandPath(spec: CommandSpec): string {
  return spec.path === '' ? 'kubectl' : `kubectl ${spec.path}`;
}

/** The child of that name or alias. */
export function childNamed(spec: CommandSpec, name: string): CommandSpec | undefined {
  return spec.children.find((one) => one.name === name || one.aliases.includes(name));
}

/** Every flag a command takes: its own, its parents' persistent ones, the global ones. */
export function allFlags(spec: CommandSpec): readonly FlagSpec[] {
  const inherited = spec.parent?.path === 'config' ? spec.parent.flags : [];
  return [...spec.flags, ...inherited, ...globalFlags];
}
