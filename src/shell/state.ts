// Saving and restoring shells: all that JSON can hold of one between two commands.
import type { Task } from '../base/sim';
import type { Process } from '../machine/types';
import type { CompletionSpec } from './completion/spec';
import { AssociativeArray, IndexedArray } from './interpreter/arrays';
import { History } from './interpreter/history';
import { jobState } from './interpreter/jobs';
import { Shell } from './interpreter/shell';
import { importEnvironment } from './interpreter/startup';
import { runToEnd } from './interpreter/subshell';
import { setTrap } from './interpreter/traps';
import { type Attributes, Variable } from './interpreter/variables';
import { Parser } from './parser/parser';
import type { Dialect } from './parser/source';
import { functionText } from './print';
import { runInteractive } from './readline/session';

type SavedValue =
  | string
  | { readonly list: readonly (readonly [number, string])[] }
  | { readonly map: readonly (readonly [string, string])[] }
  | null;

type SavedSpec = Omit<CompletionSpec, 'options'> & { readonly options: readonly string[] };

/** An interactive shell at its prompt. JSON. */
export interface ShellState {
  readonly dialect: Dialect;
  readonly name: string;
  readonly isLogin: boolean;
  readonly cwd: string;
  readonly umask: number;
  readonly status: number;
  readonly positional: readonly string[];
  readonly variables: readonly (readonly [string, SavedValue, Attributes])[];
  /** Name, source text, file, whether exported. */
  readonly functions: readonly (readonly [string, string, string, boolean])[];
  readonly aliases: readonly (readonly [string, string])[];
  readonly options: readonly string[];
  readonly traps: readonly (readonly [string, string])[];
  readonly directories: readonly string[];
  readonly completions: readonly (readonly [string, SavedSpec])[];
  readonly history: {
    readonly base: number;
    readonly unsaved: number;
    readonly lines: readonly (readonly [string, number | null])[];
  };
  /** What still ran or was stopped: their processes are gone after a restore. */
  readonly jobs: readonly { readonly id: number; readonly command: string }[];
  /** Typed at the prompt and not yet entered. */
  readonly typed: string;
  readonly secondsBase: number;
  readonly randomCount: number;
}

/** Which process runs which shell; forgotten along with the process. */
const running = new WeakMap<Process, Shell>();

/** Notes a shell, so that it can be saved. */
export function registerShell(shell: Shell): void {
  running.set(shell.process, shell);
}

/** The state of the shell that the process runs; undefined when it runs none. */
export function shellState(process: Process): ShellState | undefined {
  const shell = running.get(process);
  if (shell === undefined) return undefined;
  const { files } = process;
  return {
    dialect: shell.dialect,
    name: shell.name,
    isLogin: shell.isLogin,
    cwd: files.cwd,
    umask: files.umask,
    status: shell.status,
    positional: shell.positional,
    variables: [...shell.variables.globals].flatMap(([name, variable]) =>
      saveVariable(name, variable),
    ),
    functions: [...shell.functions].map(([name, { command, source, isExported }]) => {
      return [name, functionText(name, command.body), source, isExported === true];
    }),
    aliases: [...shell.aliases],
    options: shell.options.names(),
    traps: [...shell.traps],
    directories: shell.directories,
    completions: [...shell.completions].map(([name, spec]) => {
      return [name, { ...spec, options: [...spec.options] }];
    }),
    history: {
      base: shell.history?.base ?? 1,
      unsaved: shell.history?.unsaved ?? 0,
      lines: (shell.history?.lines ?? []).map(({ text, at }) => [text, at ?? null]),
    },
    jobs: shell.jobs.list
      .filter((job) => jobState(job) !== 'done')
      .map(({ id, command }) => ({ id, command })),
    typed: shell.typed,
    secondsBase: shell.secondsBase,
    randomCount: shell.randomCount,
  };
}

function saveVariable(name: string, variable: Variable): [string, SavedValue, Attributes][] {
  if (variable.dynamic !== undefined) return [];
  const { value, attributes } = variable;
  let saved: SavedValue = null;
  if (typeof value === 'string') saved = value;
  else if (value instanceof IndexedArray) saved = { list: value.entries() };
  else if (value instanceof AssociativeArray) saved = { map: value.entries() };
  return [[name, saved, { ...attributes }]];
}

/** The body of a process that goes on where the saved shell was: no startup files are read. */
export function resumeShell(state: ShellState): (process: Process) => Task<number> {
  return function* (process) {
    const { dialect, name } = state;
    const shell = new Shell({ process, dialect, name, isInteractive: true });
    importEnvironment(shell);
    restore(shell, state);
    registerShell(shell);
    return yield* runToEnd(shell, runInteractive(shell));
  };
}

function restore(shell: Shell, state: ShellState): void {
  const { files } = shell.process;
  if (files.isDir(state.cwd)) files.cwd = state.cwd;
  files.umask = state.umask;
  shell.isLogin = state.isLogin;
  shell.status = state.status;
  shell.positional = [...state.positional];
  shell.invocation = 's';
  shell.frames.push({ kind: 'main', name: 'main', source: '', callLine: 0 });
  const { globals } = shell.variables;
  for (const [name, saved, attributes] of state.variables) {
    globals.set(name, new Variable(loadValue(saved), { ...attributes }));
  }
  for (const [name, text, source, isExported] of state.functions) {
    const command = new Parser(text, {}, () => true).next().command?.items[0]?.command;
    if (command?.kind === 'function') shell.functions.set(name, { command, source, isExported });
  }
  for (const [name, value] of state.aliases) shell.aliases.set(name, value);
  for (const name of shell.options.names()) shell.options.set(name, state.options.includes(name));
  for (const name of state.options) shell.options.set(name, true);
  for (const [name, action] of state.traps) setTrap(shell, name, action);
  shell.directories = [...state.directories];
  for (const [name, spec] of state.completions) {
    shell.completions.set(name, { ...spec, options: new Set(spec.options) });
  }
  shell.history = new History();
  shell.history.base = state.history.base;
  shell.history.unsaved = state.history.unsaved;
  shell.history.lines = state.history.lines.map(([text, at]) => ({ text, at: at ?? undefined }));
  shell.typed = state.typed;
  shell.secondsBase = state.secondsBase;
  shell.randomCount = state.randomCount;
}

function loadValue(saved: SavedValue): Variable['value'] {
  if (saved === null) return undefined;
  if (typeof saved === 'string') return saved;
  if ('list' in saved) {
    const array = new IndexedArray();
    for (const [key, text] of saved.list) array.set(key, text);
    return array;
  }
  const array = new AssociativeArray();
  for (const [key, text] of saved.map) array.set(key, text);
  return array;
}
