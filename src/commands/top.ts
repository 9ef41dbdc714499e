// top: processes, again and again.
import type { Task } from '../base/sim';
import type { MachineInside } from '../machine/inside';
import { loadAverage, memoryUse } from '../machine/proc/system-entries';
import type { Process } from '../machine/types';
import { type Context, defineCommand } from './command';
import { cutTo, fitted, reversed, Screen } from './screen/screen';
import { Names } from './system/accounts';
import { allProcesses, commandLine, commandName, memoryOf } from './system/process-facts';
import { logins, uptimeText } from './system/sessions';
import { strftime } from './system/strftime';

const options = {
  batch: ['-b', 'print instead of taking over the terminal'],
  fullCommand: ['-c', 'show command lines'],
  delay: ['-d=SECS', 'seconds between updates'],
  idle: ['-i', 'ignored'],
  count: ['-n=NUM', 'end after NUM updates'],
  sort: ['-o=FIELD', 'sort by FIELD'],
  pids: ['-p=PIDS', 'only these processes'],
  secure: ['-s', 'ignored'],
  user: ['-u=USER', 'only processes of USER'],
  width: ['-w[=NUM]', 'width of the output'],
  threads: ['-H', 'ignored'],
} as const;

type Ctx = Context<typeof options>;

export default defineCommand({
  name: 'top',
  summary: { en: 'Show processes, updated regularly.', es: 'Muestra los procesos, actualizado.' },
  package: 'procps',
  options,
  *run(ctx) {
    const delayMs = Math.max(100, Number(ctx.options.delay ?? 3) * 1000);
    const count = Number(ctx.options.count ?? Number.POSITIVE_INFINITY);
    if (ctx.options.batch) {
      for (let i = 0; i < count; i++) {
        if (i > 0) yield* ctx.process.sleep(delayMs);
        const lines = [...summary(ctx), '', title, ...rows(ctx)];
        yield* ctx.out(`${i > 0 ? '\n' : ''}${lines.join('\n')}\n`);
        yield* ctx.flush();
      }
      return 0;
    }
    const screen = yield* Screen.open(ctx.process);
    if (screen === undefined) return yield* ctx.fail('failed tty get');
    try {
      yield* interact(ctx, screen, delayMs, count);
    } finally {
      yield* screen.close();
    }
    return 0;
  },
});

function* interact(ctx: Ctx, screen: Screen, delayMs: number, count: number): Task<void> {
  for (let i = 0; i < count; i++) {
    const head = summary(ctx);
    const lines = [...head, '', reversed(fitted(title, screen.columns)), ...rows(ctx)];
    for (let row = 0; row < screen.rows; row++) {
      const text = lines[row] ?? '';
      screen.setLine(row, row === head.length + 1 ? text : cutTo(text, screen.columns));
    }
    screen.setCursor([head.length, 0]);
    yield* screen.flush();
    const key = yield* screen.keyboard.next(delayMs);
    if (key === 'q' || key === 'ctrl-c' || key === 'eof') return;
    if (key === 'resize') screen.forget();
  }
}

function summary(ctx: Ctx): readonly string[] {
  const machine = ctx.process.machine as MachineInside;
  const processes = chosen(ctx);
  const users = logins(machine).length;
  const load = loadAverage(machine).map((one) => one.toFixed(2));
  const stopped = processes.filter((one) => one.isStopped).length;
  const sleeping = processes.length - stopped - 1;
  const use = memoryUse(machine);
  const mib = (kib: number): string => (kib / 1024).toFixed(1).padStart(8);
  const used = use.totalKib - use.freeKib - use.buffersKib - use.cachedKib;
  const cache = use.buffersKib + use.cachedKib;
  const clock = strftime('%H:%M:%S', ctx.process.sim.now);
  const number = (n: number): string => String(n).padStart(3);
  return [
    `top - ${clock} ${uptimeText(machine)},  ${users} user${users === 1 ? '' : 's'}, ` +
      ` load average: ${load.join(', ')}`,
    `Tasks: ${number(processes.length)} total, ${number(1)} running, ${number(sleeping)} ` +
      `sleeping, ${number(stopped)} stopped, ${number(0)} zombie`,
    '%Cpu(s):  0.3 us,  0.2 sy,  0.0 ni, 99.5 id,  0.0 wa,  0.0 hi,  0.0 si,  0.0 st ',
    `MiB Mem : ${mib(use.totalKib)} total, ${mib(use.freeKib)} free, ${mib(used)} ` +
      `used, ${mib(cache)} buff/cache`,
    `MiB Swap: ${mib(0)} total, ${mib(0)} free, ${mib(0)} used. ${mib(use.availableKib)} avail Mem`,
  ];
}

const title = '    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND';

function chosen(ctx: Ctx): readonly Process[] {
  const { pids, user } = ctx.options;
  const names = new Names(ctx.process.files);
  const wanted = pids?.split(',').map(Number);
  return allProcesses(ctx.process.machine as MachineInside).filter(
    (one) =>
      (wanted === undefined || wanted.includes(one.pid)) &&
      (user === undefined || names.user(one.credentials.uid) === user),
  );
}

function rows(ctx: Ctx): readonly string[] {
  const names = new Names(ctx.process.files);
  const total = ctx.process.machine.hardware.memoryBytes / 1024;
  return chosen(ctx).map((one) => {
    const { rss, vsz } = memoryOf(one);
    const state = one === ctx.process ? 'R' : one.isStopped ? 'T' : 'S';
    const command = ctx.options.fullCommand ? commandLine(one) : commandName(one);
    return [
      String(one.pid).padStart(7),
      names.user(one.credentials.uid).slice(0, 8).padEnd(8),
      ' 20   0',
      String(vsz).padStart(7),
      String(rss).padStart(6),
      String(Math.floor(rss * 0.8)).padStart(6),
      state,
      '  0.0',
      ((rss / total) * 100).toFixed(1).padStart(5),
      '  0:00.00',
      command,
    ].join(' ');
  });
}
