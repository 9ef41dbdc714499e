// Words: quotes, `$`, backquotes and what may stand inside them.
import type { ListCommand, Part, Script, Word } from '../ast';
import { ansiText } from './ansi';
import { readParameter } from './parameters';
import type { Source } from './source';
import { SyntaxProblem } from './source';

/** What the command parser offers to words: the list inside `$( )`, and whole texts. */
export interface CommandReader {
  /** Reads commands up to `)`, which is eaten. */
  readSubstitution(open: string, startLine: number): ListCommand;
  parseText(text: string, firstLine: number): Script;
  /** For text that is parsed on its own, like a here-document's body. */
  contextFor(text: string, firstLine: number, isOneLine?: boolean): WordContext;
}

export interface WordContext {
  readonly source: Source;
  readonly commands: CommandReader;
}

/** Collects parts, joining neighbouring text. */
export class PartList {
  readonly parts: Part[] = [];
  #text = '';
  #isQuoted = false;

  add(text: string, isQuoted: boolean): void {
    if (this.#isQuoted !== isQuoted) this.#flush();
    this.#isQuoted = isQuoted;
    this.#text += text;
  }

  /** Quoted text, even when it is empty: `''` makes a word. */
  addQuoted(text: string): void {
    if (text === '') {
      this.#flush();
      this.parts.push({ kind: 'text', text: '', isQuoted: true });
    } else this.add(text, true);
  }

  push(part: Part): void {
    this.#flush();
    this.parts.push(part);
  }

  finish(): readonly Part[] {
    this.#flush();
    return this.parts;
  }

  #flush(): void {
    if (this.#text === '') return;
    this.parts.push({ kind: 'text', text: this.#text, isQuoted: this.#isQuoted });
    this.#text = '';
  }
}

/** A word with its literal value worked out. */
export function makeWord(text: string, parts: readonly Part[]): Word {
  return { text, parts, literal: literalOf(parts) };
}

const needsExpansion = /[*?[{]|^~|=~|[+@!]\(/;

function literalOf(parts: readonly Part[]): string | undefined {
  let out = '';
  for (const part of parts) {
    if (part.kind === 'text') {
      if (!part.isQuoted && needsExpansion.test(part.text)) return undefined;
      out += part.text;
    } else if (part.kind === 'double') {
      for (const inner of part.parts) {
        if (inner.kind !== 'text') return undefined;
        out += inner.text;
      }
    } else return undefined;
  }
  return parts.length > 0 ? out : undefined;
}

const plain = /[^\s'"$`\\|&;()<>?*+@![]+/y;
const metacharacters = ' \t\n|&;()<>';

/** Reads one unquoted word; undefined when there is none here. */
export function readWord(context: WordContext, isExtglob: boolean): Word | undefined {
  const { source } = context;
  const start = source.position;
  const list = new PartList();
  while (!source.atEnd) {
    plain.lastIndex = source.position;
    const run = plain.exec(source.text);
    if (run !== null) {
      list.add(run[0], false);
      source.position += run[0].length;
      continue;
    }
    const c = source.peek();
    if ((c === '<' || c === '>') && source.peek(1) === '(' && source.isBash) {
      readProcess(context, list, c);
    } else if (metacharacters.includes(c)) break;
    else if (isExtglob && '?*+@!'.includes(c) && source.peek(1) === '(') readGroup(context, list);
    else readOne(context, list);
  }
  if (source.position === start) return undefined;
  return makeWord(source.text.slice(start, source.position), list.finish());
}

/** Reads one character, quotation or expansion of unquoted text. */
export function readOne(context: WordContext, list: PartList): void {
  const { source } = context;
  const c = source.peek();
  if (c === '\\') {
    const next = source.peek(1);
    source.position += 2;
    if (next === '') list.add('\\', true);
    else if (next !== '\n') list.add(next, true);
  } else if (c === "'") list.addQuoted(readSingle(source));
  else if (c === '"') list.push({ kind: 'double', parts: readDouble(context) });
  else if (c === '$') readDollar(context, list, false);
  else if (c === '`') list.push(readBackquotes(context, false));
  else {
    list.add(c, false);
    source.position++;
  }
}

/** An extended pattern's parentheses: text with quotes and expansions inside. */
function readGroup(context: WordContext, list: PartList): void {
  const { source } = context;
  const line = source.line;
  list.add(source.peek() + source.peek(1), false);
  source.position += 2;
  let depth = 1;
  while (depth > 0) {
    if (source.atEnd) throw source.unclosed(')', line);
    const c = source.peek();
    if (c === '(') depth++;
    if (c === ')') depth--;
    readOne(context, list);
  }
}

function readSingle(source: Source): string {
  const end = source.text.indexOf("'", source.position + 1);
  if (end < 0) throw source.unclosed("'", source.line);
  const text = source.text.slice(source.position + 1, end);
  source.position = end + 1;
  return text;
}

/** Parts of `"..."`; the position is at the opening quote. */
export function readDouble(context: WordContext): readonly Part[] {
  const { source } = context;
  const line = source.line;
  source.position++;
  const list = new PartList();
  while (source.peek() !== '"') {
    if (source.atEnd) throw source.unclosed('"', line);
    readDoubleOne(context, list, '$`"\\');
  }
  source.position++;
  return list.finish();
}

const plainInDouble = /[^"$`\\}]+/y;

/** One piece of text in which only `$`, backquotes and some backslashes are special. */
export function readDoubleOne(context: WordContext, list: PartList, escapable: string): void {
  const { source } = context;
  plainInDouble.lastIndex = source.position;
  const run = plainInDouble.exec(source.text);
  if (run !== null) {
    list.add(run[0], true);
    source.position += run[0].length;
    return;
  }
  const c = source.peek();
  if (c === '\\') {
    const next = source.peek(1);
    if (next === '\n') source.position += 2;
    else if (next !== '' && escapable.includes(next)) {
      list.add(next, true);
      source.position += 2;
    } else {
      list.add('\\', true);
      source.position++;
    }
  } else if (c === '$') readDollar(context, list, true);
  else if (c === '`') list.push(readBackquotes(context, true));
  else {
    list.add(c, true);
    source.position++;
  }
}

const variable = /[A-Za-z_][A-Za-z0-9_]*|[0-9*@#?$!-]/y;

/** Whatever begins with `$`. */
export function readDollar(context: WordContext, list: PartList, inDouble: boolean): void {
  const { source } = context;
  const next = source.peek(1);
  if (next === '(') {
    if (source.peek(2) === '(' && readArithmetic(context, list)) return;
    const line = source.line;
    source.position += 2;
    const start = source.position;
    const isArithmetic = source.peek() === '(';
    const body = readSubstitution(context, line, isArithmetic);
    const text = source.text.slice(start, source.position - 1);
    list.push({ kind: 'command', script: { body, text } });
  } else if (next === '{') list.push(readParameter(context, inDouble));
  else if (next === '[' && source.isBash) {
    const line = source.line;
    source.position += 2;
    list.push({ kind: 'arithmetic', expression: readBalanced(context, ']', line) });
    source.position++;
  } else if (next === "'" && !inDouble && !source.isPlain) list.addQuoted(readAnsi(source));
  else if (next === '"' && !inDouble && source.isBash) {
    source.position++;
    list.push({ kind: 'double', parts: readDouble(context) });
  } else {
    variable.lastIndex = source.position + 1;
    const name = variable.exec(source.text)?.[0];
    source.position += 1 + (name?.length ?? 0);
    if (name === undefined) list.add('$', inDouble);
    else {
      const text = `$${name}`;
      list.push({ kind: 'parameter', name, isIndirect: false, isLength: false, text });
    }
  }
}

/** `$((1+2)` that never ends is blamed on the line where it began. */
function readSubstitution(context: WordContext, line: number, isArithmetic: boolean): ListCommand {
  try {
    return context.commands.readSubstitution('$(', line);
  } catch (problem) {
    if (!isArithmetic || !(problem instanceof SyntaxProblem)) throw problem;
    if (!problem.failure.isIncomplete) throw problem;
    throw context.source.unclosed(')', line);
  }
}

function readAnsi(source: Source): string {
  const line = source.line;
  let end = source.position + 2;
  while (source.text[end] !== "'") {
    if (end >= source.text.length) throw source.unclosed("'", line);
    end += source.text[end] === '\\' ? 2 : 1;
  }
  const text = source.text.slice(source.position + 2, end);
  source.position = end + 1;
  return ansiText(text);
}

/** `$((...))`; false (and nothing read) when it turns out to be a subshell in `$( )`. */
function readArithmetic(context: WordContext, list: PartList): boolean {
  const expression = readDoubleParen(context, 3);
  if (expression === undefined) return false;
  list.push({ kind: 'arithmetic', expression });
  return true;
}

/** The expression up to `))`, after `skip` characters; undefined when the `))` is none. */
export function readDoubleParen(context: WordContext, skip: number): Word | undefined {
  const { source } = context;
  const start = source.position;
  const line = source.line;
  source.position += skip;
  try {
    const expression = readBalanced(context, ')', line);
    if (source.peek(1) === ')') {
      source.position += 2;
      return expression;
    }
    if (source.peek(1) === '') throw source.unclosed(')', line);
  } catch (problem) {
    if (!(problem instanceof SyntaxProblem) || problem.failure.isIncomplete) throw problem;
  }
  source.position = start;
  return undefined;
}

/** Text as in double quotes up to an unnested closing bracket, which is not eaten. */
export function readBalanced(context: WordContext, closer: string, line: number): Word {
  const { source } = context;
  const opener = closer === ')' ? '(' : '[';
  const start = source.position;
  const list = new PartList();
  for (let depth = 0; ; ) {
    if (source.atEnd) throw source.unclosed(closer, line);
    const c = source.peek();
    if (c === closer && depth-- === 0) break;
    if (c === opener) depth++;
    if (c === '"') source.position++;
    else if (c === "'" && closer === ']') list.add(readSingle(source), true);
    else if ('$`\\'.includes(c)) readDoubleOne(context, list, '$`"\\');
    else {
      list.add(c, true);
      source.position++;
    }
  }
  return makeWord(source.text.slice(start, source.position), list.finish());
}

function readBackquotes(context: WordContext, inDouble: boolean): Part {
  const { source } = context;
  const line = source.line;
  const escapable = inDouble ? '$`\\"' : '$`\\';
  let text = '';
  source.position++;
  for (; source.peek() !== '`'; source.position++) {
    if (source.atEnd) throw source.unclosed('`', line);
    if (source.peek() === '\\' && escapable.includes(source.peek(1) || ' ')) source.position++;
    text += source.peek();
  }
  source.position++;
  try {
    return { kind: 'command', script: context.commands.parseText(text, line) };
  } catch (problem) {
    if (!(problem instanceof SyntaxProblem)) throw problem;
    const body: ListCommand = { kind: 'list', line, items: [] };
    return { kind: 'command', script: { body, text }, failure: problem.failure };
  }
}

function readProcess(context: WordContext, list: PartList, direction: '<' | '>'): void {
  const { source } = context;
  const line = source.line;
  source.position += 2;
  const start = source.position;
  const body = context.commands.readSubstitution(`${direction}(`, line);
  const text = source.text.slice(start, source.position - 1);
  list.push({ kind: 'process', direction, script: { body, text } });
}
