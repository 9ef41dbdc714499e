// What a name means as a command: for type, command -v and -V.
import { readVariable } from './assign';
import { pathCandidates, searchPath, standardPath } from './lookup';
import type { Shell } from './shell';
import { builtinFor } from './simple';

export const keywords: readonly string[] = [
  ...['if', 'then', 'else', 'elif', 'fi', 'case', 'esac', 'for', 'select', 'while', 'until'],
  ...['do', 'done', 'in', 'function', 'time', '{', '}', '!', '[[', ']]', 'coproc'],
];

export type Meaning =
  | { readonly kind: 'alias'; readonly value: string }
  | { readonly kind: 'keyword' | 'function' }
  | { readonly kind: 'builtin'; readonly isSpecial: boolean }
  | { readonly kind: 'file'; readonly path: string; readonly isHashed: boolean };

/** Every meaning in the order of search. */
export function* meanings(shell: Shell, name: string, path?: string): Generator<Meaning> {
  const alias = shell.aliases.get(name);
  const usesAliases = shell.options.has('expand_aliases') || !shell.isBash;
  if (alias !== undefined && usesAliases) yield { kind: 'alias', value: alias };
  if (
    keywords.includes(name) &&
    (shell.isBash || !/^(\[\[|\]\]|select|function|time|coproc)$/.test(name))
  ) {
    yield { kind: 'keyword' };
  }
  if (shell.functions.has(name)) yield { kind: 'function' };
  const builtin = builtinFor(shell, name);
  if (builtin !== undefined) yield { kind: 'builtin', isSpecial: builtin.isSpecial === true };
  yield* filesOf(shell, name, path);
}

/** Files on PATH that the name may mean. */
export function* filesOf(shell: Shell, name: string, path?: string): Generator<Meaning> {
  const { files } = shell.process;
  if (name.includes('/')) {
    const found = searchPath(shell, name);
    if (found !== undefined) yield { kind: 'file', path: found, isHashed: false };
    return;
  }
  const known = path === undefined ? shell.hashed.get(name) : undefined;
  if (known !== undefined) known.hits++;
  const hashed = known?.path;
  if (hashed !== undefined && files.isFile(hashed)) {
    yield { kind: 'file', path: hashed, isHashed: true };
  }
  for (const file of pathCandidates(
    files,
    name,
    path ?? readVariable(shell, 'PATH') ?? standardPath,
  )) {
    if (files.may(file, 'x') && file !== hashed)
      yield { kind: 'file', path: file, isHashed: false };
  }
}
