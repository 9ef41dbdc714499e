// Cuts the text into words and operators, and reads here-documents when their line has ended.
import type { Word } from '../ast';
import type { PendingHere, Source } from './source';
import { makeWord, PartList, readDoubleOne, readWord, type WordContext } from './words';

export interface Token {
  readonly kind: 'word' | 'operator' | 'newline' | 'end' | 'fd';
  /** The operator, the word as written, the digits or `{name}`. */
  readonly text: string;
  readonly word?: Word;
  readonly start: number;
  readonly line: number;
}

const operators = [
  ...['&>>', ';;&', '<<<', '<<-', '&&', '||', '|&', ';;', ';&', '&>', '<<', '>>', '<&', '>&'],
  ...['<>', '>|', '|', '&', ';', '(', ')', '<', '>'],
];
const plainOperators = operators.filter(
  (o) => !['&>>', ';;&', '<<<', '|&', ';&', '&>'].includes(o),
);
const descriptor = /[0-9]+(?=[<>])|\{[A-Za-z_][A-Za-z0-9_]*(\[[^\]]*\])?\}(?=[<>])/y;

/** Reads the next token; here-documents are read along with the newline that ends their line. */
export function readToken(context: WordContext, isExtglob: boolean): Token {
  const { source } = context;
  source.skipBlanks();
  if (source.peek() === '#') skipComment(source);
  const start = source.position;
  const line = source.line;
  if (source.atEnd) return { kind: 'end', text: '', start, line };
  if (source.peek() === '\n') {
    source.position++;
    while (source.pendingHere.length > 0) {
      readHere(context, source.pendingHere.shift() as PendingHere);
    }
    return { kind: 'newline', text: 'newline', start, line };
  }
  descriptor.lastIndex = start;
  const fd = descriptor.exec(source.text)?.[0];
  if (fd !== undefined && (source.isBash || fd.charAt(0) !== '{')) {
    source.position += fd.length;
    return { kind: 'fd', text: fd, start, line };
  }
  const text = isProcess(source) ? undefined : operatorAt(source);
  if (text !== undefined) {
    source.position += text.length;
    return { kind: 'operator', text, start, line };
  }
  const word = readWord(context, isExtglob) as Word;
  return { kind: 'word', text: word.text, word, start, line };
}

function isProcess(source: Source): boolean {
  return source.isBash && /[<>]/.test(source.peek()) && source.peek(1) === '(';
}

function operatorAt(source: Source): string | undefined {
  if (!'|&;()<>'.includes(source.peek())) return undefined;
  return (source.isBash ? operators : plainOperators).find((o) => source.startsWith(o));
}

function skipComment(source: Source): void {
  const end = source.text.indexOf('\n', source.position);
  source.position = end < 0 ? source.text.length : end;
}

function readHere(context: WordContext, pending: PendingHere): void {
  const { source } = context;
  const { document } = pending;
  const lines: string[] = [];
  let isClosed = false;
  while (!source.atEnd) {
    let line = takeLine(source);
    // A continued line is joined before it is compared with the delimiter.
    while (!document.isLiteral && /(^|[^\\])(\\\\)*\\\n$/.test(line) && !source.atEnd) {
      line = line.slice(0, -2) + takeLine(source);
    }
    if (document.stripsTabs) line = line.replace(/^\t+/, '');
    if (line.replace(/\n$/, '') === document.delimiter) {
      isClosed = true;
      break;
    }
    lines.push(line);
  }
  if (!isClosed) {
    const wanted = `delimited by end-of-file (wanted \`${document.delimiter}')`;
    const end = source.text.endsWith('\n') ? source.endLine - 1 : source.endLine;
    const text = `line ${end}: warning: here-document at line ${pending.line} ${wanted}`;
    source.warnings.push(text);
  }
  const text = lines.join('');
  document.bodyText = text;
  document.body = document.isLiteral
    ? literalBody(text)
    : expandingBody(context, text, pending.line);
}

function takeLine(source: Source): string {
  const end = source.text.indexOf('\n', source.position);
  const next = end < 0 ? source.text.length : end + 1;
  const line = source.text.slice(source.position, next);
  source.position = next;
  return line;
}

function literalBody(text: string): Word {
  return makeWord(text, [{ kind: 'text', text, isQuoted: true }]);
}

function expandingBody(context: WordContext, text: string, firstLine: number): Word {
  const inner = context.commands.contextFor(text, firstLine, true);
  const list = new PartList();
  while (!inner.source.atEnd) readDoubleOne(inner, list, '$`\\');
  const parts = list.finish();
  return parts.length > 0 ? makeWord(text, parts) : literalBody('');
}
