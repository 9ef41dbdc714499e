// sha512sum: prints and checks SHA512 digests.
import { sha512, toHex } from '../base/hash';
import { defineDigest } from './framework/digest';

export default defineDigest('sha512sum', {
  tag: 'SHA512',
  bits: 512,
  digest: (text) => toHex(sha512(text)),
});
