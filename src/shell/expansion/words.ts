// Expansion of words: the entry for everything that runs commands.
import type { Task } from '../../base/sim';
import type { ArrayElement, Part, Word } from '../ast';
import { readVariable } from '../interpreter/assign';
import { ShellError } from '../interpreter/errors';
import type { Shell } from '../interpreter/shell';
import { expandBraces } from './braces';
import { type Field, joinPattern, joinPieces, makeFields, type PieceOrBreak } from './fields';
import { expandParameter } from './parameter';
import { matchPaths } from './pathname';
import { hasPattern } from './pattern';
import { openProcessSubstitution, runSubstitution } from './substitute';
import { expandTilde, expandTildes } from './tilde';

/** Command words: braces, everything else, splitting, file names, quote removal. */
export function* expandWords(shell: Shell, words: readonly Word[]): Task<string[]> {
  const out: string[] = [];
  for (const word of words) {
    if (word.literal !== undefined) out.push(word.literal);
    else yield* expandWordInto(shell, word, out);
  }
  return out;
}

/** One word into any number of arguments. */
export function* expandWordInto(shell: Shell, word: Word, out: string[]): Task<void> {
  const usesBraces = shell.dialect === 'bash' && shell.options.has('braceexpand');
  for (const one of usesBraces ? expandBraces(word) : [word]) {
    if (one.literal !== undefined) {
      out.push(one.literal);
      continue;
    }
    const pieces = yield* expandParts(shell, one.parts, 'word');
    for (const field of makeFields(pieces, separators(shell))) addField(shell, field, out);
  }
}

/** IFS, or its default. */
export function separators(shell: Shell): string {
  return readVariable(shell, 'IFS') ?? ' \t\n';
}

function addField(shell: Shell, field: Field, out: string[]): void {
  const { options } = shell;
  const isExtglob = options.has('extglob');
  if (options.has('noglob') || !hasPattern(field.pattern, isExtglob)) {
    out.push(field.text);
    return;
  }
  const paths = matchPaths(shell.process.files, field.pattern, globOptions(shell));
  if (paths.length > 0) for (const path of paths) out.push(path);
  else if (options.has('failglob')) throw new ShellError(`no match: ${field.text}`);
  else if (!options.has('nullglob')) out.push(field.text);
}

/** How file names match under the shell's options. */
export function globOptions(shell: Shell) {
  const { options } = shell;
  return {
    isExtglob: options.has('extglob'),
    isDotglob: options.has('dotglob'),
    isGlobstar: options.has('globstar'),
    ignoresCase: options.has('nocaseglob'),
  };
}

/** A word as one text: redirection targets, `case` subjects, here-strings. */
export function* expandText(shell: Shell, word: Word): Task<string> {
  if (word.literal !== undefined) return word.literal;
  return joinPieces(yield* expandParts(shell, word.parts, 'text'));
}

/** The value of an assignment: tildes also after `:`. */
export function* expandValue(shell: Shell, word: Word): Task<string> {
  if (word.literal !== undefined && !word.literal.includes('~')) return word.literal;
  return joinPieces(yield* expandParts(shell, word.parts, 'value'));
}

/** A word as a pattern, in which what was quoted is protected. */
export function* expandPattern(shell: Shell, word: Word): Task<string> {
  return joinPattern(yield* expandParts(shell, word.parts, 'text'));
}

/** A word as pieces, for those who care which parts were quoted. */
export function* expandToPieces(shell: Shell, word: Word): Task<PieceOrBreak[]> {
  return yield* expandParts(shell, word.parts, 'text');
}

/** Values (and subscripts) of an array literal. */
export function* expandElements(
  shell: Shell,
  elements: readonly ArrayElement[],
): Task<{ subscript?: string; isAppend: boolean; value: string }[]> {
  const out: { subscript?: string; isAppend: boolean; value: string }[] = [];
  for (const element of elements) {
    if (element.subscript !== undefined) {
      const subscript = yield* expandText(shell, element.subscript);
      const value = yield* expandValue(shell, element.value);
      out.push({ subscript, isAppend: element.isAppend, value });
      continue;
    }
    const values: string[] = [];
    if (element.value.literal !== undefined) values.push(element.value.literal);
    else yield* expandWordInto(shell, element.value, values);
    for (const value of values) out.push({ isAppend: false, value });
  }
  return out;
}

/** Where parts stand: it decides about tildes. */
type Place = 'word' | 'text' | 'value' | 'quoted';

/** Expands parts to pieces. */
export function* expandParts(
  shell: Shell,
  parts: readonly Part[],
  place: Place,
): Task<PieceOrBreak[]> {
  const out: PieceOrBreak[] = [];
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] as Part;
    if (part.kind === 'text') out.push(textPiece(shell, parts, i, place));
    else if (part.kind === 'double') yield* expandDouble(shell, part.parts, out);
    else yield* expandPart(shell, part, place === 'quoted' || joinsHere(part, place), out);
  }
  return out;
}

/** Where nothing is split, `$*` is joined as in quotes. */
function joinsHere(part: Part, place: Place): boolean {
  if (place !== 'value' || part.kind !== 'parameter') return false;
  return part.name === '*' || part.subscript?.text === '*';
}

function textPiece(shell: Shell, parts: readonly Part[], at: number, place: Place): PieceOrBreak {
  const part = parts[at] as Extract<Part, { kind: 'text' }>;
  if (part.isQuoted || place === 'quoted') return { text: part.text, kind: 'quoted' };
  if (!part.text.includes('~')) return { text: part.text, kind: 'literal' };
  const isLast = at === parts.length - 1;
  let { text } = part;
  if (place === 'value') text = expandTildes(shell, text, { isFirst: at === 0, isLast });
  else if (at === 0) text = expandTilde(shell, text, isLast);
  // `x=~` as an argument expands too, except in POSIX mode.
  const assignment = place === 'word' && at === 0 ? /^[A-Za-z_]\w*=(?=~)/.exec(text) : null;
  if (assignment !== null && shell.isBash) {
    const head = assignment[0];
    text = head + expandTilde(shell, text.slice(head.length), isLast);
  }
  return { text, kind: text === part.text ? 'literal' : 'quoted' };
}

function* expandDouble(shell: Shell, parts: readonly Part[], out: PieceOrBreak[]): Task<void> {
  if (parts.length === 0) {
    out.push({ text: '', kind: 'quoted' });
    return;
  }
  const before = out.length;
  let isOnlyList = true;
  for (const part of parts) {
    if (part.kind === 'text') {
      out.push({ text: part.text, kind: 'quoted' });
      isOnlyList = false;
    } else if (part.kind === 'double') yield* expandDouble(shell, part.parts, out);
    else {
      const count = out.length;
      yield* expandPart(shell, part, true, out);
      if (out.length > count) isOnlyList = false;
      else if (part.kind !== 'parameter') isOnlyList = false;
    }
  }
  if (out.length === before && !isOnlyList) out.push({ text: '', kind: 'quoted' });
}

function* expandPart(shell: Shell, part: Part, isQuoted: boolean, out: PieceOrBreak[]): Task<void> {
  const kind = isQuoted ? 'quoted' : 'split';
  switch (part.kind) {
    case 'parameter':
      yield* expandParameter(shell, part, isQuoted, out);
      return;
    case 'command': {
      const text = yield* runSubstitution(shell, part);
      out.push({ text, kind });
      return;
    }
    case 'arithmetic': {
      const text = yield* expandArithmetic(shell, part.expression);
      out.push({ text: String(shell.calculator.evaluate(text)), kind });
      return;
    }
    case 'process':
      out.push({ text: openProcessSubstitution(shell, part), kind: 'quoted' });
      return;
    case 'array':
    case 'text':
    case 'double':
      return;
  }
}

/** The text of an arithmetic expression, its `$` expansions done. */
export function* expandArithmetic(shell: Shell, word: Word): Task<string> {
  if (word.literal !== undefined) return word.literal;
  return joinPieces(yield* expandParts(shell, word.parts, 'quoted'));
}
