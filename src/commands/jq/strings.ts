// Built-ins on strings.
import { splitText } from './operators';
import { described } from './paths';
import { matches } from './regex';
import { fail, type Json } from './values';

type Native = (v: Json, args: readonly Json[]) => Json;

function ends(name: 'startswith' | 'endswith'): Native {
  return (v, [x = null]) => {
    if (typeof v !== 'string' || typeof x !== 'string') {
      return fail(`${name}() requires string inputs`);
    }
    return name === 'startswith' ? v.startsWith(x) : v.endsWith(x);
  };
}

function explode(v: Json): Json {
  if (typeof v !== 'string') return fail('explode input must be a string');
  return Array.from(v, (c) => c.codePointAt(0) ?? 0);
}

function implode(v: Json): Json {
  if (!Array.isArray(v)) return fail('implode input must be an array');
  let out = '';
  for (const code of v) {
    if (typeof code !== 'number') return fail('Unicode codepoint must be numeric');
    const isValid = code >= 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000);
    out += String.fromCodePoint(isValid ? code : 0xfffd);
  }
  return out;
}

function changeCase(change: (s: string) => string): Native {
  return (v) => (typeof v === 'string' ? change(v) : fail('explode input must be a string'));
}

/** Where `x` occurs in a string, counted in code points as jq 1.6 counts bytes of ASCII. */
function stringIndices(v: string, x: string): Json {
  if (x === '') return null;
  const found: Json[] = [];
  for (let at = v.indexOf(x); at >= 0; at = v.indexOf(x, at + 1)) found.push(at);
  return found;
}

export const STRINGS: Readonly<Record<string, Native>> = {
  'startswith/1': ends('startswith'),
  'endswith/1': ends('endswith'),
  'ltrimstr/1': (v, [x]) =>
    typeof v === 'string' && typeof x === 'string' && v.startsWith(x) ? v.slice(x.length) : v,
  'rtrimstr/1': (v, [x]) =>
    typeof v === 'string' && typeof x === 'string' && x !== '' && v.endsWith(x)
      ? v.slice(0, -x.length)
      : v,
  'explode/0': explode,
  'implode/0': implode,
  'split/1': (v, [by]) => {
    if (typeof v !== 'string' || typeof by !== 'string') {
      return fail('split input and separator must be strings');
    }
    return splitText(v, by);
  },
  'ascii_downcase/0': changeCase((s) => s.replace(/[A-Z]+/g, (c) => c.toLowerCase())),
  'ascii_upcase/0': changeCase((s) => s.replace(/[a-z]+/g, (c) => c.toUpperCase())),
  '_match/3': (v, [re = null, flags = null, test = null]) => matches(v, re, flags, test === true),
  '_strindices/1': (v, [x]) => {
    if (typeof v !== 'string' || typeof x !== 'string') {
      return fail(`Cannot determine indices of ${described(v)}`);
    }
    return stringIndices(v, x);
  },
};
