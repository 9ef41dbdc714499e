// diff -y: two columns, and sdiff's layout of them.
import type { Change } from '../../base/diff';
import type { Side } from './compare';

export interface ColumnRules {
  readonly width: number;
  readonly expandTabs: boolean;
  readonly leftColumn: boolean;
  readonly suppressCommon: boolean;
}

export function sideBySide(
  a: Side,
  b: Side,
  { changes, rules }: { changes: readonly Change[]; rules: ColumnRules },
): string {
  const layout = new Layout(rules);
  let out = '';
  let i = 0;
  let j = 0;
  const common = (to: number) => {
    for (; i < to; i++, j++) {
      if (rules.suppressCommon) continue;
      if (rules.leftColumn) out += layout.line(a.lines[i], '(', undefined);
      else out += layout.line(a.lines[i], ' ', b.lines[j]);
    }
  };
  for (const change of changes) {
    common(change.fromA);
    j = change.fromB;
    while (i < change.toA && j < change.toB) out += layout.line(a.lines[i++], '|', b.lines[j++]);
    while (i < change.toA) out += layout.line(a.lines[i++], '<', undefined);
    while (j < change.toB) out += layout.line(undefined, '>', b.lines[j++]);
  }
  common(a.lines.length);
  return out;
}

class Layout {
  #half: number;
  #second: number;
  #tab: number;

  constructor({ width, expandTabs }: ColumnRules) {
    this.#tab = expandTabs ? 1 : 8;
    const t = this.#tab;
    const offset = Math.floor((width + t + 3) / (2 * t)) * t;
    this.#half = Math.max(0, Math.min(offset - 3, width - offset));
    this.#second = this.#half > 0 ? offset : width;
  }

  line(left: string | undefined, mark: string, right: string | undefined): string {
    let out = '';
    let column = 0;
    if (left !== undefined) {
      const got = this.#cut(left, 0);
      out += got.text;
      column = got.column;
    }
    if (mark !== ' ') {
      const at = Math.floor((this.#half + this.#second - 1) / 2);
      out += this.#move(column, at) + mark;
      column = at + 1;
    }
    if (right !== undefined && right !== '') {
      out += this.#move(column, this.#second) + this.#cut(right, this.#second).text;
    }
    return `${out}\n`;
  }

  #move(from: number, to: number): string {
    let out = '';
    let at = from;
    if (this.#tab > 1) {
      for (let next = at + 8 - (at % 8); next <= to; next += 8) {
        out += '\t';
        at = next;
      }
    }
    return out + ' '.repeat(Math.max(0, to - at));
  }

  /** As much of the text as fits into half a line. */
  #cut(text: string, indent: number): { text: string; column: number } {
    let out = '';
    let position = 0;
    for (const c of text) {
      if (c === '\t') {
        const spaces = 8 - (position % 8);
        if (position + spaces > this.#half) break;
        out +=
          this.#tab === 1
            ? ' '.repeat(spaces)
            : this.#move(indent + position, indent + position + spaces);
        position += spaces;
        continue;
      }
      if (position >= this.#half) break;
      out += c;
      position++;
    }
    return { text: out, column: position };
  }
}
