// md5sum: prints and checks MD5 digests.
import { md5, toHex } from '../base/hash';
import { defineDigest } from './framework/digest';

export default defineDigest('md5sum', {
  tag: 'MD5',
  bits: 128,
  digest: (text) => toHex(md5(text)),
});
