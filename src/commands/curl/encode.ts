// URL encoding as curl does it for --data-urlencode, and URL globbing.
import { toBytes } from '../../base/bytes';

/** Everything but letters, digits and `-._~` is encoded; a blank is `+`. */
export function encodeUrl(text: string): string {
  let out = '';
  for (const byte of toBytes(text)) {
    const c = String.fromCharCode(byte);
    if (byte < 128 && /[A-Za-z0-9._~-]/.test(c)) out += c;
    else out += c === ' ' ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return out;
}

/** The URLs that `{a,b}` and `[1-3]` in one stand for; a text says what is wrong. */
export function expandGlob(url: string): string[] | string {
  let results = [''];
  let i = 0;
  while (i < url.length) {
    const c = url[i] ?? '';
    let choices: string[];
    if (c === '\\' && /[{}[\]]/.test(url[i + 1] ?? '')) {
      choices = [url[i + 1] ?? ''];
      i += 2;
    } else if (c === '{') {
      const end = url.indexOf('}', i);
      if (end < 0) return `unmatched brace in URL position ${i + 1}:\n${url}\n${' '.repeat(i)}^`;
      choices = url.slice(i + 1, end).split(',');
      i = end + 1;
    } else if (c === '[') {
      const end = url.indexOf(']', i);
      const made = end < 0 ? undefined : range(url.slice(i + 1, end));
      if (made === undefined) {
        if (/^\[[0-9A-Fa-f:.]+\]/.test(url.slice(i))) {
          choices = [url.slice(i, end + 1)];
          i = end + 1;
        } else return `bad range in URL position ${i + 2}:\n${url}\n${' '.repeat(i + 1)}^`;
      } else {
        choices = made;
        i = end + 1;
      }
    } else if (c === '}' || c === ']') {
      return `unmatched close brace/bracket in URL position ${i + 1}:\n${url}\n${' '.repeat(i)}^`;
    } else {
      choices = [c];
      i++;
    }
    results = results.flatMap((start) => choices.map((choice) => start + choice));
  }
  return results;
}

function range(text: string): string[] | undefined {
  const letters = /^([A-Za-z])-([A-Za-z])(?::(\d+))?$/.exec(text);
  const numbers = /^(\d+)-(\d+)(?::(\d+))?$/.exec(text);
  const match = letters ?? numbers;
  if (match === null) return undefined;
  const [, from = '', to = '', step = '1'] = match;
  const first = letters ? from.charCodeAt(0) : Number(from);
  const last = letters ? to.charCodeAt(0) : Number(to);
  const by = Number(step);
  if (by <= 0 || first > last || (last - first) / by > 10_000) return undefined;
  const out: string[] = [];
  for (let n = first; n <= last; n += by) {
    out.push(
      letters
        ? String.fromCharCode(n)
        : String(n).padStart(from.startsWith('0') ? from.length : 0, '0'),
    );
  }
  return out;
}
