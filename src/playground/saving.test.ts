// Save and restore of a world with a cluster, at many moments of a session.
import { expect, test } from 'vitest';
import { Typist } from './typing';
import { createWorld } from './world';

async function restored(typist: Typist): Promise<Typist> {
  const { world } = typist;
  const snapshot: unknown = JSON.parse(JSON.stringify(world.snapshot()));
  const options = {
    seed: world.seed,
    epochMs: Date.UTC(2026, 0, 5, 9),
    profile: 'minikube',
  } as const;
  const again = await createWorld({ ...options, snapshot });
  const terminal = again.terminals[0];
  if (terminal === undefined) throw new Error('no terminal came back');
  return new Typist(again, terminal);
}

const looks = [
  'kubectl get all -A -o yaml',
  'find . -type f | sort | grep -v cache',
  'echo $x; cat notes 2>/dev/null',
];

/** Looks at both worlds; they must show the same. */
async function compare(typist: Typist, again: Typist): Promise<void> {
  for (const look of looks) expect(await again.run(look)).toBe(await typist.run(look));
}

const session = [
  'x=1; echo note > notes',
  'kubectl create deployment web --image=nginx --replicas=2',
  'kubectl expose deployment web --port=80 --type=NodePort',
  'x=2; sleep 4; kubectl exec deploy/web -- sh -c "echo hi > /tmp/file"',
  'kubectl run loop --image=busybox -- sh -c "while true; do date; sleep 5; done"',
  'sleep 6; kubectl delete pod -l app=web --wait=false',
  'sleep 40; kubectl scale deployment web --replicas=1; sleep 40',
];

test('a world is the same after save and restore, wherever it may be saved', async () => {
  let typist = await Typist.sitDown('saving');
  await typist.run('minikube start; sleep 10');
  let count = 0;
  for (const line of session) {
    await typist.run(line);
    for (let i = 0; i < 4; i++) {
      await typist.pass(37 * (i + 1));
      if (!typist.world.canSave) continue;
      count++;
      const again = await restored(typist);
      await again.pass(1);
      await typist.pass(1);
      await compare(typist, again);
      if (i === 3) typist = again;
    }
  }
  expect(count).toBeGreaterThan(8);
  expect(await typist.run('kubectl get pods --no-headers')).toMatch(
    /^loop +1\/1 +Running +0 .*\nweb-\S+ +1\/1 +Running +0 /,
  );
  expect(await typist.run('curl -s $(minikube service web --url) | head -4')).toContain('nginx');
}, 60_000);
