// Pipelines as processes that run at the same time, and commands in the background.
import type { Task } from '../../base/sim';
import { createPipe } from '../../machine/pipe';
import type { OpenFile, Process } from '../../machine/types';
import type { Command, PipelineCommand } from '../ast';
import { commandText } from '../print';
import { runCommand } from './execute';
import type { Shell } from './shell';
import { spawnSubshell } from './subshell';
import { timeReport } from './timing';
import { waitForeground } from './wait';

/** Runs a pipeline in the foreground, with `!` and `time`. */
export function* runPipeline(shell: Shell, pipeline: PipelineCommand): Task<number> {
  const startedAt = shell.process.sim.now;
  if (pipeline.isNegated) shell.conditionDepth++;
  let status: number;
  try {
    status = yield* runCommands(shell, pipeline);
  } finally {
    if (pipeline.isNegated) shell.conditionDepth--;
  }
  if (pipeline.timing !== undefined) {
    const ms = shell.process.sim.now - startedAt;
    yield* shell.print(2, timeReport(shell, ms, pipeline.timing));
  }
  return pipeline.isNegated ? (status === 0 ? 1 : 0) : status;
}

function* runCommands(shell: Shell, pipeline: PipelineCommand): Task<number> {
  const { commands } = pipeline;
  const [only] = commands;
  if (only === undefined) return 0;
  if (commands.length === 1) return yield* runCommand(shell, only);
  const hasControl = shell.options.has('monitor');
  const lastHere = shell.options.has('lastpipe') && !hasControl;
  const started = startPipeline(shell, commands, { lastHere, isBackground: false });
  let lastStatus: number | undefined;
  if (started.input !== undefined) lastStatus = yield* runLastHere(shell, commands, started.input);
  const text = (): string => commandText(pipeline);
  const statuses = yield* waitForeground(shell, started.processes, text);
  if (lastStatus !== undefined) statuses.push(lastStatus);
  shell.pipeStatus = statuses;
  const last = statuses[statuses.length - 1] ?? 0;
  if (!shell.options.has('pipefail')) return last;
  return [...statuses].reverse().find((code) => code !== 0) ?? 0;
}

/** `shopt -s lastpipe`: the last command runs in this shell. */
function* runLastHere(shell: Shell, commands: readonly Command[], input: OpenFile): Task<number> {
  const { fds } = shell.process;
  const saved = fds.get(0);
  fds.set(0, input);
  try {
    return yield* runCommand(shell, commands[commands.length - 1] as Command);
  } finally {
    input.release();
    if (saved === undefined) fds.delete(0);
    else fds.set(0, saved);
  }
}

interface Started {
  readonly processes: Process[];
  /** What the last command is to read when it runs in the shell itself. */
  readonly input?: OpenFile | undefined;
}

interface StartOptions {
  readonly lastHere: boolean;
  readonly isBackground: boolean;
}

function startPipeline(shell: Shell, commands: readonly Command[], options: StartOptions): Started {
  const hasControl = shell.options.has('monitor');
  const ignoresKeys = options.isBackground && !hasControl;
  const processes: Process[] = [];
  let input = ignoresKeys ? nullInput(shell) : undefined;
  let group: number | undefined;
  for (let i = 0; i < commands.length; i++) {
    const command = commands[i] as Command;
    const isLast = i === commands.length - 1;
    if (isLast && options.lastHere) return { processes, input };
    const pipe = isLast ? undefined : createPipe(shell.process.pid * 100 + i);
    const fds = new Map<number, OpenFile>();
    if (input !== undefined) fds.set(0, input);
    if (pipe !== undefined) fds.set(1, pipe.writer);
    const child = spawnSubshell(shell, (sub) => runElement(sub, command), {
      fds,
      ignoresKeys,
      ...(hasControl ? { group: group ?? ('new' as const) } : {}),
    });
    group ??= child.group;
    processes.push(child);
    input?.release();
    pipe?.writer.release();
    input = pipe?.reader;
  }
  return { processes };
}

/** A pipeline's element doesn't count as deeper for BASH_SUBSHELL when it is a simple command. */
function* runElement(sub: Shell, command: Command): Task<number> {
  if (command.kind === 'simple' || command.kind === 'subshell') sub.subshellLevel--;
  if (command.kind === 'subshell' && command.redirects.length === 0) {
    sub.subshellLevel++;
    return yield* runCommand(sub, command.body, true);
  }
  sub.loopDepth = 0;
  return yield* runCommand(sub, command, true);
}

function nullInput(shell: Shell): OpenFile | undefined {
  try {
    return shell.process.files.open('/dev/null', { read: true });
  } catch {
    return undefined;
  }
}

/** `command &`. */
export function* runBackground(shell: Shell, command: Command): Task<void> {
  const isPipeline = command.kind === 'pipeline' && !command.isNegated && !command.timing;
  const commands = isPipeline ? command.commands : [command];
  const { processes } = startPipeline(shell, commands, { lastHere: false, isBackground: true });
  const last = processes[processes.length - 1];
  if (last === undefined) return;
  shell.lastBackground = last.pid;
  const group = processes[0]?.group ?? last.group;
  const directory = shell.process.files.cwd;
  const text = commandText(command);
  const job = shell.jobs.add({ command: text, group, processes, isBackground: true, directory });
  if (shell.isInteractive && shell.options.has('monitor')) {
    yield* shell.print(2, `[${job.id}] ${last.pid}\n`);
  }
  shell.status = 0;
}
