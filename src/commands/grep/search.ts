// Searching one input: selects lines, prints them with their context, counts.
import type { Task } from '../../base/sim';
import type { Context, Input } from '../command';
import { byteLength } from '../framework/bytes';
import type { Matcher } from './matcher';
import type { options } from './options';
import type { Placed, Printer } from './output';

export interface SearchRules {
  readonly matcher: Matcher;
  readonly printer: Printer;
  readonly invert: boolean;
  readonly max: number;
  /** Print no lines: -c, -l, -L, -q. */
  readonly isSilent: boolean;
  /** Stop at the first selected line: -l, -L, -q. */
  readonly isFirstOnly: boolean;
  readonly before: number;
  readonly after: number;
  readonly hasContext: boolean;
  readonly groupSeparator: string | undefined;
  readonly binary: 'binary' | 'text' | 'without-match';
  readonly end: string;
  readonly needsOffset: boolean;
  readonly isLineBuffered: boolean;
}

/** What goes on from file to file: whether a group has been printed. */
export interface Progress {
  hasPrinted: boolean;
}

/** Returns how many lines were selected. */
export function* search(
  ctx: Context<typeof options>,
  input: Input,
  { rules, name, progress }: { rules: SearchRules; name: string; progress: Progress },
): Task<number> {
  const { matcher, printer, before, after, end } = rules;
  let number = 0;
  let offset = 0;
  let count = 0;
  let pending = 0;
  let lastPrinted = 0;
  let held: Placed[] = [];
  let isBinary = false;
  for (;;) {
    const lines = yield* input.lines(end);
    if (lines === undefined) return count;
    isBinary ||= rules.binary !== 'text' && lines.some((l) => looksBinary(l, end));
    if (isBinary && rules.binary === 'without-match') return 0;
    let out = '';
    for (const text of lines) {
      const line = { text, number: ++number, offset };
      if (rules.needsOffset) offset += byteLength(text) + 1;
      const isSelected = count < rules.max && matcher.test(text) !== rules.invert;
      if (isSelected) {
        count++;
        if (rules.isFirstOnly) return count;
        if (rules.isSilent) {
          if (count >= rules.max) return count;
          continue;
        }
        if (isBinary) {
          yield* ctx.out(out);
          yield* ctx.flush();
          yield* ctx.warn(`${name}: binary file matches`);
          return count;
        }
        const first = held[0]?.number ?? line.number;
        if (rules.hasContext && isApart(first, lastPrinted, progress.hasPrinted)) {
          if (rules.groupSeparator !== undefined) {
            out += `${printer.separator(rules.groupSeparator)}\n`;
          }
        }
        for (const h of held) out += printer.context(h, name);
        held = [];
        out += printer.selected(line, name);
        lastPrinted = line.number;
        progress.hasPrinted = true;
        pending = after;
        if (count >= rules.max && pending === 0) {
          yield* ctx.out(out);
          return count;
        }
      } else if (pending > 0) {
        out += printer.context(line, name);
        lastPrinted = line.number;
        if (--pending === 0 && count >= rules.max) {
          yield* ctx.out(out);
          return count;
        }
      } else if (before > 0 && !rules.isSilent) {
        held.push(line);
        if (held.length > before) held.shift();
      }
    }
    yield* ctx.out(out);
    if (rules.isLineBuffered) yield* ctx.flush();
  }
}

/** Whether `--` stands between this group and what was printed before. */
function isApart(first: number, lastPrinted: number, hasPrinted: boolean): boolean {
  return hasPrinted && first > (lastPrinted === 0 ? 0 : lastPrinted + 1);
}

function looksBinary(line: string, end: string): boolean {
  return (end !== '\0' && line.includes('\0')) || /[\udc80-\udcff]/.test(withoutPairs(line));
}

/** Emoji contain low surrogates that are no stray bytes. */
function withoutPairs(line: string): string {
  return /[\ud800-\udbff]/.test(line) ? line.replace(/[\ud800-\udbff][\udc00-\udfff]/g, '') : line;
}
