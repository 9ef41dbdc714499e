import { expect, test } from 'vitest';
import { outsideAddresses } from './links';

test('addresses of the internet are links, without the punctuation after them', () => {
  const text = 'See https://kubernetes.io/docs/home/. Or (http://example.com/a?b=c).';
  expect(outsideAddresses(text)).toEqual([
    { at: 4, url: 'https://kubernetes.io/docs/home/' },
    { at: 42, url: 'http://example.com/a?b=c' },
  ]);
});

test('addresses of the simulated world are not', () => {
  const inside = [
    'http://192.168.49.2:31240',
    'http://127.0.0.1:8001/api',
    'https://172.17.0.2',
    'http://10.96.0.1',
    'http://localhost:8080/',
    'http://web/',
    'http://web.default.svc.cluster.local',
  ];
  for (const url of inside) expect(outsideAddresses(`Go to ${url} now`)).toEqual([]);
});
