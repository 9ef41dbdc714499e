// Archives for cp: the part of the tar format (ustar) that files, folders and links need. Texts
// carry one byte per character code below 256 inside headers; contents stay texts.
import { fromBytes, toBytes, utf8Length } from '../../../../base/bytes';

/** One member of an archive. */
export interface TarEntry {
  readonly name: string;
  readonly kind: 'file' | 'dir' | 'symlink' | 'link';
  readonly mode: number;
  /** Virtual ms. */
  readonly mtimeMs: number;
  readonly content: string;
  readonly target: string;
}

const BLOCK = 512;
const types: Readonly<Record<TarEntry['kind'], string>> = {
  file: '0',
  link: '1',
  symlink: '2',
  dir: '5',
};

/** Writes an archive. */
export function writeTar(entries: readonly TarEntry[]): string {
  let out = '';
  for (const entry of entries) {
    const size = entry.kind === 'file' ? utf8Length(entry.content) : 0;
    if (utf8Length(entry.name) > 99) out += longName(entry.name);
    out += header(entry.name, entry, size);
    if (size > 0) out += entry.content + '\0'.repeat((BLOCK - (size % BLOCK)) % BLOCK);
  }
  return out + '\0'.repeat(BLOCK * 2);
}

/** GNU's way with long names: a member of its own before the real one. */
function longName(name: string): string {
  const content = `${name}\0`;
  const size = utf8Length(content);
  const entry = { kind: 'file', mode: 0o644, mtimeMs: 0, target: '' } as const;
  const head = header('././@LongLink', entry, size, 'L');
  return head + content + '\0'.repeat((BLOCK - (size % BLOCK)) % BLOCK);
}

function header(
  name: string,
  entry: Pick<TarEntry, 'kind' | 'mode' | 'mtimeMs' | 'target'>,
  size: number,
  type = types[entry.kind],
): string {
  const octal = (value: number, width: number) =>
    `${Math.floor(value)
      .toString(8)
      .padStart(width - 1, '0')}\0`;
  const text = (value: string, width: number) => {
    const bytes = toBytes(value).subarray(0, width);
    return fromBytes(bytes) + '\0'.repeat(width - bytes.length);
  };
  const shown = entry.kind === 'dir' && !name.endsWith('/') ? `${name}/` : name;
  const before =
    text(shown, 100) +
    octal(entry.mode, 8) +
    octal(0, 8) +
    octal(0, 8) +
    octal(size, 12) +
    octal(entry.mtimeMs / 1000, 12);
  const after =
    type + text(entry.target, 100) + text('ustar', 6) + text('00', 2) + '\0'.repeat(247);
  let sum = 8 * 32;
  for (const byte of toBytes(before + after)) sum += byte;
  return `${before}${sum.toString(8).padStart(6, '0')}\0 ${after}`;
}

/** Reads an archive; what is cut off in the end is left out. */
export function readTar(text: string): TarEntry[] {
  const bytes = toBytes(text);
  const entries: TarEntry[] = [];
  let long = '';
  for (let at = 0; at + BLOCK <= bytes.length; ) {
    const field = (from: number, width: number) => {
      const part = bytes.subarray(at + from, at + from + width);
      const end = part.indexOf(0);
      return fromBytes(end < 0 ? part : part.subarray(0, end));
    };
    const own = field(0, 100);
    if (own === '') {
      at += BLOCK;
      continue;
    }
    const prefix = field(257, 5) === 'ustar' && bytes[at + 263] === 48 ? field(345, 155) : '';
    const size = Number.parseInt(field(124, 12).trim() || '0', 8) || 0;
    const content = fromBytes(bytes.subarray(at + BLOCK, at + BLOCK + size));
    const type = field(156, 1);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    if (type === 'L') {
      long = content.replace(/\0+$/, '');
      continue;
    }
    const name = long || (prefix ? `${prefix}/${own}` : own);
    long = '';
    const kind = (Object.keys(types) as TarEntry['kind'][]).find((one) => types[one] === type);
    entries.push({
      name,
      kind: kind ?? 'file',
      mode: Number.parseInt(field(100, 8).trim() || '0', 8) || 0o644,
      mtimeMs: (Number.parseInt(field(136, 12).trim() || '0', 8) || 0) * 1000,
      content,
      target: field(157, 100),
    });
  }
  return entries;
}
