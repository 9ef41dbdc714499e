// Reading patches: unified, context and normal diffs, with anything between them.

/** A change of a file: lines that begin with ' ', '-' or '+'. */
export interface Hunk {
  /** First line in the old and the new file, from 1 (0: at the very beginning). */
  readonly oldStart: number;
  readonly newStart: number;
  readonly lines: readonly string[];
  /** The last line of the old / new side has no newline. */
  readonly oldIsOpen: boolean;
  readonly newIsOpen: boolean;
}

export interface FilePatch {
  readonly oldName: string | undefined;
  readonly newName: string | undefined;
  readonly hunks: readonly Hunk[];
  /** Line of the input where it begins, and the lines that lead up to its hunks. */
  readonly line: number;
  readonly lead: readonly string[];
}

/** All patches of an input. */
export function parsePatch(text: string): FilePatch[] {
  return new Parser(text.replace(/\n$/, '').split('\n')).patches();
}

function headerName(line: string): string {
  const rest = line.slice(4);
  const tab = rest.indexOf('\t');
  return (tab >= 0 ? rest.slice(0, tab) : rest.replace(/ \d{4}-\d\d-\d\d .*$/, '')).trimEnd();
}

const UNIFIED = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;
const NORMAL = /^(\d+)(?:,(\d+))?([acd])(\d+)(?:,(\d+))?$/;

class Parser {
  #lines: readonly string[];
  #at = 0;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }

  patches(): FilePatch[] {
    const out: FilePatch[] = [];
    let start = 0;
    while (this.#at < this.#lines.length) {
      const line = this.#lines[this.#at] ?? '';
      const next = this.#lines[this.#at + 1] ?? '';
      const after = this.#lines[this.#at + 2] ?? '';
      const isUnified = line.startsWith('--- ') && next.startsWith('+++ ') && UNIFIED.test(after);
      const isContext =
        line.startsWith('*** ') && next.startsWith('--- ') && after.startsWith('****');
      if (isUnified || isContext) {
        const names = { oldName: headerName(line), newName: headerName(next) };
        const lead = this.#lines.slice(start, this.#at + 2);
        this.#at += 2;
        const first = this.#at + 1;
        const hunks = isUnified ? this.#unified() : this.#context();
        out.push({ ...names, hunks, line: first, lead });
        start = this.#at;
      } else if (NORMAL.test(line)) {
        const lead = this.#lines.slice(start, this.#at);
        const first = this.#at + 1;
        const hunks = this.#normal();
        out.push({ oldName: undefined, newName: undefined, hunks, line: first, lead });
        start = this.#at;
      } else this.#at++;
    }
    return out;
  }

  #isNoNewline(): boolean {
    if (!(this.#lines[this.#at] ?? '').startsWith('\\ ')) return false;
    this.#at++;
    return true;
  }

  #unified(): Hunk[] {
    const hunks: Hunk[] = [];
    for (;;) {
      const m = UNIFIED.exec(this.#lines[this.#at] ?? '');
      if (m === null) return hunks;
      this.#at++;
      let oldLeft = Number(m[2] ?? 1);
      let newLeft = Number(m[4] ?? 1);
      const lines: string[] = [];
      const open = { old: false, new: false };
      while ((oldLeft > 0 || newLeft > 0) && this.#at < this.#lines.length) {
        const text = this.#lines[this.#at] ?? '';
        const line = text === '' ? ' ' : text;
        const mark = line[0];
        if (mark !== ' ' && mark !== '-' && mark !== '+') break;
        this.#at++;
        lines.push(line);
        if (mark !== '+') oldLeft--;
        if (mark !== '-') newLeft--;
        if (this.#isNoNewline()) {
          if (mark !== '+') open.old = true;
          if (mark !== '-') open.new = true;
        }
      }
      hunks.push({
        oldStart: Number(m[1]),
        newStart: Number(m[3]),
        lines,
        oldIsOpen: open.old,
        newIsOpen: open.new,
      });
    }
  }

  /** Context hunks have both sides apart; they are woven together. */
  #context(): Hunk[] {
    const hunks: Hunk[] = [];
    while ((this.#lines[this.#at] ?? '').startsWith('***************')) {
      this.#at++;
      const from = /^\*\*\* (\d+)(?:,\d+)? \*{4}/.exec(this.#lines[this.#at++] ?? '');
      const old = this.#side();
      const to = /^--- (\d+)(?:,\d+)? -{4}/.exec(this.#lines[this.#at++] ?? '');
      const fresh = this.#side();
      if (from === null || to === null) return hunks;
      hunks.push({
        oldStart: Number(from[1]),
        newStart: Number(to[1]),
        lines: weave(old.lines, fresh.lines),
        oldIsOpen: old.isOpen,
        newIsOpen: fresh.isOpen,
      });
    }
    return hunks;
  }

  #side(): { lines: string[]; isOpen: boolean } {
    const lines: string[] = [];
    let isOpen = false;
    while (
      /^[ !+-] /.test(this.#lines[this.#at] ?? '') &&
      !/^--- \d/.test(this.#lines[this.#at] ?? '')
    ) {
      lines.push(this.#lines[this.#at++] ?? '');
      if (this.#isNoNewline()) isOpen = true;
    }
    return { lines, isOpen };
  }

  #normal(): Hunk[] {
    const hunks: Hunk[] = [];
    for (;;) {
      const m = NORMAL.exec(this.#lines[this.#at] ?? '');
      if (m === null) return hunks;
      this.#at++;
      const lines: string[] = [];
      const open = { old: false, new: false };
      while ((this.#lines[this.#at] ?? '').startsWith('< ')) {
        lines.push(`-${(this.#lines[this.#at++] ?? '').slice(2)}`);
        if (this.#isNoNewline()) open.old = true;
      }
      if (this.#lines[this.#at] === '---') this.#at++;
      while ((this.#lines[this.#at] ?? '').startsWith('> ')) {
        lines.push(`+${(this.#lines[this.#at++] ?? '').slice(2)}`);
        if (this.#isNoNewline()) open.new = true;
      }
      const isAddition = m[3] === 'a';
      hunks.push({
        oldStart: Number(m[1]) + (isAddition ? 1 : 0),
        newStart: Number(m[4]),
        lines,
        oldIsOpen: open.old,
        newIsOpen: open.new,
      });
    }
  }
}

function weave(old: readonly string[], fresh: readonly string[]): string[] {
  const out: string[] = [];
  let i = 0;
  let j = 0;
  const isPlain = (line: string | undefined) => line?.[0] === ' ';
  if (old.length === 0) return fresh.map((l) => (isPlain(l) ? ' ' : '+') + l.slice(2));
  if (fresh.length === 0) return old.map((l) => (isPlain(l) ? ' ' : '-') + l.slice(2));
  while (i < old.length || j < fresh.length) {
    while (i < old.length && !isPlain(old[i])) out.push(`-${old[i++]?.slice(2)}`);
    while (j < fresh.length && !isPlain(fresh[j])) out.push(`+${fresh[j++]?.slice(2)}`);
    if (i < old.length) out.push(` ${old[i++]?.slice(2)}`);
    j++;
  }
  return out;
}
