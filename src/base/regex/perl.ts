// Perl-compatible regular expressions (grep -P) for JavaScript: nearly the same language. `\K`
// becomes an empty group whose place is where the match begins.
import { CLASSES } from './bracket';

export interface PerlTranslation {
  readonly source: string;
  /** Number of the group that marks `\K`. */
  readonly keep: number | undefined;
  readonly ignoreCase: boolean;
}

const ESCAPES: Readonly<Record<string, string>> = {
  A: '(?<![\\s\\S])',
  z: '(?![\\s\\S])',
  Z: '(?=\\n?(?![\\s\\S]))',
  h: '[ \\t\\u00a0]',
  H: '[^ \\t\\u00a0]',
  R: '(?:\\r\\n|[\\n\\v\\f\\r])',
  N: '[^\\n]',
  e: '\\u001b',
  a: '\\u0007',
};

/** Translates, or returns the error's text. */
export function translatePerl(text: string): PerlTranslation | string {
  let source = '';
  let keep: number | undefined;
  let groups = 0;
  let ignoreCase = false;
  let depth = 0;
  let at = 0;
  while (at < text.length) {
    const c = text[at] ?? '';
    if (c === '\\') {
      const next = text[at + 1];
      if (next === undefined) return '\\ at end of pattern';
      at += 2;
      if (next === 'K') {
        source += '()';
        keep = ++groups;
      } else if (next === 'Q') {
        const end = text.indexOf('\\E', at);
        const quoted = text.slice(at, end < 0 ? text.length : end);
        source += quoted.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
        at = end < 0 ? text.length : end + 2;
      } else if (next === 'x' && text[at] === '{') {
        const end = text.indexOf('}', at);
        source += `\\u{${text.slice(at + 1, end)}}`;
        at = end + 1;
      } else source += ESCAPES[next] ?? escapeOf(next);
    } else if (c === '[') {
      const got = perlBracket(text, at);
      if ('error' in got) return got.error;
      source += got.source;
      at = got.end;
    } else if (c === '(') {
      depth++;
      const group = readGroup(text.slice(at));
      if (group.isFlags) depth--;
      if (group.ignoreCase) ignoreCase = true;
      if (group.isCapturing) groups++;
      source += group.source;
      at += group.length;
    } else if (c === ')') {
      if (--depth < 0) return 'unmatched closing parenthesis';
      source += ')';
      at++;
    } else if (c === '{' && !/^\{\d+(,\d*)?\}/.test(text.slice(at))) {
      source += '\\{';
      at++;
    } else if (c === '}' || c === ']') {
      const isInterval = c === '}' && /[^\\]\{\d+(,\d*)?$/.test(source);
      source += isInterval ? c : `\\${c}`;
      at++;
      if (isInterval && text[at] === '+') at++;
    } else {
      source += c;
      at++;
      if ('*+?'.includes(c) && text[at] === '+') at++;
    }
  }
  if (depth > 0) return 'missing closing parenthesis';
  if (/(^|[(|])[*+?]/.test(source.replace(/\\./g, '').replace(/\(\?/g, '('))) {
    if (/(^|[|(])[*+]/.test(source)) return 'quantifier does not follow a repeatable item';
  }
  return { source, keep, ignoreCase };
}

/** What an opening parenthesis begins: a group, or flags for what follows. */
function readGroup(text: string) {
  const flags = /^\(\?([imsx]+)\)/.exec(text);
  const none = { source: '', isFlags: false, ignoreCase: false, isCapturing: false };
  if (flags !== null) {
    const ignoreCase = flags[1]?.includes('i') === true;
    return { ...none, isFlags: true, ignoreCase, length: flags[0].length };
  }
  const special = /^\(\?(?:P?<([A-Za-z_]\w*)>|>)/.exec(text);
  if (special !== null) {
    const [all, name] = special;
    const source = name === undefined ? '(?:' : `(?<${name}>`;
    return { ...none, source, isCapturing: name !== undefined, length: all.length };
  }
  return { ...none, source: '(', isCapturing: text[1] !== '?', length: 1 };
}

function escapeOf(letter: string): string {
  if (/[wWsSdDbBnrtfv0-9xukpP]/.test(letter)) return `\\${letter}`;
  return /[\\^$.*+?()[\]{}|/]/.test(letter) ? `\\${letter}` : letter;
}

function perlBracket(
  text: string,
  start: number,
): { source: string; end: number } | { error: string } {
  let at = start + 1;
  let source = '[';
  if (text[at] === '^') {
    source += '^';
    at++;
  }
  for (let isFirst = true; ; isFirst = false) {
    const c = text[at];
    if (c === undefined) return { error: 'missing terminating ] for character class' };
    if (c === ']' && !isFirst) break;
    const named = /^\[:(\^?)(\w+):\]/.exec(text.slice(at));
    if (named !== null) {
      const inside = CLASSES[named[2] ?? ''];
      if (inside === undefined) return { error: 'unknown POSIX class name' };
      source += inside;
      at += named[0].length;
    } else if (c === '\\') {
      const next = text[at + 1] ?? '\\';
      source +=
        next === 'h'
          ? ' \\t'
          : /[wWsSdDnrtfvbxu\\\]^[-]/.test(next)
            ? `\\${next}`
            : (ESCAPES[next] ?? escapeOf(next));
      at += 2;
    } else {
      const isHyphen = c === '-' && /[\\][wWsSdD]$/.test(source);
      source += c === '[' || c === ']' || isHyphen ? `\\${c}` : c;
      at++;
    }
  }
  return { source: `${source}]`, end: at + 1 };
}
