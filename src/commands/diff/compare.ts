// Which lines of two files differ, by the rules of -i, -b, -w, -B, -I.
import { type Change, diffLines } from '../../base/diff';
import { compileBre, type Regex } from '../../base/regex';
import type { Context } from '../command';
import type { options } from './options';

/** A file to compare. */
export interface Side {
  /** As the operands and folders name it. */
  readonly name: string;
  readonly lines: readonly string[];
  readonly isOpen: boolean;
  /** Shown in headers instead of the name and the time. */
  readonly label: string | undefined;
  readonly mtimeMs: number;
}

/** The options that LineRules reads. */
type RuleOptions = Pick<
  Context<typeof options>['options'],
  | 'ignoreAllSpace'
  | 'ignoreBlank'
  | 'ignoreCase'
  | 'ignoreMatching'
  | 'ignoreSpaceChange'
  | 'ignoreTabs'
  | 'ignoreTrailing'
  | 'stripCr'
>;

/** How lines are compared, from the options. */
export class LineRules {
  #key: (line: string) => string;
  #ignoreBlank: boolean;
  #ignored: readonly Regex[];

  constructor(o: RuleOptions) {
    this.#key = keyMaker(o);
    this.#ignoreBlank = o.ignoreBlank;
    this.#ignored = o.ignoreMatching.flatMap((text) => compileBre(text).regex ?? []);
  }

  changes(a: Side, b: Side, context: number): readonly Change[] {
    const changes = diffLines(this.#keys(a), this.#keys(b), context);
    if (!this.#ignoreBlank && this.#ignored.length === 0) return changes;
    return changes.filter((c) => {
      const lines = [...a.lines.slice(c.fromA, c.toA), ...b.lines.slice(c.fromB, c.toB)];
      return !lines.every((line) => this.#isIgnored(line));
    });
  }

  #isIgnored(line: string): boolean {
    if (this.#ignoreBlank && line === '') return true;
    return this.#ignored.some((regex) => regex.test(line));
  }

  #keys(side: Side): string[] {
    const keys = side.lines.map(this.#key);
    const last = keys.length - 1;
    if (side.isOpen) keys[last] = `${keys[last]}\0`;
    return keys;
  }
}

function keyMaker(o: RuleOptions): (line: string) => string {
  const steps: ((line: string) => string)[] = [];
  if (o.stripCr) steps.push((line) => line.replace(/\r$/, ''));
  if (o.ignoreAllSpace) steps.push((line) => line.replace(/\s+/g, ''));
  else if (o.ignoreSpaceChange) {
    steps.push((line) => line.replace(/\s+/g, ' ').replace(/ $/, ''));
  } else if (o.ignoreTrailing) steps.push((line) => line.replace(/\s+$/, ''));
  if (o.ignoreTabs) steps.push(expandTabs);
  if (o.ignoreCase) steps.push((line) => line.toLowerCase());
  if (steps.length === 0) return (line) => line;
  return (line) => steps.reduce((text, step) => step(text), line);
}

function expandTabs(line: string): string {
  let out = '';
  for (const c of line) out += c === '\t' ? ' '.repeat(8 - (out.length % 8)) : c;
  return out;
}
