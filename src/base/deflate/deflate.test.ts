// Round trips, and that the platform's own zlib understands us and we it.
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { fromBytes, toBytes } from '../bytes';
import { gunzip, gzip } from './index';

const noise = Array.from({ length: 5000 }, (_, i) => String.fromCharCode(32 + ((i * i * 31) % 95)));

test.each([
  ['empty', ''],
  ['short', 'data\n'],
  ['repeated', 'kubectl get pods\n'.repeat(5000)],
  ['mixed', noise.join('')],
  ['bytes', 'é\udcff\udc80😀'],
])('%s', (_, text) => {
  const packed = gzip(text, { name: 'x' });
  expect(gunzip(packed).text).toBe(text);
  expect(fromBytes(gunzipSync(toBytes(packed)))).toBe(text);
  expect(gunzip(fromBytes(gzipSync(toBytes(text)))).text).toBe(text);
});
