// What a content is, by its first bytes and by the look of its text.
import { fromBytes } from '../../base/bytes';

export interface Guess {
  readonly text: string;
  readonly mime: string;
  readonly encoding: string;
}

const signatures: readonly (readonly [number, string, string, string])[] = [
  [0, '\x1f\x8b', 'gzip compressed data', 'application/gzip'],
  [0, 'BZh', 'bzip2 compressed data', 'application/x-bzip2'],
  [0, '\xfd7zXZ\0', 'XZ compressed data', 'application/x-xz'],
  [0, '\x28\xb5\x2f\xfd', 'Zstandard compressed data (v0.8+)', 'application/zstd'],
  [0, 'PK\x03\x04', 'Zip archive data', 'application/zip'],
  [257, 'ustar', 'POSIX tar archive', 'application/x-tar'],
  [0, '\x7fELF', 'ELF', 'application/x-executable'],
  [0, '\x89PNG\r\n\x1a\n', 'PNG image data', 'image/png'],
  [0, '\xff\xd8\xff', 'JPEG image data', 'image/jpeg'],
  [0, 'GIF8', 'GIF image data', 'image/gif'],
  [0, '%PDF-', 'PDF document', 'application/pdf'],
  [0, 'SQLite format 3', 'SQLite 3.x database', 'application/vnd.sqlite3'],
];

const interpreters: readonly (readonly [RegExp, string, string])[] = [
  [/\bbash\b/, 'Bourne-Again shell script', 'text/x-shellscript'],
  [/\b(sh|dash|ash)\b/, 'POSIX shell script', 'text/x-shellscript'],
  [/\bpython[\d.]*\b/, 'Python script', 'text/x-script.python'],
  [/\bperl\b/, 'Perl script text executable', 'text/x-perl'],
  [/\bnode\b/, 'Node.js script executable', 'application/javascript'],
  [/\bawk\b/, 'awk script', 'text/x-awk'],
];

const pem: readonly (readonly [RegExp, string])[] = [
  [/^-----BEGIN CERTIFICATE-----/, 'PEM certificate'],
  [/^-----BEGIN CERTIFICATE REQUEST-----/, 'PEM certificate request'],
  [/^-----BEGIN RSA PRIVATE KEY-----/, 'PEM RSA private key'],
  [/^-----BEGIN (EC )?PRIVATE KEY-----/, 'ASCII text'],
];

export function describeContent(bytes: Uint8Array): Guess {
  if (bytes.length === 0) return { text: 'empty', mime: 'inode/x-empty', encoding: 'binary' };
  for (const [offset, mark, text, mime] of signatures) {
    const isHere = [...mark].every((char, i) => bytes[offset + i] === char.charCodeAt(0));
    if (!isHere) continue;
    const isGnu = bytes[263] === 32 && mark === 'ustar';
    return { text: isGnu ? `${text} (GNU)` : text, mime, encoding: 'binary' };
  }
  const encoding = encodingOf(bytes);
  if (encoding === undefined) {
    return { text: 'data', mime: 'application/octet-stream', encoding: 'binary' };
  }
  return describeText(fromBytes(bytes), encoding);
}

function encodingOf(bytes: Uint8Array): string | undefined {
  const isControl = (byte: number): boolean =>
    (byte < 32 && ![7, 8, 9, 10, 12, 13, 27].includes(byte)) || byte === 127;
  if (bytes.some(isControl)) return undefined;
  if (bytes.every((byte) => byte < 128)) return 'us-ascii';
  return /[\udc80-\udcff]/.test(fromBytes(bytes).replace(/[\ud800-\udbff][\udc00-\udfff]/g, ''))
    ? 'iso-8859-1'
    : 'utf-8';
}

function describeText(text: string, encoding: string): Guess {
  const names = { 'us-ascii': 'ASCII text', 'utf-8': 'Unicode text, UTF-8 text' } as const;
  const plain = names[encoding as keyof typeof names] ?? 'ISO-8859 text';
  const lines = textNotes(text);
  const first = /^#!\s*(.*)/.exec(text);
  if (first !== null) {
    const found = interpreters.find(([pattern]) => pattern.test(first[1] ?? ''));
    const what = found?.[1] ?? `a ${first[1]} script`;
    const kind = what.endsWith('executable') ? '' : ', ';
    const body = kind === '' ? '' : `${plain} executable`;
    return { text: what + kind + body, mime: found?.[2] ?? 'text/plain', encoding };
  }
  for (const [pattern, what] of pem) {
    if (pattern.test(text)) return { text: what, mime: 'text/plain', encoding };
  }
  if (/^\s*[[{]/.test(text) && isJson(text)) {
    return { text: 'JSON text data', mime: 'application/json', encoding };
  }
  if (/^<\?xml/.test(text)) {
    return { text: `XML 1.0 document, ${plain}${lines}`, mime: 'text/xml', encoding };
  }
  if (/<(!doctype html|html|head|body)\b/i.test(text.slice(0, 400))) {
    return { text: `HTML document, ${plain}${lines}`, mime: 'text/html', encoding };
  }
  return { text: plain + lines, mime: 'text/plain', encoding };
}

function textNotes(text: string): string {
  const longest = Math.max(...text.split('\n').map((line) => line.length));
  const notes = longest > 300 ? `, with very long lines (${longest})` : '';
  if (!text.includes('\n')) return `${notes}, with no line terminators`;
  return /\r\n/.test(text) ? `${notes}, with CRLF line terminators` : notes;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
