/** Parses YAML tokens into a tree that still knows lines and columns (for editors and messages). */

import { type Mark, Scanner, type Token, YamlMistake } from './scanner';

/** A node of the document; marks count from 0. */
export type YamlNode =
  | (Base & { readonly kind: 'scalar'; readonly text: string; readonly isPlain: boolean })
  | (Base & { readonly kind: 'list'; readonly items: YamlNode[] })
  | (Base & { readonly kind: 'map'; readonly entries: YamlEntry[] })
  | (Base & { readonly kind: 'alias'; readonly text: string });

interface Base {
  readonly start: Mark;
  readonly end: Mark;
  readonly tag: string | null;
  readonly anchor: string | null;
}

/** A key and its value. */
export interface YamlEntry {
  readonly key: YamlNode;
  readonly value: YamlNode;
}

/** Parses the first document of a text; null when there is none. @throws YamlMistake */
export function parseFirstDocument(text: string): YamlNode | null {
  const scanner = new Scanner(text);
  let hasDirective = false;
  while (scanner.peek().kind === 'directive') {
    scanner.next();
    hasDirective = true;
  }
  const first = scanner.peek();
  if (first.kind === 'stream-end' && !hasDirective) return null;
  if (first.kind === 'document-start') scanner.next();
  else if (hasDirective) mistake('did not find expected <document start>', first.start);
  const next = scanner.peek().kind;
  const isEnd = next === 'document-start' || next === 'document-end' || next === 'stream-end';
  const isEmpty = first.kind === 'document-start' && isEnd;
  const node = isEmpty ? emptyNode(scanner.peek().start) : parseNode(scanner, 'block');
  // Go reads on to the next token, but not whether a document may begin there.
  scanner.peek();
  return node;
}

/** A parser's mistake: Go prints the token's line counted from 0, or that of its context. */
function mistake(message: string, mark: Mark, context: Mark = mark): never {
  throw new YamlMistake(message, mark, mark.line !== 0 ? mark.line : context.line);
}

function emptyNode(mark: Mark, properties: Partial<Base> = {}): YamlNode {
  const { tag = null, anchor = null } = properties;
  return { kind: 'scalar', text: '', isPlain: true, start: mark, end: mark, tag, anchor };
}

type Context = 'block' | 'indentless' | 'flow';

/** One node; `indentless` where a list may stand at its key's own column. */
function parseNode(s: Scanner, context: Context): YamlNode {
  const first = s.peek();
  if (first.kind === 'alias') {
    s.next();
    const { start, end, text } = first;
    if (!s.anchors.has(text)) {
      throw new YamlMistake(`unknown anchor '${text}' referenced`, start, 0);
    }
    return { kind: 'alias', text, start, end, tag: null, anchor: null };
  }
  let tag: string | null = null;
  let anchor: string | null = null;
  for (let i = 0; i < 2; i++) {
    const token = s.peek();
    if (token.kind === 'anchor' && anchor === null) {
      anchor = s.next().text;
      s.anchors.add(anchor);
    } else if (token.kind === 'tag' && tag === null) tag = s.next().text;
    else break;
  }
  if (tag !== null && /^![A-Za-z0-9-]+!/.test(tag)) {
    mistake('found undefined tag handle', first.start);
  }
  const token = s.peek();
  const base = { start: first.start, tag, anchor };
  if (context === 'indentless' && token.kind === '-') return indentlessList(s, base);
  switch (token.kind) {
    case 'scalar': {
      s.next();
      const { text, isPlain, end } = token;
      return { kind: 'scalar', text, isPlain: isPlain && tag !== '!', end, ...base };
    }
    case '[':
      return flowList(s, base);
    case '{':
      return flowMap(s, base);
    case 'block-sequence':
      if (context !== 'flow') return blockList(s, base);
      break;
    case 'block-mapping':
      if (context !== 'flow') return blockMap(s, base);
      break;
    default:
      if (tag !== null || anchor !== null) return emptyNode(first.start, { tag, anchor });
  }
  return mistake('did not find expected node content', token.start, first.start);
}

type Start = Omit<Base, 'end'>;

function blockList(s: Scanner, base: Start): YamlNode {
  const open = s.next();
  const items: YamlNode[] = [];
  for (;;) {
    const token = s.peek();
    if (token.kind === 'block-end') {
      s.next();
      return { kind: 'list', items, end: token.end, ...base };
    }
    if (token.kind !== '-') mistake("did not find expected '-' indicator", token.start, open.start);
    items.push(listItem(s));
  }
}

function indentlessList(s: Scanner, base: Start): YamlNode {
  const items: YamlNode[] = [];
  while (s.peek().kind === '-') items.push(listItem(s));
  return { kind: 'list', items, end: s.peek().start, ...base };
}

function listItem(s: Scanner): YamlNode {
  const dash = s.next();
  const next = s.peek().kind;
  const isEmpty = next === '-' || next === 'block-end' || next === '?' || next === ':';
  return isEmpty ? emptyNode(dash.end) : parseNode(s, 'block');
}

function blockMap(s: Scanner, base: Start): YamlNode {
  const open = s.next();
  const entries: YamlEntry[] = [];
  for (;;) {
    const token = s.peek();
    if (token.kind === 'block-end') {
      s.next();
      return { kind: 'map', entries, end: token.end, ...base };
    }
    if (token.kind !== '?') mistake('did not find expected key', token.start, open.start);
    const key = blockPart(s);
    const value = s.peek().kind === ':' ? blockPart(s) : emptyNode(s.peek().start);
    entries.push({ key, value });
  }
}

/** What follows `?` or `:` in a block mapping. */
function blockPart(s: Scanner): YamlNode {
  const sign = s.next();
  const next = s.peek().kind;
  if (next === '?' || next === ':' || next === 'block-end') return emptyNode(sign.end);
  return parseNode(s, 'indentless');
}

function flowList(s: Scanner, base: Start): YamlNode {
  const open = s.next();
  const items: YamlNode[] = [];
  for (let isFirst = true; s.peek().kind !== ']'; isFirst = false) {
    if (!isFirst) {
      const comma = s.peek();
      if (comma.kind !== ',') {
        mistake("did not find expected ',' or ']'", comma.start, open.start);
      }
      s.next();
      if (s.peek().kind === ']') break;
    }
    const token = s.peek();
    if (token.kind === '?') items.push(pairInList(s, token));
    else items.push(parseNode(s, 'flow'));
  }
  return { kind: 'list', items, end: s.next().end, ...base };
}

/** `[a: b]`: a mapping of one pair. */
function pairInList(s: Scanner, sign: Token): YamlNode {
  s.next();
  const next = s.peek();
  const isEmpty = next.kind === ':' || next.kind === ',' || next.kind === ']';
  const key = isEmpty ? emptyNode(next.start) : parseNode(s, 'flow');
  const entries = [{ key, value: flowValue(s, ']') }];
  return { kind: 'map', entries, start: sign.start, end: s.peek().start, tag: null, anchor: null };
}

function flowMap(s: Scanner, base: Start): YamlNode {
  const open = s.next();
  const entries: YamlEntry[] = [];
  for (let isFirst = true; s.peek().kind !== '}'; isFirst = false) {
    if (!isFirst) {
      const comma = s.peek();
      if (comma.kind !== ',') {
        mistake("did not find expected ',' or '}'", comma.start, open.start);
      }
      s.next();
      if (s.peek().kind === '}') break;
    }
    if (s.peek().kind === '?') {
      s.next();
      const next = s.peek();
      const isEmpty = next.kind === ':' || next.kind === ',' || next.kind === '}';
      const key = isEmpty ? emptyNode(next.start) : parseNode(s, 'flow');
      entries.push({ key, value: flowValue(s, '}') });
    } else {
      const key = parseNode(s, 'flow');
      entries.push({ key, value: emptyNode(s.peek().start) });
    }
  }
  return { kind: 'map', entries, end: s.next().end, ...base };
}

function flowValue(s: Scanner, close: ']' | '}'): YamlNode {
  const colon = s.peek();
  if (colon.kind !== ':') return emptyNode(colon.start);
  s.next();
  const next = s.peek();
  if (next.kind === ',' || next.kind === close) return emptyNode(next.start);
  return parseNode(s, 'flow');
}
