// @text, @json, @csv and the other formats.
import { decodeBase64, encodeBase64 } from '../../base/base64';
import { toBytes } from '../../base/bytes';
import { described } from './paths';
import { compact, numberText } from './print';
import { fail, type Json } from './values';

/** tostring. */
export function toText(v: Json): string {
  return typeof v === 'string' ? v : compact(v);
}

/** @throws JqError for an unknown format or a value that it can't show. */
export function applyFormat(name: string, v: Json): string {
  switch (name) {
    case '@text':
      return toText(v);
    case '@json':
      return compact(v);
    case '@csv':
      return row(v, { name: 'csv', separator: ',', text: (s) => `"${s.replaceAll('"', '""')}"` });
    case '@tsv':
      return row(v, { name: 'tsv', separator: '\t', text: escapeTabs });
    case '@html':
      return toText(v).replace(/[<>&'"]/g, (c) => HTML[c] ?? c);
    case '@uri':
      return uri(toText(v));
    case '@sh':
      return (Array.isArray(v) ? v : [v]).map(shell).join(' ');
    case '@base64':
      return encodeBase64(toText(v));
    case '@base64d': {
      const text = toText(v);
      const bare = text.replace(/=+$/, '');
      return (
        decodeBase64(bare, { unpadded: true }) ??
        fail(`${described(text)} is not valid base64 data`)
      );
    }
    default:
      return fail(`${name.slice(1)} is not a valid format`);
  }
}

const HTML: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  "'": '&#39;',
  '"': '&quot;',
};

function escapeTabs(text: string): string {
  return text.replace(
    /[\\\t\n\r]/g,
    (c) => ({ '\t': '\\t', '\n': '\\n', '\r': '\\r' })[c] ?? '\\\\',
  );
}

interface RowStyle {
  readonly name: string;
  readonly separator: string;
  text(s: string): string;
}

function row(v: Json, style: RowStyle): string {
  if (!Array.isArray(v)) fail(`${described(v)} cannot be ${style.name}-formatted, only array`);
  return v
    .map((x) => {
      if (typeof x === 'string') return style.text(x);
      if (typeof x === 'number') return Number.isNaN(x) ? '' : numberText(x);
      if (typeof x === 'boolean') return String(x);
      return x === null ? '' : fail(`${described(x)} is not valid in a csv row`);
    })
    .join(style.separator);
}

function uri(text: string): string {
  if (/^[\w.~-]*$/.test(text)) return text;
  let out = '';
  for (const byte of toBytes(text)) {
    const c = String.fromCharCode(byte);
    const isPlain = byte < 128 && /[\w.~-]/.test(c);
    out += isPlain ? c : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return out;
}

function shell(v: Json): string {
  if (typeof v === 'string') return `'${v.replaceAll("'", "'\\''")}'`;
  if (typeof v === 'object' && v !== null) fail(`${described(v)} can not be escaped for shell`);
  return compact(v);
}
