// The table of jobs: pipelines in the background or stopped.
import type { Process } from '../../machine/types';

export interface Job {
  readonly id: number;
  /** As shown: `sleep 30`. */
  readonly command: string;
  readonly group: number;
  readonly processes: readonly Process[];
  readonly isBackground: boolean;
  readonly directory: string;
  /** The last change has been told to the user. */
  isNotified: boolean;
  isDisowned: boolean;
  /** `disown -h`. */
  ignoresHangup: boolean;
  /** A parent's job, which a subshell can list but not wait for. */
  readonly isInherited?: boolean;
}

export type JobState = 'running' | 'stopped' | 'done';

/** What has become of a job. */
export function jobState(job: Job): JobState {
  let isStopped = false;
  for (const process of job.processes) {
    if (process.status !== undefined) continue;
    if (!process.isStopped) return 'running';
    isStopped = true;
  }
  return isStopped ? 'stopped' : 'done';
}

/** Status of a job that has ended: its last process's. */
export function jobStatus(job: Job): number {
  return job.processes[job.processes.length - 1]?.status?.code ?? 0;
}

export class Jobs {
  readonly list: Job[] = [];
  /** Statuses of children that are no longer listed, for `wait PID`. */
  readonly finished = new Map<number, number>();
  /** Ids, most recent first: `%+` and `%-`. */
  #recent: number[] = [];

  add(job: Omit<Job, 'id' | 'isNotified' | 'isDisowned' | 'ignoresHangup'>): Job {
    if (this.list.some((known) => known.isInherited)) this.list.splice(0);
    this.forgetDone();
    const last = this.list[this.list.length - 1];
    const id = (last?.id ?? 0) + 1;
    const added = { ...job, id, isNotified: false, isDisowned: false, ignoresHangup: false };
    this.list.push(added);
    this.touch(added);
    return added;
  }

  /** Drops jobs that have ended and were waited for or told of. */
  forgetDone(): void {
    for (const job of [...this.list]) {
      if (job.isNotified && jobState(job) === 'done') this.remove(job);
    }
  }

  /** Makes a job the current one. */
  touch(job: Job): void {
    this.#recent = [job.id, ...this.#recent.filter((id) => id !== job.id)];
  }

  remove(job: Job): void {
    const at = this.list.indexOf(job);
    if (at >= 0) this.list.splice(at, 1);
    this.#recent = this.#recent.filter((id) => id !== job.id);
    for (const process of job.processes) {
      if (process.status !== undefined) this.finished.set(process.pid, process.status.code);
    }
  }

  /** The current job: a stopped one first, else the latest. */
  get current(): Job | undefined {
    return this.#ranked()[0];
  }

  get previous(): Job | undefined {
    return this.#ranked()[1];
  }

  #ranked(): Job[] {
    const byTime = this.#recent.flatMap((id) => this.list.filter((job) => job.id === id));
    const stopped = byTime.filter((job) => jobState(job) === 'stopped');
    return [...stopped, ...byTime.filter((job) => !stopped.includes(job))];
  }

  /** `+`, `-` or a blank, as `jobs` shows. */
  markOf(job: Job): string {
    if (job === this.current) return '+';
    return job === this.previous ? '-' : ' ';
  }

  byPid(pid: number): Job | undefined {
    return this.list.find((job) => job.processes.some((p) => p.pid === pid));
  }

  /** Finds a job by `%1`, `%+`, `%-`, `%name`, `%?text`. */
  find(spec: string): Job | 'ambiguous' | undefined {
    const text = spec.startsWith('%') ? spec.slice(1) : spec;
    if (text === '' || text === '+' || text === '%') return this.current;
    if (text === '-') return this.previous;
    if (/^\d+$/.test(text)) return this.list.find((job) => job.id === Number(text));
    const matches = this.list.filter((job) =>
      text.startsWith('?') ? job.command.includes(text.slice(1)) : job.command.startsWith(text),
    );
    return matches.length > 1 ? 'ambiguous' : matches[0];
  }

  /** What a subshell gets: the list to look at, until it starts jobs of its own. */
  forSubshell(): Jobs {
    const other = new Jobs();
    for (const job of this.list) other.list.push({ ...job, isInherited: true });
    other.#recent = [...this.#recent];
    return other;
  }
}
