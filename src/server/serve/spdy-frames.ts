// SPDY/3.1 as far as Kubernetes uses it: frames as bytes, header blocks packed by zlib with the
// protocol's dictionary.
import { constants, createDeflate, createInflate, type Deflate, type Inflate } from 'node:zlib';

export const frameTypes = { open: 1, reply: 2, reset: 3, ping: 6, goAway: 7, headers: 8 } as const;

/** The sender writes no more on the stream. */
export const lastFlag = 1;

export interface DataFrame {
  readonly kind: 'data';
  readonly stream: number;
  readonly flags: number;
  readonly payload: Buffer;
}

export interface ControlFrame {
  readonly kind: 'control';
  readonly type: number;
  readonly flags: number;
  readonly payload: Buffer;
}

/** Cuts a stream of bytes into frames. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  /** The frames that are complete now. */
  push(bytes: Uint8Array): (DataFrame | ControlFrame)[] {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    const frames: (DataFrame | ControlFrame)[] = [];
    while (this.#rest.length >= 8) {
      const end = 8 + this.#rest.readUIntBE(5, 3);
      if (this.#rest.length < end) break;
      frames.push(frameOf(this.#rest.subarray(0, end)));
      this.#rest = this.#rest.subarray(end);
    }
    return frames;
  }
}

function frameOf(bytes: Buffer): DataFrame | ControlFrame {
  const flags = bytes.readUInt8(4);
  const payload = bytes.subarray(8);
  const first = bytes.readUInt32BE(0);
  if (first < 0x80000000) return { kind: 'data', stream: first, flags, payload };
  return { kind: 'control', type: first & 0xffff, flags, payload };
}

export function dataFrame(stream: number, flags: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(stream, 0);
  head.writeUInt8(flags, 4);
  head.writeUIntBE(payload.length, 5, 3);
  return Buffer.concat([head, payload]);
}

export function controlFrame(type: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(0x80030000 + type, 0);
  head.writeUIntBE(payload.length, 5, 3);
  return Buffer.concat([head, payload]);
}

/** Packs and unpacks the header blocks of one connection: they share their history. */
export class HeaderBlocks {
  readonly #inflate: Inflate = createInflate({ dictionary });
  readonly #deflate: Deflate = createDeflate({ dictionary, flush: constants.Z_SYNC_FLUSH });

  /** Names in lower case; the last of several values counts. */
  async read(block: Uint8Array): Promise<Map<string, string>> {
    const bytes = await through(this.#inflate, block);
    const headers = new Map<string, string>();
    let at = 4;
    const text = () => {
      const length = bytes.readUInt32BE(at);
      at += 4 + length;
      return bytes.toString('latin1', at - length, at);
    };
    for (let left = bytes.readUInt32BE(0); left > 0; left--) {
      const name = text().toLowerCase();
      headers.set(name, text().split('\0').at(-1) ?? '');
    }
    return headers;
  }

  /** A block without headers. */
  async empty(): Promise<Buffer> {
    return await through(this.#deflate, Buffer.alloc(4));
  }

  close(): void {
    this.#inflate.destroy();
    this.#deflate.destroy();
  }
}

function through(stream: Inflate | Deflate, bytes: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    stream.once('error', reject);
    stream.write(bytes, () => {
      stream.off('error', reject);
      const pieces: Buffer[] = [];
      for (let piece = stream.read(); piece !== null; piece = stream.read()) pieces.push(piece);
      resolve(Buffer.concat(pieces));
    });
  });
}

/** Words of the dictionary, each of which stands after its length. */
const words =
  'options head post put delete trace accept accept-charset accept-encoding accept-language ' +
  'accept-ranges age allow authorization cache-control connection content-base ' +
  'content-encoding content-language content-length content-location content-md5 ' +
  'content-range content-type date etag expect expires from host if-match ' +
  'if-modified-since if-none-match if-range if-unmodified-since last-modified location ' +
  'max-forwards pragma proxy-authenticate proxy-authorization range referer retry-after ' +
  'server te trailer transfer-encoding upgrade user-agent vary via warning ' +
  'www-authenticate method get status 200_OK version HTTP/1.1 url public set-cookie ' +
  'keep-alive origin';

/** What stands in it without. */
const tail =
  '100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505' +
  '203 Non-Authoritative Information204 No Content301 Moved Permanently400 Bad Request' +
  '401 Unauthorized403 Forbidden404 Not Found500 Internal Server Error501 Not Implemented' +
  '503 Service UnavailableJan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00 ' +
  'Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMTchunked,text/html,image/png,image/jpg,image/gif,' +
  'application/xml,application/xhtml+xml,text/plain,text/javascript,publicprivatemax-age=' +
  'gzip,deflate,sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0.';

const dictionary = Buffer.concat([
  ...words.split(' ').map((word) => withLength(word.replace('_', ' '))),
  Buffer.from(tail),
]);

function withLength(word: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(word.length);
  return Buffer.concat([length, Buffer.from(word)]);
}
