// The archive format: 512-byte headers as GNU tar writes them, and what they say.
import { fromBytes, toBytes } from '../../base/bytes';

/** A member. `data` is empty for everything but files. */
export interface Member {
  readonly name: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtimeSeconds: number;
  /** `0` file, `1` hard link, `2` symbolic link, `5` folder, `6` FIFO. */
  readonly type: string;
  readonly linkName: string;
  readonly userName: string;
  readonly groupName: string;
  readonly data: Uint8Array;
}

const BLOCK = 512;

/** Collects members into an archive. */
export class Writer {
  #parts: Uint8Array[] = [];
  #size = 0;

  add(member: Member): void {
    if (toBytes(member.name).length > 100) this.#long('L', member.name);
    if (toBytes(member.linkName).length > 100) this.#long('K', member.linkName);
    this.#put(header(member));
    this.#put(padded(member.data));
  }

  /** The whole archive, its size a multiple of 10 KiB. */
  finish(): Uint8Array {
    const end = this.#size + 2 * BLOCK;
    const total = Math.ceil(end / 10240) * 10240;
    const out = new Uint8Array(total);
    let at = 0;
    for (const part of this.#parts) {
      out.set(part, at);
      at += part.length;
    }
    return out;
  }

  #put(part: Uint8Array): void {
    if (part.length === 0) return;
    this.#parts.push(part);
    this.#size += part.length;
  }

  #long(type: string, name: string): void {
    const data = toBytes(`${name}\0`);
    const plain = {
      mode: 0o644,
      uid: 0,
      gid: 0,
      mtimeSeconds: 0,
      userName: 'root',
      groupName: 'root',
    };
    this.#put(header({ ...plain, name: '././@LongLink', type, linkName: '', data }));
    this.#put(padded(data));
  }
}

function padded(data: Uint8Array): Uint8Array {
  const out = new Uint8Array(Math.ceil(data.length / BLOCK) * BLOCK);
  out.set(data);
  return out;
}

function header(m: Member): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const text = (at: number, value: string, size: number) => {
    block.set(toBytes(value).subarray(0, size), at);
  };
  const octal = (at: number, value: number, size: number) => {
    text(
      at,
      `${Math.max(0, value)
        .toString(8)
        .padStart(size - 1, '0')}\0`,
      size,
    );
  };
  text(0, m.name, 100);
  octal(100, m.mode & 0o7777, 8);
  octal(108, m.uid, 8);
  octal(116, m.gid, 8);
  octal(124, m.data.length, 12);
  octal(136, m.mtimeSeconds, 12);
  text(148, '        ', 8);
  text(156, m.type, 1);
  text(157, m.linkName, 100);
  text(257, 'ustar  \0', 8);
  text(265, m.userName, 32);
  text(297, m.groupName, 32);
  let sum = 0;
  for (const byte of block) sum += byte;
  text(148, `${sum.toString(8).padStart(6, '0')}\0 `, 8);
  return block;
}

/** What reading an archive gives. `isArchive` is false when its beginning is no header. */
export interface Archive {
  readonly members: readonly Member[];
  readonly isArchive: boolean;
  /** It ended in the middle of a member. */
  readonly isShort: boolean;
}

export function readArchive(bytes: Uint8Array): Archive {
  const members: Member[] = [];
  let longName: string | undefined;
  let longLink: string | undefined;
  let at = 0;
  while (at + BLOCK <= bytes.length) {
    const block = bytes.subarray(at, at + BLOCK);
    if (block.every((b) => b === 0)) break;
    if (!isHeader(block)) return { members, isArchive: members.length > 0, isShort: false };
    const got = readHeader(block);
    at += BLOCK;
    const data = bytes.subarray(at, at + got.size);
    if (data.length < got.size) return { members, isArchive: true, isShort: true };
    at += Math.ceil(got.size / BLOCK) * BLOCK;
    if (got.type === 'L') longName = cString(data);
    else if (got.type === 'K') longLink = cString(data);
    else if (got.type === 'x') {
      const pax = readPax(fromBytes(data));
      longName = pax.get('path') ?? longName;
      longLink = pax.get('linkpath') ?? longLink;
    } else if (got.type !== 'g') {
      const { size: _, ...member } = got;
      members.push({
        ...member,
        name: longName ?? got.name,
        linkName: longLink ?? got.linkName,
        data,
      });
      longName = undefined;
      longLink = undefined;
    }
  }
  return { members, isArchive: bytes.length >= BLOCK, isShort: false };
}

function isHeader(block: Uint8Array): boolean {
  const stored = Number.parseInt(cString(block.subarray(148, 156)).trim(), 8);
  let sum = 0;
  block.forEach((b, i) => {
    sum += i >= 148 && i < 156 ? 32 : b;
  });
  return stored === sum;
}

function readHeader(block: Uint8Array): Omit<Member, 'data'> & { readonly size: number } {
  const text = (at: number, size: number) => cString(block.subarray(at, at + size));
  const octal = (at: number, size: number) => Number.parseInt(text(at, size).trim() || '0', 8);
  const isPosix = text(257, 6) === 'ustar' && block[262] === 0;
  const prefix = isPosix ? text(345, 155) : '';
  const type = text(156, 1);
  return {
    name: (prefix === '' ? '' : `${prefix}/`) + text(0, 100),
    mode: octal(100, 8),
    uid: octal(108, 8),
    gid: octal(116, 8),
    size: octal(124, 12),
    mtimeSeconds: octal(136, 12),
    type: type === '' ? '0' : type,
    linkName: text(157, 100),
    userName: text(265, 32),
    groupName: text(297, 32),
  };
}

function cString(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return fromBytes(end < 0 ? bytes : bytes.subarray(0, end));
}

function readPax(text: string): Map<string, string> {
  const out = new Map<string, string>();
  for (const line of text.split('\n')) {
    const m = /^\d+ ([^=]+)=(.*)$/.exec(line);
    if (m !== null) out.set(m[1] ?? '', m[2] ?? '');
  }
  return out;
}
