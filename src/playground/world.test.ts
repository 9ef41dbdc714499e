// The laptop of a fresh world: prompt, user, files, a new shell after exit; save and restore.
import { expect, test } from 'vitest';
import { plain, Typist } from './typing';
import { createWorld } from './world';

const epochMs = 1_767_600_000_000;

async function restored(typist: Typist): Promise<Typist> {
  expect(typist.world.canSave).toBe(true);
  const snapshot = structuredClone(JSON.parse(JSON.stringify(typist.world.snapshot())));
  const options = { seed: typist.world.seed, epochMs, profile: 'minikube' } as const;
  const world = await createWorld({ ...options, snapshot });
  const terminal = world.terminals[0];
  if (terminal === undefined) throw new Error('no terminal came back');
  const again = new Typist(world, terminal);
  await again.untilIdle();
  return again;
}

test('a student sits at a Debian laptop', async () => {
  const world = await createWorld({ seed: 'a', epochMs, profile: 'minikube' });
  const typist = new Typist(world, world.openTerminal(80, 24));
  await typist.untilIdle();
  expect(plain(typist.take())).toBe('student@laptop:~$ ');
  expect(await typist.run('id; pwd; hostname; echo $TERM $LANG $HOME $SHELL')).toBe(
    'uid=1000(student) gid=1000(student) groups=1000(student),27(sudo),100(users)\n' +
      '/home/student\nlaptop\nxterm-256color C.UTF-8 /home/student /bin/bash\n',
  );
  expect(await typist.run('which kubectl minikube')).toBe(
    '/usr/local/bin/kubectl\n/usr/local/bin/minikube\n',
  );
  expect(await typist.run('kubectl get pods')).toContain(
    'The connection to the server localhost:8080 was refused',
  );
});

test('a new shell begins when one ends', async () => {
  const typist = await Typist.sitDown();
  await typist.run('x=1');
  typist.press('exit\r');
  await typist.pass(1000);
  const shown = plain(typist.take());
  expect(shown).toContain('[the shell has ended; this is a new one]');
  expect(shown.endsWith('student@laptop:~$ ')).toBe(true);
  expect(await typist.run('echo "<$x>"')).toBe('<>\n');
});

test('files, variables, history and what was being typed come back', async () => {
  const typist = await Typist.sitDown('saved');
  await typist.run('x=(1 "two words"); f() { echo "f $1"; }; echo $$ > pid');
  await typist.run('mkdir -p a/b && cd a/b && echo hello > c.txt');
  typist.press('echo half');
  await typist.pass(100);
  const again = await restored(typist);
  expect(plain(again.take())).toBe('student@laptop:~/a/b$ echo half');
  again.press('\x15');
  expect(await again.run('cat c.txt; echo "${x[1]}"; f 1')).toBe('hello\ntwo words\nf 1\n');
  expect(await again.run('[ $$ = $(cat ~/pid) ] && history | tail -3 | head -1')).toContain(
    'mkdir -p a/b',
  );
});

test('nothing is saved while a command runs', async () => {
  const typist = await Typist.sitDown();
  typist.press('sleep 5\r');
  await typist.pass(1000);
  expect(typist.world.canSave).toBe(false);
  await typist.pass(5000);
  expect(typist.world.canSave).toBe(true);
});
