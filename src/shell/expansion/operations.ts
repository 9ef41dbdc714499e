// The operations of `${name...}`: defaults, trimming, replacement, case, slices, `@` letters.
import type { Task } from '../../base/sim';
import type { ParameterOperation, ParameterPart, Word } from '../ast';
import { AssociativeArray, IndexedArray } from '../interpreter/arrays';
import { assignText, resolveName } from '../interpreter/assign';
import { ShellError } from '../interpreter/errors';
import type { Shell } from '../interpreter/shell';
import { fieldBreak, joinPieces, type PieceOrBreak } from './fields';
import { emit, type Found, type Reference } from './parameter';
import { compilePattern, patternSource, toRegExp } from './pattern';
import { transform } from './transform';
import { expandArithmetic, expandParts, expandPattern, expandToPieces } from './words';

export interface ParameterUse {
  readonly shell: Shell;
  readonly part: ParameterPart;
  readonly reference: Reference;
  readonly isQuoted: boolean;
  readonly out: PieceOrBreak[];
}

/** `-`, `=`, `?`, `+` with and without `:`. */
export function* defaultOperation(use: ParameterUse, found: Found | undefined): Task<void> {
  const { shell, part, reference, isQuoted, out } = use;
  const { operation } = part;
  if (operation?.kind !== 'default') return;
  const kind = operation.operator.slice(-1);
  const testsEmpty = operation.operator.length === 2;
  const isPresent = isSet(found, testsEmpty);
  if (kind === '+') {
    if (isPresent) yield* emitWord(use, operation.word);
    else if (isQuoted && found?.kind !== 'list') out.push({ text: '', kind: 'quoted' });
    return;
  }
  if (isPresent && found !== undefined) {
    emit(shell, found, isQuoted, out);
    return;
  }
  if (kind === '-') yield* emitWord(use, operation.word);
  else if (kind === '=') {
    const text = joinPieces(yield* expandParts(shell, operation.word.parts, 'text'));
    if (!/^[A-Za-z_]/.test(reference.name)) {
      throw new ShellError(`$${reference.name}: cannot assign in this way`);
    }
    assignText(shell, reference.name, { value: text, subscript: reference.subscript });
    out.push({ text, kind: isQuoted ? 'quoted' : 'split' });
  } else {
    const text = joinPieces(yield* expandParts(shell, operation.word.parts, 'text'));
    const usual = testsEmpty ? 'parameter null or not set' : 'parameter not set';
    const name = part.isIndirect ? part.text.slice(2).replace(/:?\?.*/s, '') : reference.name;
    const at = reference.subscript === undefined ? '' : `[${reference.subscript}]`;
    const code = shell.isBash ? 127 : 2;
    throw new ShellError(`${name}${at}: ${text === '' ? usual : text}`, 'shell', code);
  }
}

function isSet(found: Found | undefined, testsEmpty: boolean): boolean {
  if (found === undefined) return false;
  if (found.kind === 'text') return found.text !== undefined && !(testsEmpty && found.text === '');
  if (!testsEmpty) return found.values.length > 0;
  return found.values.length > 1 || (found.values[0] ?? '') !== '';
}

/** The word of a default: inside double quotes everything counts as quoted. */
function* emitWord(use: ParameterUse, word: Word): Task<void> {
  const { shell, isQuoted, out } = use;
  const pieces = yield* expandParts(shell, word.parts, isQuoted ? 'quoted' : 'word');
  for (const piece of pieces) {
    if (piece === fieldBreak || piece.kind !== 'literal') out.push(piece);
    else out.push({ text: piece.text, kind: 'split' });
  }
  if (isQuoted && pieces.length === 0) out.push({ text: '', kind: 'quoted' });
}

export interface OperationInput {
  readonly reference: Reference;
  readonly found: Found;
  readonly isQuoted: boolean;
}

/** Applies an operation to a value, or to each element of a list. */
export function* applyOperation(
  shell: Shell,
  operation: ParameterOperation,
  input: OperationInput,
): Task<Found> {
  switch (operation.kind) {
    case 'trim': {
      const pattern = yield* expandPattern(shell, operation.pattern);
      return mapFound(input.found, trimmer(shell, operation.operator, pattern));
    }
    case 'replace':
      return mapFound(input.found, yield* replacer(shell, operation));
    case 'case': {
      const pattern = yield* expandPattern(shell, operation.pattern);
      return mapFound(input.found, caser(shell, operation.operator, pattern));
    }
    case 'slice':
      return yield* slice(shell, operation, input);
    case 'transform':
      return transform(shell, operation.operator, input);
    default:
      return input.found;
  }
}

function mapFound(found: Found, change: (text: string) => string): Found {
  if (found.kind === 'text') return { kind: 'text', text: change(found.text ?? '') };
  return { ...found, values: found.values.map(change) };
}

function patternOptions(shell: Shell) {
  return {
    isExtglob: shell.options.has('extglob'),
    ignoresCase: shell.options.has('nocasematch'),
  };
}

function trimmer(shell: Shell, operator: string, pattern: string): (text: string) => string {
  const isLongest = operator.length === 2;
  const options = { isExtglob: shell.options.has('extglob') };
  if (!/[*?[\\]|[@+!]\(/.test(pattern)) return literalTrimmer(operator, pattern);
  const source = patternSource(pattern, options);
  const isStart = operator.startsWith('#');
  if (isStart && isLongest && !source.includes('|')) {
    const test = toRegExp(`^(?:${source})`);
    return (text) => text.slice(test.exec(text)?.[0].length ?? 0);
  }
  const whole = toRegExp(`^(?:${source})$`);
  return (text) => {
    const cuts = cutPositions(text);
    if (isStart === isLongest) cuts.reverse();
    for (const cut of cuts) {
      const piece = isStart ? text.slice(0, cut) : text.slice(cut);
      if (whole.test(piece)) return isStart ? text.slice(cut) : text.slice(0, cut);
    }
    return text;
  };
}

/** Every boundary between characters, ascending. */
function cutPositions(text: string): number[] {
  const cuts = [0];
  let at = 0;
  for (const c of text) {
    at += c.length;
    cuts.push(at);
  }
  return cuts;
}

function literalTrimmer(operator: string, pattern: string): (text: string) => string {
  if (operator.startsWith('#')) {
    return (text) => (text.startsWith(pattern) ? text.slice(pattern.length) : text);
  }
  return (text) =>
    pattern !== '' && text.endsWith(pattern) ? text.slice(0, -pattern.length) : text;
}

function* replacer(
  shell: Shell,
  operation: Extract<ParameterOperation, { kind: 'replace' }>,
): Task<(text: string) => string> {
  const pattern = yield* expandPattern(shell, operation.pattern);
  const pieces = yield* expandToPieces(shell, operation.replacement);
  const replacement = replacementOf(shell, pieces);
  const options = patternOptions(shell);
  const source = patternSource(pattern, options);
  if (pattern === '') {
    if (operation.operator === '#') return (text) => replacement('') + text;
    if (operation.operator === '%') return (text) => text + replacement('');
    return (text) => text;
  }
  const isGlobal = operation.operator === '/';
  const head = operation.operator === '#' ? '^' : '';
  const tail = operation.operator === '%' ? '$' : '';
  const test = toRegExp(`${head}(?:${source})${tail}`, options, isGlobal ? 'g' : '');
  return (text) =>
    text.replace(test, (match) => (isGlobal && match === '' ? '' : replacement(match)));
}

/** What takes a match's place: an unquoted `&` stands for the match. */
function replacementOf(shell: Shell, pieces: readonly PieceOrBreak[]): (match: string) => string {
  const usesMatch = shell.options.has('patsub_replacement');
  const literal = pieces.every(
    (p) => p === fieldBreak || p.kind === 'quoted' || !p.text.includes('&'),
  );
  if (!usesMatch || literal) {
    const text = joinPieces(pieces);
    return () => text;
  }
  return (match) =>
    pieces
      .map((piece) => {
        if (piece === fieldBreak) return ' ';
        if (piece.kind === 'quoted') return piece.text;
        return piece.text.replace(/\\&|\\\\|&/g, (m) => (m === '&' ? match : m.charAt(1)));
      })
      .join('');
}

function caser(shell: Shell, operator: string, pattern: string): (text: string) => string {
  const test = pattern === '' ? undefined : compilePattern(pattern, patternOptions(shell));
  const change = (c: string): string => {
    if (test !== undefined && !test.test(c)) return c;
    if (operator.startsWith('^')) return c.toUpperCase();
    if (operator.startsWith(',')) return c.toLowerCase();
    return c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase();
  };
  if (operator.length === 2) return (text) => [...text].map(change).join('');
  return (text) => {
    const [first = '', ...rest] = [...text];
    return change(first) + rest.join('');
  };
}

function* slice(
  shell: Shell,
  operation: Extract<ParameterOperation, { kind: 'slice' }>,
  { reference, found }: OperationInput,
): Task<Found> {
  const offsetText = yield* expandArithmetic(shell, operation.offset);
  const offset = Number(shell.calculator.evaluate(offsetText));
  let length: number | undefined;
  let lengthText = '';
  if (operation.length !== undefined) {
    lengthText = yield* expandArithmetic(shell, operation.length);
    length = Number(shell.calculator.evaluate(lengthText));
  }
  const tooSmall = (): ShellError =>
    new ShellError(`${lengthText || String(length)}: substring expression < 0`);
  if (found.kind === 'list') {
    if (length !== undefined && length < 0) throw tooSmall();
    return { ...found, values: sliceList(shell, reference, found, { offset, length }) };
  }
  const chars = [...(found.text ?? '')];
  const start = offset < 0 ? chars.length + offset : offset;
  if (start < 0 || start > chars.length) return { kind: 'text', text: '' };
  let end = chars.length;
  if (length !== undefined) end = length < 0 ? chars.length + length : start + length;
  if (length !== undefined && length < 0 && end < start) throw tooSmall();
  return { kind: 'text', text: chars.slice(start, end).join('') };
}

function sliceList(
  shell: Shell,
  reference: Reference,
  found: Found & { kind: 'list' },
  range: { readonly offset: number; readonly length: number | undefined },
): string[] {
  const { offset, length } = range;
  const isPositional = reference.name === '@' || reference.name === '*';
  if (isPositional) {
    const all = [shell.name, ...found.values];
    const start = offset < 0 ? all.length + offset : offset;
    if (start < 0) return [];
    const from = offset === 0 ? 0 : start;
    return all.slice(from, length === undefined ? undefined : from + length);
  }
  const value = shell.variables.find(resolveName(shell, reference.name).name)?.current;
  if (value instanceof IndexedArray) {
    const start = offset < 0 ? value.last + 1 + offset : offset;
    if (start < 0) return [];
    const values = value.entries().filter(([key]) => key >= start);
    return values.slice(0, length).map(([, text]) => text);
  }
  const values = value instanceof AssociativeArray ? value.values() : found.values;
  const start = offset < 0 ? values.length + offset : offset;
  return start < 0 ? [] : values.slice(start, length === undefined ? undefined : start + length);
}
