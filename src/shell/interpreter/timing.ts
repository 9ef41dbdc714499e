// What `time` prints; TIMEFORMAT is honoured.
import { readVariable } from './assign';
import type { Shell } from './shell';

/** User and system time are not simulated: nothing but waiting takes time here. */
export function timeReport(shell: Shell, ms: number, style: 'bash' | 'posix'): string {
  if (style === 'posix') {
    const real = (ms / 1000).toFixed(2);
    return `real ${real}\nuser 0.00\nsys 0.00\n`;
  }
  const format = readVariable(shell, 'TIMEFORMAT') ?? '\nreal\t%3lR\nuser\t%3lU\nsys\t%3lS';
  if (format === '') return '';
  const text = format.replace(/%(?:([0-3])?(l)?([RUS])|(P)|(%))/g, (_m, ...groups: string[]) => {
    const [digits, long, kind, percent] = groups;
    if (percent) return '0.00';
    if (!kind) return '%';
    return seconds(kind === 'R' ? ms : 0, Number(digits ?? 3), long !== undefined);
  });
  return `${text}\n`;
}

function seconds(ms: number, digits: number, isLong: boolean): string {
  if (!isLong) return (ms / 1000).toFixed(digits);
  const minutes = Math.floor(ms / 60_000);
  return `${minutes}m${((ms - minutes * 60_000) / 1000).toFixed(digits)}s`;
}
