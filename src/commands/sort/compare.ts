// How sort compares keys. A key's text is turned once into something that compares fast.
import { readExact, toDouble } from '../../base/exact-number';
import { compareText, compareUnits, compareVersions, needsCodePoints } from '../../base/text-order';
import { keyText, type Ordering, type SortKey } from './keys';

type Prepared = string | number | readonly [number, number];

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

export interface CompareRules {
  readonly keys: readonly SortKey[];
  readonly global: Ordering;
  readonly tab: string | undefined;
  /** Lines whose keys are equal are equal (-s, -u). */
  readonly isStable: boolean;
  readonly random: (text: string) => number;
}

/** A line with its keys prepared. */
export interface Row {
  readonly line: string;
  readonly keys: readonly Prepared[];
}

export class Comparer {
  #order = compareUnits;
  #rules: CompareRules;
  #isPlain: boolean;
  #orderings: readonly Ordering[];

  constructor(rules: CompareRules) {
    this.#rules = rules;
    const { global, keys } = rules;
    this.#orderings = keys.length === 0 ? [global] : keys.map((k) => k.ordering);
    this.#isPlain = keys.length === 0 && /^r?$/.test(global.letters);
  }

  row(line: string): Row {
    if (this.#order === compareUnits && needsCodePoints(line)) this.#order = compareText;
    if (this.#isPlain) return { line, keys: [] };
    const { keys, tab, global } = this.#rules;
    if (keys.length === 0) {
      const text = global.letters.includes('b') ? line.replace(/^[ \t]+/, '') : line;
      return { line, keys: [this.#prepare(text, global)] };
    }
    return { line, keys: keys.map((k) => this.#prepare(keyText(line, k, tab), k.ordering)) };
  }

  /** By keys alone. */
  compareKeys(a: Row, b: Row): number {
    if (this.#isPlain) {
      const order = this.#order(a.line, b.line);
      return this.#rules.global.isReverse ? -order : order;
    }
    for (let i = 0; i < this.#orderings.length; i++) {
      const ordering = this.#orderings[i];
      const x = a.keys[i] ?? '';
      const y = b.keys[i] ?? '';
      const isText = typeof x === 'string' && typeof y === 'string';
      const order = isText && ordering?.kind !== 'version' ? this.#order(x, y) : compare(x, y);
      if (order !== 0) return ordering?.isReverse ? -order : order;
    }
    return 0;
  }

  /** By keys, and then (unless stable) by the whole line. */
  compare(a: Row, b: Row): number {
    const order = this.compareKeys(a, b);
    if (order !== 0 || this.#rules.isStable || this.#isPlain) return order;
    const byLine = this.#order(a.line, b.line);
    return this.#rules.global.isReverse ? -byLine : byLine;
  }

  #prepare(text: string, o: Ordering): Prepared {
    switch (o.kind) {
      case 'numeric':
        return numeric(text);
      case 'general':
        return general(text);
      case 'human':
        return human(text);
      case 'month':
        return (
          MONTHS.indexOf(
            text
              .replace(/^[ \t]+/, '')
              .slice(0, 3)
              .toUpperCase(),
          ) + 1
        );
      case 'random':
        return this.#rules.random(text);
      default: {
        let shown = text;
        if (o.dictionary) shown = shown.replace(/[^\p{L}\p{N} \t]/gu, '');
        else if (o.printable) shown = shown.replace(/\p{C}/gu, '');
        return o.ignoreCase ? shown.toUpperCase() : shown;
      }
    }
  }
}

/** Numbers and versions. */
function compare(a: Prepared, b: Prepared): number {
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === 'string' && typeof b === 'string') return compareVersions(a, b);
  if (typeof a === 'object' && typeof b === 'object') return a[0] - b[0] || a[1] - b[1];
  return 0;
}

function numeric(text: string): number {
  const m = /^[ \t]*(-?)(\d*\.?\d*)/.exec(text);
  const digits = m?.[2] ?? '';
  if (digits === '' || digits === '.') return 0;
  return (m?.[1] === '-' ? -1 : 1) * Number(digits);
}

/** What is no number comes first, then not-a-number, then numbers. */
function general(text: string): readonly [number, number] {
  const { value, length } = readExact(text);
  if (length === 0) return [0, 0];
  return value.special === 'nan' ? [1, 0] : [2, toDouble(value)];
}

/** The unit counts before the digits. */
function human(text: string): readonly [number, number] {
  const m = /^[ \t]*(-?)(\d*\.?\d*)([kKMGTPEZYRQ]?)/.exec(text);
  const value = Number(m?.[2] || '0') || 0;
  const sign = m?.[1] === '-' ? -1 : 1;
  const unit = 'KMGTPEZYRQ'.indexOf((m?.[3] ?? '').toUpperCase() || '?') + 1;
  return [value === 0 ? 0 : sign * unit, sign * value];
}
