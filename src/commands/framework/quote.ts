// How GNU tools show names and values in messages.

const SPECIAL = /[^A-Za-z0-9_@%+=:,./^\-\u0080-\uffff]/;
const CONTROL = /[\u0000-\u001f\u007f\udc80-\udcff]/;

/** ‘value’, for values of options, modes, numbers. */
export function quoteLocale(text: string): string {
  return `‘${escapeControls(text)}’`;
}

/** 'name', for file names in ls, rm, cp, mv, head, tail: quoted as a shell would need it. */
export function quoteAlways(name: string): string {
  if (CONTROL.test(name)) return quoteDollar(name);
  if (!name.includes("'")) return `'${name}'`;
  if (!/["$`\\!]/.test(name)) return `"${name}"`;
  return `'${name.replaceAll("'", "'\\''")}'`;
}

/** A name that is quoted only where a shell would need it: cat, wc, sort. */
export function quoteIfNeeded(name: string): string {
  if (name !== '' && !SPECIAL.test(name) && !CONTROL.test(name)) return name;
  return quoteAlways(name);
}

/** 'a'$'\n''b': control characters as $'' pieces. */
function quoteDollar(name: string): string {
  let out = "'";
  let isInDollar = false;
  for (const c of name) {
    const isControl = CONTROL.test(c);
    if (isControl && !isInDollar) out += "'$'";
    if (!isControl && isInDollar) out += "''";
    isInDollar = isControl;
    out += isControl ? escapeControls(c) : c === "'" ? "'\\''" : c;
  }
  return `${out}'`;
}

const NAMED: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
};

function escapeControls(text: string): string {
  if (!CONTROL.test(text)) return text;
  return text.replace(/[\u0000-\u001f\u007f\udc80-\udcff]/g, (c) => {
    const named = NAMED[c];
    return named ?? `\\${(c.charCodeAt(0) & 0xff).toString(8).padStart(3, '0')}`;
  });
}
