// Brace expansion: `{a,b}`, `{1..5}`, `{a..e..2}`. Works on parsed words, so quotes and expansions
// inside them are left alone.
import type { Part, Word } from '../ast';
import { makeWord } from '../parser/words';

/** One symbol: an unquoted character, or something opaque. */
type Symbol = string | Part;

/** The words that a word's braces make; the word itself when it has none. */
export function expandBraces(word: Word): readonly Word[] {
  if (word.literal !== undefined || !word.text.includes('{')) return [word];
  const symbols: Symbol[] = [];
  for (const part of word.parts) {
    if (part.kind === 'text' && !part.isQuoted) symbols.push(...part.text);
    else symbols.push(part);
  }
  if (!symbols.includes('{')) return [word];
  const results = expand(symbols);
  if (results.length === 1 && results[0] === symbols) return [word];
  return results.map(toWord);
}

function toWord(symbols: readonly Symbol[]): Word {
  const parts: Part[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') parts.push({ kind: 'text', text, isQuoted: false });
    text = '';
  };
  for (const symbol of symbols) {
    if (typeof symbol === 'string') text += symbol;
    else {
      flush();
      parts.push(symbol);
    }
  }
  flush();
  return makeWord('', parts);
}

function expand(symbols: Symbol[]): Symbol[][] {
  for (let open = 0; open < symbols.length; open++) {
    if (symbols[open] !== '{') continue;
    const found = matchBraces(symbols, open);
    if (found === undefined) continue;
    const prefix = symbols.slice(0, open);
    const inside = symbols.slice(open + 1, found.close);
    const choices = found.commas.length > 0 ? split(inside, found.commas, open + 1) : range(inside);
    if (choices === undefined) continue;
    const middles = found.commas.length > 0 ? choices.flatMap(expand) : choices;
    const tails = expand(symbols.slice(found.close + 1));
    return middles.flatMap((m) => tails.map((t) => [...prefix, ...m, ...t]));
  }
  return [symbols];
}

interface Braces {
  readonly close: number;
  readonly commas: readonly number[];
}

function matchBraces(symbols: readonly Symbol[], open: number): Braces | undefined {
  const commas: number[] = [];
  let depth = 0;
  for (let i = open + 1; i < symbols.length; i++) {
    const symbol = symbols[i];
    if (symbol === '{') depth++;
    else if (symbol === ',' && depth === 0) commas.push(i);
    else if (symbol === '}' && depth-- === 0) {
      const isRange = commas.length > 0 || symbols.slice(open, i).join('').includes('..');
      if (isRange) return { close: i, commas };
      return undefined;
    }
  }
  return undefined;
}

function split(inside: Symbol[], commas: readonly number[], offset: number): Symbol[][] {
  const pieces: Symbol[][] = [];
  let from = 0;
  for (const comma of commas) {
    pieces.push(inside.slice(from, comma - offset));
    from = comma - offset + 1;
  }
  pieces.push(inside.slice(from));
  return pieces;
}

const numbers = /^(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?$/;
const letters = /^([A-Za-z])\.\.([A-Za-z])(?:\.\.(-?\d+))?$/;

function range(inside: readonly Symbol[]): Symbol[][] | undefined {
  if (inside.some((symbol) => typeof symbol !== 'string')) return undefined;
  const text = inside.join('');
  const number = numbers.exec(text);
  if (number !== null) {
    const [, first = '', last = '', step] = number;
    const isPadded = /^-?0\d/.test(first) || /^-?0\d/.test(last);
    const width = isPadded ? Math.max(first.length, last.length) : 0;
    const values = series(Number(first), Number(last), Number(step ?? 1));
    return values?.map((n) => [...padded(n, width)]);
  }
  const letter = letters.exec(text);
  if (letter === null) return undefined;
  const [, first = '', last = '', step] = letter;
  const codes = series(first.charCodeAt(0), last.charCodeAt(0), Number(step ?? 1));
  return codes?.map((code) => [String.fromCharCode(code)]);
}

function padded(n: number, width: number): string {
  const digits = String(Math.abs(n));
  return n < 0 ? `-${digits.padStart(width - 1, '0')}` : digits.padStart(width, '0');
}

const most = 4_000_000;

function series(first: number, last: number, step: number): number[] | undefined {
  const by = Math.max(1, Math.abs(step));
  if (Math.abs(last - first) / by > most) return undefined;
  const out: number[] = [];
  if (first <= last) for (let n = first; n <= last; n += by) out.push(n);
  else for (let n = first; n >= last; n -= by) out.push(n);
  return out;
}
