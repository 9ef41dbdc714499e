// hexdump -e: formats as `4/1 "%02x " "\n"`.
import { layOutInteger, layOutText, readDirective, unescapeText } from '../../base/printf';

/** A part of a format: how often, over how many bytes, and printf's text. */
export interface FormatUnit {
  readonly repeat: number;
  readonly bytes: number | undefined;
  readonly text: string;
}

/** Reads a format; a string is the complaint. */
export function readFormat(text: string): FormatUnit[] | string {
  const units: FormatUnit[] = [];
  const pattern = /\s*(?:(\d+)?(?:\/(\d+))?)?\s*"((?:[^"\\]|\\.)*)"\s*/y;
  while (pattern.lastIndex < text.length) {
    const m = pattern.exec(text);
    if (m === null) return `bad format {${text}}`;
    const bytes = m[2] === undefined ? undefined : Number(m[2]);
    units.push({ repeat: Number(m[1] ?? 1), bytes, text: unescapeText(m[3] ?? '').text });
  }
  return units;
}

/** The bytes by the formats, which begin anew until the bytes end. */
export function applyFormats(
  bytes: Uint8Array,
  formats: readonly (readonly FormatUnit[])[],
  skip: number,
): string {
  let out = '';
  const sizes = formats.map((units) => units.reduce((sum, u) => sum + u.repeat * unitBytes(u), 0));
  const block = Math.max(...sizes);
  if (block === 0) return '';
  for (let at = 0; at < bytes.length; at += block) {
    for (const units of formats) out += applyUnits(bytes, units, { at, skip });
  }
  return out;
}

function unitBytes(unit: FormatUnit): number {
  if (unit.bytes !== undefined) return unit.bytes;
  return directives(unit.text).reduce((sum, d) => sum + d.bytes, 0);
}

interface Part {
  readonly text: string;
  readonly bytes: number;
  readonly conversion: string | undefined;
}

/** A unit's text split into plain text and conversions with the bytes that each takes. */
function directives(text: string, given?: number): Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < text.length; ) {
    const percent = text.indexOf('%', at);
    if (percent < 0 || percent + 1 >= text.length) {
      parts.push({ text: text.slice(at), bytes: 0, conversion: undefined });
      break;
    }
    if (percent > at)
      parts.push({ text: text.slice(at, percent), bytes: 0, conversion: undefined });
    const special = /^%[-+ #0]*\d*(?:\.\d+)?_(a[dox]|A[dox]|c|p|u)/.exec(text.slice(percent));
    if (special !== null) {
      const kind = `_${special[1]}`;
      const bytes = kind.startsWith('_a') || kind.startsWith('_A') ? 0 : 1;
      parts.push({ text: special[0], bytes, conversion: kind });
      at = percent + special[0].length;
      continue;
    }
    const { directive, length } = readDirective(text.slice(percent + 1));
    const shown = text.slice(percent, percent + 1 + length);
    const own = directive.conversion === 'c' ? 1 : directive.conversion === '%' ? 0 : 4;
    parts.push({ text: shown, bytes: given ?? own, conversion: directive.conversion });
    at = percent + 1 + length;
  }
  return parts;
}

function applyUnits(
  bytes: Uint8Array,
  units: readonly FormatUnit[],
  { at: start, skip }: { at: number; skip: number },
): string {
  let out = '';
  let at = start;
  for (const unit of units) {
    for (let i = 0; i < unit.repeat; i++) {
      let text = '';
      for (const part of directives(unit.text, unit.bytes)) {
        text += show(part, bytes, { at, skip });
        at += part.bytes;
      }
      const isLast = i === unit.repeat - 1 && unit.repeat > 1;
      out += isLast ? text.replace(/[ \t]+$/, '') : text;
    }
  }
  return out;
}

function show(part: Part, bytes: Uint8Array, { at, skip }: { at: number; skip: number }): string {
  const { conversion } = part;
  if (conversion === undefined) return part.text;
  if (conversion === '%') return '%';
  const { directive } = readDirective(part.text.slice(1).replace(/_.*$/, 'd'));
  const width = typeof directive.width === 'number' ? directive.width : 0;
  const layout = {
    flags: directive.flags,
    width,
    precision: typeof directive.precision === 'number' ? directive.precision : undefined,
  };
  if (/^_[aA]/.test(conversion)) {
    const kind = conversion[2] === 'x' ? 'x' : conversion[2] === 'o' ? 'o' : 'd';
    return layOutInteger(BigInt(at + skip), kind, layout);
  }
  if (at >= bytes.length) return ' '.repeat(width || part.bytes * 2);
  const first = bytes[at] as number;
  if (conversion === '_p') return first >= 32 && first < 127 ? String.fromCharCode(first) : '.';
  if (conversion === '_c' || conversion === '_u' || conversion === 'c') {
    return layOutText(String.fromCharCode(first), layout);
  }
  if (conversion === 's') {
    return layOutText(String.fromCharCode(...bytes.subarray(at, at + part.bytes)), layout);
  }
  let value = 0n;
  for (let i = part.bytes - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[at + i] ?? 0);
  if (conversion === 'd' || conversion === 'i') value = BigInt.asIntN(part.bytes * 8, value);
  return layOutInteger(value, conversion, layout);
}
