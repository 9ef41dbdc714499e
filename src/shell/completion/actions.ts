// The lists behind completion actions: commands, files, variables, jobs, users...
import type { Files } from '../../machine/types';
import { builtinNames } from '../builtin/registry';
import { AssociativeArray, IndexedArray } from '../interpreter/arrays';
import { readVariable } from '../interpreter/assign';
import { keywords } from '../interpreter/describe';
import { jobState } from '../interpreter/jobs';
import { setOptions, shoptNames } from '../interpreter/options';
import type { Shell } from '../interpreter/shell';
import { allSignals } from '../interpreter/signal-table';

/** Everything of a kind that begins with `word`. */
export function actionCandidates(shell: Shell, action: string, word: string): string[] {
  if (action === 'file' || action === 'directory') {
    return pathCandidates(shell.process.files, word, action === 'directory');
  }
  if (action === 'command') return commandCandidates(shell, word);
  const starts = (name: string): boolean => name.startsWith(word);
  return listOf(shell, action).filter(starts);
}

function listOf(shell: Shell, action: string): string[] {
  const { variables, jobs } = shell;
  switch (action) {
    case 'alias':
      return [...shell.aliases.keys()].sort();
    case 'builtin':
    case 'helptopic':
      return [...builtinNames()];
    case 'enabled':
      return builtinNames().filter((name) => !shell.disabledBuiltins.has(name));
    case 'disabled':
      return [...shell.disabledBuiltins].sort();
    case 'function':
      return [...shell.functions.keys()].sort();
    case 'keyword':
      return [...keywords];
    case 'variable':
      return variables
        .visible()
        .filter(([, v]) => v.isSet)
        .map(([name]) => name);
    case 'export':
      return variables
        .visible()
        .filter(([, v]) => v.attributes.exported)
        .map(([name]) => name);
    case 'arrayvar':
      return variables
        .visible()
        .filter(([, v]) => v.value instanceof IndexedArray || v.value instanceof AssociativeArray)
        .map(([name]) => name);
    case 'job':
      return jobs.list.map((job) => job.command.split(' ')[0] ?? '');
    case 'running':
    case 'stopped':
      return jobs.list
        .filter((job) => jobState(job) === action)
        .map((job) => job.command.split(' ')[0] ?? '');
    case 'setopt':
      return setOptions.map(([name]) => name);
    case 'shopt':
      return [...shoptNames];
    case 'signal':
      return allSignals().map(([, name]) => `SIG${name}`);
    case 'user':
      return firstFields(shell, '/etc/passwd');
    case 'group':
      return firstFields(shell, '/etc/group');
    case 'hostname':
      return hostNames(shell);
    default:
      return [];
  }
}

function firstFields(shell: Shell, path: string): string[] {
  const { files } = shell.process;
  if (!files.isFile(path)) return [];
  return files
    .read(path)
    .split('\n')
    .map((line) => line.split(':')[0] ?? '')
    .filter((name) => name !== '');
}

function hostNames(shell: Shell): string[] {
  const { files } = shell.process;
  if (!files.isFile('/etc/hosts')) return [];
  const lines = files.read('/etc/hosts').replace(/#.*/g, '').split('\n');
  return lines.flatMap((line) => line.trim().split(/\s+/).slice(1));
}

/** Files whose path begins with `word`; `word` keeps its folder as written. */
export function pathCandidates(files: Files, word: string, onlyFolders: boolean): string[] {
  const slash = word.lastIndexOf('/');
  const folder = slash < 0 ? '' : word.slice(0, slash + 1);
  const prefix = word.slice(slash + 1);
  let names: string[];
  try {
    names = files.list(folder === '' ? '.' : folder);
  } catch {
    return [];
  }
  if (prefix === '.' || prefix === '..') names = ['.', '..', ...names];
  return names
    .filter((name) => name.startsWith(prefix) && (prefix !== '' || !name.startsWith('.')))
    .map((name) => folder + name)
    .filter((path) => !onlyFolders || files.isDir(path));
}

/** Everything that may stand as a command: keywords, aliases, functions, builtins, programs. */
export function commandCandidates(shell: Shell, word: string): string[] {
  const { files } = shell.process;
  if (word.includes('/')) {
    return pathCandidates(files, word, false).filter((p) => files.isDir(p) || files.may(p, 'x'));
  }
  const names = new Set<string>();
  for (const kind of ['alias', 'keyword', 'function', 'enabled']) {
    for (const name of listOf(shell, kind)) if (name.startsWith(word)) names.add(name);
  }
  for (const folder of (readVariable(shell, 'PATH') ?? '').split(':')) {
    if (!files.isDir(folder || '.')) continue;
    for (const name of files.list(folder || '.')) {
      if (name.startsWith(word) && files.may(`${folder}/${name}`, 'x')) names.add(name);
    }
  }
  return [...names].sort();
}
