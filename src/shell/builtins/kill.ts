// kill: sends a signal to processes or jobs; -l lists the signals.
import { signalNumbers } from '../../machine/signals';
import type { Process, SignalName } from '../../machine/types';
import { type Builtin, type BuiltinCall, complain, out, usageError } from '../builtin/call';
import { jobState } from '../interpreter/jobs';
import { allSignals, signalTable } from '../interpreter/signal-table';

const usage = 'kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]';

const builtin: Builtin = {
  name: 'kill',
  usage,
  about: 'Sends a signal to processes or jobs; -l lists the signals.',
  *run(call) {
    const [first, ...others] = call.args;
    let rest: readonly string[] = others;
    if (first === undefined) return yield* usageError(call, usage);
    if (first === '-l' || first === '-L') return yield* list(call, rest);
    let spec = 'TERM';
    if (first === '-s' || first === '-n') {
      if (rest[0] === undefined) {
        return yield* complain(call, `${first}: option requires an argument`);
      }
      spec = rest[0];
      rest = rest.slice(1);
    } else if (first.startsWith('-') && first !== '--') spec = first.slice(1);
    else if (first !== '--') rest = [first, ...rest];
    if (rest[0] === '--') rest = rest.slice(1);
    const number = numberOf(spec);
    if (number === undefined) return yield* complain(call, `${spec}: invalid signal specification`);
    if (rest.length === 0) return yield* usageError(call, usage);
    let isSent = false;
    for (const target of rest) if (yield* send(call, target, number)) isSent = true;
    // A signal to ourselves ends us here, not some commands later.
    yield {};
    return isSent ? 0 : 1;
  },
};
export default builtin;

/** By number, `TERM`, `SIGTERM`; 0 only asks. */
function numberOf(spec: string): number | undefined {
  if (/^\d+$/.test(spec)) return Number(spec) <= 64 ? Number(spec) : undefined;
  const upper = spec.toUpperCase();
  const name = upper.startsWith('SIG') ? upper.slice(3) : upper;
  if (name === 'EXIT') return 0;
  return allSignals().find(([, known]) => known === name)?.[0];
}

function nameOf(number: number): SignalName | undefined {
  for (const [name, known] of signalNumbers) if (known === number) return name;
  return undefined;
}

function* send(call: BuiltinCall, target: string, number: number) {
  const { shell } = call;
  const { machine, credentials } = shell.process;
  const name = nameOf(number);
  if (target.startsWith('%')) {
    const job = shell.jobs.find(target);
    const isGone = job !== 'ambiguous' && job?.isNotified === true && jobState(job) === 'done';
    if (job === undefined || job === 'ambiguous' || isGone) {
      yield* complain(
        call,
        `${target}: ${job === 'ambiguous' ? 'ambiguous job spec' : 'no such job'}`,
      );
      return false;
    }
    // With job control a job is a process group: what it has started gets the signal too.
    const isGroup = shell.options.has('monitor') && job.group !== shell.process.group;
    const members = isGroup ? ofGroup(shell.process, job.group, false) : [];
    for (const process of new Set([...job.processes, ...members])) {
      if (process.status === undefined) deliver(process, name);
    }
    return true;
  }
  if (!/^-?\d+$/.test(target)) {
    const what = 'arguments must be process or job IDs';
    yield* complain(call, shell.isBash ? `${target}: ${what}` : `Illegal number: ${target}`);
    return false;
  }
  const pid = Number(target);
  const group = pid === 0 ? shell.process.group : -pid;
  const found = pid > 0 ? [machine.processes.get(pid)] : ofGroup(shell.process, group, pid === -1);
  const targets = found.filter((p): p is Process => p !== undefined && p.status === undefined);
  if (targets.length === 0) {
    yield* complain(call, shell.isBash ? `(${target}) - No such process` : 'No such process');
    return false;
  }
  const allowed = targets.filter(
    (p) => credentials.uid === 0 || p.credentials.uid === credentials.uid,
  );
  if (allowed.length === 0) {
    yield* complain(call, `(${target}) - Operation not permitted`);
    return false;
  }
  for (const process of allowed) deliver(process, name);
  return true;
}

function ofGroup(self: Process, group: number, isAll: boolean): Process[] {
  const all = [...self.machine.processes.values()];
  if (isAll) return all.filter((p) => p.pid !== 1 && p.pid !== self.pid);
  return all.filter((p) => p.group === group);
}

/** A stopped process dies of TERM and HUP only when it goes on: bash continues it. */
function deliver(process: Process, name: SignalName | undefined): void {
  if (name === undefined) return;
  process.kill(name);
  if (process.isStopped && (name === 'TERM' || name === 'HUP')) process.kill('CONT');
}

function* list(call: BuiltinCall, specs: readonly string[]) {
  if (specs.length === 0) {
    yield* out(call, signalTable());
    return 0;
  }
  let status = 0;
  for (const spec of specs) {
    if (/^\d+$/.test(spec)) {
      const number = Number(spec) > 128 ? Number(spec) - 128 : Number(spec);
      const found = number === 0 ? 'EXIT' : allSignals().find(([n]) => n === number)?.[1];
      if (found !== undefined) yield* out(call, `${found}\n`);
      else status = yield* complain(call, `${spec}: invalid signal specification`);
      continue;
    }
    const number = numberOf(spec);
    if (number === undefined) {
      status = yield* complain(call, `${spec}: invalid signal specification`);
    } else yield* out(call, `${number}\n`);
  }
  return status;
}
