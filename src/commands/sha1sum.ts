// sha1sum: prints and checks SHA1 digests.
import { sha1, toHex } from '../base/hash';
import { defineDigest } from './framework/digest';

export default defineDigest('sha1sum', {
  tag: 'SHA1',
  bits: 160,
  digest: (text) => toHex(sha1(text)),
});
