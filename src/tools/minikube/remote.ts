// Running a command on a node as ssh does: on a terminal of its own when there is one here, with
// both ends connected.
import type { Task } from '../../base/sim';
import type { SimulatedMachine } from '../../machine/machine';
import type { OpenFile, Process } from '../../machine/types';

/** The account that minikube logs in with. */
const docker = { uid: 1000, gid: 999, groups: [999, 27] };

/** Runs a shell, or words through a shell; the exit code. */
export function* runOnNode(
  process: Process,
  machine: SimulatedMachine,
  words: readonly string[],
): Task<number> {
  if (!machine.files.isDir('/home/docker')) {
    machine.files.mkdirAll('/home/docker', 0o755);
    machine.files.chown('/home/docker', docker.uid, docker.gid);
  }
  const argv = words.length === 0 ? ['-bash'] : ['bash', '-c', words.join(' ')];
  const env = new Map([
    ['HOME', '/home/docker'],
    ['LANG', 'C.UTF-8'],
    ['LOGNAME', 'docker'],
    ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    ['PS1', '\\u@\\h:\\w\\$ '],
    ['SHELL', '/bin/bash'],
    ['TERM', process.env.get('TERM') ?? 'xterm'],
    ['USER', 'docker'],
  ]);
  const options = {
    argv,
    path: '/usr/bin/bash',
    env,
    cwd: '/home/docker',
    credentials: docker,
  };
  if (process.tty === undefined || words.length > 0) {
    const child = machine.spawn({ ...options, fds: process.fds, session: { tty: undefined } });
    try {
      return (yield* process.wait(child)).code;
    } finally {
      child.kill('HUP');
    }
  }
  return yield* onTerminal(process, machine, options);
}

function* onTerminal(
  process: Process,
  machine: SimulatedMachine,
  options: Parameters<SimulatedMachine['spawn']>[0],
): Task<number> {
  const { tty, sim } = process;
  if (tty === undefined) return 1;
  const remote = machine.createTerminal(tty.columns, tty.rows);
  const file = remote.open();
  const before = { ...tty.mode };
  tty.setMode({ cooked: false, echo: false, signals: false });
  const child = machine.spawn({
    ...options,
    fds: new Map([0, 1, 2].map((fd): [number, OpenFile] => [fd, file])),
    session: { tty: remote },
  });
  const pumps = [
    sim.spawn(
      'ssh input',
      pumpInput(process, (text) => remote.input(text)),
    ),
    sim.spawn('ssh size', pumpSize()),
  ];
  function* pumpSize(): Task<void> {
    for (;;) {
      yield { on: (tty as NonNullable<typeof tty>).resized };
      remote.resize(tty?.columns ?? 80, tty?.rows ?? 24);
    }
  }
  try {
    for (;;) {
      const text = remote.output.take();
      if (text !== '') yield* process.write(text);
      else if (child.status !== undefined) return child.status.code;
      else yield { on: [remote.output.ready, child.changed] };
    }
  } finally {
    for (const pump of pumps) pump.kill();
    child.kill('HUP');
    remote.hangUp();
    tty.setMode(before);
  }
}

function* pumpInput(process: Process, send: (text: string) => void): Task<void> {
  for (;;) {
    const text = yield* process.read();
    if (text === '') return;
    send(text);
  }
}
