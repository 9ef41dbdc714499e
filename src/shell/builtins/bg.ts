// bg: lets stopped jobs go on in the background.
import { type Builtin, complain, out } from '../builtin/call';
import { chooseJob } from '../interpreter/job-choice';
import { jobState } from '../interpreter/jobs';

const builtin: Builtin = {
  name: 'bg',
  usage: 'bg [job_spec ...]',
  about: 'Lets stopped jobs go on in the background.',
  *run(call) {
    const { shell } = call;
    if (!shell.options.has('monitor')) return yield* complain(call, 'no job control');
    const specs = call.args.length > 0 ? call.args : [undefined];
    let status = 0;
    for (const spec of specs) {
      const job = yield* chooseJob(call, spec);
      if (job === undefined) {
        status = 1;
        continue;
      }
      if (jobState(job) === 'running') {
        yield* complain(call, `job ${job.id} already in background`, 0);
        continue;
      }
      const mark = shell.jobs.markOf(job).trim();
      shell.process.machine.killGroup(job.group, 'CONT');
      job.isNotified = false;
      yield* out(call, `[${job.id}]${mark} ${job.command} &\n`);
      shell.lastBackground = job.processes[job.processes.length - 1]?.pid;
    }
    return status;
  },
};
export default builtin;
