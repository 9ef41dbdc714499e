// Connects a process's standard streams to a session in a container, for exec, attach, run, debug.
import type { Task } from '../../../base/sim';
import { ApiError } from '../../../kubernetes/api/errors';
import type { ExecSession } from '../../../kubernetes/api/request';
import type { Context } from '../framework/context';
import { ExactError, PlainError } from '../framework/errors';

/** How streams are connected. */
export interface StreamOptions {
  readonly stdin: boolean;
  readonly tty: boolean;
}

/** Whether standard input is a terminal; says so when a wanted one is missing. */
export function* usableTty(ctx: Context, wanted: boolean): Task<boolean> {
  if (!wanted) return false;
  if (ctx.process.fds.get(0)?.tty !== undefined) return true;
  yield* ctx.err('Unable to use a TTY - input is not a terminal or the right kind of file\n');
  return false;
}

/** Copies both ways until the session ends. @throws ExactError with the command's exit code */
export function* connectStreams(
  ctx: Context,
  session: ExecSession,
  options: StreamOptions,
): Task<void> {
  const { process } = ctx;
  const input = process.fds.get(0);
  const tty = options.tty ? input?.tty : undefined;
  const before = tty === undefined ? undefined : { ...tty.mode };
  tty?.setMode({ cooked: false, echo: false, signals: false });
  const reader = options.stdin ? process.sim.spawn('stdin', copyInput(ctx, session)) : undefined;
  const resizer = tty === undefined ? undefined : process.sim.spawn('resize', follow(ctx, session));
  try {
    for (;;) {
      const piece = yield* session.next();
      if (piece === undefined) break;
      yield* piece.stream === 'stdout' ? ctx.out(piece.text) : ctx.err(piece.text);
    }
  } finally {
    reader?.kill();
    resizer?.kill();
    session.close();
    if (tty !== undefined && before !== undefined) tty.setMode(before);
  }
  if (session.error !== undefined) throw sessionError(session.error);
  const code = session.exitCode ?? 0;
  if (code !== 0) throw new ExactError(`command terminated with exit code ${code}`, code);
}

function sessionError(text: string): Error {
  return new PlainError(text);
}

function* copyInput(ctx: Context, session: ExecSession): Task<void> {
  const input = ctx.process.fds.get(0);
  for (;;) {
    const text = input === undefined ? '' : yield* input.read();
    if (text === '') {
      session.closeInput();
      return;
    }
    yield* session.write(text);
  }
}

/** Tells the session the size of the terminal, now and whenever it changes. */
function* follow(ctx: Context, session: ExecSession): Task<void> {
  const tty = ctx.process.fds.get(0)?.tty;
  if (tty === undefined) return;
  for (;;) {
    session.resize(tty.columns, tty.rows);
    yield { on: tty.resized };
  }
}

/** Errors of opening a session, as kubectl shows them. */
export function openError(error: unknown): unknown {
  if (!(error instanceof ApiError)) return error;
  if (error.reason === 'NotFound' || error.reason === 'Forbidden') return error;
  if (error.reason === 'Unauthorized') return error;
  const isUpgrade = error.code === 404 || error.message.startsWith('container not found');
  return new PlainError(
    isUpgrade ? `unable to upgrade connection: ${error.message}` : error.message,
  );
}
