// `${...}` in all its forms.
import type { ParameterOperation, ParameterPart, Word } from '../ast';
import { readSubscript } from './arrays';
import { makeWord, PartList, readDouble, readDoubleOne, readOne, type WordContext } from './words';

const nameOrSpecial = /[A-Za-z_][A-Za-z0-9_]*|[0-9]+|[*@#?$!-]/y;
const identifier = /^[A-Za-z_]/;

/** Reads from `${`; a form that means nothing is a `bad` operation, an error when it runs. */
export function readParameter(context: WordContext, inDouble: boolean): ParameterPart {
  const { source } = context;
  const start = source.position;
  const line = source.line;
  source.position += 2;
  const head = readHead(context);
  let operation: ParameterOperation | undefined;
  if (head.name !== '' && source.peek() !== '}') {
    operation = readOperation(context, head, inDouble, line);
  }
  if (head.name === '' || source.peek() !== '}') {
    readUntil(context, '}', 'pattern', line);
    operation = { kind: 'bad' };
  }
  source.position++;
  const text = source.text.slice(start, source.position);
  return { kind: 'parameter', ...head, operation, text };
}

interface Head {
  readonly name: string;
  readonly subscript?: Word | undefined;
  readonly isIndirect: boolean;
  readonly isLength: boolean;
}

function readHead(context: WordContext): Head {
  const { source } = context;
  const prefix = source.peek();
  if (prefix === '#' || prefix === '!') {
    const back = source.position;
    source.position++;
    const name = readName(context);
    const subscript = readIndex(context, name);
    const after = source.peek();
    const isLength = prefix === '#' && name !== '' && after === '}';
    const isIndirect = prefix === '!' && name !== '' && (identifier.test(name) || after === '}');
    const isDigits = prefix === '!' && /^[0-9@*#]/.test(name);
    if (isLength || isIndirect || isDigits) {
      return { name, subscript, isIndirect: !isLength, isLength };
    }
    source.position = back;
  }
  const name = readName(context);
  return { name, subscript: readIndex(context, name), isIndirect: false, isLength: false };
}

function readName(context: WordContext): string {
  const { source } = context;
  nameOrSpecial.lastIndex = source.position;
  const name = nameOrSpecial.exec(source.text)?.[0] ?? '';
  source.position += name.length;
  return name;
}

function readIndex(context: WordContext, name: string): Word | undefined {
  if (context.source.peek() !== '[' || !identifier.test(name)) return undefined;
  context.source.position++;
  return readSubscript(context);
}

function readOperation(
  context: WordContext,
  head: Head,
  inDouble: boolean,
  line: number,
): ParameterOperation | undefined {
  const { source } = context;
  const c = source.peek();
  const next = source.peek(1);
  const wordStyle = inDouble ? 'double' : 'word';
  if (head.isIndirect && (c === '*' || c === '@') && next === '}') {
    source.position++;
    return { kind: 'names', operator: c };
  }
  if ('-=?+'.includes(c) || (c === ':' && next !== '' && '-=?+'.includes(next))) {
    const operator = c === ':' ? c + next : c;
    source.position += operator.length;
    return { kind: 'default', operator, word: readUntil(context, '}', wordStyle, line) };
  }
  if (c === '#' || c === '%') {
    const operator = next === c ? c + c : c;
    source.position += operator.length;
    return { kind: 'trim', operator, pattern: readUntil(context, '}', 'pattern', line) };
  }
  if (source.isPlain) return undefined;
  if (c === '/') return readReplacement(context, wordStyle, line);
  if (c === '^' || c === ',' || c === '~') {
    const operator = next === c ? c + c : c;
    source.position += operator.length;
    return { kind: 'case', operator, pattern: readUntil(context, '}', 'pattern', line) };
  }
  if (c === ':') {
    source.position++;
    const offset = readUntil(context, ':}', 'slice', line);
    if (source.peek() !== ':') return { kind: 'slice', offset };
    source.position++;
    return { kind: 'slice', offset, length: readUntil(context, '}', 'slice', line) };
  }
  if (c === '@' && source.peek(2) === '}') {
    source.position += 2;
    return { kind: 'transform', operator: next };
  }
  return undefined;
}

function readReplacement(
  context: WordContext,
  style: 'double' | 'word',
  line: number,
): ParameterOperation {
  const { source } = context;
  source.position++;
  const mode = source.peek();
  const isMode = mode === '/' || mode === '#' || mode === '%';
  if (isMode) source.position++;
  const first = source.peek();
  const isSlash = first === '/' && isMode && mode !== '/';
  const pattern = isSlash ? makeWord('', []) : readUntil(context, '/}', 'pattern', line);
  let replacement = makeWord('', []);
  if (source.peek() === '/') {
    source.position++;
    replacement = readUntil(context, '}', style === 'double' ? 'replacement' : 'word', line);
  }
  return { kind: 'replace', operator: isMode ? mode : '', pattern, replacement };
}

type Style = 'word' | 'double' | 'pattern' | 'slice' | 'replacement';

/** Reads up to one of `ends` outside quotes and nesting; the end is not eaten. */
function readUntil(context: WordContext, ends: string, style: Style, line: number): Word {
  const { source } = context;
  const start = source.position;
  const list = new PartList();
  let depth = 0;
  let questions = 0;
  // In double quotes single ones are text, but they have to come in pairs.
  let inSingle = false;
  for (;;) {
    if (source.atEnd) throw source.unclosed(inSingle ? "'" : '}', line);
    const c = source.peek();
    if (style === 'double' && c === "'" && source.isBash) inSingle = !inSingle;
    if (style === 'slice') {
      if (c === '(') depth++;
      if (c === ')') depth--;
      if (c === '?') questions++;
      if (c === ':' && (depth > 0 || questions > 0)) {
        if (depth === 0) questions--;
        list.add(c, true);
        source.position++;
        continue;
      }
    }
    if (ends.includes(c) && !inSingle) break;
    if (inSingle && c === '"') {
      list.add(c, true);
      source.position++;
    } else readPiece(context, list, style, c);
  }
  return makeWord(source.text.slice(start, source.position), list.finish());
}

function readPiece(context: WordContext, list: PartList, style: Style, c: string): void {
  const { source } = context;
  if (style === 'slice' && c !== '"') readDoubleOneChar(context, list, c);
  else if (style === 'double' && c === '"') {
    list.push({ kind: 'double', parts: readDouble(context) });
  } else if (style === 'double') readDoubleOneChar(context, list, c);
  else if (style === 'replacement') readReplacementPiece(context, list, c);
  else readOne(context, list);
  if (source.atEnd) return;
}

/** Inside double quotes too, an unquoted `&` stands for the match. */
function readReplacementPiece(context: WordContext, list: PartList, c: string): void {
  const { source } = context;
  if (c === "'" || c === '"') readOne(context, list);
  else if (c === '\\' && source.peek(1) === '&') {
    list.add('\\&', false);
    source.position += 2;
  } else if (c === '&') {
    list.add(c, false);
    source.position++;
  } else readDoubleOneChar(context, list, c);
}

function readDoubleOneChar(context: WordContext, list: PartList, c: string): void {
  if ('$`\\'.includes(c)) readDoubleOne(context, list, '$`"\\}');
  else {
    list.add(c, true);
    context.source.position++;
  }
}
