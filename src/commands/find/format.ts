// What -printf and -ls print.
import type { Stat } from '../../machine/types';
import { Names } from '../system/accounts';
import { modeText } from '../system/mode';
import { strftime } from '../system/strftime';
import { baseName, folderName, type Run, type Visit } from './walk';

const escapes: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '0': '\0',
  '\\': '\\',
};

type Piece = string | ((visit: Visit) => string);

const letters: Readonly<Record<FileKindName, string>> = {
  file: 'f',
  dir: 'd',
  symlink: 'l',
  device: 'c',
  fifo: 'p',
  socket: 's',
};

type FileKindName = Stat['kind'];

/** A -printf format, read once. Complaints about its directives are warnings. */
export function readFormat(
  format: string,
  run: Run,
): { readonly print: (visit: Visit) => string; readonly warnings: readonly string[] } {
  const pieces: Piece[] = [];
  const warnings: string[] = [];
  const directive =
    /\\(?:([0-7]{1,3})|c|(.))|%([-+ 0#]*\d*(?:\.\d+)?)([ACTB])(.)|%([-+ 0#]*\d*(?:\.\d+)?)(.)/gsu;
  let at = 0;
  for (const match of format.matchAll(directive)) {
    pieces.push(format.slice(at, match.index));
    at = match.index + match[0].length;
    const [whole, octal, escaped, , timeKind, timeFormat, width = '', letter] = match;
    if (whole === '\\c') {
      at = format.length;
      break;
    }
    if (octal !== undefined) pieces.push(String.fromCharCode(Number.parseInt(octal, 8)));
    else if (escaped !== undefined) pieces.push(escapes[escaped] ?? `\\${escaped}`);
    else if (timeKind !== undefined) pieces.push(timePiece(timeKind, timeFormat ?? '@'));
    else if (letter === '%') pieces.push('%');
    else {
      const value = directiveValue(letter ?? '', run);
      if (value === undefined) {
        warnings.push(`warning: unrecognized format directive \`%${letter}'`);
        pieces.push(whole);
      } else pieces.push((visit) => pad(value(visit), width));
    }
  }
  pieces.push(format.slice(at));
  const print = (visit: Visit): string =>
    pieces.map((piece) => (typeof piece === 'string' ? piece : piece(visit))).join('');
  return { print, warnings };
}

function pad(text: string, width: string): string {
  if (width === '') return text;
  const match = /^([-+ 0#]*)(\d*)(?:\.(\d+))?$/.exec(width);
  const cut = match?.[3] === undefined ? text : text.slice(0, Number(match[3]));
  const columns = Number(match?.[2] ?? 0);
  const flags = match?.[1] ?? '';
  if (flags.includes('-')) return cut.padEnd(columns);
  return cut.padStart(columns, flags.includes('0') ? '0' : ' ');
}

function timePiece(kind: string, format: string): Piece {
  const key = kind === 'A' ? 'atimeMs' : kind === 'C' ? 'ctimeMs' : 'mtimeMs';
  return ({ stat }) => {
    const ms = stat[key];
    if (format === '@') return `${Math.floor(ms / 1000)}.${strftime('%N', ms)}0`;
    if (format === '+') return `${strftime('%Y-%m-%d+%H:%M:%S.%N', ms)}0`;
    if (format === 'S') return `${strftime('%S.%N', ms)}0`;
    if (format === 'T' || format === 'X') return `${strftime('%H:%M:%S.%N', ms)}0`;
    return strftime(`%${format}`, ms);
  };
}

function longTime(ms: number): string {
  return strftime('%a %b %e %H:%M:%S.%N0 %Y', ms);
}

function directiveValue(letter: string, run: Run): ((visit: Visit) => string) | undefined {
  const { files } = run.ctx.process;
  const names = new Names(files);
  switch (letter) {
    case 'p':
      return ({ path }) => path;
    case 'f':
      return ({ path }) => baseName(path);
    case 'h':
      return ({ path }) => folderName(path);
    case 'P':
      return ({ path, start }) => path.slice(start.length).replace(/^\//, '');
    case 'H':
      return ({ start }) => start;
    case 's':
      return ({ stat }) => String(stat.size);
    case 'm':
      return ({ stat }) => stat.mode.toString(8);
    case 'M':
      return ({ stat }) => modeText(stat);
    case 'y':
      return ({ stat }) => letters[stat.kind];
    case 'Y':
      return ({ path, stat }) => {
        if (stat.kind !== 'symlink') return letters[stat.kind];
        return files.exists(path) ? letters[files.stat(path).kind] : 'N';
      };
    case 'd':
      return ({ depth }) => String(depth);
    case 'u':
      return ({ stat }) => names.user(stat.uid);
    case 'g':
      return ({ stat }) => names.group(stat.gid);
    case 'U':
      return ({ stat }) => String(stat.uid);
    case 'G':
      return ({ stat }) => String(stat.gid);
    case 'l':
      return ({ path, stat }) => (stat.kind === 'symlink' ? files.readlink(path) : '');
    case 'i':
      return ({ stat }) => String(stat.ino);
    case 'n':
      return ({ stat }) => String(stat.nlink);
    case 'k':
      return ({ stat }) => String(blocksOf(stat) / 2);
    case 'b':
      return ({ stat }) => String(blocksOf(stat));
    case 'F':
      return ({ stat }) => stat.fsType;
    case 'D':
      return () => '2049';
    case 'S':
      return () => '1';
    case 't':
      return ({ stat }) => longTime(stat.mtimeMs);
    case 'a':
      return ({ stat }) => longTime(stat.atimeMs);
    case 'c':
      return ({ stat }) => longTime(stat.ctimeMs);
    default:
      return undefined;
  }
}

/** 512-byte blocks that a file takes. */
function blocksOf(stat: Stat): number {
  if (stat.kind === 'dir') return 8;
  return stat.kind === 'file' ? Math.ceil(stat.size / 4096) * 8 : 0;
}

/** The line that -ls prints. */
export function longLine(visit: Visit, run: Run): string {
  const { path, stat } = visit;
  const { files } = run.ctx.process;
  const names = new Names(files);
  const isRecent = run.ctx.process.sim.now - stat.mtimeMs < 15_778_476_000;
  const time = strftime(isRecent ? '%b %e %H:%M' : '%b %e  %Y', stat.mtimeMs);
  const arrow = stat.kind === 'symlink' ? ` -> ${files.readlink(path)}` : '';
  const columns = [
    String(stat.ino).padStart(9),
    String(blocksOf(stat) / 2).padStart(6),
    modeText(stat),
    String(stat.nlink).padStart(3),
    names.user(stat.uid).padEnd(8),
    names.group(stat.gid).padEnd(8),
    String(stat.size).padStart(8),
    time,
  ];
  return `${columns.join(' ')} ${path}${arrow}\n`;
}
