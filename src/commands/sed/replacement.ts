// The right side of s///: reading it, and making the text for one match.
import type { ReplacementPart } from './script';

const ESCAPED: Readonly<Record<string, string>> = {
  a: '\u0007',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** Reads a replacement whose delimiters have been dealt with. */
export function readReplacement(template: string): readonly ReplacementPart[] {
  const parts: ReplacementPart[] = [];
  let text = '';
  const push = (part: ReplacementPart) => {
    if (text !== '') parts.push({ kind: 'text', text });
    text = '';
    parts.push(part);
  };
  for (let at = 0; at < template.length; at++) {
    const c = template[at] as string;
    if (c === '&') push({ kind: 'group', group: 0 });
    else if (c !== '\\') text += c;
    else {
      const next = template[++at] ?? '\\';
      const rest = template.slice(at);
      const code = /^(?:d(\d{1,3})|o([0-7]{1,3})|x([0-9a-fA-F]{1,2}))/.exec(rest);
      if (next >= '0' && next <= '9') push({ kind: 'group', group: Number(next) });
      else if ('ULulE'.includes(next)) {
        push({ kind: 'case', change: next as 'U' | 'L' | 'u' | 'l' | 'E' });
      } else if (code !== null) {
        const value = code[1]
          ? Number(code[1])
          : Number.parseInt(code[2] ?? code[3] ?? '0', code[2] ? 8 : 16);
        text += String.fromCharCode(value);
        at += code[0].length - 1;
      } else text += ESCAPED[next] ?? next;
    }
  }
  if (text !== '') parts.push({ kind: 'text', text });
  return parts;
}

/** The text that replaces a match. */
export function replacementText(
  parts: readonly ReplacementPart[],
  match: readonly (string | undefined)[],
): string {
  let out = '';
  let mode: 'U' | 'L' | 'E' = 'E';
  let next: 'u' | 'l' | undefined;
  for (const part of parts) {
    if (part.kind === 'case') {
      if (part.change === 'u' || part.change === 'l') next = part.change;
      else mode = part.change;
      continue;
    }
    let text = part.kind === 'text' ? part.text : (match[part.group] ?? '');
    if (text === '') continue;
    if (mode !== 'E') text = mode === 'U' ? text.toUpperCase() : text.toLowerCase();
    if (next !== undefined) {
      const [first = '', ...rest] = text;
      text = (next === 'u' ? first.toUpperCase() : first.toLowerCase()) + rest.join('');
      next = undefined;
    }
    out += text;
  }
  return out;
}
