// File modes: how they look (`drwxr-xr-x`) and how they are written (`u+x,go-w`, 755).
import type { FileKind, Stat } from '../../machine/types';

const letters: Readonly<Record<FileKind, string>> = {
  file: '-',
  dir: 'd',
  symlink: 'l',
  device: 'c',
  fifo: 'p',
  socket: 's',
};

/** `drwxr-xr-x`. */
export function modeText(stat: Pick<Stat, 'kind' | 'mode'>): string {
  return letters[stat.kind] + rightsText(stat.mode);
}

/** `rwxr-xr-x`, with s, S, t, T. */
export function rightsText(mode: number): string {
  const part = (shift: number, special: boolean, letter: string): string => {
    const bits = mode >> shift;
    const isRun = (bits & 1) !== 0;
    const last = special ? (isRun ? letter : letter.toUpperCase()) : isRun ? 'x' : '-';
    return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${last}`;
  };
  return (
    part(6, (mode & 0o4000) !== 0, 's') +
    part(3, (mode & 0o2000) !== 0, 's') +
    part(0, (mode & 0o1000) !== 0, 't')
  );
}

/** What a mode text does to a mode. */
export type ModeChange = (mode: number, isDir: boolean, umask: number) => number;

/** Reads `755`, `u=rw,go+r`, `a+X`, `+t`; undefined when it is none. */
export function parseMode(text: string): ModeChange | undefined {
  if (/^[0-7]{1,5}$/.test(text)) {
    const value = Number.parseInt(text, 8);
    if (value > 0o7777) return undefined;
    // A short octal mode leaves a folder's setuid and setgid bits alone.
    if (text.length < 5) return (mode, isDir) => (isDir ? value | (mode & 0o6000) : value);
    return () => value;
  }
  const operator = /^([-+=])([0-7]{1,4})$/.exec(text);
  if (operator !== null) {
    const bits = Number.parseInt(operator[2] ?? '', 8);
    const sign = operator[1];
    return (mode) => (sign === '+' ? mode | bits : sign === '-' ? mode & ~bits : bits);
  }
  const changes: ModeChange[] = [];
  for (const clause of text.split(',')) {
    const match = /^([ugoa]*)((?:[-+=](?:[rwxXst]*|[ugo]))+)$/.exec(clause);
    if (match === null) return undefined;
    const who = match[1] ?? '';
    for (const action of (match[2] ?? '').matchAll(/([-+=])([rwxXstugo]*)/g)) {
      changes.push(clauseChange(who, action[1] ?? '', action[2] ?? ''));
    }
  }
  return (mode, isDir, umask) =>
    changes.reduce((before, change) => change(before, isDir, umask), mode);
}

function clauseChange(who: string, operator: string, what: string): ModeChange {
  return (mode, isDir, umask) => {
    const isAll = who === '' || who.includes('a');
    let bits = 0;
    let mask = 0;
    for (const [letter, shift, special] of classes) {
      if (!isAll && !who.includes(letter)) continue;
      bits |= bitsOf(what, mode, isDir) << shift;
      mask |= 7 << shift;
      if (special !== 0 && what.includes('s')) bits |= special;
      if (special !== 0) mask |= isDir ? 0 : special;
    }
    if (what.includes('t') && (isAll || who.includes('o') || who === '')) bits |= 0o1000;
    if (isAll) mask |= 0o1000;
    if (who === '') {
      bits &= ~umask;
      mask &= ~umask;
    }
    if (operator === '+') return mode | bits;
    if (operator === '-') return mode & ~bits;
    return (mode & ~mask) | bits;
  };
}

const classes = [
  ['u', 6, 0o4000],
  ['g', 3, 0o2000],
  ['o', 0, 0],
] as const;

function bitsOf(what: string, mode: number, isDir: boolean): number {
  if (what === 'u') return (mode >> 6) & 7;
  if (what === 'g') return (mode >> 3) & 7;
  if (what === 'o') return mode & 7;
  let bits = 0;
  if (what.includes('r')) bits |= 4;
  if (what.includes('w')) bits |= 2;
  if (what.includes('x') || (what.includes('X') && (isDir || (mode & 0o111) !== 0))) bits |= 1;
  return bits;
}

/** `0644`: four octal digits. */
export function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
