// What the options of ls, the terminal and the environment come to.
import type { Process } from '../../machine/types';
import { type GivenOption, type OptionValues, quoteLocale } from '../command';
import { Names } from '../system/accounts';
import { BadWord, type Choices, chooseWord } from '../system/argument-words';
import { type BlockSize, parseBlockSize } from '../system/sizes';
import { colorsFor, type Painter } from './colors';
import type { LsOptions } from './options';
import { type QuotingStyle, quoteName, quotingStyles } from './quoting';

export type Format = 'long' | 'single' | 'columns' | 'across' | 'commas';
export type SortKey = 'name' | 'none' | 'size' | 'time' | 'version' | 'extension' | 'width';

export interface Settings {
  readonly format: Format;
  readonly sort: SortKey;
  readonly reverse: boolean;
  readonly time: 'mtimeMs' | 'atimeMs' | 'ctimeMs';
  readonly show: 'all' | 'almost-all' | 'visible';
  readonly ignore: readonly string[];
  readonly directory: boolean;
  readonly recursive: boolean;
  readonly dereference: boolean;
  readonly dereferenceArgs: boolean;
  readonly followsFolders: boolean;
  readonly directoriesFirst: boolean;
  readonly indicator: 'none' | 'slash' | 'file-type' | 'classify';
  readonly inode: boolean;
  readonly blocks: boolean;
  readonly blockSize: BlockSize | undefined;
  readonly author: boolean;
  readonly owner: boolean;
  readonly group: boolean;
  readonly context: boolean;
  readonly names: Names | undefined;
  readonly width: number;
  readonly tabSize: number;
  readonly lineEnd: string;
  readonly timeStyle: readonly [recent: string, old: string];
  readonly style: QuotingStyle;
  quote(name: string): string;
  readonly paint: Painter | undefined;
  readonly now: number;
}

type Given = readonly GivenOption<keyof LsOptions & string>[];

/** Words that ls's options choose from. */
const words: Readonly<Record<string, readonly [option: string, choices: Choices]>> = {
  sort: ['--sort', [['none'], ['time'], ['size'], ['extension'], ['version'], ['width']]],
  time: [
    '--time',
    [
      ['atime', 'access', 'use'],
      ['ctime', 'status'],
      ['birth', 'creation'],
    ],
  ],
  format: [
    '--format',
    [['verbose', 'long'], ['commas'], ['horizontal', 'across'], ['vertical'], ['single-column']],
  ],
  color: [
    '--color',
    [
      ['always', 'yes', 'force'],
      ['never', 'no', 'none'],
      ['auto', 'tty', 'if-tty'],
    ],
  ],
  indicator: ['--indicator-style', [['none'], ['slash'], ['file-type'], ['classify']]],
  quotingStyle: ['--quoting-style', quotingStyles.map((style) => [style])],
};

/** A complaint when an option's value makes no sense. */
export function readSettings(
  process: Process,
  given: Given,
  o: OptionValues<LsOptions>,
): Settings | string | BadWord {
  for (const { key, value } of given) {
    const known = Object.hasOwn(words, key) ? words[key] : undefined;
    if (known === undefined || value === undefined) continue;
    if (key === 'time' && (value === 'mtime' || value === 'modification')) continue;
    const chosen = chooseWord(value, known[0], known[1]);
    if (chosen instanceof BadWord) return chosen;
  }
  const tty = process.fds.get(1)?.tty;
  const format = formatOf(given, tty !== undefined);
  const isLong = format === 'long';
  const timeStyle = !isLong
    ? (['', ''] as const)
    : timeStyleOf(o.fullTime ? 'full-iso' : o.timeStyle, process);
  if (typeof timeStyle === 'string') return timeStyle;
  const style = styleOf(given, o, tty !== undefined, process);
  if (style === undefined) return `invalid argument ‘${o.quotingStyle}’ for ‘--quoting-style’`;
  const hidesControl = last(given, ['hideControl', 'showControl'], tty ? 'hideControl' : '');
  const width = widthOf(o.width, process, tty?.columns);
  if (width === undefined) return `invalid line width: ‘${o.width}’`;
  const blockSize = blockSizeOf(given);
  if (typeof blockSize === 'string') return blockSize;
  const paint = isColored(o.color, tty !== undefined) ? colorsFor(process.env) : undefined;
  const indicator = indicatorOf(given, tty !== undefined);
  const followsFolders = !(o.directory || format === 'long' || indicator === 'classify');
  return {
    format,
    sort: sortOf(given, o, format),
    reverse: o.reverse,
    time: timeOf(given),
    show: showOf(given),
    ignore: [...o.ignore, ...(o.ignoreBackups ? ['*~', '.*~'] : [])].concat(
      showOf(given) === 'visible' ? o.hide : [],
    ),
    directory: o.directory,
    recursive: o.recursive && !o.directory,
    dereference: o.dereference,
    dereferenceArgs: o.dereferenceArgs,
    followsFolders,
    directoriesFirst: o.directoriesFirst,
    indicator,
    inode: o.inode,
    blocks: o.size,
    blockSize,
    author: o.author,
    owner: !o.noOwner,
    group: !(o.noGroup || o.longNoGroup),
    context: o.context,
    names: o.numeric ? undefined : new Names(process.files),
    width,
    tabSize: paint !== undefined ? 0 : Number(o.tabSize ?? 8),
    lineEnd: o.zero ? '\0' : '\n',
    timeStyle,
    style,
    quote: (name) => quoteName(name, style, hidesControl === 'hideControl'),
    paint,
    now: process.sim.now,
  };
}

/** The last of these options that was given. */
function last(given: Given, keys: readonly string[], otherwise: string): string {
  return [...given].reverse().find(({ key }) => keys.includes(key))?.key ?? otherwise;
}

function formatOf(given: Given, isTerminal: boolean): Format {
  let format: Format | undefined;
  for (const { key, value } of given) {
    switch (key) {
      case 'long':
      case 'noOwner':
      case 'longNoGroup':
      case 'numeric':
      case 'fullTime':
        format = 'long';
        break;
      case 'single':
      case 'zero':
        if (format !== 'long') format = 'single';
        break;
      case 'columns':
        format = 'columns';
        break;
      case 'across':
        format = 'across';
        break;
      case 'commas':
        format = 'commas';
        break;
      case 'format':
        format = formats[value ?? ''] ?? format;
        break;
    }
  }
  return format ?? (isTerminal ? 'columns' : 'single');
}

const formats: Readonly<Record<string, Format>> = {
  across: 'across',
  horizontal: 'across',
  commas: 'commas',
  long: 'long',
  verbose: 'long',
  'single-column': 'single',
  vertical: 'columns',
};

const sorts: Readonly<Record<string, SortKey>> = {
  bySize: 'size',
  byTime: 'time',
  byVersion: 'version',
  byExtension: 'extension',
  unsorted: 'none',
  unsortedAll: 'none',
  none: 'none',
  size: 'size',
  time: 'time',
  version: 'version',
  extension: 'extension',
  width: 'width',
};

function sortOf(given: Given, o: OptionValues<LsOptions>, format: Format): SortKey {
  const keys = ['bySize', 'byTime', 'byVersion', 'byExtension', 'unsorted', 'unsortedAll', 'sort'];
  const chosen = [...given].reverse().find(({ key }) => keys.includes(key));
  if (chosen !== undefined) {
    return sorts[chosen.key === 'sort' ? (chosen.value ?? '') : chosen.key] ?? 'name';
  }
  return (o.ctime || o.atime) && format !== 'long' ? 'time' : 'name';
}

function timeOf(given: Given): Settings['time'] {
  const chosen = [...given].reverse().find(({ key }) => ['ctime', 'atime', 'time'].includes(key));
  const word = chosen?.key === 'time' ? chosen.value : chosen?.key;
  if (word === 'ctime' || word === 'status') return 'ctimeMs';
  return word === 'atime' || word === 'access' || word === 'use' ? 'atimeMs' : 'mtimeMs';
}

function showOf(given: Given): Settings['show'] {
  const key = last(given, ['all', 'almostAll', 'unsortedAll'], '');
  return key === '' ? 'visible' : key === 'almostAll' ? 'almost-all' : 'all';
}

function indicatorOf(given: Given, isTerminal: boolean): Settings['indicator'] {
  let style: Settings['indicator'] = 'none';
  for (const { key, value } of given) {
    if (key === 'classify') {
      const isOff = value === 'never' || (value === 'auto' && !isTerminal);
      style = isOff ? 'none' : 'classify';
    } else if (key === 'slash') style = 'slash';
    else if (key === 'fileType') style = 'file-type';
    else if (key === 'indicator') style = (value ?? 'none') as Settings['indicator'];
  }
  return style;
}

function blockSizeOf(given: Given): BlockSize | undefined | string {
  let size: BlockSize | undefined;
  for (const { key, value } of given) {
    if (key === 'human') size = { bytes: 1, suffix: '', human: 1024 };
    else if (key === 'si') size = { bytes: 1, suffix: '', human: 1000 };
    else if (key === 'blockSize') {
      size = parseBlockSize(value ?? '');
      if (size === undefined) return `invalid --block-size argument '${value}'`;
    }
  }
  return size;
}

function styleOf(
  given: Given,
  o: OptionValues<LsOptions>,
  isTerminal: boolean,
  process: Process,
): QuotingStyle | undefined {
  const key = last(given, ['escape', 'literal', 'quoteName', 'quotingStyle'], '');
  if (key === 'escape') return 'escape';
  if (key === 'literal') return 'literal';
  if (key === 'quoteName') return 'c';
  const word = key === '' ? process.env.get('QUOTING_STYLE') : o.quotingStyle;
  if (word === undefined) return isTerminal ? 'shell-escape' : 'literal';
  return quotingStyles.find((style) => style === word) ?? (key === '' ? 'literal' : undefined);
}

function widthOf(
  text: string | undefined,
  process: Process,
  columns: number | undefined,
): number | undefined {
  if (text !== undefined) return /^\d+$/.test(text) ? Number(text) : undefined;
  const env = Number(process.env.get('COLUMNS') ?? '');
  return env > 0 ? env : (columns ?? 80);
}

function isColored(when: string | true | undefined, isTerminal: boolean): boolean {
  if (when === undefined) return false;
  if (when === true || when === 'always' || when === 'yes' || when === 'force') return true;
  return isTerminal && (when === 'auto' || when === 'tty' || when === 'if-tty');
}

function timeStyleOf(
  given: string | undefined,
  process: Process,
): readonly [string, string] | string {
  const style = (given ?? process.env.get('TIME_STYLE') ?? 'locale').replace(/^posix-/, '');
  if (style.startsWith('+')) {
    const [old = '', recent = old] = style.slice(1).split('\n');
    return [recent, old];
  }
  switch (style) {
    case 'full-iso':
      return ['%Y-%m-%d %H:%M:%S.%N %z', '%Y-%m-%d %H:%M:%S.%N %z'];
    case 'long-iso':
      return ['%Y-%m-%d %H:%M', '%Y-%m-%d %H:%M'];
    case 'iso':
      return ['%m-%d %H:%M', '%Y-%m-%d '];
    case 'locale':
      return ['%b %e %H:%M', '%b %e  %Y'];
    default:
      return (
        `invalid argument ${quoteLocale(style)} for ‘time style’\nValid arguments are:\n` +
        '  - [posix-]full-iso\n  - [posix-]long-iso\n  - [posix-]iso\n  - [posix-]locale\n' +
        "  - +FORMAT (e.g., +%H:%M) for a 'date'-style format"
      );
  }
}
