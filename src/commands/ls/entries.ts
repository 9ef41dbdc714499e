// What ls lists: names with their facts, filtered and sorted.
import { errorText } from '../../machine/errno';
import type { Files, Stat } from '../../machine/types';
import { failureCode } from '../framework/failure';
import { globTest } from '../framework/glob';
import { compareVersions } from '../system/version-order';
import type { Settings } from './settings';

export interface ListedFile {
  /** As it is printed. */
  readonly name: string;
  readonly stat: Stat;
  /** Where a link leads, as it is written in it. */
  readonly link: string | undefined;
  /** Facts about what the link leads to. */
  readonly target: Stat | undefined;
  readonly isBroken: boolean;
}

/** @throws SystemError when there is no such file. */
export function readFile(files: Files, path: string, name: string, follow: boolean): ListedFile {
  const stat = follow ? files.stat(path) : files.lstat(path);
  if (stat.kind !== 'symlink') {
    return { name, stat, link: undefined, target: undefined, isBroken: false };
  }
  let target: Stat | undefined;
  try {
    target = files.stat(path);
  } catch (error) {
    failureCode(error);
  }
  const link = files.readlink(path);
  return { name, stat, link, target, isBroken: target === undefined };
}

/** The files of a folder, unsorted; a text says why it can't be read. */
export function readFolder(files: Files, path: string, settings: Settings): ListedFile[] | string {
  let names: readonly string[];
  try {
    names = files.list(path);
  } catch (error) {
    failureCode(error);
    return errorText(error);
  }
  const all = settings.show === 'all' ? ['.', '..', ...names] : names;
  const ignored = settings.ignore.map((pattern) => globTest(pattern));
  const listed: ListedFile[] = [];
  for (const name of all) {
    if (settings.show === 'visible' && name.startsWith('.')) continue;
    if (ignored.some((test) => test(name))) continue;
    const full = path.endsWith('/') ? path + name : `${path}/${name}`;
    try {
      listed.push(readFile(files, full, name, settings.dereference));
    } catch (error) {
      failureCode(error);
      if (files.exists(path)) listed.push(readFile(files, full, name, false));
    }
  }
  return listed;
}

export function sortFiles(files: readonly ListedFile[], settings: Settings): ListedFile[] {
  const sorted = [...files];
  if (settings.sort !== 'none') sorted.sort((a, b) => compare(a, b, settings));
  if (settings.reverse) sorted.reverse();
  if (!settings.directoriesFirst) return sorted;
  const isFolder = (file: ListedFile): boolean => (file.target ?? file.stat).kind === 'dir';
  return [...sorted.filter(isFolder), ...sorted.filter((file) => !isFolder(file))];
}

function compare(a: ListedFile, b: ListedFile, settings: Settings): number {
  const byName = a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
  switch (settings.sort) {
    case 'size':
      return b.stat.size - a.stat.size || byName;
    case 'time':
      return b.stat[settings.time] - a.stat[settings.time] || byName;
    case 'version':
      return compareVersions(a.name, b.name);
    case 'extension': {
      const [x, y] = [extension(a.name), extension(b.name)];
      return x < y ? -1 : x > y ? 1 : byName;
    }
    case 'width':
      return a.name.length - b.name.length || byName;
    default:
      return byName;
  }
}

function extension(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot);
}
