// uptime: how long the machine has been running.
import type { MachineInside } from '../machine/inside';
import { loadAverage } from '../machine/proc/system-entries';
import { defineCommand } from './command';
import { logins, uptimeText } from './system/sessions';
import { strftime } from './system/strftime';

export default defineCommand({
  name: 'uptime',
  summary: { en: 'Tell how long the system has been running.', es: 'Dice cuánto lleva encendido.' },
  package: 'procps',
  options: {
    pretty: ['-p, --pretty', 'in words'],
    since: ['-s, --since', 'since when'],
  },
  *run(ctx) {
    const machine = ctx.process.machine as MachineInside;
    const { now } = ctx.process.sim;
    if (ctx.options.since) {
      yield* ctx.out(`${strftime('%Y-%m-%d %H:%M:%S', machine.bootedAtMs)}\n`);
      return 0;
    }
    if (ctx.options.pretty) {
      yield* ctx.out(`up ${inWords(Math.floor((now - machine.bootedAtMs) / 60_000))}\n`);
      return 0;
    }
    const users = logins(machine).length;
    const load = loadAverage(machine).map((one) => one.toFixed(2));
    const who = `${users} user${users === 1 ? '' : 's'}`;
    const clock = strftime('%H:%M:%S', now);
    yield* ctx.out(
      ` ${clock} ${uptimeText(machine)},  ${who},  load average: ${load.join(', ')}\n`,
    );
    return 0;
  },
});

function inWords(minutes: number): string {
  const parts: string[] = [];
  const add = (count: number, unit: string): void => {
    if (count > 0) parts.push(`${count} ${unit}${count === 1 ? '' : 's'}`);
  };
  add(Math.floor(minutes / 10_080), 'week');
  add(Math.floor(minutes / 1440) % 7, 'day');
  add(Math.floor(minutes / 60) % 24, 'hour');
  add(minutes % 60, 'minute');
  return parts.length === 0 ? '0 minutes' : parts.join(', ');
}
