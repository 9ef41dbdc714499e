// The columns of a long listing, up to the name.
import type { Process } from '../../machine/types';
import { deviceNumbers } from '../system/devices';
import { modeText } from '../system/mode';
import { inBlocks } from '../system/sizes';
import { strftime, zoneOf } from '../system/strftime';
import type { ListedFile } from './entries';
import { allocated } from './layout';
import type { Settings } from './settings';

const halfYearMs = 15_778_476_000;

/** For each file the text before its name, with aligned columns. */
export function longLines(
  files: readonly ListedFile[],
  settings: Settings,
  process: Process,
): readonly string[] {
  const zone = zoneOf(process.env.get('TZ'));
  const rows = files.map((file) => {
    const { stat } = file;
    const owner = settings.names?.user(stat.uid) ?? String(stat.uid);
    const group = settings.names?.group(stat.gid) ?? String(stat.gid);
    const time = stat[settings.time];
    const isRecent = time <= settings.now && time > settings.now - halfYearMs;
    return {
      inode: String(stat.ino),
      blocks: inBlocks(allocated(file), settings.blockSize ?? { bytes: 1024, suffix: '' }),
      mode: modeText(stat),
      links: String(stat.nlink),
      owner,
      group,
      size: sizeText(file, settings),
      time: strftime(settings.timeStyle[isRecent ? 0 : 1], time, zone),
    };
  });
  type Column = keyof (typeof rows)[number];
  const width = (column: Column): number => Math.max(0, ...rows.map((row) => row[column].length));
  const right = (column: Column) => {
    const columns = width(column);
    return (row: (typeof rows)[number]) => `${row[column].padStart(columns)} `;
  };
  const left = (column: Column) => {
    const columns = width(column);
    return (row: (typeof rows)[number]) => `${row[column].padEnd(columns)} `;
  };
  const number = settings.names === undefined ? right : left;
  const parts = [
    ...(settings.inode ? [right('inode')] : []),
    ...(settings.blocks ? [right('blocks')] : []),
    left('mode'),
    right('links'),
    ...(settings.owner ? [number('owner')] : []),
    ...(settings.group ? [number('group')] : []),
    ...(settings.author ? [number('owner')] : []),
    ...(settings.context ? [() => '? '] : []),
    right('size'),
    right('time'),
  ];
  return rows.map((row) => parts.map((part) => part(row)).join(''));
}

function sizeText(file: ListedFile, settings: Settings): string {
  const { stat } = file;
  if (stat.kind === 'device') {
    const [major, minor] = deviceNumbers(file.name);
    return `${major}, ${String(minor).padStart(3)}`;
  }
  return settings.blockSize === undefined
    ? String(stat.size)
    : inBlocks(stat.size, settings.blockSize);
}
