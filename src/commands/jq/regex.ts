// match and its relatives: Oniguruma's patterns run by JavaScript's engine.
import { described } from './paths';
import { fail, type Json } from './values';

interface Compiled {
  readonly regex: RegExp;
  readonly names: readonly (string | null)[];
}

const cache = new Map<string, Compiled>();

function compile(source: string, flags: string): Compiled {
  const key = `${flags} ${source}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  let js = 'gd';
  let text = source;
  const inline = /^\(\?([imsx]+)\)/.exec(text);
  let all = flags;
  if (inline !== null) {
    text = text.slice(inline[0].length);
    all += (inline[1] ?? '').replace('m', 's');
  }
  if (all.includes('i')) js += 'i';
  if (all.includes('s') || all.includes('p')) js += 's';
  if (all.includes('x')) text = text.replace(/\\[\s\S]|\[(?:\\.|[^\]])*\]|\s+|#.*/g, keepTokens);
  text = translate(text);
  let regex: RegExp;
  try {
    regex = new RegExp(text, `${js}u`);
  } catch {
    try {
      regex = new RegExp(text, js);
    } catch (error) {
      const why = String(error).replace(/^.*: /, '').toLowerCase();
      return fail(`${source} (at offset 0) is not a valid regex: ${why}`);
    }
  }
  const made = { regex, names: groupNames(text) };
  if (cache.size > 100) cache.clear();
  cache.set(key, made);
  return made;
}

function keepTokens(token: string): string {
  return /^[\s#]/.test(token) ? '' : token;
}

const CLASSES: Readonly<Record<string, string>> = {
  alpha: '\\p{L}',
  digit: '0-9',
  alnum: '\\p{L}\\p{N}',
  upper: '\\p{Lu}',
  lower: '\\p{Ll}',
  space: '\\s',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9A-Fa-f',
  word: '\\w',
  blank: ' \\t',
  cntrl: '\\x00-\\x1f\\x7f',
};

function translate(text: string): string {
  return text
    .replace(/\[:(\w+):\]/g, (all, name: string) => CLASSES[name] ?? all)
    .replace(/\\([AzZhH]|[\s\S])/g, (all, c: string) => {
      if (c === 'A') return '(?<![\\s\\S])';
      if (c === 'z') return '(?![\\s\\S])';
      if (c === 'Z') return '(?=\\n?(?![\\s\\S]))';
      if (c === 'h') return '[0-9a-fA-F]';
      if (c === 'H') return '[^0-9a-fA-F]';
      // With the flag u only these may be escaped.
      return /[a-zA-Z0-9^$\\.*+?()[\]{}|/-]/.test(c) ? all : c;
    });
}

function groupNames(text: string): (string | null)[] {
  const names: (string | null)[] = [];
  for (const m of text.matchAll(/\\[\s\S]|\[(?:\\.|[^\]])*\]|\((?!\?)|\(\?<(\w+)>/g)) {
    if (m[0] === '(') names.push(null);
    else if (m[1] !== undefined) names.push(m[1]);
  }
  return names;
}

/** All matches as `match` gives them; with `testOnly` whether there is one. */
export function matches(v: Json, re: Json, flags: Json, testOnly: boolean): Json {
  if (typeof v !== 'string') fail(`${described(v)} cannot be matched, as it is not a string`);
  if (typeof re !== 'string') fail(`${described(re)} cannot be matched, as it is not a string`);
  if (flags !== null && typeof flags !== 'string') fail(`${described(flags)} is not a string`);
  const options = flags ?? '';
  const bad = /[^gimnpslx]/.exec(options);
  if (bad !== null) fail(`${options} is not a valid modifier string`);
  const { regex, names } = compile(re, options);
  regex.lastIndex = 0;
  if (testOnly) return regex.test(v);
  const found: Json[] = [];
  for (let m = regex.exec(v); m !== null; m = regex.exec(v)) {
    if (m[0] === '') regex.lastIndex++;
    if (m[0] !== '' || !options.includes('n')) found.push(matchObject(v, m, names));
    if (!options.includes('g')) break;
  }
  return found;
}

function matchObject(text: string, m: RegExpExecArray, names: readonly (string | null)[]): Json {
  const offset = (at: number): number => codePoints(text.slice(0, at));
  const captures = m.slice(1).map((s, i): Json => {
    const group = s as string | undefined;
    const at = m.indices?.[i + 1]?.[0];
    return new Map<string, Json>([
      ['offset', group === undefined || at === undefined ? -1 : offset(at)],
      ['length', group === undefined ? 0 : codePoints(group)],
      ['string', group ?? null],
      ['name', names[i] ?? null],
    ]);
  });
  return new Map<string, Json>([
    ['offset', offset(m.index)],
    ['length', codePoints(m[0])],
    ['string', m[0]],
    ['captures', captures],
  ]);
}

/** Length in code points. */
export function codePoints(text: string): number {
  if (!/[\ud800-\udbff]/.test(text)) return text.length;
  return Array.from(text).length;
}
