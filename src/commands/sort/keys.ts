// sort's keys: `-k2,2nr` taken apart, and the part of a line that a key stands for.

/** The orders and conditions that letters stand for. */
export interface Ordering {
  readonly letters: string;
  readonly isReverse: boolean;
  readonly kind: 'text' | 'numeric' | 'general' | 'human' | 'version' | 'month' | 'random';
  readonly ignoreCase: boolean;
  readonly dictionary: boolean;
  readonly printable: boolean;
}

/** A key; positions count from 1, `endChar` 0 is the end of the field. */
export interface SortKey {
  readonly startField: number;
  readonly startChar: number;
  readonly endField: number | undefined;
  readonly endChar: number;
  readonly skipStartBlanks: boolean;
  readonly skipEndBlanks: boolean;
  readonly ordering: Ordering;
}

const KINDS = { n: 'numeric', g: 'general', h: 'human', V: 'version', M: 'month', R: 'random' };

export function orderingOf(letters: string): Ordering {
  const kind = [...letters].map((l) => KINDS[l as keyof typeof KINDS]).find((k) => k !== undefined);
  return {
    letters,
    isReverse: letters.includes('r'),
    kind: (kind ?? 'text') as Ordering['kind'],
    ignoreCase: letters.includes('f'),
    dictionary: letters.includes('d'),
    printable: letters.includes('i'),
  };
}

/** The letters of orders that exclude each other, or undefined. */
export function conflict(letters: string): string | undefined {
  const has = (l: string) => letters.includes(l);
  const kinds = ['g', 'h', 'M', 'n', 'V', 'R'].filter(has);
  const count = kinds.filter((l) => l !== 'V' && l !== 'R').length;
  const textual = has('V') || has('R') || has('d') || has('i') ? 1 : 0;
  if (count + textual <= 1) return undefined;
  return [...'dfghiMnRV']
    .filter(has)
    .filter((l) => l !== 'f')
    .join('');
}

/** Reads `F[.C][LETTERS][,F[.C][LETTERS]]`; a string is the complaint. */
export function readKey(text: string, global: string): SortKey | string {
  const m = /^(\d*)(?:\.(\d*))?([A-Za-z]*)(?:(,)(\d*)(?:\.(\d*))?([A-Za-z]*))?(.*)$/s.exec(text);
  if (m === null || m[1] === '') {
    return `invalid number at field start: invalid count at start of ‘${text}’`;
  }
  const bad = (what: string) => `${what}: invalid field specification ‘${text}’`;
  if (Number(m[1]) === 0) return bad('field number is zero');
  if (m[2] !== undefined) {
    if (m[2] === '') {
      const rest = text.slice((m[1]?.length ?? 0) + 1);
      return `invalid number after '.': invalid count at start of ‘${rest}’`;
    }
    if (Number(m[2]) === 0) return bad('character offset is zero');
  }
  const startLetters = m[3] ?? '';
  const endLetters = m[7] ?? '';
  if (m[4] !== undefined) {
    if (m[5] === '') {
      const rest = text.slice(text.indexOf(',') + 1);
      return `invalid number after ',': invalid count at start of ‘${rest}’`;
    }
    if (Number(m[5]) === 0) return bad('field number is zero');
  }
  if (/[^bdfghiMnRrV]/.test(startLetters + endLetters) || m[8] !== '') {
    return bad('stray character in field spec');
  }
  const own = startLetters + endLetters;
  const letters = own === '' ? global : own;
  const inheritsBlanks = own === '' && global.includes('b');
  return {
    startField: Number(m[1]),
    startChar: Number(m[2] ?? 1),
    endField: m[5] === undefined ? undefined : Number(m[5]),
    endChar: Number(m[6] || 0),
    skipStartBlanks: startLetters.includes('b') || inheritsBlanks,
    skipEndBlanks: endLetters.includes('b') || inheritsBlanks,
    ordering: orderingOf(letters),
  };
}

/** The part of the line that the key compares. */
export function keyText(line: string, key: SortKey, tab: string | undefined): string {
  let start = fieldStart(line, key.startField, tab);
  if (key.skipStartBlanks) start = skipBlanks(line, start);
  start = Math.min(line.length, start + key.startChar - 1);
  if (key.endField === undefined) return line.slice(start);
  let end: number;
  if (key.endChar === 0) end = fieldEnd(line, key.endField, tab);
  else {
    end = fieldStart(line, key.endField, tab);
    if (key.skipEndBlanks) end = skipBlanks(line, end);
    end = Math.min(line.length, end + key.endChar);
  }
  return end <= start ? '' : line.slice(start, end);
}

function isBlank(c: string | undefined): boolean {
  return c === ' ' || c === '\t' || c === '\n';
}

function skipBlanks(line: string, from: number): number {
  let at = from;
  while (isBlank(line[at])) at++;
  return at;
}

/** Without -t, a field begins with the blanks before it. */
function fieldStart(line: string, field: number, tab: string | undefined): number {
  let at = 0;
  for (let i = 1; i < field && at < line.length; i++) {
    if (tab !== undefined) {
      const next = line.indexOf(tab, at);
      if (next < 0) return line.length;
      at = next + 1;
    } else {
      at = skipBlanks(line, at);
      while (at < line.length && !isBlank(line[at])) at++;
    }
  }
  return at;
}

function fieldEnd(line: string, field: number, tab: string | undefined): number {
  const start = fieldStart(line, field, tab);
  if (tab !== undefined) {
    const next = line.indexOf(tab, start);
    return next < 0 ? line.length : next;
  }
  let at = skipBlanks(line, start);
  while (at < line.length && !isBlank(line[at])) at++;
  return at;
}
