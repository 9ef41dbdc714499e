// Telling of jobs that ended in the background.
import type { Task } from '../../base/sim';
import { jobLine } from './job-text';
import { type Job, jobState } from './jobs';
import type { Shell } from './shell';
import { signalText } from './signal-text';

/** Interactive shells tell before each prompt; others only of jobs that a signal killed. */
export function* notifyJobs(shell: Shell): Task<void> {
  for (const job of [...shell.jobs.list]) {
    const state = jobState(job);
    if (state === 'done' && job.isNotified) shell.jobs.remove(job);
    if (state === 'running' || job.isNotified) continue;
    if (state === 'stopped') {
      job.isNotified = true;
      yield* shell.print(2, `${jobLine(shell, job)}\n`);
    } else {
      yield* tellEnd(shell, job);
      shell.jobs.remove(job);
    }
  }
}

/** Says how a job ended, where bash says anything. */
export function* tellEnd(shell: Shell, job: Job): Task<void> {
  if (job.isNotified || job.isDisowned) return;
  job.isNotified = true;
  if (shell.isInteractive && shell.subshellLevel === 0) {
    yield* shell.print(2, `${jobLine(shell, job)}\n`);
    return;
  }
  const last = job.processes[job.processes.length - 1];
  const signal = last?.status?.signal;
  if (signal === undefined || last === undefined || !shell.isBash) return;
  if (signal === 'INT' || signal === 'PIPE' || signal === 'TERM') return;
  const pid = String(last.pid).padStart(5);
  yield* shell.complain(`${pid} ${signalText(signal).padEnd(23)} ${job.command}`);
}
