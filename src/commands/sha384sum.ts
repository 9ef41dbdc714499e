// sha384sum: prints and checks SHA384 digests.
import { sha384, toHex } from '../base/hash';
import { defineDigest } from './framework/digest';

export default defineDigest('sha384sum', {
  tag: 'SHA384',
  bits: 384,
  digest: (text) => toHex(sha384(text)),
});
