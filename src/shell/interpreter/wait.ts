// Waiting for the pipeline in the foreground: its end, its stop, the terminal's way back.
import type { Task } from '../../base/sim';
import { signalNumbers } from '../../machine/signals';
import type { Process, SignalName } from '../../machine/types';
import { AbandonLine } from './errors';
import { jobLine } from './job-text';
import type { Shell } from './shell';
import { signalText } from './signal-text';
import { runTrap } from './traps';

/** Waits until all have ended (or stopped, with job control). Returns their statuses. */
export function* waitForeground(
  shell: Shell,
  processes: readonly Process[],
  command: () => string,
): Task<number[]> {
  shell.busyTurns = 0;
  const hasControl = shell.options.has('monitor');
  const tty = shell.process.tty;
  const group = processes[0]?.group;
  const takesTerminal = hasControl && tty !== undefined && group !== undefined;
  if (takesTerminal && group !== shell.process.group) tty.foreground = group;
  yield* waitAll(processes, hasControl);
  if (takesTerminal) tty.foreground = shell.process.group;
  if (processes.some((p) => p.status === undefined)) {
    return yield* keepStopped(shell, processes, command());
  }
  const statuses = processes.map((p) => p.status?.code ?? 0);
  yield* reportDeath(shell, processes, command);
  return statuses;
}

function* waitAll(processes: readonly Process[], mayStop: boolean): Task<void> {
  for (const process of processes) {
    while (process.status === undefined) {
      if (mayStop && process.isStopped && !anyRunning(processes)) return;
      yield { on: process.changed };
    }
  }
}

function anyRunning(processes: readonly Process[]): boolean {
  return processes.some((p) => p.status === undefined && !p.isStopped);
}

function* keepStopped(
  shell: Shell,
  processes: readonly Process[],
  command: string,
): Task<number[]> {
  const group = processes[0]?.group ?? 0;
  const directory = shell.process.files.cwd;
  const existing = shell.jobs.list.find((job) => job.processes === processes);
  const job =
    existing ?? shell.jobs.add({ command, group, processes, isBackground: false, directory });
  shell.jobs.touch(job);
  job.isNotified = true;
  yield* shell.print(2, `\n${jobLine(shell, job)}\n`);
  return processes.map((p) => p.status?.code ?? 148);
}

const silent = new Set<SignalName>(['INT', 'PIPE']);

/** Tells of a death by signal; Ctrl-C ends what an interactive shell was doing. */
function* reportDeath(
  shell: Shell,
  processes: readonly Process[],
  command: () => string,
): Task<void> {
  const last = processes[processes.length - 1];
  const signal = last?.status?.signal;
  if (signal === undefined || last === undefined) return;
  if (signal === 'INT' && shell.isInteractive) {
    yield* shell.print(2, '\n');
    const action = shell.traps.get('INT');
    if (action === undefined || action === '') throw new AbandonLine(130);
    yield* runTrap(shell, action);
    return;
  }
  if (silent.has(signal) || !shell.isBash) {
    if (!shell.isBash && !silent.has(signal)) yield* shell.print(2, `${signalText(signal)}\n`);
    return;
  }
  if (shell.isInteractive || signal === 'TERM' || shell.traps.has(signal)) {
    yield* shell.print(2, `${signalText(signal)}\n`);
    return;
  }
  const pid = String(last.pid).padStart(5);
  const state = signalText(signal).padEnd(23);
  yield* shell.complain(`${pid} ${state} ${command()}`);
}

/** 128 + number, as `$?` shows a signal. */
export function signalStatus(signal: SignalName): number {
  return 128 + (signalNumbers.get(signal) ?? 0);
}
