// disown: takes jobs off the list; -h only keeps them from being hung up.
import { type Builtin, readFlags, usageError } from '../../builtin/call';
import { chooseJob } from '../../interpreter/job-choice';
import { jobState } from '../../interpreter/jobs';

const usage = 'disown [-h] [-ar] [jobspec ... | pid ...]';

const builtin: Builtin = {
  name: 'disown',
  only: 'bash',
  usage,
  about: 'Takes jobs off the list; -h only keeps them from being hung up.',
  *run(call) {
    const { shell } = call;
    const { flags, rest, problem } = readFlags(call.args, 'har');
    if (problem !== undefined) return yield* usageError(call, usage, problem);
    if (rest.length === 0 && (flags.has('a') || flags.has('r'))) {
      for (const job of [...shell.jobs.list]) {
        if (flags.has('r') && jobState(job) !== 'running') continue;
        if (flags.has('h')) job.ignoresHangup = true;
        else shell.jobs.remove(job);
      }
      return 0;
    }
    let status = 0;
    for (const spec of rest.length > 0 ? rest : [undefined]) {
      const job = yield* chooseJob(call, spec);
      if (job === undefined) status = 1;
      else if (flags.has('h')) job.ignoresHangup = true;
      else {
        job.isDisowned = true;
        shell.jobs.remove(job);
      }
    }
    return status;
  },
};
export default builtin;
