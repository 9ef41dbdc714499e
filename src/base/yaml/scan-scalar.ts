/** Scans YAML's scalars: plain, quoted, and literal or folded blocks. */

import type { Mark, Scanner, Token } from './scanner';

/** Joins the pieces of a folded scalar: one break is a blank, more are breaks less one. */
function joinFolded(first: string, rest: string): string {
  if (first === '\n') return rest === '' ? ' ' : rest;
  return first + rest;
}

/** An unquoted scalar, possibly over several lines. */
export function scanPlain(s: Scanner): Token {
  const start = s.mark();
  let end = start;
  let text = '';
  let blanks = '';
  let firstBreak = '';
  let breaks = '';
  const indent = s.indent + 1;
  for (;;) {
    if (s.isDocumentIndicator() || s.char() === '#') break;
    const from = s.index;
    while (!s.isBlankOrEnd() && !endsPlain(s)) s.skip();
    if (s.index > from) {
      if (firstBreak !== '') text += joinFolded(firstBreak, breaks);
      else text += blanks;
      text += s.text.slice(from, s.index);
      blanks = firstBreak = breaks = '';
      end = s.mark();
      s.simpleKeyAllowed = false;
    }
    if (!s.isBlank() && !s.isBreak()) break;
    while (s.isBlank() || s.isBreak()) {
      if (s.isBlank()) {
        if (firstBreak !== '' && s.column < indent && s.char() === '\t') {
          s.fail('found a tab character that violates indentation', start);
        }
        if (firstBreak === '') blanks += s.char();
        s.skip();
      } else if (firstBreak === '') {
        blanks = '';
        firstBreak = s.takeBreak();
      } else breaks += s.takeBreak();
    }
    if (s.flowLevel === 0 && s.column < indent) break;
  }
  if (firstBreak !== '') s.simpleKeyAllowed = true;
  return { kind: 'scalar', start, end, text, isPlain: true };
}

function endsPlain(s: Scanner): boolean {
  const c = s.char();
  if (c === ':') return s.isBlankOrEnd(1);
  return s.flowLevel > 0 && ',?[]{}'.includes(c);
}

/** A scalar in single or double quotes. */
export function scanQuoted(s: Scanner, quote: "'" | '"'): Token {
  const start = s.mark();
  s.skip();
  let text = '';
  for (;;) {
    if (s.isDocumentIndicator()) s.fail('found unexpected document indicator', start);
    if (s.isEnd()) s.fail('found unexpected end of stream', start);
    let isJoined = false;
    while (!s.isBlankOrEnd()) {
      const c = s.char();
      if (c === quote) {
        if (quote === '"' || s.char(1) !== "'") break;
        text += "'";
        s.skip(2);
      } else if (quote === '"' && c === '\\') {
        if (s.isBreak(1)) {
          s.skip();
          s.takeBreak();
          isJoined = true;
          break;
        }
        text += scanEscape(s, start);
      } else {
        text += c;
        s.skip();
      }
    }
    if (s.char() === quote && !isJoined) break;
    text += scanGap(s, isJoined);
  }
  s.skip();
  return s.make('scalar', start, text);
}

/** Blanks and line breaks inside quotes; `isJoined` after an escaped line break. */
function scanGap(s: Scanner, isJoined: boolean): string {
  let blanks = '';
  let firstBreak = '';
  let breaks = '';
  let isLeading = isJoined;
  while (s.isBlank() || s.isBreak()) {
    if (s.isBlank()) {
      if (!isLeading) blanks += s.char();
      s.skip();
    } else if (!isLeading) {
      blanks = '';
      firstBreak = s.takeBreak();
      isLeading = true;
    } else breaks += s.takeBreak();
  }
  if (!isLeading) return blanks;
  return joinFolded(firstBreak, breaks);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\u0007',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\u001b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
};

function scanEscape(s: Scanner, start: Mark): string {
  const c = s.char(1);
  const length = c === 'x' ? 2 : c === 'u' ? 4 : c === 'U' ? 8 : 0;
  if (length === 0) {
    const text = Object.hasOwn(ESCAPES, c) ? ESCAPES[c] : undefined;
    if (text === undefined) s.fail('found unknown escape character', start);
    s.skip(2);
    return text ?? '';
  }
  s.skip(2);
  const hex = s.text.slice(s.index, s.index + length);
  if (!/^[0-9a-fA-F]+$/.test(hex) || hex.length < length) {
    s.fail('did not find expected hexdecimal number', start);
  }
  const code = Number.parseInt(hex, 16);
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) {
    s.fail('found invalid Unicode character escape code', start);
  }
  s.skip(length);
  return String.fromCodePoint(code);
}

/** A literal (`|`) or folded (`>`) block. */
export function scanBlockScalar(s: Scanner, isLiteral: boolean): Token {
  const start = s.mark();
  s.skip();
  const { chomp, increment } = scanBlockHeader(s, start);
  let end = s.mark();
  let indent = increment > 0 ? Math.max(s.indent, 0) + increment : 0;
  const first = scanBlockBreaks(s, indent, start);
  indent = first.indent;
  end = first.end ?? end;
  let trailing = first.breaks;
  let text = '';
  let leadingBreak = '';
  let wasBlank = false;
  while (s.column === indent && !s.isEnd()) {
    const isBlank = s.isBlank();
    if (!isLiteral && leadingBreak === '\n' && !wasBlank && !isBlank) {
      text += trailing === '' ? ' ' : trailing;
    } else text += leadingBreak + trailing;
    wasBlank = isBlank;
    const from = s.index;
    while (!s.isEnd() && !s.isBreak()) s.skip();
    text += s.text.slice(from, s.index);
    end = s.mark();
    leadingBreak = s.isEnd() ? '' : s.takeBreak();
    const gap = scanBlockBreaks(s, indent, start);
    trailing = gap.breaks;
  }
  if (chomp !== '-') text += leadingBreak;
  if (chomp === '+') text += trailing;
  return { kind: 'scalar', start, end, text, isPlain: false };
}

function scanBlockHeader(s: Scanner, start: Mark): { chomp: string; increment: number } {
  let chomp = '';
  let increment = 0;
  for (let i = 0; i < 2; i++) {
    const c = s.char();
    if (chomp === '' && (c === '+' || c === '-')) chomp = c;
    else if (increment === 0 && c >= '0' && c <= '9') {
      if (c === '0') s.fail('found an indentation indicator equal to 0', start);
      increment = Number(c);
    } else break;
    s.skip();
  }
  while (s.isBlank()) s.skip();
  if (s.char() === '#') while (!s.isEnd() && !s.isBreak()) s.skip();
  if (!s.isEnd() && !s.isBreak()) s.fail('did not find expected comment or line break', start);
  if (s.isBreak()) s.takeBreak();
  return { chomp, increment };
}

/** Passes empty lines and the indentation; finds the indentation out when it is 0 yet. */
function scanBlockBreaks(
  s: Scanner,
  known: number,
  start: Mark,
): { breaks: string; indent: number; end: Mark | null } {
  let breaks = '';
  let deepest = 0;
  let end: Mark | null = null;
  for (;;) {
    while ((known === 0 || s.column < known) && s.char() === ' ') s.skip();
    if (s.column > deepest) deepest = s.column;
    if ((known === 0 || s.column < known) && s.char() === '\t') {
      s.fail('found a tab character where an indentation space is expected', start);
    }
    if (!s.isBreak()) break;
    breaks += s.takeBreak();
    end = s.mark();
  }
  if (known > 0) return { breaks, indent: known, end };
  return { breaks, indent: Math.max(deepest, s.indent + 1, 1), end };
}
