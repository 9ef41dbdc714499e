// Which job fg, bg and disown mean.
import type { Task } from '../../base/sim';
import { type BuiltinCall, complain } from '../builtin/call';
import type { Job } from './jobs';

/** The job of a spec, or the current one; undefined after an error message. */
export function* chooseJob(call: BuiltinCall, spec: string | undefined): Task<Job | undefined> {
  const { jobs } = call.shell;
  jobs.forgetDone();
  const isPid = spec !== undefined && /^\d+$/.test(spec);
  const byPid = isPid ? jobs.byPid(Number(spec)) : undefined;
  const job = byPid ?? (spec === undefined ? jobs.current : jobs.find(spec));
  if (job === 'ambiguous') {
    yield* complain(call, `${spec}: ambiguous job spec`);
    return undefined;
  }
  if (job === undefined) yield* complain(call, `${spec ?? 'current'}: no such job`);
  return job;
}
