import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  crc32,
  fnv1a32,
  md5,
  safeEncodeString,
  sha1,
  sha224,
  sha256,
  sha384,
  sha512,
  toHex,
} from './hash';

const texts = ['', 'a', 'abc', 'x'.repeat(55), 'x'.repeat(64), 'é😀'.repeat(40), 'y'.repeat(1000)];

describe('digests', () => {
  const all = { md5, sha1, sha224, sha256, sha384, sha512 };
  for (const [name, digest] of Object.entries(all)) {
    it(`${name} agrees with the platform's`, () => {
      const mine = texts.map((text) => toHex(digest(text)));
      const theirs = texts.map((text) => createHash(name).update(text).digest('hex'));
      expect(mine).toEqual(theirs);
    });
  }
});

describe('checksums', () => {
  it('has the published values', () => {
    expect(fnv1a32('')).toBe(0x811c9dc5);
    expect(fnv1a32('foobar')).toBe(0xbf9cf968);
    expect(crc32('123456789')).toBe(0xcbf43926);
  });

  it('encodes with letters that make no words', () => {
    // The code of '0' is 48, 21 modulo the 27 letters.
    expect(safeEncodeString('0123456789')).toBe('456789bcdf');
    expect(safeEncodeString('0')).toBe('4');
  });
});
