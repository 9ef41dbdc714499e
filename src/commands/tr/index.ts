// tr: translates, squeezes and deletes bytes.
import { fromBytes, toBytes } from '../../base/bytes';
import { defineCommand, quoteLocale } from '../command';
import { isAscii } from '../framework/bytes';
import { readSet, type SetPart } from './sets';

export default defineCommand({
  name: 'tr',
  summary: {
    en: 'Translate, squeeze or delete characters of standard input.',
    es: 'Traduce, reduce o borra caracteres de la entrada estándar.',
  },
  options: {
    complement: ['-c, -C, --complement', 'use what is not in SET1'],
    delete: ['-d, --delete', 'delete the characters in SET1'],
    squeeze: ['-s, --squeeze-repeats', 'print repeated characters of the last SET once'],
    truncate: ['-t, --truncate-set1', 'cut SET1 to the length of SET2'],
  },
  operands: 'SET1 [SET2]',
  mode: 'posix',
  *run(ctx) {
    const { complement, delete: isDeleting, squeeze, truncate } = ctx.options;
    const [text1, text2, extra] = ctx.operands;
    if (text1 === undefined) return yield* ctx.usage('missing operand');
    const isTranslating = !isDeleting && text2 !== undefined;
    const needsTwo = isDeleting === squeeze;
    if (needsTwo && text2 === undefined) {
      const why = isDeleting
        ? 'Two strings must be given when both deleting and squeezing repeats.'
        : 'Two strings must be given when translating.';
      return yield* ctx.usage(`missing operand after ${quoteLocale(text1)}\n${why}`);
    }
    const surplus = isDeleting && !squeeze ? (text2 ?? extra) : extra;
    if (surplus !== undefined) {
      const why = isDeleting
        ? '\nOnly one string may be given when deleting without squeezing repeats.'
        : '';
      return yield* ctx.usage(`extra operand ${quoteLocale(surplus)}${extra ? '' : why}`);
    }
    const parts1 = readSet(text1);
    if (typeof parts1 === 'string') return yield* ctx.fail(parts1);
    const parts2 = text2 === undefined ? [] : readSet(text2);
    if (typeof parts2 === 'string') return yield* ctx.fail(parts2);
    const plan = makePlan(parts1, parts2, {
      complement,
      isDeleting,
      isTranslating,
      squeeze,
      truncate,
    });
    if (typeof plan === 'string') return yield* ctx.fail(plan);
    const input = ctx.stdin();
    const translate = translator(plan);
    for (;;) {
      const piece = yield* input.piece();
      if (piece === '') return 0;
      yield* ctx.out(translate(piece));
    }
  },
});

interface Plan {
  /** What each byte becomes; -1: deleted. */
  readonly map: Int16Array;
  readonly squeezed: ReadonlySet<number>;
}

interface Mode {
  readonly complement: boolean;
  readonly isDeleting: boolean;
  readonly isTranslating: boolean;
  readonly squeeze: boolean;
  readonly truncate: boolean;
}

function makePlan(
  parts1: readonly SetPart[],
  parts2: readonly SetPart[],
  mode: Mode,
): Plan | string {
  if (parts1.some((p) => p.kind === 'repeat' && p.count === 0)) {
    return 'the [c*] repeat construct may not appear in string1';
  }
  let from = expand(parts1, 0);
  if (mode.complement) {
    const without = new Set(from);
    from = [];
    for (let b = 0; b < 256; b++) if (!without.has(b)) from.push(b);
  }
  const map = Int16Array.from({ length: 256 }, (_, b) => b);
  let to = expand(parts2, from.length);
  if (mode.isDeleting) for (const b of from) map[b] = -1;
  if (mode.isTranslating) {
    const problem = checkClasses(parts1, parts2);
    if (problem !== undefined) return problem;
    if (to.length === 0 && !mode.truncate) {
      return 'when not truncating set1, string2 must be non-empty';
    }
    if (mode.truncate) from = from.slice(0, to.length);
    const last = to[to.length - 1] ?? 0;
    if (to.length < from.length) to = [...to, ...Array(from.length - to.length).fill(last)];
    for (let i = 0; i < from.length; i++) map[from[i] as number] = to[i] as number;
  }
  const squeezed = new Set(mode.squeeze ? (parts2.length > 0 ? to : from) : []);
  return { map, squeezed };
}

/** All bytes in order; `[c*]` fills up to `length`. */
function expand(parts: readonly SetPart[], length: number): number[] {
  let known = 0;
  for (const part of parts) known += part.kind === 'repeat' ? part.count : part.bytes.length;
  const out: number[] = [];
  for (const part of parts) {
    if (part.kind !== 'repeat') out.push(...part.bytes);
    else {
      const count = part.count === 0 ? Math.max(0, length - known) : part.count;
      for (let i = 0; i < count; i++) out.push(part.byte);
    }
  }
  return out;
}

function checkClasses(parts1: readonly SetPart[], parts2: readonly SetPart[]): string | undefined {
  const isCase = (p: SetPart) => p.kind === 'class' && (p.name === 'upper' || p.name === 'lower');
  if (parts2.some((p) => p.kind === 'class' && !isCase(p))) {
    const what = 'when translating, the only character classes that may appear in\nstring2';
    return `${what} are 'upper' and 'lower'`;
  }
  if (parts2.some(isCase) && !parts1.some(isCase)) {
    return 'misaligned [:upper:] and/or [:lower:] construct';
  }
  return undefined;
}

function translator({ map, squeezed }: Plan): (text: string) => string {
  let last = -1;
  const step = (byte: number): number => {
    const mapped = map[byte] as number;
    if (mapped < 0 || (mapped === last && squeezed.has(mapped))) return -1;
    last = mapped;
    return mapped;
  };
  const isAsciiMap = map.every((b, i) => i > 127 || b < 128);
  return (text) => {
    if (isAsciiMap && isAscii(text)) {
      const codes = new Uint16Array(text.length);
      let n = 0;
      for (let i = 0; i < text.length; i++) {
        const byte = step(text.charCodeAt(i));
        if (byte >= 0) codes[n++] = byte;
      }
      return decode(codes.subarray(0, n));
    }
    const out: number[] = [];
    for (const b of toBytes(text)) {
      const byte = step(b);
      if (byte >= 0) out.push(byte);
    }
    return fromBytes(Uint8Array.from(out));
  };
}

function decode(codes: Uint16Array): string {
  let out = '';
  for (let i = 0; i < codes.length; i += 8192) {
    out += String.fromCharCode(...codes.subarray(i, i + 8192));
  }
  return out;
}
