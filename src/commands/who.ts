// who: who is logged in.
import type { MachineInside } from '../machine/inside';
import { defineCommand } from './command';
import { logins } from './system/sessions';
import { strftime } from './system/strftime';

export default defineCommand({
  name: 'who',
  summary: { en: 'Print who is logged in.', es: 'Muestra quién ha iniciado sesión.' },
  options: {
    all: ['-a, --all', 'everything'],
    boot: ['-b, --boot', 'time of the last boot'],
    heading: ['-H, --heading', 'print titles'],
    only: ['-m', 'only the user of standard input'],
    count: ['-q, --count', 'names and how many'],
    short: ['-s, --short', 'name, line and time (default)'],
    users: ['-u, --users', 'list users'],
  },
  *run(ctx) {
    const machine = ctx.process.machine as MachineInside;
    const o = ctx.options;
    if (o.boot) {
      const since = strftime('%Y-%m-%d %H:%M', machine.bootedAtMs);
      yield* ctx.out(`         system boot  ${since}\n`);
      return 0;
    }
    const isMine = o.only || ctx.operands.join(' ') === 'am i';
    const tty = ctx.process.tty?.name.replace('/dev/', '');
    const all = logins(machine).filter((login) => !isMine || login.line === tty);
    if (o.count) {
      yield* ctx.out(`${all.map((one) => one.user).join(' ')}\n# users=${all.length}\n`);
      return 0;
    }
    if (o.heading) yield* ctx.out('NAME     LINE         TIME             COMMENT\n');
    for (const { user, line, sinceMs } of all) {
      const since = strftime('%Y-%m-%d %H:%M', sinceMs);
      yield* ctx.out(`${user.padEnd(8)} ${line.padEnd(12)} ${since}\n`);
    }
    return 0;
  },
});
