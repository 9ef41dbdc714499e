// Command substitution and process substitution.
import type { Task } from '../../base/sim';
import { errorText, SystemError } from '../../machine/errno';
import { createPipe } from '../../machine/pipe';
import type { OpenFile, Process } from '../../machine/types';
import type { CommandPart, ProcessPart, Redirect, Script } from '../ast';
import { runList } from '../interpreter/execute';
import { reportSyntax } from '../interpreter/run-text';
import type { Shell } from '../interpreter/shell';
import { spawnSubshell } from '../interpreter/subshell';
import { expandText } from './words';

/** Output of `$(...)` without its last newlines. */
export function* runSubstitution(shell: Shell, part: CommandPart): Task<string> {
  if (part.failure !== undefined) {
    yield* reportSyntax(shell, part.failure, 'command substitution: ');
    shell.substitutionStatus = 2;
    shell.status = 2;
    return '';
  }
  const file = fileOf(part.script);
  if (file !== undefined) return yield* readFile(shell, file);
  const { reader, writer } = createPipe(shell.process.pid * 100 + 50);
  const child = spawnSubshell(
    shell,
    (sub) => {
      sub.loopDepth = 0;
      sub.evalDepth++;
      if (!sub.options.has('inherit_errexit') && sub.isBash) sub.options.set('errexit', false);
      return runList(sub, part.script.body, true);
    },
    { fds: new Map([[1, writer]]) },
  );
  writer.release();
  const pieces: string[] = [];
  for (;;) {
    const piece = yield* reader.read();
    if (piece === '') break;
    pieces.push(piece);
  }
  reader.release();
  const status = yield* shell.process.wait(child);
  shell.substitutionStatus = status.code;
  shell.status = status.code;
  return strip(shell, pieces.join(''));
}

function strip(_shell: Shell, text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 10) end--;
  const out = text.slice(0, end);
  return out.includes('\0') ? out.replaceAll('\0', '') : out;
}

/** `$(< file)` needs no process. */
function fileOf(script: Script): Redirect | undefined {
  const [item, second] = script.body.items;
  if (item === undefined || second !== undefined || item.isBackground) return undefined;
  const { command } = item;
  if (command.kind !== 'simple' || command.words.length + command.assignments.length > 0) {
    return undefined;
  }
  const [redirect, other] = command.redirects;
  if (redirect === undefined || other !== undefined || redirect.operator !== '<') return undefined;
  return (redirect.fd ?? 0) === 0 ? redirect : undefined;
}

function* readFile(shell: Shell, redirect: Redirect): Task<string> {
  const path = yield* expandText(shell, redirect.target);
  shell.substitutionStatus = 0;
  try {
    const file = shell.process.files.open(path, { read: true });
    const pieces: string[] = [];
    for (;;) {
      const piece = yield* file.read();
      if (piece === '') break;
      pieces.push(piece);
    }
    file.release();
    return strip(shell, pieces.join(''));
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    yield* shell.complain(`${path}: ${errorText(error)}`);
    shell.substitutionStatus = 1;
    return '';
  }
}

/** Starts `<(...)` or `>(...)`; returns the `/dev/fd/N` that stands for it. */
export function openProcessSubstitution(shell: Shell, part: ProcessPart): string {
  const { reader, writer } = createPipe(shell.process.pid * 100 + 63);
  const isInput = part.direction === '<';
  const [mine, its] = isInput ? [reader, writer] : [writer, reader];
  const fds = new Map<number, OpenFile>([[isInput ? 1 : 0, its]]);
  const child: Process = spawnSubshell(
    shell,
    (sub) => {
      sub.loopDepth = 0;
      return runList(sub, part.script.body, true);
    },
    { fds, isSubstitution: true },
  );
  its.release();
  shell.lastBackground = child.pid;
  let fd = 63;
  while (shell.process.fds.has(fd)) fd--;
  shell.process.fds.set(fd, mine);
  shell.openSubstitutions.push({ fd, file: mine });
  return `/dev/fd/${fd}`;
}

/** Closes what process substitutions opened since there were `from` of them. */
export function closeSubstitutions(shell: Shell, from: number): void {
  for (const { fd, file } of shell.openSubstitutions.splice(from)) {
    if (shell.process.fds.get(fd) !== file) continue;
    shell.process.fds.delete(fd);
    file.release();
  }
}
