// base64, base32 and basenc: bytes written with 16, 32 or 64 characters.

import { fromBytes, toBytes } from '../../base/bytes';
import type { Task } from '../../base/sim';
import type { Context } from './context';
import { quoteIfNeeded, quoteLocale } from './quote';

/** An encoding of RFC 4648. */
export interface Encoding {
  readonly alphabet: string;
  /** Bits of a character. */
  readonly bits: number;
  /** Characters of a full group; a shorter last one is filled with `=`. */
  readonly group: number;
}

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const BASE64 = `${UPPER}${UPPER.toLowerCase()}0123456789+/`;

export const ENCODINGS = {
  base64: { alphabet: BASE64, bits: 6, group: 4 },
  base64url: { alphabet: `${BASE64.slice(0, 62)}-_`, bits: 6, group: 4 },
  base32: { alphabet: `${UPPER}234567`, bits: 5, group: 8 },
  base32hex: { alphabet: `0123456789${UPPER.slice(0, 22)}`, bits: 5, group: 8 },
  base16: { alphabet: '0123456789ABCDEF', bits: 4, group: 2 },
} as const;

export const encodingOptions = {
  decode: ['-d, --decode', 'decode'],
  ignoreGarbage: ['-i, --ignore-garbage', 'when decoding, skip other characters'],
  wrap: ['-w, --wrap=COLS', 'break lines after COLS characters (76); 0: never'],
} as const;

function encode(bytes: Uint8Array, { alphabet, bits, group }: Encoding): string {
  let out = '';
  let value = 0;
  let count = 0;
  const mask = (1 << bits) - 1;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xffff;
    count += 8;
    while (count >= bits) {
      count -= bits;
      out += alphabet[(value >> count) & mask];
    }
  }
  if (count > 0) out += alphabet[(value << (bits - count)) & mask];
  return out + '='.repeat((group - (out.length % group)) % group);
}

/** What could be decoded, and whether that was all. */
function decode(
  text: string,
  encoding: Encoding,
  ignoreGarbage: boolean,
): { bytes: number[]; isValid: boolean } {
  const { alphabet, bits, group } = encoding;
  const bytes: number[] = [];
  let value = 0;
  let count = 0;
  let size = 0;
  let padding = 0;
  for (const c of text) {
    if (c === '\n') continue;
    const digit = alphabet.indexOf(c);
    if (c === '=' && group > 2) {
      if (size % group === 0) return { bytes, isValid: false };
      padding++;
      if ((size + padding) % group === 0) {
        size = 0;
        padding = 0;
        count = 0;
      }
      continue;
    }
    if (digit < 0) {
      if (ignoreGarbage) continue;
      return { bytes, isValid: false };
    }
    if (padding > 0) return { bytes, isValid: false };
    value = ((value << bits) | digit) & 0xffff;
    count += bits;
    size++;
    if (count >= 8) {
      count -= 8;
      bytes.push((value >> count) & 0xff);
    }
  }
  return { bytes, isValid: size % group === 0 && padding === 0 };
}

/** The run of base64 and its kin. */
export function* runEncoding(
  ctx: Context<typeof encodingOptions>,
  encoding: Encoding,
): Task<number> {
  const { decode: isDecoding, ignoreGarbage, wrap = '76' } = ctx.options;
  const [name = '-', extra] = ctx.operands;
  if (extra !== undefined) return yield* ctx.usage(`extra operand ${quoteLocale(extra)}`);
  if (!/^\d+$/.test(wrap)) return yield* ctx.fail(`invalid wrap size: ${quoteLocale(wrap)}`);
  const text = yield* ctx.readAll(name, {
    explain: (f, why, phase) =>
      phase === 'read' ? `read error: ${why}` : `${quoteIfNeeded(f)}: ${why}`,
  });
  if (text === undefined) return 1;
  if (isDecoding) {
    const { bytes, isValid } = decode(text, encoding, ignoreGarbage);
    yield* ctx.out(fromBytes(Uint8Array.from(bytes)));
    return isValid ? 0 : yield* ctx.fail('invalid input');
  }
  const encoded = encode(toBytes(text), encoding);
  const width = Number(wrap);
  if (width === 0) yield* ctx.out(encoded);
  else {
    for (let at = 0; at < encoded.length; at += width) {
      yield* ctx.out(`${encoded.slice(at, at + width)}\n`);
    }
  }
  return 0;
}
