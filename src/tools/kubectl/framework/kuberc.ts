// Preferences (~/.kube/kuberc): aliases of commands and other defaults of flags.
import { isObject, type Json, type JsonObject } from '../../../base/json';
import { yamlToValue } from '../../../base/yaml';
import type { Process } from '../../../machine/types';
import { type CommandSpec, rootCommand } from './commands';
import type { FlagValues } from './values';

/** What the file said of one command line. */
export interface Preferences {
  /** The command line with its alias replaced. */
  readonly words: readonly string[];
  readonly defaults: readonly JsonObject[];
  /** Option defaults that an alias brings. */
  readonly aliasOptions: readonly JsonObject[];
  /** Shown before the command runs. */
  readonly warning: string;
  /** Shown after a failure to find the command: the named file could not be read. */
  readonly failure: string;
}

/** Reads the preferences file that flags and environment choose. */
export function readPreferences(process: Process, typed: readonly string[]): Preferences {
  const none = { words: typed, defaults: [], aliasOptions: [], warning: '', failure: '' };
  if (process.env.get('KUBECTL_KUBERC') === 'false') return none;
  const flagged = kubercFlag(typed);
  const named = flagged ?? process.env.get('KUBERC') ?? '';
  if (flagged === undefined && named === 'off') return none;
  const path = named || `${process.env.get('HOME') ?? ''}/.kube/kuberc`;
  if (!process.files.isFile(path)) {
    if (named === '') return none;
    const failure =
      'error occurred while applying preferences kuberc error kuberc: ' +
      `open ${path}: no such file or directory\n`;
    return { ...none, failure };
  }
  const result = yamlToValue(process.files.read(path));
  if (!result.ok || !isPreference(result.value)) {
    const warning =
      `kuberc: no preferences loaded from ${path}: no valid preferences found in ${path}, ` +
      'use --v=5 to see details';
    return { ...none, warning };
  }
  const defaults = objects(result.value.defaults ?? result.value.overrides);
  return { ...none, ...expandAlias(typed, objects(result.value.aliases)), defaults };
}

function isPreference(value: Json): value is JsonObject {
  return isObject(value) && value.kind === 'Preference';
}

function kubercFlag(words: readonly string[]): string | undefined {
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === '--') return undefined;
    if (word === '--kuberc') return words[i + 1];
    if (word.startsWith('--kuberc=')) return word.slice('--kuberc='.length);
  }
  return undefined;
}

function expandAlias(typed: readonly string[], aliases: readonly JsonObject[]) {
  const [first] = typed;
  const alias = aliases.find((one) => one.name === first);
  if (alias === undefined || rootCommand.children.some((child) => child.name === first)) {
    return { words: typed, aliasOptions: [] };
  }
  const words = [
    ...String(alias.command ?? '').split(' '),
    ...strings(alias.prependArgs),
    ...typed.slice(1),
    ...strings(alias.appendArgs),
  ];
  return { words, aliasOptions: objects(alias.options ?? alias.flags) };
}

/** Gives flags that were not on the command line their preferred values. */
export function applyPreferences(
  preferences: Preferences,
  command: CommandSpec,
  flags: FlagValues,
): void {
  const own = preferences.defaults.find((one) => one.command === command.path);
  for (const option of [...preferences.aliasOptions, ...objects(own?.options ?? own?.flags)]) {
    const name = String(option.name ?? '');
    if (flags.knows(name) && !flags.changed(name)) flags.add(name, String(option.default ?? ''));
  }
}

function objects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function strings(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
