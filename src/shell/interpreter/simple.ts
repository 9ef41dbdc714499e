// Simple commands: assignments, functions, builtins, programs.
import type { Task } from '../../base/sim';
import { SystemError } from '../../machine/errno';
import type { Assignment, SimpleCommand } from '../ast';
import { type Builtin, builtinNamed } from '../builtin/registry';
import { closeSubstitutions } from '../expansion/substitute';
import { expandText, expandValue, expandWordInto } from '../expansion/words';
import { commandText } from '../print';
import { assignText, convert } from './assign';
import { assignArray } from './assign-array';
import { runBuiltin } from './call-builtin';
import { handleError } from './execute';
import { runExternal } from './external';
import { callFunction } from './functions';
import { applyRedirects } from './redirect';
import type { Shell } from './shell';
import { trace, traceAssignments } from './trace';
import { fireTrap } from './traps';
import { Variable } from './variables';

/** What is to be run, expanded. */
export interface Invocation {
  readonly command: SimpleCommand;
  readonly args: string[];
  /** Values of `name=value` in front. */
  readonly temporary: ReadonlyMap<string, Variable> | undefined;
  /** Assignments among the arguments of declare and its kin, by argument. */
  readonly declared: ReadonlyMap<number, Assignment> | undefined;
  /** The process may be replaced: nothing is left to do in it. */
  readonly isLast: boolean;
}

export function* runSimple(shell: Shell, command: SimpleCommand, isLast: boolean): Task<number> {
  shell.line = command.line;
  if (shell.trapDepth === 0) {
    shell.currentCommand = command;
    if (shell.traps.has('DEBUG')) yield* fireTrap(shell, 'DEBUG');
  }
  const opened = shell.openSubstitutions.length;
  try {
    shell.substitutionStatus = undefined;
    const args: string[] = [];
    const declared = yield* expandArguments(shell, command, args);
    while (shell.notes.length > 0) yield* shell.complain(shell.notes.shift() ?? '');
    if (args.length === 0) return yield* runAssignments(shell, command);
    const temporary =
      command.assignments.length === 0 ? undefined : yield* temporaries(shell, command.assignments);
    if (shell.options.has('xtrace')) yield* trace(shell, command, args, temporary);
    const status = yield* invoke(shell, { command, args, temporary, declared, isLast });
    return status;
  } finally {
    const isOpen = shell.openSubstitutions.length > opened && !shell.isReplaced;
    if (isOpen) closeSubstitutions(shell, opened);
  }
}

function* expandArguments(
  shell: Shell,
  command: SimpleCommand,
  args: string[],
): Task<ReadonlyMap<number, Assignment> | undefined> {
  const { words, declarations } = command;
  if (declarations === undefined) {
    for (const word of words) {
      if (word.literal !== undefined) args.push(word.literal);
      else yield* expandWordInto(shell, word, args);
    }
    return undefined;
  }
  const declared = new Map<number, Assignment>();
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word === undefined) continue;
    const assignment = declarations.get(i);
    if (assignment === undefined) yield* expandWordInto(shell, word, args);
    else {
      declared.set(args.length, assignment);
      args.push(yield* declarationText(shell, assignment));
    }
  }
  return declared;
}

/** `name=value` with the value expanded; arrays are left to the builtin. */
function* declarationText(shell: Shell, assignment: Assignment): Task<string> {
  const { name, subscript, isAppend, value, array } = assignment;
  const at = subscript === undefined ? '' : `[${yield* expandText(shell, subscript)}]`;
  const head = `${name}${at}${isAppend ? '+' : ''}=`;
  return array === undefined ? head + (yield* expandValue(shell, value)) : head;
}

/** A command of assignments (and redirections) only. */
function* runAssignments(shell: Shell, command: SimpleCommand): Task<number> {
  if (command.redirects.length > 0) {
    const redirection = yield* applyRedirects(shell, command.redirects);
    redirection.restore();
  }
  for (const assignment of command.assignments) yield* assign(shell, assignment);
  shell.lastArgument = '';
  return shell.substitutionStatus ?? 0;
}

function* assign(shell: Shell, assignment: Assignment): Task<void> {
  const { name, isAppend, array } = assignment;
  const isTraced = shell.options.has('xtrace');
  if (array !== undefined) {
    yield* assignArray(shell, name, array.elements, { isAppend });
    if (isTraced) yield* traceAssignments(shell, [assignment.text]);
    return;
  }
  const subscript =
    assignment.subscript === undefined ? undefined : yield* expandText(shell, assignment.subscript);
  const value = yield* expandValue(shell, assignment.value);
  if (isTraced) {
    const at = assignment.subscript === undefined ? '' : `[${assignment.subscript.text}]`;
    yield* traceAssignments(shell, [`${name}${at}${isAppend ? '+' : ''}=`, value]);
  }
  const subscriptText = assignment.subscript?.text;
  assignText(shell, name, { value, subscript, isAppend, subscriptText });
}

function* temporaries(
  shell: Shell,
  assignments: readonly Assignment[],
): Task<ReadonlyMap<string, Variable>> {
  const out = new Map<string, Variable>();
  for (const { name, value, isAppend } of assignments) {
    const existing = shell.variables.find(name);
    const text = yield* expandValue(shell, value);
    if (existing?.attributes.readonly) {
      yield* shell.complain(`${name}: readonly variable`);
      continue;
    }
    const like = new Variable(undefined, { ...existing?.attributes, exported: true });
    like.value = convert(shell, like, text, isAppend ? existing?.text : undefined);
    out.set(name, like);
  }
  return out;
}

function* invoke(shell: Shell, invocation: Invocation): Task<number> {
  const { args } = invocation;
  const name = args[0] as string;
  const special = builtinFor(shell, name);
  const isPosix = shell.options.has('posix') || !shell.isBash;
  const definition = special?.isSpecial && isPosix ? undefined : shell.functions.get(name);
  const last = args[args.length - 1] ?? '';
  let status: number;
  if (definition !== undefined) {
    const redirection = yield* applyRedirects(shell, invocation.command.redirects);
    shell.lastArgument = last;
    try {
      status = yield* callFunction(shell, name, definition, {
        args: args.slice(1),
        temporary: invocation.temporary,
      });
    } catch (error) {
      status = yield* handleError(shell, error);
    } finally {
      redirection.restore();
    }
  } else if (special !== undefined) {
    shell.lastArgument = shell.lastArgument || '';
    status = yield* runBuiltin(shell, special, invocation);
  } else status = yield* runExternalHere(shell, invocation);
  shell.lastArgument = last;
  shell.pipeStatus = [status];
  return status;
}

/** The builtin of a name, unless `enable -n` switched it off. */
export function builtinFor(shell: Shell, name: string): Builtin | undefined {
  if (shell.disabledBuiltins.has(name)) return undefined;
  return builtinNamed(name, shell.dialect);
}

function* runExternalHere(shell: Shell, invocation: Invocation): Task<number> {
  const { command, args, temporary } = invocation;
  const redirection = yield* applyRedirects(shell, command.redirects);
  const mayReplace = invocation.isLast && shell.traps.size === 0 && !shell.isInteractive;
  const run = {
    args,
    temporary,
    mayReplace,
    text: () => commandText(command),
    started: () => redirection.restore(),
  };
  try {
    return yield* runExternal(shell, run);
  } catch (error) {
    redirection.restore();
    if (error instanceof SystemError) {
      yield* shell.complain(`${args[0]}: ${error.message}`);
      return 126;
    }
    throw error;
  }
}
