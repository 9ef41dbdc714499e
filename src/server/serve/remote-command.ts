// pods/exec and pods/attach: channels of a session, over a WebSocket or over streams of SPDY.
import { fromBytes, toBytes } from '../../base/bytes';
import type { Task } from '../../base/sim';
import type { ExecSession } from '../../kubernetes/api/request';
import type { Inlet } from './pipes';

/** Where a session's output goes and its input comes from, whatever carries them. */
export interface Channels {
  readonly stdin: Inlet | undefined;
  /** JSON texts of {Width, Height}. */
  readonly resize: Inlet | undefined;
  writeOut(stream: 'stdout' | 'stderr', bytes: Uint8Array): Task<void>;
  writeError(bytes: Uint8Array): Task<void>;
}

/** How the outcome is told: as a Status, or (the oldest protocols) as a message if it is bad. */
export type OutcomeForm = 'status' | 'message';

/** Connects a session to its channels until it has ended. */
export function* runSession(
  session: ExecSession,
  channels: Channels,
  how: { readonly form: OutcomeForm; readonly spawn: (name: string, task: Task<void>) => Killable },
): Task<void> {
  const workers = [
    how.spawn('stdin', copyInput(session, channels.stdin)),
    how.spawn('resize', copySizes(session, channels.resize)),
  ];
  try {
    for (let piece = yield* session.next(); piece !== undefined; piece = yield* session.next()) {
      yield* channels.writeOut(piece.stream, toBytes(piece.text));
    }
    const outcome = outcomeOf(session, how.form);
    if (outcome !== '') yield* channels.writeError(toBytes(outcome));
  } finally {
    for (const worker of workers) worker.kill();
    session.close();
  }
}

interface Killable {
  kill(): void;
}

function* copyInput(session: ExecSession, stdin: Inlet | undefined): Task<void> {
  if (stdin === undefined) return;
  for (let bytes = yield* stdin.next(); bytes !== undefined; bytes = yield* stdin.next()) {
    yield* session.write(fromBytes(bytes));
  }
  session.closeInput();
}

function* copySizes(session: ExecSession, resize: Inlet | undefined): Task<void> {
  if (resize === undefined) return;
  for (let bytes = yield* resize.next(); bytes !== undefined; bytes = yield* resize.next()) {
    const size = sizeOf(fromBytes(bytes));
    if (size !== undefined) session.resize(size.columns, size.rows);
  }
}

function sizeOf(text: string): { columns: number; rows: number } | undefined {
  try {
    const { Width: columns, Height: rows } = JSON.parse(text);
    if (typeof columns === 'number' && typeof rows === 'number') return { columns, rows };
  } catch {
    // Not a size: nothing changes.
  }
  return undefined;
}

function outcomeOf(session: ExecSession, form: OutcomeForm): string {
  const { error, exitCode = 0 } = session;
  if (error === undefined && exitCode === 0) {
    return form === 'status' ? JSON.stringify({ metadata: {}, status: 'Success' }) : '';
  }
  if (error !== undefined) {
    if (form === 'message') return error;
    const message = `Internal error occurred: ${error}`;
    const details = { causes: [{ message: error }] };
    const fields = { status: 'Failure', message, reason: 'InternalError', details, code: 500 };
    return JSON.stringify({ metadata: {}, ...fields });
  }
  const message = `command terminated with non-zero exit code: exit status ${exitCode}`;
  if (form === 'message') return message;
  const details = { causes: [{ reason: 'ExitCode', message: String(exitCode) }] };
  return JSON.stringify({
    metadata: {},
    status: 'Failure',
    message,
    reason: 'NonZeroExitCode',
    details,
  });
}
