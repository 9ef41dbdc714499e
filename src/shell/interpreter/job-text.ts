// Lines that tell of jobs: `[1]+  Running                 sleep 5 &`.
import { type Job, jobState, jobStatus } from './jobs';
import type { Shell } from './shell';
import { signalText } from './signal-text';

/** A job's line as `jobs` prints it; `hasPids` as with -l. */
export function jobLine(shell: Shell, job: Job, hasPids = false): string {
  const state = jobState(job);
  const pid = hasPids ? `${String(job.processes[0]?.pid ?? 0).padStart(5)} ` : '';
  const mark = shell.jobs.markOf(job);
  const tail = state === 'running' ? ' &' : '';
  const where =
    job.directory === shell.process.files.cwd ? '' : `  (wd: ${shortFolder(shell, job.directory)})`;
  return `[${job.id}]${mark}  ${pid}${stateText(job).padEnd(24)}${job.command}${tail}${where}`;
}

function shortFolder(shell: Shell, folder: string): string {
  const home = shell.variables.find('HOME')?.text;
  if (home === undefined || home === '' || home === '/') return folder;
  if (folder === home) return '~';
  return folder.startsWith(`${home}/`) ? `~${folder.slice(home.length)}` : folder;
}

function stateText(job: Job): string {
  const state = jobState(job);
  if (state === 'running') return 'Running';
  if (state === 'stopped') return 'Stopped';
  const last = job.processes[job.processes.length - 1];
  const signal = last?.status?.signal;
  if (signal !== undefined) return signalText(signal);
  const code = jobStatus(job);
  return code === 0 ? 'Done' : `Exit ${code}`;
}
