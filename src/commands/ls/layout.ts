// The layouts of ls: one per line, columns, lines, commas.
import type { Process } from '../../machine/types';
import { inBlocks } from '../system/sizes';
import { textWidth } from '../system/width';
import type { ListedFile } from './entries';
import { longLines } from './long';
import { alignsQuotes } from './quoting';
import type { Settings } from './settings';

/** A name with everything that stands beside it, and its width on the screen. */
interface Cell {
  readonly text: string;
  readonly width: number;
}

/** The `total N` line of a folder, where there is one. */
export function totalLine(files: readonly ListedFile[], settings: Settings): string {
  if (settings.format !== 'long' && !settings.blocks) return '';
  const bytes = files.reduce((sum, file) => sum + allocated(file), 0);
  return `total ${blocksText(bytes, settings)}${settings.lineEnd}`;
}

/** Everything printed about these files. */
export function layOut(files: readonly ListedFile[], settings: Settings, process: Process): string {
  const end = settings.lineEnd;
  const cells = cellsOf(files, settings);
  if (settings.format === 'long') {
    const lines = longLines(files, settings, process);
    return lines.map((line, i) => `${line}${cells[i]?.text ?? ''}${end}`).join('');
  }
  if (cells.length === 0) return '';
  switch (settings.format) {
    case 'columns':
      return inColumns(cells, settings, false);
    case 'across':
      return inColumns(cells, settings, true);
    case 'commas':
      return withCommas(cells, settings);
    default:
      return cells.map((cell) => cell.text + end).join('');
  }
}

/** Bytes that a file takes on disk. */
export function allocated(file: ListedFile): number {
  const { kind, size, fsType } = file.stat;
  if (fsType === 'proc' || fsType === 'sysfs') return 0;
  if (kind === 'dir') return fsType === 'tmpfs' ? 0 : 4096;
  return kind === 'file' ? Math.ceil(size / 4096) * 4096 : 0;
}

function blocksText(bytes: number, settings: Settings): string {
  return inBlocks(bytes, settings.blockSize ?? { bytes: 1024, suffix: '' });
}

function cellsOf(files: readonly ListedFile[], settings: Settings): Cell[] {
  const isLong = settings.format === 'long';
  const inodeWidth = Math.max(0, ...files.map(({ stat }) => String(stat.ino).length));
  const blocks = files.map((file) => blocksText(allocated(file), settings));
  const blockWidth = Math.max(0, ...blocks.map((text) => text.length));
  const quoted = files.map((file) => settings.quote(file.name));
  const hasQuotes = quoted.some((text, i) => text !== files[i]?.name);
  const isAligned = hasQuotes && alignsQuotes(settings.style) && settings.format !== 'single';
  return files.map((file, i) => {
    const name = quoted[i] ?? '';
    const isPadded = isAligned && settings.format !== 'commas' && name === file.name;
    let before = isPadded ? ' ' : '';
    if (!isLong) {
      if (settings.blocks) before = `${(blocks[i] ?? '').padStart(blockWidth)} ${before}`;
      if (settings.inode) before = `${String(file.stat.ino).padStart(inodeWidth)} ${before}`;
    }
    const painted = settings.paint?.(name, file) ?? name;
    const after = isLong && file.link !== undefined ? arrow(file, settings) : mark(file, settings);
    return { text: before + painted + after, width: textWidth(before + name + after) };
  });
}

function arrow(file: ListedFile, settings: Settings): string {
  const target = settings.quote(file.link ?? '');
  const painted = file.isBroken ? target : (settings.paint?.(target, file, true) ?? target);
  const { target: stat } = file;
  const sign = stat === undefined ? '' : mark({ ...file, stat }, settings);
  return ` -> ${painted}${sign}`;
}

/** The sign behind a name: `/`, `*`, `@`, `|`, `=`. */
function mark(file: ListedFile, settings: Settings): string {
  const { indicator } = settings;
  if (indicator === 'none') return '';
  if (file.stat.kind === 'dir') return '/';
  if (indicator === 'slash') return '';
  switch (file.stat.kind) {
    case 'symlink':
      return '@';
    case 'fifo':
      return '|';
    case 'socket':
      return '=';
    case 'file':
      return indicator === 'classify' && (file.stat.mode & 0o111) !== 0 ? '*' : '';
    default:
      return '';
  }
}

function inColumns(cells: readonly Cell[], settings: Settings, isAcross: boolean): string {
  const widths = columnWidths(cells, settings.width, isAcross);
  const rows = Math.ceil(cells.length / widths.length);
  let out = '';
  for (let row = 0; row < rows; row++) {
    let at = 0;
    let to = 0;
    for (let column = 0; column < widths.length; column++) {
      const cell = cells[isAcross ? row * widths.length + column : column * rows + row];
      if (cell === undefined) break;
      out += indent(at, to, settings.tabSize) + cell.text;
      at = to + cell.width;
      to += widths[column] ?? 0;
    }
    out += settings.lineEnd;
  }
  return out;
}

const minimalWidth = 3;

/** Widths of as many columns as fit, each with its gap of two. */
function columnWidths(
  cells: readonly Cell[],
  lineWidth: number,
  isAcross: boolean,
): readonly number[] {
  const most = lineWidth === 0 ? cells.length : Math.max(1, Math.ceil(lineWidth / minimalWidth));
  for (let columns = Math.min(most, cells.length); columns > 1; columns--) {
    const rows = Math.ceil(cells.length / columns);
    const widths = Array.from({ length: columns }, () => minimalWidth);
    cells.forEach((cell, i) => {
      const column = isAcross ? i % columns : Math.floor(i / rows);
      const width = cell.width + (column === columns - 1 ? 0 : 2);
      widths[column] = Math.max(widths[column] ?? 0, width);
    });
    const total = widths.reduce((sum, width) => sum + width, 0);
    // ls looks at the line's length only when a column is wider than the least width.
    const isWidened = total > columns * minimalWidth;
    if (lineWidth === 0 || !isWidened || total < lineWidth) return widths;
  }
  return [Math.max(minimalWidth, ...cells.map((cell) => cell.width))];
}

/** Blanks (and tabs, where they save something) from one column to another. */
function indent(from: number, to: number, tabSize: number): string {
  let out = '';
  let at = from;
  while (at < to) {
    if (tabSize > 0 && Math.floor(to / tabSize) > Math.floor((at + 1) / tabSize)) {
      out += '\t';
      at += tabSize - (at % tabSize);
    } else {
      out += ' ';
      at++;
    }
  }
  return out;
}

function withCommas(cells: readonly Cell[], settings: Settings): string {
  let out = '';
  let at = 0;
  cells.forEach((cell, i) => {
    if (i > 0) {
      const fits = settings.width === 0 || at + 2 + cell.width < settings.width;
      out += fits ? ', ' : `,${settings.lineEnd}`;
      at = fits ? at + 2 : 0;
    }
    out += cell.text;
    at += cell.width;
  });
  return out + settings.lineEnd;
}
