// Fixed seeds: random operations and faults, and what must hold afterwards. `npm run fuzz` has
// more.
import { beforeAll, expect, test } from 'vitest';
import { playOnLab } from '../playground/play-lab';
import { preloadPrograms } from '../playground/programs';
import { tryWithSeed } from './trial';

beforeAll(() => preloadPrograms());

test.each(Array.from({ length: 50 }, (_none, i) => String(i)))('seed %s', (seed) => {
  const { script, problems } = tryWithSeed(seed);
  expect({ seed, script, problems }).toEqual({ seed, script, problems: [] });
});

test.each(['0', '7'])('seed %s twice is the same', (seed) => {
  expect(tryWithSeed(seed).hash).toBe(tryWithSeed(seed).hash);
  expect(tryWithSeed(seed).hash).not.toBe(tryWithSeed(`${seed}'`).hash);
});

test('a session with kubectl twice prints the same', async () => {
  const session = [
    '$ kubectl create deployment web --image=nginx --replicas=3',
    '$ kubectl rollout status deployment/web',
    '$ kubectl get pods -o yaml; kubectl get events',
    '$ kubectl delete deployment web; for i in 1 2 3; do echo $RANDOM; done',
  ].join('\n');
  const first = await playOnLab(session);
  expect(first).toContain('successfully rolled out');
  expect(await playOnLab(session)).toBe(first);
});
