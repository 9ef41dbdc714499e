// Running commands: lists, and-or chains, and the choice by kind.
import type { Task } from '../../base/sim';
import type { AndOrCommand, Command, CompoundCommand, ListCommand } from '../ast';
import { ArithmeticError } from '../expansion/arithmetic/nodes';
import { commandText } from '../print';
import { runCompound } from './compound';
import { runCoproc } from './coproc';
import { AbandonLine, ArithmeticFailure, ExitShell, RedirectError, ShellError } from './errors';
import { defineFunction } from './functions';
import { runBackground, runPipeline } from './pipeline';
import { applyRedirects } from './redirect';
import type { Shell } from './shell';
import { runSimple } from './simple';
import { spawnSubshell } from './subshell';
import { fireTrap, runPendingTraps } from './traps';
import { waitForeground } from './wait';

/** Commands that run before virtual time is charged a millisecond. */
const commandsPerMs = 250;

/** A loop that never waits (a load generator) is slowed down, so that it can go on for hours. */
function chargeMs(turns: number): number {
  if (turns < 1200) return 1;
  return turns < 4000 ? 20 : 1000;
}

/** Runs a list. `isLast`: nothing else is left to do in this process. */
export function* runList(shell: Shell, list: ListCommand, isLast = false): Task<number> {
  const { items } = list;
  if (items.length === 0) shell.status = 0;
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (item === undefined) break;
    if (item.isBackground) yield* runBackground(shell, item.command);
    else yield* runCommand(shell, item.command, isLast && i === items.length - 1);
    if (shell.isLeaving) break;
  }
  return shell.status;
}

/** Runs one command and sets `$?`. */
export function* runCommand(shell: Shell, command: Command, isLast = false): Task<number> {
  if (shell.options.has('noexec') && !shell.isInteractive) return shell.status;
  if (++shell.commandsRun >= commandsPerMs) {
    shell.commandsRun = 0;
    shell.busyTurns++;
    const { sim, interrupted } = shell.process;
    const spentMs = chargeMs(shell.busyTurns);
    shell.process.cpuMs += spentMs;
    yield { until: sim.now + spentMs, on: interrupted };
  }
  if (shell.pendingSignals.length > 0) yield* runPendingTraps(shell);
  try {
    shell.status = yield* dispatch(shell, command, isLast);
  } catch (error) {
    shell.status = yield* handleError(shell, error);
  }
  if (shell.pendingSignals.length > 0) yield* runPendingTraps(shell);
  if (shell.status !== 0 && shell.conditionDepth === 0) yield* checkFailure(shell, command);
  return shell.status;
}

function* dispatch(shell: Shell, command: Command, isLast: boolean): Task<number> {
  switch (command.kind) {
    case 'simple':
      return yield* runSimple(shell, command, isLast);
    case 'pipeline':
      return yield* runPipeline(shell, command);
    case 'and-or':
      return yield* runAndOr(shell, command, isLast);
    case 'list':
      return yield* runList(shell, command, isLast);
    case 'function':
      return yield* defineFunction(shell, command);
    case 'coproc':
      return yield* runCoproc(shell, command);
    case 'subshell':
      return yield* runParens(shell, command);
    default: {
      shell.line = command.line;
      if (command.redirects.length === 0) return yield* runCompound(shell, command);
      const redirection = yield* applyRedirects(shell, command.redirects);
      try {
        return yield* runCompound(shell, command);
      } catch (error) {
        return yield* handleError(shell, error);
      } finally {
        redirection.restore();
      }
    }
  }
}

function* runAndOr(shell: Shell, command: AndOrCommand, isLast: boolean): Task<number> {
  const { rest } = command;
  shell.conditionDepth++;
  try {
    yield* runCommand(shell, command.first);
  } finally {
    shell.conditionDepth--;
  }
  for (let i = 0; i < rest.length; i++) {
    const item = rest[i];
    if (item === undefined || shell.isLeaving) break;
    if ((shell.status === 0) !== (item.operator === '&&')) continue;
    if (i === rest.length - 1) return yield* runCommand(shell, item.command, isLast);
    shell.conditionDepth++;
    try {
      yield* runCommand(shell, item.command);
    } finally {
      shell.conditionDepth--;
    }
  }
  return shell.status;
}

type ParensCommand = Extract<CompoundCommand, { readonly kind: 'group' | 'subshell' }>;

function* runParens(shell: Shell, command: ParensCommand): Task<number> {
  shell.line = command.line;
  const redirection = yield* applyRedirects(shell, command.redirects);
  const hasControl = shell.options.has('monitor');
  const child = spawnSubshell(
    shell,
    (sub) => {
      sub.loopDepth = 0;
      return runList(sub, command.body, true);
    },
    hasControl ? { group: 'new' } : {},
  );
  redirection.restore();
  const statuses = yield* waitForeground(shell, [child], () => commandText(command));
  shell.pipeStatus = statuses;
  return statuses[0] ?? 0;
}

/** Prints what went wrong and decides how much of the program it ends. */
export function* handleError(shell: Shell, error: unknown): Task<number> {
  if (error instanceof RedirectError) return shell.dialect === 'dash' ? 2 : 1;
  if (error instanceof ArithmeticFailure) {
    if (error.message !== '') yield* shell.complain(error.message);
    return error.code;
  }
  const failure = asShellError(error, shell.isBash);
  if (failure === undefined) throw error;
  yield* shell.complain(failure.message);
  if (!shell.isBash) throw new ExitShell(2);
  const isFatal = failure.severity === 'shell' && !shell.isInteractive;
  const isPlain = shell.isCommandString && !shell.options.has('errexit');
  if (isFatal) throw new ExitShell(isPlain ? 127 : 1);
  throw new AbandonLine(failure.code === 127 ? 1 : failure.code);
}

/** dash's words for it. */
function plainArithmetic(error: ArithmeticError): string {
  const isDivision = error.what.startsWith('division');
  const isOperand = error.what.includes('operand expected');
  const what = isDivision ? 'division by zero' : isOperand ? 'expecting primary' : 'expecting EOF';
  return `arithmetic expression: ${what}: "${error.expression}"`;
}

function asShellError(error: unknown, isBash: boolean): ShellError | undefined {
  if (error instanceof ShellError) return error;
  if (!(error instanceof ArithmeticError)) return undefined;
  return new ShellError(isBash ? error.message : plainArithmetic(error));
}

const checked = new Set(['simple', 'pipeline', 'subshell', 'arithmetic', 'condition']);

/** ERR trap and `set -e` after a failure that nobody looks at. */
function* checkFailure(shell: Shell, command: Command): Task<void> {
  if (!checked.has(command.kind)) return;
  if (command.kind === 'pipeline' && command.isNegated) return;
  if (shell.traps.has('ERR')) yield* fireTrap(shell, 'ERR');
  if (shell.options.has('errexit')) throw new ExitShell(shell.status);
}
