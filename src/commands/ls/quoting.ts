// How ls shows names: plainly, as a shell or C would write them.
import { quoteAlways, quoteIfNeeded } from '../command';

export const quotingStyles = [
  'literal',
  'shell',
  'shell-always',
  'shell-escape',
  'shell-escape-always',
  'c',
  'c-maybe',
  'escape',
  'locale',
  'clocale',
] as const;

export type QuotingStyle = (typeof quotingStyles)[number];

const control = /[\u0000-\u001f\u007f\udc80-\udcff]/g;

export function quoteName(name: string, style: QuotingStyle, hidesControl: boolean): string {
  switch (style) {
    case 'literal':
      return hidesControl ? name.replace(control, '?') : name;
    case 'shell':
      return quoteIfNeeded(hidesControl ? name.replace(control, '?') : name);
    case 'shell-always':
      return quoteAlways(hidesControl ? name.replace(control, '?') : name);
    case 'shell-escape':
      return quoteIfNeeded(name);
    case 'shell-escape-always':
      return quoteAlways(name);
    case 'c':
      return `"${escaped(name).replaceAll('"', '\\"')}"`;
    case 'c-maybe':
      return /["\\\u0000-\u001f\u007f]/.test(name) ? quoteName(name, 'c', false) : name;
    case 'escape':
      return escaped(name).replaceAll(' ', '\\ ');
    case 'locale':
    case 'clocale':
      return `‘${escaped(name)}’`;
  }
}

/** Whether unquoted names get a blank in front, so that they line up with quoted ones. */
export function alignsQuotes(style: QuotingStyle): boolean {
  return style === 'shell' || style === 'shell-escape' || style === 'c-maybe';
}

const short: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
};

function escaped(name: string): string {
  return name.replaceAll('\\', '\\\\').replace(control, (char) => {
    const code = char.charCodeAt(0) & 0xff;
    return short[char] ?? `\\${code.toString(8).padStart(3, '0')}`;
  });
}
