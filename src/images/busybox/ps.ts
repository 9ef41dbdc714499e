// busybox's ps: all processes, few columns.
import type { Task } from '../../base/sim';
import { commandName, stateOf } from '../../machine/proc/process-entries';
import type { Process, Program } from '../../machine/types';

interface Column {
  readonly title: string;
  readonly width: number;
  readonly isRight?: boolean;
  text(process: Process): string;
}

const bytesAlone = 1_500_000;

function columnsFor(viewer: Process): Readonly<Record<string, Column>> {
  const names = accounts(viewer, '/etc/passwd');
  const groups = accounts(viewer, '/etc/group');
  const kib = (one: Process) => Math.round((bytesAlone + one.heapBytes) / 1024);
  const user = (one: Process) => {
    const { uid } = one.credentials;
    return names.get(uid) ?? String(uid);
  };
  const group = (one: Process) => groups.get(one.credentials.gid) ?? String(one.credentials.gid);
  const elapsed = (one: Process) => clock(viewer.sim.now - one.startedAtMs, 2);
  return {
    user: { title: 'USER', width: 8, text: user },
    ruser: { title: 'RUSER', width: 8, text: user },
    group: { title: 'GROUP', width: 8, text: group },
    comm: { title: 'COMMAND', width: 16, text: commandName },
    args: { title: 'COMMAND', width: 256, text: (one) => one.argv.join(' ') },
    pid: { title: 'PID', width: 5, isRight: true, text: (one) => String(one.pid) },
    ppid: { title: 'PPID', width: 5, isRight: true, text: (one) => String(one.ppid) },
    pgid: { title: 'PGID', width: 5, isRight: true, text: (one) => String(one.group) },
    sid: { title: 'SID', width: 5, isRight: true, text: (one) => String(one.session) },
    etime: { title: 'ELAPSED', width: 7, isRight: true, text: elapsed },
    time: { title: 'TIME', width: 5, isRight: true, text: (one) => clock(one.cpuMs, 1) },
    nice: { title: 'NI', width: 5, isRight: true, text: () => '0' },
    vsz: { title: 'VSZ', width: 4, text: (one) => String(kib(one) * 3) },
    rss: { title: 'RSS', width: 4, text: (one) => String(kib(one)) },
    stat: { title: 'STAT', width: 4, text: (one) => (one === viewer ? 'R' : stateOf(one)) },
    tty: { title: 'TT', width: 6, text: (one) => (one.tty ? one.tty.name.slice(5) : '?') },
  };
}

export const ps: Program = {
  name: 'ps',
  *run(process: Process): Task<number> {
    const asked = askedColumns(process.argv.slice(1));
    const known = columnsFor(process);
    const columns: Column[] = [];
    for (const name of asked) {
      const [word = '', title] = name.split('=');
      const column = known[word];
      if (column === undefined) {
        yield* process.error(
          `ps: bad -o argument '${word}', supported arguments: ${Object.keys(known).join(',')}\n`,
        );
        return 1;
      }
      columns.push(title === undefined ? column : { ...column, title });
    }
    const lines: string[] = [];
    if (columns.some((one) => one.title !== '')) lines.push(row(columns, (one) => one.title));
    const all = [...process.machine.processes.values()].sort((a, b) => a.pid - b.pid);
    for (const one of all) lines.push(row(columns, (column) => column.text(one), true));
    yield* process.write(`${lines.join('\n')}\n`);
    return 0;
  },
};

function askedColumns(args: readonly string[]): string[] {
  const names: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (arg === '-o') names.push(...(args[++i] ?? '').split(','));
    else if (arg.startsWith('-o')) names.push(...arg.slice(2).split(','));
  }
  return names.length > 0 ? names : ['pid', 'user', 'time', 'args'];
}

function row(
  columns: readonly Column[],
  text: (column: Column) => string,
  mayBeRight = false,
): string {
  return columns
    .map((column, i) => {
      const shown = text(column).slice(0, Math.max(column.width, column.title.length));
      if (column.isRight && mayBeRight) return shown.padStart(column.width);
      return i === columns.length - 1 ? shown : shown.padEnd(column.width);
    })
    .join(' ');
}

function accounts(viewer: Process, path: string): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  if (!viewer.files.isFile(path)) return names;
  for (const line of viewer.files.read(path).split('\n')) {
    const [name = '', , id] = line.split(':');
    if (id !== undefined && !names.has(Number(id))) names.set(Number(id), name);
  }
  return names;
}

function clock(ms: number, digits: number): string {
  const seconds = Math.floor(ms / 1000);
  const minutes = String(Math.floor(seconds / 60)).padStart(digits, '0');
  return `${minutes}:${String(seconds % 60).padStart(2, '0')}`;
}
