// Finds the command that words name, as cobra does: flags are skipped, unknown names get
// suggestions.
import { type CommandSpec, childNamed, commandPath, globalFlags, rootCommand } from './commands';
import type { FlagSpec } from './values';

/** A found command with the words that are left for it. */
export interface FoundCommand {
  readonly command: CommandSpec;
  readonly rest: readonly string[];
}

/** The command and its words, or the complaint about an unknown one. */
export function findCommand(words: readonly string[]): FoundCommand | { readonly error: string } {
  let command = rootCommand;
  let rest = [...words];
  for (;;) {
    const [first] = withoutFlags(rest, command);
    if (first === undefined) break;
    const child = childNamed(command, first);
    if (child === undefined) break;
    rest = withoutFirst(rest, first, command);
    command = child;
  }
  const [unknown] = withoutFlags(rest, command);
  if (command === rootCommand && unknown !== undefined) {
    const quoted = JSON.stringify(unknown);
    const error = `unknown command ${quoted} for "${commandPath(command)}"`;
    return { error: error + suggestionText(command, unknown) };
  }
  return { command, rest };
}

function takesNext(word: string, flags: readonly FlagSpec[]): boolean {
  if (word.includes('=')) return false;
  if (word.startsWith('--')) {
    return flags.find((flag) => flag.name === word.slice(2))?.noOptDefault === undefined;
  }
  if (word.length !== 2) return false;
  return flags.find((flag) => flag.shorthand === word[1])?.noOptDefault === undefined;
}

/** The words that are neither flags nor values of flags. */
function withoutFlags(words: readonly string[], command: CommandSpec): string[] {
  const flags = [...command.flags, ...globalFlags];
  const out: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === '--') break;
    if (word.startsWith('-') && word.length > 1) {
      if (takesNext(word, flags) && !(word === '-h' || word === '--help')) i++;
    } else if (word !== '') out.push(word);
  }
  return out;
}

function withoutFirst(words: readonly string[], name: string, command: CommandSpec): string[] {
  const flags = [...command.flags, ...globalFlags];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === '--') break;
    if (word.startsWith('-') && word.length > 1) {
      if (takesNext(word, flags) && !(word === '-h' || word === '--help')) i++;
    } else if (word === name) return [...words.slice(0, i), ...words.slice(i + 1)];
  }
  return [...words];
}

/** `\n\nDid you mean this?…`, or '' when nothing is near. */
export function suggestionText(command: CommandSpec, typed: string): string {
  const near = suggestionsFor(command, typed);
  if (near.length === 0) return '';
  return `\n\nDid you mean this?\n${near.map((name) => `\t${name}\n`).join('')}`;
}

function suggestionsFor(command: CommandSpec, typed: string): string[] {
  const lower = typed.toLowerCase();
  const out: string[] = [];
  for (const child of command.children) {
    if (!isAvailable(child)) continue;
    if (distance(lower, child.name) <= 2 || child.name.startsWith(lower)) out.push(child.name);
    for (const word of child.suggestFor) if (word.toLowerCase() === lower) out.push(child.name);
  }
  return out;
}

function isAvailable(command: CommandSpec): boolean {
  if (command.hidden || command.name === 'help') return false;
  return !command.isGroup || command.children.some(isAvailable);
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
