// jobs: lists jobs: -r those that run, -s those that are stopped, -l with their processes.
import { type Builtin, complain, out, readFlags, usageError } from '../builtin/call';
import { jobLine } from '../interpreter/job-text';
import { type Job, jobState } from '../interpreter/jobs';

const usage = 'jobs [-lnprs] [jobspec ...] or jobs -x command [args]';

const builtin: Builtin = {
  name: 'jobs',
  usage,
  about: 'Lists jobs: -r those that run, -s those that are stopped, -l with their processes.',
  *run(call) {
    const { shell } = call;
    const { flags, rest, problem } = readFlags(call.args, 'lnprsx');
    if (problem !== undefined) return yield* usageError(call, usage, problem);
    let list: readonly Job[] = [...shell.jobs.list];
    let status = 0;
    if (rest.length > 0) {
      const named: Job[] = [];
      for (const spec of rest) {
        const job = shell.jobs.find(spec);
        if (job === undefined || job === 'ambiguous') {
          status = yield* complain(call, `${spec}: no such job`);
        } else named.push(job);
      }
      list = named;
    }
    for (const job of list) {
      const state = jobState(job);
      const isShown =
        (!flags.has('r') || state === 'running') &&
        (!flags.has('s') || state === 'stopped') &&
        (!flags.has('n') || !job.isNotified);
      if (isShown && !(state === 'done' && job.isNotified)) {
        const text = flags.has('p')
          ? String(job.processes[0]?.pid ?? '')
          : jobLine(shell, job, flags.has('l'));
        yield* out(call, `${text}\n`);
      }
      if (isShown) job.isNotified = state !== 'running';
      if (state === 'done' && isShown) shell.jobs.remove(job);
    }
    return status;
  },
};
export default builtin;
