// `$name` and `${...}`: finding the value and handing it to the operations.
import type { Task } from '../../base/sim';
import type { ParameterPart } from '../ast';
import { AssociativeArray, IndexedArray } from '../interpreter/arrays';
import { elementOf, parseTarget, readVariable, resolveName } from '../interpreter/assign';
import { ShellError } from '../interpreter/errors';
import type { Shell } from '../interpreter/shell';
import { fieldBreak, type PieceOrBreak } from './fields';
import { applyOperation, defaultOperation } from './operations';
import { expandText, separators } from './words';

/** What a parameter refers to, after indirection. */
export interface Reference {
  readonly name: string;
  /** Expanded; `@` and `*` mean all elements. */
  readonly subscript?: string | undefined;
}

/** A parameter's value: a text, nothing, or a list (`$@`, `${a[*]}`). */
export type Found =
  | { readonly kind: 'text'; readonly text: string | undefined }
  | { readonly kind: 'list'; readonly values: readonly string[]; readonly isStar: boolean };

/** Expands one parameter into pieces. @throws ShellError */
export function* expandParameter(
  shell: Shell,
  part: ParameterPart,
  isQuoted: boolean,
  out: PieceOrBreak[],
): Task<void> {
  const { operation } = part;
  if (operation?.kind === 'bad') throw badSubstitution(shell, part.text);
  let subscript: string | undefined;
  if (part.subscript !== undefined) subscript = yield* subscriptText(shell, part);
  let reference: Reference = { name: part.name, subscript };
  if (part.isIndirect) {
    if (operation?.kind === 'names') {
      const names = variableNames(shell, part.name);
      emit(shell, list(names, operation.operator === '*'), isQuoted, out);
      return;
    }
    if (isAll(subscript) && operation === undefined) {
      emit(shell, keysOf(shell, reference), isQuoted, out);
      return;
    }
    const target = indirect(shell, reference, part.text);
    if (target === undefined) {
      if (operation?.kind !== 'default') return;
      yield* defaultOperation({ shell, part, reference, isQuoted, out }, undefined);
      return;
    }
    reference = target;
  }
  const found = lookUp(shell, reference);
  if (part.isLength) {
    checkBound(shell, reference, found);
    checkArray(shell, reference, found);
    out.push({
      text: String(lengthOf(found)),
      kind: isQuoted ? 'quoted' : 'split',
    });
    return;
  }
  if (operation?.kind === 'default') {
    yield* defaultOperation({ shell, part, reference, isQuoted, out }, found);
    return;
  }
  checkBound(shell, reference, found);
  if (operation === undefined) emit(shell, found, isQuoted, out);
  else {
    const changed = yield* applyOperation(shell, operation, { reference, found, isQuoted });
    emit(shell, changed, isQuoted, out);
  }
}

export function badSubstitution(shell: Shell, text: string): ShellError {
  if (!shell.isBash) return new ShellError('Bad substitution', 'shell', 2);
  return new ShellError(`${text}: bad substitution`);
}

function* subscriptText(shell: Shell, part: ParameterPart): Task<string> {
  const word = part.subscript;
  if (word === undefined) return '';
  if (word.text === '@' || word.text === '*') return word.text;
  const text = yield* expandText(shell, word);
  return isAll(text) ? `"${text}"` : text;
}

export function isAll(subscript: string | undefined): boolean {
  return subscript === '@' || subscript === '*';
}

function list(values: readonly string[], isStar: boolean): Found {
  return { kind: 'list', values, isStar };
}

/** Finds what a reference means now. */
export function lookUp(shell: Shell, reference: Reference): Found {
  const { name } = reference;
  if (name === '@' || name === '*') return list(shell.positional, name === '*');
  if (!/^[A-Za-z_]/.test(name)) return { kind: 'text', text: special(shell, name) };
  const resolved = resolveName(shell, name);
  const subscript = reference.subscript ?? resolved.subscript;
  const variable = shell.variables.find(resolved.name);
  const value = variable?.current;
  if (subscript === undefined) return { kind: 'text', text: variable?.text };
  if (subscript === '@' || subscript === '*') {
    return list(valuesOf(value), subscript === '*');
  }
  if (value === undefined) return { kind: 'text', text: undefined };
  return { kind: 'text', text: elementOf(shell, resolved.name, value, subscript) };
}

function valuesOf(value: unknown): readonly string[] {
  if (value instanceof IndexedArray || value instanceof AssociativeArray) return value.values();
  return typeof value === 'string' ? [value] : [];
}

function keysOf(shell: Shell, reference: Reference): Found {
  const resolved = resolveName(shell, reference.name);
  const value = shell.variables.find(resolved.name)?.current;
  let keys: string[] = value === undefined ? [] : ['0'];
  if (value instanceof IndexedArray) keys = value.keys().map(String);
  else if (value instanceof AssociativeArray) keys = value.keys();
  return list(keys, reference.subscript === '*');
}

function special(shell: Shell, name: string): string | undefined {
  switch (name) {
    case '?':
      return String(shell.status);
    case '$':
      return String(shell.pid);
    case '#':
      return String(shell.positional.length);
    case '!':
      return shell.lastBackground === undefined ? undefined : String(shell.lastBackground);
    case '-':
      return flags(shell);
    case '0':
      return shell.name;
    default:
      return shell.positional[Number(name) - 1];
  }
}

function flags(shell: Shell): string {
  const letters = shell.options.letters();
  const interactive = shell.isInteractive ? 'i' : '';
  const at = letters.search(/[k-zA-Z]/);
  const head = at < 0 ? letters : letters.slice(0, at);
  return head + interactive + (at < 0 ? '' : letters.slice(at)) + shell.invocation;
}

function variableNames(shell: Shell, prefix: string): string[] {
  const all = shell.variables.visible().filter(([n, v]) => n.startsWith(prefix) && v.isSet);
  return all.map(([name]) => name);
}

/** `${!ref}`: the parameter that ref's value names; undefined when ref is not set. */
function indirect(shell: Shell, reference: Reference, text: string): Reference | undefined {
  const variable = shell.variables.find(reference.name);
  if (variable?.attributes.nameref && reference.subscript === undefined) {
    // For a nameref it is the name itself.
    return { name: '\0name', subscript: variable.text ?? '' };
  }
  const found = lookUp(shell, reference);
  const value = found.kind === 'text' ? found.text : found.values.join(' ');
  if (value === undefined) {
    const isSet = shell.variables.find(reference.name) !== undefined;
    if (/^[A-Za-z_]/.test(reference.name) && !isSet) {
      throw new ShellError(`${text.slice(2, -1)}: invalid indirect expansion`);
    }
    return undefined;
  }
  if (/^([0-9]+|[@*#?$!-])$/.test(value)) return { name: value };
  const target = parseTarget(value);
  if (target === undefined) throw new ShellError(`${value}: invalid variable name`);
  return target;
}

function lengthOf(found: Found): number {
  if (found.kind === 'list') return found.values.length;
  return codePoints(found.text ?? '');
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** `${#a[@]}` under `set -u`: the array has to exist. */
function checkArray(shell: Shell, { name }: Reference, found: Found): void {
  if (found.kind === 'text' || !shell.options.has('nounset') || /^[@*]/.test(name)) return;
  const variable = shell.variables.find(resolveName(shell, name).name);
  if (variable === undefined) throw new ShellError(`${name}: unbound variable`, 'shell', 1);
}

/** `set -u`. */
function checkBound(shell: Shell, reference: Reference, found: Found): void {
  if (found.kind === 'list' || found.text !== undefined || !shell.options.has('nounset')) return;
  const { name, subscript } = reference;
  const shown = /^[0-9!]/.test(name) && shell.isBash ? `$${name}` : name;
  const at = subscript === undefined ? '' : `[${subscript}]`;
  if (!shell.isBash) throw new ShellError(`${name}: parameter not set`, 'shell', 2);
  throw new ShellError(`${shown}${at}: unbound variable`, 'shell', 1);
}

/** Turns a value into pieces, as `$@` and `$*` want it. */
export function emit(shell: Shell, found: Found, isQuoted: boolean, out: PieceOrBreak[]): void {
  const kind = isQuoted ? 'quoted' : 'split';
  if (found.kind === 'text') {
    out.push({ text: found.text ?? '', kind });
    return;
  }
  if (found.isStar && isQuoted) {
    const ifs = separators(shell);
    out.push({ text: found.values.join(ifs.charAt(0)), kind });
    return;
  }
  found.values.forEach((text, i) => {
    if (i > 0) out.push(isQuoted ? fieldBreak : { text: ' ', kind: 'split' });
    if (i > 0 && !isQuoted) {
      out.pop();
      out.push(softBreak(shell));
    }
    out.push({ text, kind });
  });
}

/** Between unquoted elements: ends a field, but makes no empty one. */
function softBreak(shell: Shell): PieceOrBreak {
  const ifs = readVariable(shell, 'IFS') ?? ' \t\n';
  const blank = /[ \t\n]/.exec(ifs)?.[0];
  return blank === undefined ? fieldBreak : { text: blank, kind: 'split' };
}
