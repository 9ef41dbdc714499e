// sha224sum: prints and checks SHA224 digests.
import { sha224, toHex } from '../base/hash';
import { defineDigest } from './framework/digest';

export default defineDigest('sha224sum', {
  tag: 'SHA224',
  bits: 224,
  digest: (text) => toHex(sha224(text)),
});
