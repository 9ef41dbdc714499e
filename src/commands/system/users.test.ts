import { expect, test } from 'vitest';
import { Sim } from '../../base/sim';
import { debianTree } from '../../machine/debian';
import { FileSystem } from '../../machine/filesystem/filesystem';
import { createMachine, type SimulatedMachine } from '../../machine/machine';
import { createPipe } from '../../machine/pipe';
import type { OpenFile } from '../../machine/types';
import { commandNames, commandPrograms, preloadCommands } from '../registry';

async function machineOfAnn(): Promise<SimulatedMachine> {
  await preloadCommands();
  const base = debianTree({ programs: commandNames, user: { name: 'ann', uid: 1000 } });
  return createMachine({
    sim: new Sim(1_709_632_800_000),
    hostname: 'box',
    filesystem: FileSystem.from(base),
    programs: commandPrograms(),
  });
}

/** Runs a command as a user and returns everything it printed. */
function run(machine: SimulatedMachine, line: string, uid = 1000): string {
  const { reader, writer } = createPipe(1);
  let text = '';
  machine.sim.spawn(
    'reader',
    (function* () {
      for (let piece = yield* reader.read(); piece !== ''; piece = yield* reader.read()) {
        text += piece;
      }
    })(),
  );
  // As under a shell: sudo looks at the rights of its parent.
  machine.spawn({
    argv: ['sh'],
    credentials: { uid, gid: uid, groups: uid === 0 ? [0] : [uid, 27] },
    cwd: uid === 0 ? '/root' : '/home/ann',
    fds: new Map<number, OpenFile>([
      [1, writer],
      [2, writer],
    ]),
    *body(process) {
      const child = process.spawn({ argv: line.split(' ') });
      return (yield* process.wait(child)).code;
    },
  });
  writer.release();
  machine.sim.advance(machine.sim.now + 1000);
  return text;
}

test('a user is refused what belongs to root, and sudo allows it', async () => {
  const machine = await machineOfAnn();
  expect(run(machine, 'id')).toBe('uid=1000(ann) gid=1000(ann) groups=1000(ann),27(sudo)\n');
  expect(run(machine, 'cat /etc/shadow')).toBe('cat: /etc/shadow: Permission denied\n');
  expect(run(machine, 'sudo whoami')).toBe('root\n');
  expect(run(machine, 'sudo -u ann whoami')).toBe('ann\n');
  expect(run(machine, 'touch /etc/x')).toBe("touch: cannot touch '/etc/x': Permission denied\n");
  expect(run(machine, 'sudo touch /etc/x')).toBe('');
  expect(run(machine, 'rm /etc/x')).toBe("rm: cannot remove '/etc/x': Permission denied\n");
  expect(run(machine, 'ls /root')).toBe("ls: cannot open directory '/root': Permission denied\n");
  expect(run(machine, 'sudo nosuch')).toBe('sudo: nosuch: command not found\n');
  expect(run(machine, 'su')).toBe('su: Authentication failure\n');
});

test('signals are for own processes', async () => {
  const machine = await machineOfAnn();
  const root = machine.spawn({ argv: ['sleep', '100'] });
  expect(run(machine, `kill ${root.pid}`)).toBe(`kill: (${root.pid}): Operation not permitted\n`);
  expect(root.status).toBe(undefined);
  expect(run(machine, `kill ${root.pid}`, 0)).toBe('');
  expect(root.status?.code).toBe(143);
});

test('ps shows who runs what', async () => {
  const machine = await machineOfAnn();
  machine.spawn({ argv: ['sleep', '100'] });
  expect(run(machine, 'ps -eo pid,user,args')).toBe(
    '    PID USER     COMMAND\n' +
      '      1 root     sleep 100\n' +
      '      2 ann      sh\n' +
      '      3 ann      ps -eo pid,user,args\n',
  );
  expect(run(machine, 'pgrep -a sleep')).toBe('1 sleep 100\n');
});

test('file systems are shown, tmpfs can be mounted and taken away', async () => {
  const machine = await machineOfAnn();
  expect(run(machine, 'df --output=fstype,target /tmp', 0)).toBe('Type Mounted on\next4 /\n');
  expect(run(machine, 'mount -t tmpfs -o size=64M none /mnt', 0)).toBe('');
  expect(run(machine, 'df -h --output=fstype,size,used,target /mnt', 0)).toBe(
    'Type   Size  Used Mounted on\ntmpfs   64M     0 /mnt\n',
  );
  expect(run(machine, 'umount /mnt', 0)).toBe('');
  expect(run(machine, 'umount /mnt', 0)).toBe('umount: /mnt: not mounted.\n');
});
