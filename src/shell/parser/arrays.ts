// Array literals and subscripts: `a=(x [k]=y)`, `a[k]`.
import type { ArrayElement, Word } from '../ast';
import { type Source, SyntaxProblem } from './source';
import { makeWord, PartList, readOne, readWord, type WordContext } from './words';

/** `(a b [k]=v)` of an assignment; the position is at the parenthesis. */
export function readArray(context: WordContext, isExtglob: boolean): readonly ArrayElement[] {
  const { source } = context;
  const line = source.line;
  const elements: ArrayElement[] = [];
  source.position++;
  for (;;) {
    source.skipBlanks();
    const c = source.peek();
    if (c === ')') break;
    if (c === '') throw source.unclosed(')', line);
    if (c === '\n') source.position++;
    else if (c === '#') source.position = lineEnd(source);
    else elements.push(readElement(context, isExtglob));
  }
  source.position++;
  return elements;
}

function lineEnd(source: Source): number {
  const end = source.text.indexOf('\n', source.position);
  return end < 0 ? source.text.length : end;
}

function readElement(context: WordContext, isExtglob: boolean): ArrayElement {
  const { source } = context;
  const start = source.position;
  if (source.peek() === '[') {
    source.position++;
    const subscript = readSubscript(context);
    const isAppend = source.startsWith('+=');
    if (isAppend || source.peek() === '=') {
      source.position += isAppend ? 2 : 1;
      const value = readWord(context, isExtglob) ?? makeWord('', []);
      return { subscript, isAppend, value };
    }
    source.position = start;
  }
  const value = readWord(context, isExtglob);
  if (value === undefined) {
    const c = source.peek();
    const problem = source.unexpected(source.startsWith(c + c) ? c + c : c, source.position);
    throw new SyntaxProblem({ ...problem.failure, code: 1 });
  }
  return { isAppend: false, value };
}

/** A subscript up to `]`, which is eaten; the position is after `[`. */
export function readSubscript(context: WordContext): Word {
  const { source } = context;
  const line = source.line;
  const start = source.position;
  const list = new PartList();
  for (let depth = 0; ; ) {
    if (source.atEnd) throw source.unclosed(']', line);
    const c = source.peek();
    if (c === ']' && depth-- === 0) break;
    if (c === '[') depth++;
    readOne(context, list);
  }
  const text = source.text.slice(start, source.position);
  source.position++;
  return makeWord(text, list.finish());
}
