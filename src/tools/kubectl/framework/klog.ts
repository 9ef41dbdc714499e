// Lines of the log library: `E1124 14:43:39.412825   32021 file.go:71] text`.
import { toCivil } from '../../../base/time';
import type { Process } from '../../../machine/types';

function two(n: number): string {
  return String(n).padStart(2, '0');
}

function head(process: Process, level: string, where: string): string {
  const c = toCivil(process.sim.now);
  const clock = `${two(c.hour)}:${two(c.minute)}:${two(c.second)}`;
  const micros = String(Math.floor(c.ms * 1000)).padStart(6, '0');
  const pid = String(process.pid).padStart(7);
  return `${level}${two(c.month)}${two(c.day)} ${clock}.${micros} ${pid} ${where}] `;
}

/** An unhandled error of the client library. */
export function klogLine(process: Process, where: string, error: string): string {
  return `${head(process, 'E', where)}"Unhandled Error" err=${JSON.stringify(error)}\n`;
}

/** A warning with its text as it is. */
export function klogWarning(process: Process, where: string, text: string): string {
  return `${head(process, 'W', where)}${text}\n`;
}

/** A message of -v. */
export function klogInfo(process: Process, where: string, text: string): string {
  return `${head(process, 'I', where)}${text}\n`;
}
