// What ps and top show about a process.
import type { MachineInside } from '../../machine/inside';
import { commandName, stateOf } from '../../machine/proc/process-entries';
import type { Process } from '../../machine/types';
import { strftime } from './strftime';

export { commandName } from '../../machine/proc/process-entries';

/** All processes, by pid. */
export function allProcesses(machine: MachineInside): readonly Process[] {
  return [...machine.processes.values()].sort((a, b) => a.pid - b.pid);
}

/** The whole command line; `[name]` where there is none. */
export function commandLine(process: Process): string {
  const words = process.argv.join(' ');
  return words === '' ? `[${commandName(process)}]` : words.replace(/\n/g, ' ');
}

/** `S`, `Ss`, `R+` … as ps shows it to `viewer`. */
export function stateText(process: Process, viewer: Process): string {
  const state = process === viewer ? 'R' : stateOf(process);
  const leads = process.pid === process.session ? 's' : '';
  const isForeground = process.tty !== undefined && process.tty.foreground === process.group;
  return state + leads + (isForeground ? '+' : '');
}

/** `pts/0`, `?` for none. */
export function ttyText(process: Process): string {
  return process.tty?.name.replace('/dev/', '') ?? '?';
}

/** Memory in KiB: programs take what programs of their kind take, by name. */
export function memoryOf(process: Process): { readonly rss: number; readonly vsz: number } {
  const name = commandName(process);
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = (hash * 31 + name.charCodeAt(i)) % 4096;
  const rss = 1600 + hash;
  return { rss, vsz: rss * 2 + 1200 };
}

/** When it began: the time today, the day before that. */
export function startText(process: Process): string {
  const { now } = process.sim;
  const isToday = now - process.startedAtMs < 86_400_000;
  const format = isToday ? '%H:%M' : '%b%d';
  return strftime(format, process.startedAtMs);
}

/** Time since the start, as `[[dd-]hh:]mm:ss`. */
export function elapsedText(process: Process): string {
  const seconds = Math.floor((process.sim.now - process.startedAtMs) / 1000);
  const two = (n: number): string => String(n).padStart(2, '0');
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3600) % 24;
  const clock = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  if (days > 0) return `${days}-${two(hours)}:${clock}`;
  return hours > 0 ? `${two(hours)}:${clock}` : clock;
}
