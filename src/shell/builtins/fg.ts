// fg: brings a job to the foreground.
import { type Builtin, complain, out } from '../builtin/call';
import { chooseJob } from '../interpreter/job-choice';
import { waitForeground } from '../interpreter/wait';

const builtin: Builtin = {
  name: 'fg',
  usage: 'fg [job_spec]',
  about: 'Brings a job to the foreground.',
  *run(call) {
    const { shell } = call;
    if (!shell.options.has('monitor')) return yield* complain(call, 'no job control');
    const job = yield* chooseJob(call, call.args[0]);
    if (job === undefined) return 1;
    yield* out(call, `${job.command}\n`);
    const { tty } = shell.process;
    if (tty !== undefined) tty.foreground = job.group;
    shell.process.machine.killGroup(job.group, 'CONT');
    job.isNotified = false;
    try {
      const statuses = yield* waitForeground(shell, job.processes, () => job.command);
      return statuses[statuses.length - 1] ?? 0;
    } finally {
      if (job.processes.every((p) => p.status !== undefined)) shell.jobs.remove(job);
    }
  },
};
export default builtin;
