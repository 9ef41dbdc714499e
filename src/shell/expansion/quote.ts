// Quoting values so that the shell reads them back: `printf %q`, `declare -p`, `${v@Q}`, `set -x`.

const control = /[\x00-\x1f\x7f\udc80-\udcff]/;

/** `printf %q`: backslashes, or $'...' when there are control characters. */
export function backslashQuote(text: string): string {
  if (text === '') return "''";
  if (control.test(text)) return ansiQuote(text);
  const out = text.replace(/[ \t\n!"#$&'()*,;<=>?[\\\]^`{|}~]/g, (c, at: number) => {
    if (c === '#' || c === '~') return at === 0 ? `\\${c}` : c;
    if (c === '=') return c;
    return `\\${c}`;
  });
  return out;
}

/** `$'...'`. */
export function ansiQuote(text: string): string {
  let out = "$'";
  for (const c of text) {
    const code = c.codePointAt(0) ?? 0;
    const known = ansiNames[c];
    if (known !== undefined) out += known;
    else if (code < 32 || code === 127) out += `\\${code.toString(8).padStart(3, '0')}`;
    else if (code >= 0xdc80 && code <= 0xdcff) out += `\\${(code - 0xdc00).toString(8)}`;
    else out += c;
  }
  return `${out}'`;
}

const ansiNames: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\x1b': '\\E',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  "'": "\\'",
};

/** `'...'`, as `alias`, `trap` and `${v@Q}` print. */
export function singleQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** `${v@Q}`. */
export function reusableQuote(text: string): string {
  return control.test(text) ? ansiQuote(text) : singleQuote(text);
}

/** `"..."`, as `declare -p` prints. */
export function doubleQuote(text: string): string {
  if (control.test(text)) return ansiQuote(text);
  return `"${text.replace(/[$`"\\]/g, '\\$&')}"`;
}

/** As `set` lists values: quoted only where needed. */
export function setQuote(text: string): string {
  return text === '' ? '' : traceQuote(text);
}

/** As `set -x` shows a word. */
export function traceQuote(text: string): string {
  if (text === '') return "''";
  if (control.test(text)) return ansiQuote(text);
  const isSpecial = /[\s|&;()<>!{}*?[\]"'\\$`^]|^[~#]|=~/.test(text);
  return isSpecial ? singleQuote(text) : text;
}
