// wait: for all children, for some, or (-n) for the next.
import type { Condition, Task } from '../../base/sim';
import type { Process } from '../../machine/types';
import { type Builtin, type BuiltinCall, complain, readFlags, usageError } from '../builtin/call';
import { assignText } from '../interpreter/assign';
import { type Job, jobState, jobStatus } from '../interpreter/jobs';
import { tellEnd } from '../interpreter/notify';
import { runPendingTraps } from '../interpreter/traps';
import { signalStatus } from '../interpreter/wait';

const usage = 'wait [-fn] [-p var] [id ...]';

const builtin: Builtin = {
  name: 'wait',
  usage,
  about: 'Waits for children to end; the status is that of the last one named.',
  *run(call) {
    const { shell } = call;
    const { flags, rest, problem } = readFlags(call.args, 'fnp:');
    if (problem !== undefined) return yield* usageError(call, usage, problem);
    const name = flags.get('p');
    if (flags.has('n')) return yield* waitNext(call, rest, name);
    if (rest.length === 0) {
      for (const job of [...shell.jobs.list]) {
        if (job.isInherited || jobState(job) === 'stopped') continue;
        const cut = yield* waitJob(call, job);
        if (cut !== undefined) return cut;
        if (!shell.isInteractive) yield* tellEnd(shell, job);
        shell.jobs.remove(job);
      }
      return 0;
    }
    let status = 0;
    for (const id of rest) status = yield* waitOne(call, id, name);
    return status;
  },
};
export default builtin;

/** Waits for a job; a status when a trapped signal cut the wait short. */
function* waitJob(call: BuiltinCall, job: Job): Task<number | undefined> {
  for (const process of job.processes) {
    const cut = yield* waitProcess(call, process);
    if (cut !== undefined) return cut;
  }
  return undefined;
}

function* waitProcess(call: BuiltinCall, process: Process): Task<number | undefined> {
  const { shell } = call;
  while (process.status === undefined) {
    yield { on: [process.changed, shell.process.interrupted] };
    const [signal] = shell.pendingSignals;
    if (signal === undefined) continue;
    if (signal === 'CHLD' && process.status !== undefined) break;
    yield* runPendingTraps(shell);
    if (signal !== 'CHLD') return signalStatus(signal);
  }
  return undefined;
}

function* waitOne(call: BuiltinCall, id: string, name: string | undefined): Task<number> {
  const { shell } = call;
  if (!id.startsWith('%') && !/^\d+$/.test(id)) {
    return yield* complain(call, `\`${id}': not a pid or valid job spec`);
  }
  const job = id.startsWith('%') ? shell.jobs.find(id) : shell.jobs.byPid(Number(id));
  if (job === undefined || job === 'ambiguous' || job.isInherited) {
    const known = shell.jobs.finished.get(Number(id));
    if (known !== undefined) {
      if (name !== undefined) assignText(shell, name, { value: id });
      return known;
    }
    if (!shell.isBash) return 127;
    const text = id.startsWith('%')
      ? `${id}: no such job`
      : `pid ${id} is not a child of this shell`;
    return yield* complain(call, text, 127);
  }
  const process = id.startsWith('%') ? undefined : job.processes.find((p) => p.pid === Number(id));
  const cut = process === undefined ? yield* waitJob(call, job) : yield* waitProcess(call, process);
  if (cut !== undefined) return cut;
  const status = process?.status?.code ?? jobStatus(job);
  if (name !== undefined) assignText(shell, name, { value: String(process?.pid ?? job.group) });
  if (jobState(job) === 'done') {
    if (!shell.isInteractive) yield* tellEnd(shell, job);
    job.isNotified = true;
  }
  return status;
}

function* waitNext(
  call: BuiltinCall,
  ids: readonly string[],
  name: string | undefined,
): Task<number> {
  const { shell } = call;
  const pick = (): Job[] => {
    const own = shell.jobs.list.filter((job) => !job.isInherited);
    if (ids.length === 0) return own;
    return own.filter((job) => ids.some((id) => isJob(job, id)));
  };
  for (;;) {
    const candidates = pick();
    const done = candidates.find((job) => jobState(job) === 'done');
    if (done !== undefined) {
      const status = jobStatus(done);
      const last = done.processes[done.processes.length - 1];
      if (name !== undefined) assignText(shell, name, { value: String(last?.pid ?? '') });
      yield* tellEnd(shell, done);
      shell.jobs.remove(done);
      return status;
    }
    if (candidates.length === 0) return 127;
    const on: Condition[] = [shell.process.interrupted];
    for (const job of candidates) for (const process of job.processes) on.push(process.changed);
    yield { on };
    const [signal] = shell.pendingSignals;
    if (signal === undefined || signal === 'CHLD') continue;
    yield* runPendingTraps(shell);
    return signalStatus(signal);
  }
}

function isJob(job: Job, id: string): boolean {
  if (id.startsWith('%')) return String(job.id) === id.slice(1);
  return job.processes.some((process) => String(process.pid) === id);
}
