// What a new shell makes of its environment.

import { Parser } from '../parser/parser';
import { IndexedArray } from './arrays';
import type { Shell } from './shell';
import { resetSignal } from './traps';
import { type Attributes, Variable } from './variables';

/** Takes over the environment and sets the variables that every shell has. */
export function importEnvironment(shell: Shell): void {
  const { process } = shell;
  for (const [name, value] of process.env) {
    if (name.startsWith('BASH_FUNC_') && name.endsWith('%%')) importFunction(shell, name, value);
    else if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) define(shell, name, value, { exported: true });
  }
  const { files } = process;
  const inherited = process.env.get('PWD');
  const isRight = inherited?.startsWith('/') && sameFolder(shell, inherited);
  define(shell, 'PWD', isRight ? (inherited as string) : files.cwd, { exported: true });
  if (!process.env.has('OLDPWD')) define(shell, 'OLDPWD', undefined, { exported: true });
  define(shell, 'IFS', ' \t\n');
  define(shell, 'OPTIND', '1');
  define(shell, 'PPID', String(process.ppid), { integer: true, readonly: true });
  if (!process.env.has('PATH'))
    define(shell, 'PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin');
  if (!shell.isBash) {
    define(shell, 'PS1', process.credentials.uid === 0 ? '# ' : '$ ');
    define(shell, 'PS2', '> ');
    define(shell, 'PS4', '+ ');
    return;
  }
  defineBash(shell);
}

function defineBash(shell: Shell): void {
  const { process } = shell;
  const level = Number.parseInt(process.env.get('SHLVL') ?? '0', 10) || 0;
  define(shell, 'SHLVL', String(level + 1), { exported: true });
  define(shell, 'BASH', '/usr/bin/bash');
  define(shell, 'BASH_VERSION', '5.2.15(1)-release');
  const version = ['5', '2', '15', '1', 'release', 'x86_64-pc-linux-gnu'];
  define(shell, 'BASH_VERSINFO', new IndexedArray(version), { readonly: true });
  define(shell, 'HOSTNAME', process.machine.hostname);
  define(shell, 'HOSTTYPE', 'x86_64');
  define(shell, 'MACHTYPE', 'x86_64-pc-linux-gnu');
  define(shell, 'OSTYPE', 'linux-gnu');
  define(shell, 'OPTERR', '1');
  define(shell, 'PS4', process.env.get('PS4') ?? '+ ');
  const { uid } = process.credentials;
  define(shell, 'UID', String(uid), { integer: true, readonly: true });
  define(shell, 'EUID', String(uid), { integer: true, readonly: true });
  if (!process.env.has('TERM')) define(shell, 'TERM', 'dumb');
  if (shell.isInteractive) defineInteractive(shell);
}

function defineInteractive(shell: Shell): void {
  const { env } = shell.process;
  define(shell, 'PS1', env.get('PS1') ?? '\\s-\\v\\$ ');
  define(shell, 'PS2', '> ');
  const home = env.get('HOME') ?? '/';
  define(shell, 'HISTFILE', env.get('HISTFILE') ?? `${home}/.bash_history`);
  define(shell, 'HISTSIZE', '500');
  define(shell, 'HISTFILESIZE', '500');
  define(shell, 'MAILCHECK', '60');
  define(shell, 'COMP_WORDBREAKS', ' \t\n"\'><=;|&(:');
  const { tty } = shell.process;
  if (tty !== undefined) {
    define(shell, 'COLUMNS', String(tty.columns));
    define(shell, 'LINES', String(tty.rows));
  }
  for (const signal of ['INT', 'QUIT', 'TERM', 'TSTP', 'TTIN', 'TTOU'] as const) {
    resetSignal(shell, signal);
  }
}

function define(
  shell: Shell,
  name: string,
  value: Variable['value'],
  attributes: Attributes = {},
): void {
  const { globals } = shell.variables;
  const existing = globals.get(name);
  if (existing?.dynamic !== undefined) return;
  globals.set(name, new Variable(value, { ...existing?.attributes, ...attributes }));
}

function sameFolder(shell: Shell, path: string): boolean {
  const { files } = shell.process;
  try {
    return files.realpath(path) === files.realpath(files.cwd);
  } catch {
    return false;
  }
}

/** A function that a parent exported: `BASH_FUNC_name%%=() { ... }`. */
function importFunction(shell: Shell, variable: string, text: string): void {
  const name = variable.slice('BASH_FUNC_'.length, -2);
  const parser = new Parser(`${name} ${text}`, {}, () => true);
  const { command } = parser.next();
  const definition = command?.items[0]?.command;
  if (definition?.kind !== 'function') return;
  shell.functions.set(name, { command: definition, source: 'environment', isExported: true });
}
