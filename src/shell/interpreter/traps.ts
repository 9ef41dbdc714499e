// Traps: commands for signals and for EXIT, ERR, DEBUG, RETURN.
import type { Task } from '../../base/sim';
import { signalNumbers } from '../../machine/signals';
import type { SignalName } from '../../machine/types';
import { AbandonLine, ExitShell } from './errors';
import { runText } from './run-text';
import type { Shell } from './shell';

/** Names of traps that are no signals. */
export const pseudoTraps = ['EXIT', 'ERR', 'DEBUG', 'RETURN'];

/** `TERM`, `SIGTERM`, `15`, `0`, `exit` as the name under which the trap is kept. */
export function trapName(spec: string): string | undefined {
  if (/^\d+$/.test(spec)) {
    if (spec === '0') return 'EXIT';
    for (const [name, number] of signalNumbers) if (number === Number(spec)) return name;
    return undefined;
  }
  const upper = spec.toUpperCase();
  if (pseudoTraps.includes(upper)) return upper;
  const name = upper.startsWith('SIG') ? upper.slice(3) : upper;
  return signalNumbers.has(name as SignalName) ? name : undefined;
}

/** Sets, ignores ('') or resets (undefined) a trap. */
export function setTrap(shell: Shell, name: string, action: string | undefined): void {
  if (action === undefined) shell.traps.delete(name);
  else shell.traps.set(name, action);
  if (pseudoTraps.includes(name)) return;
  const signal = name as SignalName;
  if (action === '') shell.process.onSignal(signal, 'ignore');
  else if (action === undefined) resetSignal(shell, signal);
  else shell.process.onSignal(signal, (came) => shell.pendingSignals.push(came));
}

const interactiveIgnored = new Set<SignalName>(['INT', 'QUIT', 'TERM', 'TSTP', 'TTIN', 'TTOU']);

/** What a signal does to a shell without a trap: an interactive one survives most. */
export function resetSignal(shell: Shell, signal: SignalName): void {
  const { process } = shell;
  if (!shell.isInteractive || shell.subshellLevel > 0) process.onSignal(signal, 'default');
  else if (signal === 'INT') process.onSignal('INT', () => shell.pendingSignals.push('INT'));
  else if (interactiveIgnored.has(signal)) process.onSignal(signal, () => undefined);
  else process.onSignal(signal, 'default');
}

/** Runs what signals have asked for. @throws AbandonLine after Ctrl-C at an interactive shell */
export function* runPendingTraps(shell: Shell): Task<void> {
  while (shell.pendingSignals.length > 0) {
    const signal = shell.pendingSignals.shift() as SignalName;
    const action = shell.traps.get(signal);
    if (action !== undefined && action !== '') yield* runTrap(shell, action);
    else if (signal === 'INT' && (shell.isInteractive || shell.catchesInterrupts)) {
      if (shell.isInteractive) yield* shell.print(2, '\n');
      throw new AbandonLine(130);
    }
  }
}

/** Runs a trap's command; `$?` is the same before and after. */
export function* runTrap(shell: Shell, action: string): Task<void> {
  const { status, pipeStatus, line } = shell;
  shell.trapDepth++;
  try {
    yield* runText(shell, action, { firstLine: 1, label: 'trap: ' });
  } finally {
    shell.trapDepth--;
  }
  if (!shell.isReturning) {
    shell.status = status;
    shell.pipeStatus = pipeStatus;
  }
  shell.line = line;
}

/** Runs a trap by name when there is one and no trap is running for it. */
export function* fireTrap(shell: Shell, name: 'ERR' | 'DEBUG' | 'RETURN'): Task<void> {
  const action = shell.traps.get(name);
  if (action === undefined || action === '' || shell.trapDepth > 0) return;
  const inFunction = shell.frames.some((frame) => frame.kind === 'function');
  const inherits = shell.options.has(name === 'ERR' ? 'errtrace' : 'functrace');
  if (name !== 'RETURN' && inFunction && !inherits) return;
  const { line, currentCommand } = shell;
  yield* runTrap(shell, action);
  shell.line = line;
  shell.currentCommand = currentCommand;
}

/** The EXIT trap, once; returns the final status. */
export function* runExitTrap(shell: Shell, code: number): Task<number> {
  const action = shell.traps.get('EXIT');
  if (action === undefined || action === '') return code & 255;
  shell.traps.delete('EXIT');
  shell.status = code;
  shell.breaking = 0;
  shell.continuing = 0;
  shell.isReturning = false;
  try {
    yield* runTrap(shell, action);
  } catch (stop) {
    if (stop instanceof ExitShell) return stop.code;
    if (!(stop instanceof AbandonLine)) throw stop;
  }
  return code & 255;
}
