// sha256sum: prints and checks SHA256 digests.
import { sha256, toHex } from '../base/hash';
import { defineDigest } from './framework/digest';

export default defineDigest('sha256sum', {
  tag: 'SHA256',
  bits: 256,
  digest: (text) => toHex(sha256(text)),
});
