// fmt: fills paragraphs to a width. Lines are broken as GNU's does it: where the whole paragraph
// costs least, ends of sentences and short lines counted.
import { defineCommand, quoteIfNeeded, quoteLocale } from './command';

export default defineCommand({
  name: 'fmt',
  summary: { en: 'Fill paragraphs to a width.', es: 'Ajusta párrafos a un ancho.' },
  options: {
    crown: ['-c, --crown-margin', 'keep the indentation of the first two lines'],
    prefix: ['-p, --prefix=TEXT', 'fill only lines that begin with TEXT'],
    split: ['-s, --split-only', 'break long lines, join none'],
    tagged: ['-t, --tagged-paragraph', 'the first line is indented differently'],
    uniform: ['-u, --uniform-spacing', 'one space between words, two after sentences'],
    width: ['-w, --width=WIDTH', 'at most WIDTH columns (75)'],
    goal: ['-g, --goal=WIDTH', 'aim for WIDTH columns (93% of the width)'],
  },
  operands: '[FILE]...',
  digits: 'width',
  *run(ctx) {
    const { width: text = '75', goal: goalText, split, uniform, prefix = '' } = ctx.options;
    if (!/^\d+$/.test(text) || Number(text) > 2500) {
      return yield* ctx.fail(`invalid width: ${quoteLocale(text)}`);
    }
    const width = Number(text);
    const goal = goalText === undefined ? Math.floor((width * 187) / 200) : Number(goalText);
    for (const name of ctx.files()) {
      const input = yield* ctx.open(name, {
        explain: (f, why) => `cannot open ${quoteIfNeeded(f)} for reading: ${why}`,
      });
      if (input === undefined) continue;
      const lines = yield* input.allLines();
      for (let i = 0; i < lines.length; ) {
        const line = lines[i] ?? '';
        if (line.trim() === '' || !line.startsWith(prefix)) {
          yield* ctx.out(`${line.trim() === '' ? '' : line}\n`);
          i++;
          continue;
        }
        const paragraph = [line];
        const indent = indentOf(line, prefix);
        i++;
        while (!split && i < lines.length) {
          const next = lines[i] ?? '';
          const isSecond = paragraph.length === 1 && (ctx.options.crown || ctx.options.tagged);
          if (next.trim() === '' || !next.startsWith(prefix)) break;
          if (
            !isSecond &&
            indentOf(next, prefix) !== indentOf(paragraph[paragraph.length - 1] ?? '', prefix)
          )
            break;
          paragraph.push(next);
          i++;
        }
        const rest = indentOf(paragraph[1] ?? line, prefix);
        const words = paragraph.flatMap((l) => wordsOf(l.slice(prefix.length), uniform));
        const last = words.pop();
        if (last !== undefined) words.push({ ...last, isFinal: true });
        const starts = { first: prefix + indent, rest: prefix + rest };
        yield* ctx.out(fill(words, starts, { width, goal }));
      }
      ctx.close(input);
    }
    return ctx.status;
  },
});

interface Word {
  readonly text: string;
  /** Blanks after it when the line goes on. */
  readonly space: number;
  readonly isFinal: boolean;
  readonly isPunctuated: boolean;
  readonly isOpening: boolean;
}

function indentOf(line: string, prefix: string): string {
  return /^[ \t]*/.exec(line.slice(prefix.length))?.[0] ?? '';
}

function wordsOf(line: string, uniform: boolean): Word[] {
  const parts = line.trim().match(/\S+[ \t]*/g) ?? [];
  return parts.map((part, i) => {
    const text = part.trimEnd();
    const gap = part.length - text.length;
    const isLast = i === parts.length - 1;
    const endsSentence = /[.?!]["')\]]*$/.test(text);
    const isFinal = endsSentence && (isLast || gap > 1);
    const space = isLast || uniform ? (isFinal ? 2 : 1) : gap;
    const isPunctuated = /[!-/:-@[-`{-~]$/.test(text);
    return { text, space, isFinal, isPunctuated, isOpening: /^[(['"`]/.test(text) };
  });
}

function fill(
  words: readonly Word[],
  starts: { first: string; rest: string },
  { width, goal }: { width: number; goal: number },
): string {
  const n = words.length;
  const best: number[] = Array(n + 1).fill(0);
  const breakAt: number[] = Array(n + 1).fill(n);
  const lengths: number[] = Array(n + 1).fill(0);
  for (let start = n - 1; start >= 0; start--) {
    let length = (start === 0 ? starts.first : starts.rest).length;
    let lowest = Number.POSITIVE_INFINITY;
    for (let w = start; w < n; ) {
      length += words[w]?.text.length ?? 0;
      w++;
      const isNextLast = breakAt[w] === n;
      const line = { goal, next: isNextLast ? undefined : lengths[w] };
      const cost = (w === n ? 0 : lineCost(length, line)) + (best[w] ?? 0);
      if (cost < lowest) {
        lowest = cost;
        breakAt[start] = w;
        lengths[start] = length;
      }
      if (w === n) break;
      length += words[w - 1]?.space ?? 1;
      if (length + (words[w]?.text.length ?? 0) >= width) break;
    }
    best[start] = lowest + baseCost(words, start);
  }
  let out = '';
  for (let start = 0; start < n; start = breakAt[start] ?? n) {
    out += start === 0 ? starts.first : starts.rest;
    const end = breakAt[start] ?? n;
    for (let w = start; w < end; w++) {
      const word = words[w] as Word;
      out += word.text + (w < end - 1 ? ' '.repeat(word.space) : '');
    }
    out += '\n';
  }
  return out;
}

const square = (x: number): number => x * x;

function baseCost(words: readonly Word[], at: number): number {
  let cost = square(70);
  const word = words[at];
  const before = words[at - 1];
  if (before !== undefined) {
    if (before.isFinal) cost -= square(50);
    else if (before.isPunctuated && /[.?!]["')\]]*$/.test(before.text)) cost += square(600);
    else if (before.isPunctuated) cost -= square(40);
    else {
      const earlier = words[at - 2];
      if (earlier?.isFinal) cost += Math.floor(square(200) / (before.text.length + 2));
    }
  }
  if (word?.isOpening) cost -= square(40);
  else if (word?.isFinal) cost += Math.floor(square(150) / (word.text.length + 2));
  return cost;
}

/** What a line of this length costs, given the next one's (unless that is the last). */
function lineCost(
  length: number,
  { goal, next }: { goal: number; next: number | undefined },
): number {
  const ragged = next === undefined ? 0 : Math.floor(square((length - next) * 10) / 2);
  return square((goal - length) * 10) + ragged;
}
