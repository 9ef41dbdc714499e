// Signals: numbers and what they do to a process that doesn't care.
import type { SignalName } from './types';

/** In the order of their numbers, from 1; 16 (STKFLT) is not used. */
const names: readonly (SignalName | '')[] = [
  '',
  'HUP',
  'INT',
  'QUIT',
  'ILL',
  'TRAP',
  'ABRT',
  'BUS',
  'FPE',
  'KILL',
  'USR1',
  'SEGV',
  'USR2',
  'PIPE',
  'ALRM',
  'TERM',
  '',
  'CHLD',
  'CONT',
  'STOP',
  'TSTP',
  'TTIN',
  'TTOU',
  'URG',
  'XCPU',
  'XFSZ',
  'VTALRM',
  'PROF',
  'WINCH',
  'IO',
  'PWR',
  'SYS',
];

/** Every signal with its number, ascending. */
export const signalNumbers: ReadonlyMap<SignalName, number> = new Map(
  names.flatMap((name, number) => (name === '' ? [] : [[name, number] as const])),
);

export function signalNumber(name: SignalName): number {
  return names.indexOf(name);
}

/** The signal of a number (also 128 + number), undefined when there is none. */
export function signalName(number: number): SignalName | undefined {
  return names[number > 128 ? number - 128 : number] || undefined;
}

/** Reads `TERM`, `SIGTERM`, `term` or `15`. */
export function parseSignal(text: string): SignalName | undefined {
  if (/^\d+$/.test(text)) return signalName(Number(text));
  const name = text.toUpperCase().replace(/^SIG/, '');
  return name !== '' && names.includes(name as SignalName) ? (name as SignalName) : undefined;
}

export type DefaultAction = 'end' | 'ignore' | 'stop' | 'continue';

export function defaultAction(name: SignalName): DefaultAction {
  switch (name) {
    case 'CHLD':
    case 'URG':
    case 'WINCH':
      return 'ignore';
    case 'STOP':
    case 'TSTP':
    case 'TTIN':
    case 'TTOU':
      return 'stop';
    case 'CONT':
      return 'continue';
    default:
      return 'end';
  }
}
