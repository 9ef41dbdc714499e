// PEM: DER in base64 between two lines.
import { decodeBase64Bytes, encodeBase64Bytes } from '../../base/base64';

export interface PemBlock {
  readonly label: string;
  readonly bytes: Uint8Array;
}

/** All blocks in a text; what is not PEM is skipped. */
export function readPem(text: string): PemBlock[] {
  const blocks: PemBlock[] = [];
  const pattern = /-----BEGIN ([A-Z0-9 ]+)-----\s([\s\S]*?)-----END \1-----/g;
  for (const match of text.matchAll(pattern)) {
    const decoded = decodeBase64Bytes((match[2] ?? '').replace(/\s/g, ''));
    if ('bytes' in decoded) blocks.push({ label: match[1] ?? '', bytes: decoded.bytes });
  }
  return blocks;
}

export function writePem(label: string, bytes: Uint8Array): string {
  const lines = encodeBase64Bytes(bytes).match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
