/**
 * Parses JSONPath templates as kubectl does: text with actions in braces. Messages are client-go's,
 * without kubectl's `error parsing jsonpath TEMPLATE, ` before them.
 */
import { goEscapes } from '../go-escapes';

/** One step of an action. */
export type PathNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'array'; readonly bounds: readonly [Bound, Bound, Bound] }
  | {
      readonly kind: 'filter';
      readonly left: readonly PathNode[];
      readonly right: readonly PathNode[];
      readonly operator: string;
    }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'recursive' }
  | { readonly kind: 'union'; readonly members: readonly (readonly PathNode[])[] }
  | { readonly kind: 'identifier'; readonly name: string };

/** Start, end or step of a slice; an end may be derived from a single index. */
export interface Bound {
  readonly value: number | null;
  readonly isDerived: boolean;
}

/** A template: texts and actions in order. */
export type JsonPathProgram = readonly (readonly PathNode[])[];

/** What compiling answers. */
export type CompiledJsonPath =
  | { readonly ok: true; readonly program: JsonPathProgram }
  | { readonly ok: false; readonly error: string };

class Mistake extends Error {}

/** Compiles a template such as `{range .items[*]}{.metadata.name}{"\n"}{end}`. */
export function compileJsonPath(template: string): CompiledJsonPath {
  try {
    return { ok: true, program: new PathParser(template).parse() };
  } catch (error) {
    if (error instanceof Mistake) return { ok: false, error: error.message };
    throw error;
  }
}

/**
 * The template of a path as `--sort-by` and custom-columns take it: `x.y`, `.x.y`, `{x.y}`,
 * `{.x.y}`.
 */
export function relaxedJsonPath(
  text: string,
): { ok: true; template: string } | { ok: false; error: string } {
  if (text === '') return { ok: true, template: '' };
  const m = /^(?:\{\.?([^{}]+)\}|\.?([^{}]+))$/.exec(text);
  if (m) return { ok: true, template: `{.${m[1] ?? m[2] ?? ''}}` };
  const forms = "a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'";
  return { ok: false, error: `unexpected path string, expected ${forms}` };
}

const SLICE = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/;
const COMPARISON = /^([^!<>=]+)([!<>=]+)(.+?)$/;
const TERMINATORS = ' \t\r\n.,[]$@{}';

function parseAction(text: string): readonly PathNode[] {
  return new PathParser(`{${text}}`).parse()[0] ?? [];
}

function isWordChar(char: string): boolean {
  return char === '_' || /^[\p{L}\p{Nd}]$/u.test(char);
}

class PathParser {
  private readonly chars: readonly string[];
  private at = 0;
  private readonly root: (readonly PathNode[])[] = [];

  constructor(template: string) {
    this.chars = [...template];
  }

  parse(): JsonPathProgram {
    while (this.at < this.chars.length) {
      const open = this.chars.indexOf('{', this.at);
      const end = open < 0 ? this.chars.length : open;
      if (end > this.at) this.root.push([{ kind: 'text', text: this.text(this.at, end) }]);
      this.at = end;
      if (open >= 0) this.action();
    }
    return this.root;
  }

  private text(from: number, to: number): string {
    return this.chars.slice(from, to).join('');
  }

  private peek(): string {
    return this.chars[this.at] ?? '';
  }

  private startsWith(text: string): boolean {
    return this.text(this.at, this.at + text.length) === text;
  }

  private action(): void {
    this.at++;
    const nodes: PathNode[] = [];
    this.root.push(nodes);
    for (;;) {
      const char = this.peek();
      if (char === '}') {
        this.at++;
        return;
      }
      if (this.startsWith('[?(')) this.filter(nodes);
      else if (this.startsWith('..')) this.recursive(nodes);
      else this.step(nodes, char);
    }
  }

  private step(nodes: PathNode[], char: string): void {
    if (char === '' || char === '\n' || char === '\r') throw new Mistake('unclosed action');
    if (char === ' ' || char === '@' || char === '$') this.at++;
    else if (char === '[') this.array(nodes);
    else if (char === '"' || char === "'") this.quote(nodes, char);
    else if (char === '.') {
      this.at++;
      this.field(nodes);
    } else if (char === '+' || char === '-' || /^\p{Nd}$/u.test(char)) this.number(nodes);
    else if (isWordChar(char)) this.identifier(nodes);
    else {
      const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      throw new Mistake(`unrecognized character in action: U+${code} '${char}'`);
    }
  }

  private field(nodes: PathNode[]): void {
    const start = this.at;
    while (this.at < this.chars.length && !TERMINATORS.includes(this.peek())) {
      this.at += this.peek() === '\\' ? 2 : 1;
    }
    this.at = Math.min(this.at, this.chars.length);
    const name = this.text(start, this.at);
    if (name === '*') nodes.push({ kind: 'wildcard' });
    else nodes.push({ kind: 'field', name: name.replaceAll('\\', '') });
  }

  private recursive(nodes: PathNode[]): void {
    if (nodes[nodes.length - 1]?.kind === 'recursive') {
      throw new Mistake('invalid multiple recursive descent');
    }
    this.at += 2;
    nodes.push({ kind: 'recursive' });
    if (isWordChar(this.peek())) this.field(nodes);
  }

  private identifier(nodes: PathNode[]): void {
    const start = this.at;
    while (this.at < this.chars.length && !TERMINATORS.includes(this.peek())) this.at++;
    const name = this.text(start, this.at);
    if (name === 'true' || name === 'false') nodes.push({ kind: 'bool', value: name === 'true' });
    else nodes.push({ kind: 'identifier', name });
  }

  private number(nodes: PathNode[]): void {
    const start = this.at++;
    while (/^[.\d]$/.test(this.peek())) this.at++;
    const text = this.text(start, this.at);
    const isNumber = /^[-+]?(?:\d+\.?\d*|\.\d+)$/.test(text);
    if (!isNumber) throw new Mistake(`cannot parse number ${text}`);
    nodes.push({ kind: 'number', value: Number(text) });
  }

  private quote(nodes: PathNode[], mark: string): void {
    const start = this.at++;
    for (; ; this.at++) {
      const char = this.peek();
      if (char === '' || char === '\n') throw new Mistake('unterminated quoted string');
      if (char === mark && this.chars[this.at - 1] !== '\\') break;
    }
    this.at++;
    const raw = this.text(start, this.at);
    const text = unquote(raw.slice(1, -1));
    if (text === null) throw new Mistake(`unquote string ${raw} error invalid syntax`);
    nodes.push({ kind: 'text', text });
  }

  private array(nodes: PathNode[]): void {
    const start = ++this.at;
    while (this.peek() !== ']') {
      if (this.peek() === '' || this.peek() === '\n') throw new Mistake('unterminated array');
      this.at++;
    }
    const inside = this.text(start, this.at++);
    const members = inside.split(',');
    if (members.length > 1) {
      const parts = members.map((one) => parseAction(`[${one.replace(/^ +| +$/g, '')}]`));
      nodes.push({ kind: 'union', members: parts });
      return;
    }
    const key = /^'([^']*)'$/.exec(inside);
    if (key) nodes.push(...parseAction(`.${key[1] ?? ''}`));
    else nodes.push({ kind: 'array', bounds: parseBounds(inside === '*' ? ':' : inside) });
  }

  private filter(nodes: PathNode[]): void {
    this.at += 3;
    const start = this.at;
    let pair = '';
    let isClosed = false;
    for (; ; this.at++) {
      const char = this.peek();
      if (char === '' || char === '\n') throw new Mistake('unterminated filter');
      if (char === '"' || char === "'") {
        if (pair === '') pair = char;
        else if (char === pair && this.chars[this.at - 1] !== '\\') isClosed = true;
      } else if (char === ')' && (pair !== '') === isClosed) break;
    }
    const inside = this.text(start, this.at);
    this.at++;
    if (this.peek() !== ']') throw new Mistake('unclosed array expect ]');
    this.at++;
    const m = COMPARISON.exec(inside);
    const left = parseAction(m ? (m[1] ?? '') : inside);
    const right = m ? parseAction(m[3] ?? '') : [];
    nodes.push({ kind: 'filter', left, right, operator: m?.[2] ?? 'exists' });
  }
}

function parseBounds(text: string): [Bound, Bound, Bound] {
  const m = SLICE.exec(text);
  if (!m) throw new Mistake(`invalid array index ${text}`);
  const none: Bound = { value: null, isDerived: false };
  const read = (part: string | undefined): Bound => {
    if (part === undefined || part === '') return none;
    if (part === '-') throw new Mistake('array index - is not a number');
    return { value: Number(part), isDerived: false };
  };
  const start = read(m[1]);
  const end: Bound =
    m[2] === undefined ? { value: (start.value ?? 0) + 1, isDerived: true } : read(m[2].slice(1));
  return [start, end, read(m[3]?.slice(1))];
}

/** The text of a quoted string's inside; null for wrong escapes. */
function unquote(inside: string): string | null {
  let isWrong = false;
  const pattern = /\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}|[\s\S]|$)/g;
  const text = inside.replace(pattern, (_whole, code: string) => {
    const plain = Object.hasOwn(goEscapes, code) ? goEscapes[code] : undefined;
    if (plain !== undefined) return plain;
    if (code.length === 3 && /^[0-7]/.test(code)) {
      return String.fromCodePoint(Number.parseInt(code, 8));
    }
    if (code.length > 1) return String.fromCodePoint(Number.parseInt(code.slice(1), 16));
    isWrong = true;
    return '';
  });
  return isWrong ? null : text;
}
