// Pathname expansion: patterns against the file system.
import type { Files } from '../../machine/types';
import { compilePattern, hasPattern, type PatternOptions, unescapePattern } from './pattern';

export interface GlobOptions extends PatternOptions {
  readonly isDotglob?: boolean;
  readonly isGlobstar?: boolean;
}

/** Paths that match, sorted by code point; empty when none does. */
export function matchPaths(files: Files, pattern: string, options: GlobOptions): string[] {
  const isAbsolute = pattern.startsWith('/');
  const segments = pattern.split('/');
  const rest = isAbsolute ? segments.slice(1) : segments;
  const walk: Walk = { files, options, results: [] };
  step(walk, isAbsolute ? '/' : '', rest);
  return [...new Set(walk.results)].sort(byCodePoint);
}

interface Walk {
  readonly files: Files;
  readonly options: GlobOptions;
  readonly results: string[];
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function step(walk: Walk, base: string, segments: readonly string[]): void {
  const [segment, ...rest] = segments;
  if (segment === undefined) {
    walk.results.push(base);
    return;
  }
  const { files, options } = walk;
  if (segment === '' && rest.length === 0) {
    if (base !== '' && files.isDir(base)) walk.results.push(base);
    return;
  }
  if (segment === '' || !hasPattern(segment, options.isExtglob)) {
    literalStep(walk, base, unescapePattern(segment), rest);
    return;
  }
  if (segment === '**' && options.isGlobstar) {
    starStar(walk, base, rest);
    return;
  }
  const test = compilePattern(segment, { ...options, isPath: true });
  for (const name of namesIn(walk, base, segment)) {
    if (!test.test(name)) continue;
    const path = base + name;
    if (rest.length === 0) walk.results.push(path);
    else if (files.isDir(path)) step(walk, `${path}/`, rest);
  }
}

function literalStep(walk: Walk, base: string, name: string, rest: readonly string[]): void {
  const path = base + name;
  if (rest.length === 0) {
    if (existsAtAll(walk.files, path)) walk.results.push(path);
  } else if (name === '' || walk.files.isDir(path)) step(walk, `${path}/`, rest);
}

function existsAtAll(files: Files, path: string): boolean {
  try {
    files.lstat(path);
    return true;
  } catch {
    return false;
  }
}

function namesIn(walk: Walk, base: string, segment: string): string[] {
  let names: string[];
  try {
    names = walk.files.list(base === '' ? '.' : base);
  } catch {
    return [];
  }
  if (walk.options.isDotglob || /^(\\?\.|[@+?*!]\(\.)/.test(segment)) return names;
  return names.filter((name) => !name.startsWith('.'));
}

/** `**`: this folder and all below it, without following links. */
function starStar(walk: Walk, base: string, rest: readonly string[]): void {
  const isLast = rest.length === 0;
  if (!isLast) step(walk, base, rest);
  else if (base !== '') walk.results.push(base);
  for (const name of namesIn(walk, base, '**')) {
    const path = base + name;
    const isDir = isRealDir(walk.files, path);
    if (isLast && !isDir) walk.results.push(path);
    else if (isDir) {
      if (isLast) walk.results.push(path);
      descend(walk, `${path}/`, rest);
    }
  }
}

function descend(walk: Walk, base: string, rest: readonly string[]): void {
  if (rest.length > 0) starStar(walk, base, rest);
  else {
    for (const name of namesIn(walk, base, '**')) {
      const path = base + name;
      walk.results.push(path);
      if (isRealDir(walk.files, path)) descend(walk, `${path}/`, rest);
    }
  }
}

function isRealDir(files: Files, path: string): boolean {
  try {
    return files.lstat(path).kind === 'dir';
  } catch {
    return false;
  }
}
